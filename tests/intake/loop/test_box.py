"""A question in its box: only the code opens it, and only in its own place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.loop import box
from intake.loop.box import SIZE, NotOurs
from intake.loop.keys import Keys

KEYS = Keys(b"c" * 32, b"d" * 32)
KEY, OTHER = (KEYS.derive(KEYS.code(name * 16)) for name in (b"x", b"y"))
REFERENCE = "K7QF2M9X"
QUESTION = "Hvilken skole går han på? Æøå 🙂"


def sealed(text: str = QUESTION) -> bytes:
    return box.seal(text, KEY.public, reference=REFERENCE, number=1)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=500))
def test_what_was_put_in_comes_out(text: str) -> None:
    """Also signs that look like the filling."""
    assert box.unseal(sealed(text), KEY, reference=REFERENCE, number=1) == text


def test_boxes_are_of_one_size_and_never_alike() -> None:
    """Nobody who holds the database knows how long a question is, or that it was asked before."""
    longest = "æ" * 2_000
    assert {len(sealed(text)) for text in ("", "?", QUESTION, longest)} == {SIZE + 1_136}
    assert sealed() != sealed()
    assert QUESTION.encode() not in sealed()


def test_too_long_a_text_is_never_cut() -> None:
    """It is said to be too long."""
    assert box.fits("a" * (SIZE - 1))
    assert not box.fits("🙂" * 1_024)
    with pytest.raises(ValueError, match="too long"):
        sealed("a" * SIZE)


def test_no_other_code_opens_it() -> None:
    """Whoever holds another letter's code."""
    with pytest.raises(NotOurs):
        box.unseal(sealed(), OTHER, reference=REFERENCE, number=1)


@pytest.mark.parametrize(("reference", "number"), [("ABCDEFGH", 1), (REFERENCE, 2)])
def test_box_in_another_place_does_not_open(reference: str, number: int) -> None:
    """An old question cannot be laid where a new one was."""
    with pytest.raises(NotOurs):
        box.unseal(sealed(), KEY, reference=reference, number=number)


def test_a_changed_or_cut_box_does_not_open() -> None:
    """Not in its head, not in its text, not without its end."""
    whole = sealed()
    changed = [bytes([*whole[:at], whole[at] ^ 1, *whole[at + 1 :]]) for at in (0, 1_119, -2000)]
    for broken in (*changed, whole[:-1], whole[:50], b""):
        with pytest.raises(NotOurs):
            box.unseal(broken, KEY, reference=REFERENCE, number=1)
