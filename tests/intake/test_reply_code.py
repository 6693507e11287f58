"""The reporter's code: a slip of the pen is told apart from a code that nobody knows."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake import reply_code
from intake.reference import SIGNS, grouped
from intake.reply_code import LENGTH, LONGEST_TYPED, RANDOM, Slip

CODE = reply_code.of(hashlib.sha512(b"a letter").digest())
digests = st.binary(min_size=64, max_size=64)


def right(signs: str) -> bool:
    return reply_code.read(signs) == signs


def test_code_is_sixteen_signs_in_four_groups() -> None:
    """None of which looks like another."""
    assert len(CODE) == LENGTH
    assert set(CODE) <= set(SIGNS)
    assert [len(group) for group in grouped(CODE).split("-")] == [4] * 4


def test_check_sign_is_the_standards() -> None:
    """ISO/IEC 7064, hybrid systems: (P + last) mod 30 is 1, P followed by hand for two signs."""
    # base 30: P=30; "2" is 0: total 30, P = 60 mod 31 = 29; "3" is 1: total 30, P = 29.
    assert reply_code.check_sign("23") == SIGNS[(1 - 29) % 30]
    # "Z" is 29: total 59 mod 30 = 29, P = 58 mod 31 = 27.
    assert reply_code.check_sign("Z") == SIGNS[(1 - 27) % 30]


def test_every_single_wrong_sign_is_caught() -> None:
    """At each of the sixteen places, each of the 29 others."""
    for at in range(LENGTH):
        for sign in set(SIGNS) - {CODE[at]}:
            assert reply_code.read(CODE[:at] + sign + CODE[at + 1 :]) is Slip.MISTYPED


@given(digests, st.data())
def test_a_wrong_sign_is_caught_in_any_code(digest: bytes, data: st.DataObject) -> None:
    """Whatever the code is."""
    code = reply_code.of(digest)
    at = data.draw(st.integers(0, LENGTH - 1))
    sign = data.draw(st.sampled_from(sorted(set(SIGNS) - {code[at]})))
    assert right(code)
    assert not right(code[:at] + sign + code[at + 1 :])


def test_swapped_neighbours_are_nearly_always_caught() -> None:
    """Of 2,000 codes, every swap of two neighbours that differ: 99.7 in a hundred."""
    swaps = passed = 0
    for number in range(2_000):
        code = reply_code.of(hashlib.sha512(b"%d" % number).digest())
        for at in range(LENGTH - 1):
            if code[at] != code[at + 1]:
                swaps += 1
                passed += right(code[:at] + code[at + 1] + code[at] + code[at + 2 :])
    assert swaps > 25_000
    assert passed / swaps < 0.003


def test_signs_are_spread_evenly() -> None:
    """No sign comes much oftener at any place: 73.6 bits, not fewer."""
    codes = [reply_code.of(hashlib.sha512(b"%d" % number).digest()) for number in range(9_000)]
    for at in range(RANDOM):
        counted = [sum(code[at] == sign for code in codes) for sign in SIGNS]
        assert min(counted) > 220
        assert max(counted) < 380


@pytest.mark.parametrize(
    "typed",
    [
        CODE,
        CODE.lower(),
        grouped(CODE),
        grouped(CODE).replace("-", " "),
        grouped(CODE).replace("-", " – "),
        f"  {CODE}\n",
        " ".join(CODE),
    ],
)
def test_spaces_hyphens_and_small_letters_do_no_harm(typed: str) -> None:
    """As somebody copies it from paper."""
    assert reply_code.read(typed) == CODE


@pytest.mark.parametrize(
    ("typed", "slip"),
    [
        ("", Slip.EMPTY),
        (" - ", Slip.EMPTY),
        ("K7QF-2M9X", Slip.REFERENCE),
        ("K7QF-2M9X-ABCD-EFGH-JKMN", Slip.COORDINATORS),
        (CODE[:-1], Slip.LENGTH),
        (CODE + "A", Slip.LENGTH),
        ("0" + CODE[1:], Slip.MISTYPED),
        ("ß" * 8, Slip.MISTYPED),
        ("\u0000" * 16, Slip.MISTYPED),
        ("A" * 100_000, Slip.LENGTH),
    ],
)
def test_what_is_no_code_is_said(typed: str, slip: Slip) -> None:
    """A number, a coordinator's code, a sign too few: each has its own words."""
    assert reply_code.read(typed) is slip


def test_only_the_first_signs_are_read() -> None:
    """Whatever comes behind costs nothing and counts for nothing."""
    assert reply_code.read(CODE.ljust(LONGEST_TYPED) + "A" * 1_000_000) == CODE


@given(st.text())
def test_nothing_that_is_typed_breaks_it(typed: str) -> None:
    """A code, or a slip."""
    read = reply_code.read(typed)
    assert isinstance(read, Slip) or right(read)


@pytest.mark.parametrize("around", ["{}", "Min kode er {}.", "({})\nHilsen", "a {} b"])
def test_code_in_a_text_is_seen(around: str) -> None:
    """In groups or not, in small letters too."""
    for written in (CODE, CODE.lower(), grouped(CODE)):
        assert reply_code.stands_in(around.format(written))


@pytest.mark.parametrize(
    "text", ["", "K7QF-2M9X", CODE[:-1], f"X{CODE}", "Jeg så ham ved skolen i går, kl. 14"]
)
def test_other_texts_hold_no_code(text: str) -> None:
    """The number may be written anywhere."""
    assert not reply_code.stands_in(text)
