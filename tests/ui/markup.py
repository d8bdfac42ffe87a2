"""HTML as a flat list of tags and texts, so that tests compare whole values."""

from html.parser import HTMLParser

Piece = tuple[str, dict[str, str | None]] | str


class _Outline(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[Piece] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.pieces.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if text := " ".join(data.split()):
            self.pieces.append(text)


def outline(html: str) -> list[Piece]:
    """Start tags with attributes, and texts, in order; white space does not count."""
    parser = _Outline()
    parser.feed(html)
    return parser.pieces
