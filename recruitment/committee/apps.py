from django.apps import AppConfig


class CommitteeConfig(AppConfig):
    name = "recruitment.committee"
    verbose_name = "komisja"
