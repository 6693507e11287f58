"""A short storm in every test run; the long one is `make storm`."""

from pathlib import Path

import pytest

from bench.storm import on_postgresql, on_sqlite
from bench.storm_books import WINDOWS, Books
from bench.storm_parts import ANE, COMMITTED, PUTTING, Board, Round, body, submission
from bench.storm_rounds import Storm
from intake.message import SealedMessage
from intake.outbox import Outbox

ROUNDS = 12


@pytest.mark.parametrize("rage", [on_sqlite, on_postgresql])
def test_storm_loses_doubles_and_spoils_nothing(rage: object, tmp_path: Path) -> None:
    """Every window is hit; what was accepted is received under its reference."""
    assert callable(rage)
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


def test_books_tell_a_window_that_was_hit_too_seldom() -> None:
    """A storm that missed proves nothing."""
    assert len(Books().failures(1)) == len(WINDOWS)
