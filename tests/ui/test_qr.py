"""A QR code is a drawing without styles, and its title cannot break out of it."""

import re

from ui.qr import qr_svg

ADDRESS = "https://nabor.example.org/placowka/wniosek/abc/"


def test_code_is_drawn_by_attributes_alone_so_the_policy_of_the_page_allows_it():
    drawn = qr_svg(ADDRESS, "Kod")

    assert "style" not in drawn
    assert set(re.findall(r" ([a-z]+)=", drawn)) == {
        "role",
        "width",
        "height",
        "transform",
        "stroke",
        "d",
    }


def test_title_is_text_whatever_it_holds():
    assert "<title>&lt;b&gt;</title>" in qr_svg(ADDRESS, "<b>")


def test_another_address_is_another_drawing():
    assert qr_svg(ADDRESS, "Kod") == qr_svg(ADDRESS, "Kod")
    assert qr_svg(ADDRESS, "Kod") != qr_svg(f"{ADDRESS}x", "Kod")
