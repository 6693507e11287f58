"""Hints to an anonymous writer: they find what gives people away, and little else."""

import pytest

from intake.form.exposure import SIGNS, hints


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Hans cpr er 010203-1234", ("cpr",)),
        ("Ring på 96 96 20 10", ("phone",)),
        ("skriv til per@example.dk", ("email",)),
        ("Det er min yngste søn", ("family",)),
        ("It is my brother", ("family",)),
        ("Han gik den 12-11-2026 kl. 14.30", ()),
        ("Der kom 15 mennesker, og de råbte", ()),
    ],
)
def test_finds_what_gives_away(text: str, found: tuple[str, ...]) -> None:
    """In both languages."""
    assert hints([text]) == found


def test_texts_are_read_together_and_hints_come_once() -> None:
    """In the order that the page shows them."""
    assert hints(["a@example.dk", "b@example.dk", "010203-1234"]) == ("cpr", "email")
    assert hints([]) == ()
    assert set(SIGNS) >= {"cpr", "email"}
