from django.conf import settings
from django.http import HttpRequest


def site(_request: HttpRequest) -> dict[str, object]:
    """Names and contact data of the office, shown on every page."""
    return {"site": settings.SITE}
