"""An address as a QR code: a drawing inside the page, so nothing is fetched and nothing stored."""

import segno

PIXELS_A_MODULE = 4


def qr_svg(address: str, title: str) -> str:
    """The code of this address as SVG without styles; it holds the address and nothing else.

    `title` says what the code opens, to those who do not see it.
    """
    code = segno.make_qr(address, error="m")
    drawn = code.svg_inline(scale=PIXELS_A_MODULE, svgclass=None, lineclass=None, title=title)
    return str(drawn).replace("<svg ", '<svg role="img" ', 1)
