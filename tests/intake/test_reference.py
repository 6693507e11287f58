"""The reference: random, and said aloud without mistakes."""

from intake.reference import LENGTH, SIGNS, new, shown


def test_has_no_sign_that_looks_like_another() -> None:
    """Neither 0 and O, nor 1, I and L, nor U beside V."""
    assert set("01ILOU") & set(SIGNS) == set()
    assert len(SIGNS) == len(set(SIGNS)) == 30


def test_is_random_and_not_a_counter() -> None:
    """A thousand references are a thousand different ones, and every sign is used."""
    found = {new() for _ in range(1000)}
    assert len(found) == 1000
    assert {len(each) for each in found} == {LENGTH}
    assert set("".join(found)) == set(SIGNS)


def test_is_shown_in_two_groups() -> None:
    """As people read it."""
    assert shown("ABCDEFGH") == "ABCD-EFGH"
