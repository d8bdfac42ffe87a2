from django.apps import AppConfig


class ProceduresConfig(AppConfig):
    name = "recruitment.procedures"
    verbose_name = "nabory"
