from django.apps import AppConfig
from django.urls import register_converter

from ui.converters import PublicIdConverter


class UiConfig(AppConfig):
    name = "ui"
    verbose_name = "wygląd"

    def ready(self) -> None:
        """Let addresses say `<public_id:…>`."""
        register_converter(PublicIdConverter, "public_id")
