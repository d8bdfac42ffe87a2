from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    name = "recruitment.decisions"
    verbose_name = "rozstrzygnięcia"
