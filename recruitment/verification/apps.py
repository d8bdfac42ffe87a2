from django.apps import AppConfig


class VerificationConfig(AppConfig):
    name = "recruitment.verification"
    verbose_name = "weryfikacja"
