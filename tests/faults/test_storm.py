"""A short storm in every test run; the long one is `make storm`."""

from pathlib import Path

import pytest

from intake.message import SealedMessage
from intake.outbox import Outbox
from tests.storm import rounds
from tests.storm.books import WINDOWS, Books
from tests.storm.databases import Rage, on_postgresql, on_sqlite
from tests.storm.parts import ANE, COMMITTED, PUTTING, Board, Round, body, submission
from tests.storm.rounds import MOST_ATTEMPTS, Storm
from tests.storm.scale import Scale

ROUNDS = 12


@pytest.mark.parametrize("rage", [on_sqlite, on_postgresql])
def test_storm_loses_doubles_and_spoils_nothing(rage: Rage, tmp_path: Path) -> None:
    """Every window is hit; what was accepted is received under its reference."""
    books = rage(ROUNDS, 1, tmp_path)
    assert books.failures(least=1) == []
    assert books.rounds >= ROUNDS
    assert books.report()["accepted"] > ROUNDS


def answer_too_early(plan: Round, answers: Path) -> None:
    """What we must never do: the receipt before the commit."""
    outbox, board, number = Outbox(plan.url), Board(plan.board), plan.first
    with answers.open("ab", buffering=0) as receipt:
        while True:
            reference = f"{number:05}{plan.number:03}"
            board.write(number, PUTTING)
            receipt.write(f"{number} {reference}\n".encode())
            letter = SealedMessage(reference, (ANE,), body(reference))
            key = submission(number)
            outbox.put(letter, submission=key, digest=b"d", now=plan.now, not_before=0)
            board.write(number, COMMITTED)
            number += 1


def test_storm_finds_the_letter_of_who_answers_before_the_commit(tmp_path: Path) -> None:
    """The storm can see what it looks for."""
    storm = Storm(f"sqlite:///{tmp_path / 'o.sqlite'}", tmp_path, answer_too_early)
    books = storm.rage(8, 0)
    assert books.report()["lost"] > 0
    assert [one for one in books.failures(0) if one.startswith("lost")]


def receive_nothing(plan: Round, answers: Path) -> None:
    """A part that never comes to a window."""


def test_storm_that_keeps_missing_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a number of attempts, and is judged by what it hit: nothing."""
    monkeypatch.setattr(rounds, "LONGEST_WAIT", 0.2)
    books = Storm(f"sqlite:///{tmp_path / 'o.sqlite'}", tmp_path, receive_nothing).rage(1, 1)
    assert (books.rounds, books.idle) == (0, MOST_ATTEMPTS)
    assert len(books.failures(1)) == len(WINDOWS)


@pytest.mark.parametrize("given", ["0", "2001", "-5", "many", "1.5"])
def test_a_storm_without_bounds_is_refused(given: str) -> None:
    """Neither nothing at all, nor for ever."""
    with pytest.raises(ValueError, match="STORM_ROUNDS"):
        Scale.of({"STORM_ROUNDS": given})
    assert Scale.of({"STORM_ROUNDS": "40"}).least == 2


def test_books_tell_a_window_that_was_hit_too_seldom() -> None:
    """A storm that missed proves nothing."""
    assert len(Books().failures(1)) == len(WINDOWS)
