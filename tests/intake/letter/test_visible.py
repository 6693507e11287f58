"""What shows nothing on a screen is shown by its number."""

import pytest

from intake.letter.visible import visible

SHOW_NOTHING = (
    *(0x00, 0x07, 0x7F, 0xAD, 0x34F, 0x61C, 0x115F, 0x1160, 0x17B4, 0x180B, 0x180E, 0x200B),
    *(0x202E, 0x2066, 0x2800, 0x3164, 0xFEFF, 0xFFA0, 0xFFF9, 0xFFFC, 0x1D173, 0xE0001, 0xE0100),
)
IGNORABLE = (
    *((0xAD, 0xAD), (0x34F, 0x34F), (0x61C, 0x61C), (0x115F, 0x1160), (0x17B4, 0x17B5)),
    *((0x180B, 0x180F), (0x200B, 0x200B), (0x200E, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F)),
    *((0x3164, 0x3164), (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0), (0xFFF0, 0xFFF8)),
    *((0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF)),
)
"""Default_Ignorable_Code_Point of Unicode, without what emoji and Persian need."""
WRITTEN_WITH = "æøå ÆØÅ é ß – “ ” … \t\n 👩\u200d👧 ❤\ufe0f می\u200cخواهم مرحبا 你好 ᠮ 한국"


@pytest.mark.parametrize("number", SHOW_NOTHING)
def test_a_sign_that_shows_nothing_is_seen(number: int) -> None:
    """It cannot split a name, nor carry words of its own."""
    assert visible(f"a{chr(number)}b") == f"a[U+{number:04X}]b"


def test_every_sign_that_unicode_lets_programs_ignore_is_seen() -> None:
    """The whole list."""
    missed = [
        n for first, last in IGNORABLE for n in range(first, last + 1) if chr(n) == visible(chr(n))
    ]
    assert missed == []


def test_what_people_write_stays() -> None:
    """Letters, emoji, joiners, and scripts that are not ours."""
    assert visible(WRITTEN_WITH) == WRITTEN_WITH
