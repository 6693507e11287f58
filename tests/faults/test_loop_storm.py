"""A short storm over the closed loop in every test run; the long one is `make storm`."""

import time
from multiprocessing.synchronize import Barrier
from pathlib import Path

from tests.storm.loop_parts import LoopRound
from tests.storm.loop_rounds import LoopStorm
from tests.storm.parts import COMMITTED, PUTTING, Board

ROUNDS = 5


def test_storm_finds_everything_whole(tmp_path: Path) -> None:
    """Acknowledged or not, with its note or without; what nobody acknowledged was all sent."""
    books = LoopStorm(f"sqlite:///{tmp_path / 'o.sqlite'}", tmp_path).rage(ROUNDS)
    assert books.failures(least=0) == []
    assert books.rounds == ROUNDS
    assert sum(books.hits.values()) >= ROUNDS // 2


def say_so_and_do_nothing(plan: LoopRound, start: Barrier) -> None:
    """A page that tells the coordinator it is noted, and has noted nothing."""
    board = Board(plan.folder / "acting")
    start.wait()
    with plan.acts.open("ab", buffering=0) as page:
        for number, reference in enumerate(plan.waiting):
            board.write(number, PUTTING)
            page.write(f"{reference} {time.monotonic_ns()}\n".encode())
            board.write(number, COMMITTED)
            time.sleep(0.05)
    time.sleep(60)


def test_storm_sees_what_it_looks_for(tmp_path: Path) -> None:
    """A page that says more than it did, and reminders that go on."""
    url = f"sqlite:///{tmp_path / 'o.sqlite'}"
    books = LoopStorm(url, tmp_path, say_so_and_do_nothing).rage(4)
    assert books.wrong["page said so, row does not"] > 0
    assert books.wrong["lent after a committed acknowledgement"] > 0
