"""Where lines break, and what happens to signs the font lacks."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.letter import font

SANS = font.load()
SIZE = 10.0


def broken(text: str, width: float) -> list[str]:
    """The lines of a text."""
    return [text[start:end] for start, end in SANS.lines(text, SIZE, width)]


def width(text: str) -> float:
    """How wide a line is drawn."""
    return sum(SANS.widths[sign] for sign in text) * SIZE / 1000


def test_danish_is_there() -> None:
    """And the letters of the names of Europe, dashes and quotes."""
    needed = "æøåÆØÅéÉüÜšŠžŽćĆčČłŁşŞğĞıİőŐşțȚăĂñÑßþÞðÐ–—‘’“”„…€§°•"
    assert SANS.showable(needed, "?") == needed


def test_breaks_at_blanks() -> None:
    """No line is wider than the box, and no word is lost."""
    text = "det var en mørk og stormfuld aften på heden " * 5
    lines = broken(text, 120)
    assert " ".join(line for line in lines if line).split() == text.split()
    assert max(width(line.rstrip()) for line in lines) <= 120


@pytest.mark.parametrize("text", ["å" * 400, "a " + "W" * 400, "iW" * 300])
def test_long_words_are_broken_within(text: str) -> None:
    """Nothing runs out of the box and nothing is lost."""
    lines = broken(text, 100)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert max(map(width, lines)) <= 100


def test_own_line_breaks_are_kept() -> None:
    """Empty lines too."""
    assert broken("a\n\nb\n", 100) == ["a", "", "b", ""]


def test_narrowest_box_still_ends() -> None:
    """At least one sign a line, however narrow."""
    assert broken("abc", 0.1) == ["a", "b", "c"]


def test_composed_letters_are_one() -> None:
    """Apple's keyboards write å as two signs."""
    assert SANS.showable("a\u030a", "?") == "å"


def test_unknown_signs_in_a_row_are_one_note() -> None:
    """With the blanks between them, but never over a line break."""
    assert SANS.showable("a 🙂 🙂🙂 b\n🙂\n🙂", "*") == "a * b\n*\n*"


def test_hidden_signs_are_shown_by_number() -> None:
    """As in the text of the letter."""
    assert SANS.showable("a\u202eb\tc", "*") == "a[U+202E]b    c"


@given(st.text(st.sampled_from("  \nilmWæ"), max_size=120), st.sampled_from([20.0, 50.0, 120.0]))
def test_no_line_is_wider_than_its_box(text: str, box: float) -> None:
    """Blanks at its end hang over; one sign alone may be too wide for any line."""
    for line in broken(text, box):
        assert len(line.rstrip()) <= 1 or width(line.rstrip()) <= box + 1e-9


@given(st.text(st.sampled_from("  ilmWæ"), max_size=200), st.sampled_from([50.0, 120.0]))
def test_no_line_ends_while_the_next_word_has_room(text: str, box: float) -> None:
    """Whatever the lines before were like: narrow signs, wide ones, many blanks."""
    places = list(SANS.lines(text, SIZE, box))
    for start, end in places[:-1]:
        word = re.compile(r" *[^ ]*").match(text, end)
        assert word
        upto = word.end() if text[end] == " " else end + 1
        assert width(text[start:upto].rstrip()) > box - 1e-9
