"""Phone numbers in pairs, as links."""

from intake.web.phone import phone


def test_danish_number_is_shown_in_pairs_and_dialled_from_anywhere() -> None:
    """Eight digits get the country's code in the link only."""
    assert phone("96962010") == '<a class="phone" href="tel:+4596962010">96 96 20 10</a>'


def test_short_number_is_left_as_it_is() -> None:
    """112 is 112."""
    assert phone(112) == '<a class="phone" href="tel:112">112</a>'


def test_number_cannot_bring_html() -> None:
    """What stands in the file is text."""
    assert "<b>" not in phone("<b>12</b>")
