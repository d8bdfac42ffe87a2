from django.apps import AppConfig


class ContinuationsConfig(AppConfig):
    name = "recruitment.continuations"
    verbose_name = "deklaracje o kontynuowaniu"
