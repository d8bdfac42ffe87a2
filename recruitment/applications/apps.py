from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "recruitment.applications"
    verbose_name = "wnioski"
