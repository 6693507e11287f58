"""The code of a letter: found however it is pasted, and nothing else taken for one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.loop.codes import LONGEST_PASTE, OWN, Codes, Mistake
from intake.reference import SIGNS

KEY, NEWER = b"k" * 32, b"n" * 32
REFERENCE = "K7QF2M9X"
CODES = Codes([KEY])
CODE = CODES.code(REFERENCE)
signs = st.text(SIGNS, min_size=8, max_size=8)


def test_code_begins_with_the_reference_and_is_the_same_everywhere() -> None:
    """Five groups of four; another process with the key prints the same."""
    assert Codes([KEY]).code(REFERENCE) == CODE
    assert CODE.startswith("K7QF-2M9X-")
    assert [len(group) for group in CODE.split("-")] == [4] * 5


@pytest.mark.parametrize(
    "typed",
    [
        CODE,
        CODE.lower(),
        CODE.replace("-", ""),
        CODE.replace("-", " "),
        CODE.replace("-", "\u2013"),
        f"> Kvitteringskode: {CODE}.",
        f"  {CODE}\n",
        f"HER {CODE} TAK",
        f"Referencenummer K7QF-2M9X\n{CODE}",
    ],
)
def test_code_is_found_inside_what_was_pasted(typed: str) -> None:
    """As a mail program wraps, quotes or beautifies it."""
    assert CODES.find(typed) == REFERENCE


@given(signs)
def test_every_code_is_found(reference: str) -> None:
    """Whatever the reference."""
    assert CODES.find(CODES.code(reference)) == reference


@given(st.integers(0, 19), st.sampled_from(SIGNS))
def test_one_wrong_sign_is_no_code(at: int, sign: str) -> None:
    """Of the reference or of the rest."""
    bare = CODE.replace("-", "")
    changed = bare[:at] + sign + bare[at + 1 :]
    assert CODES.find(changed) == (REFERENCE if changed == bare else Mistake.UNKNOWN)


@pytest.mark.parametrize(
    ("typed", "mistake"),
    [
        ("", Mistake.EMPTY),
        ("   ", Mistake.EMPTY),
        ("K7QF-2M9X", Mistake.REFERENCE),
        ("Referencenummer: K7QF-2M9X", Mistake.REFERENCE),
        ("ABCD-EFGH-JKMN-PQRS", Mistake.REPORTERS),
        ("hej", Mistake.UNKNOWN),
        (CODE[:-1], Mistake.UNKNOWN),
        ("A" * 10_000, Mistake.UNKNOWN),
    ],
)
def test_what_is_no_code_is_told_apart(typed: str, mistake: Mistake) -> None:
    """The page says what it was."""
    assert CODES.find(typed) == mistake


def test_what_stands_beyond_the_longest_paste_is_not_read() -> None:
    """A megabyte costs no more than a line."""
    assert CODES.find(" " * LONGEST_PASTE + CODE) == Mistake.EMPTY


def test_new_key_ends_no_code() -> None:
    """Letters that lie in mailboxes keep theirs; without the old key they lose it."""
    both = Codes([KEY, NEWER])
    assert both.find(CODE) == REFERENCE
    assert both.code(REFERENCE) != CODE
    assert Codes([NEWER]).find(CODE) == Mistake.UNKNOWN


def test_codes_have_fifty_eight_bits_and_more() -> None:
    """12 signs of 30, each as likely as any other."""
    assert len(SIGNS) ** OWN > 1 << 58
    seen = {sign for number in range(200) for sign in CODES.code(f"{number:08}")[10:]}
    assert seen == {*SIGNS, "-"}


def test_without_a_key_there_are_no_codes() -> None:
    """Rather than codes that anybody can make."""
    with pytest.raises(ValueError, match="no key"):
        Codes([])
