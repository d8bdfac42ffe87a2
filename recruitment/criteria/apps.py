from django.apps import AppConfig


class CriteriaConfig(AppConfig):
    name = "recruitment.criteria"
    verbose_name = "kryteria"
