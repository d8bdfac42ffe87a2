"""From the print page to a tagged PDF (PDF/UA-1) in the project's own letters."""

from pathlib import Path

from django.conf import settings

_STYLES = Path(__file__).parent / "print.css"
_STATIC = Path(settings.BASE_DIR) / "static" / "dist"


class PdfUnavailableError(Exception):
    """The machine lacks Pango, which sets the text."""


def pdf_of(html: str) -> bytes:
    """The page as a PDF; nothing is fetched but the project's fonts. Raises PdfUnavailableError."""
    try:
        import weasyprint  # noqa: PLC0415 -- slow import
        from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415 -- slow import
        from weasyprint.urls import URLFetcher  # noqa: PLC0415 -- slow import
    except (ImportError, OSError) as error:
        raise PdfUnavailableError from error
    fonts, only_files = FontConfiguration(), URLFetcher(allowed_protocols=["file"])
    styles = weasyprint.CSS(
        string=_STYLES.read_text(encoding="utf-8"),
        base_url=f"{_STATIC.as_uri()}/",
        url_fetcher=only_files,
        font_config=fonts,
    )
    document = weasyprint.HTML(string=html, base_url=None, url_fetcher=only_files)
    content: bytes = document.write_pdf(
        stylesheets=[styles], font_config=fonts, pdf_variant="pdf/ua-1"
    )
    return content
