"""The rounds of the storm.

Each starts a process that receives letters and one that forwards them, kills both at a moment that
lies in turn in each window, and looks at what the database and the mail server hold. A round in
which neither a request nor a delivery was in flight does not count. At the end everything that
waits is forwarded in peace, and the books must balance.
"""

import multiprocessing
import random
import threading
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from intake.outbox import Outbox
from tests.servers.faulty import FaultyServer
from tests.servers.tls import authority
from tests.storm import parts
from tests.storm.books import BEFORE_250, BEFORE_ANSWER, BEFORE_COMMIT, BEFORE_MARK, WINDOWS, Books
from tests.storm.parts import COMMITTED, IDLE, PUTTING, Board, Round

NOW = 1_800_000_000
ROUND_SECONDS = 1_800
"""Longer than a lease: what a killed forwarder held is lent again in the next round."""
LONGEST_WAIT = 20.0
LONGEST_END = 60.0
"""Seconds that a killed process may take to be gone."""
MOST_ATTEMPTS = 5
"""For each round that is asked for: a storm that keeps missing ends, and is judged."""
LONGEST_ROUND = 60.0
"""Seconds, on average; most take less than one."""
Receiving = Callable[[Round, Path], None]
_LONG_AGO = date(2020, 1, 1)


class Storm:
    """A storm over one database."""

    def __init__(self, url: str, folder: Path, receiving: Receiving = parts.receive) -> None:
        self.books = Books()
        self._receiving = receiving
        self._url = url
        self._answers = folder / "answers"
        self._answers.touch()
        self._board = folder / "board"
        self._board.write_bytes(bytes(parts.SIZE))
        self._random = random.Random(1)
        self._spawn = multiprocessing.get_context("forkserver")
        self._spawn.set_forkserver_preload(["tests.storm.parts"])
        self._processes: list[Any] = []
        self._server = FaultyServer()
        self._server.judge = self._judge
        self._trap: Callable[[], None] = _nothing
        self._lock = threading.Lock()
        self._in_data = ""
        self._said = ""
        self._dead = threading.Event()
        Outbox.create(url)
        self.outbox = Outbox(url)

    def rage(
        self, rounds: int, least: int, between: Callable[[int], None] = lambda _: None
    ) -> Books:
        """At least so many rounds, and hits in each window, then peace; what was seen."""
        aims = (self._aim_at_put, self._aim_at_answer, self._aim_at_data, self._aim_at_mark)
        with self._server:
            attempt, end = 0, time.monotonic() + rounds * LONGEST_ROUND
            while self.books.rounds < rounds or self._too_seldom(least):
                if attempt == MOST_ATTEMPTS * rounds or time.monotonic() > end:
                    break
                self._round(attempt, aims[attempt % len(aims)])
                between(attempt)
                attempt += 1
            self._peace(attempt)
        self.outbox.close()
        return self.books

    def _too_seldom(self, least: int) -> bool:
        return min(self.books.hits[window] for window in WINDOWS) < least

    def _round(self, number: int, aim: Callable[[], None]) -> None:
        self._dead.clear()
        self._in_data = self._said = ""
        Board(self._board).write(0, IDLE)
        self._start(number)
        aim()
        self._kill()
        self._server.settle()
        self._trap = _nothing
        hits = self._request_window() + self._delivery_window()
        self.books.hits.update(hits)
        self.books.rounds += bool(hits)
        self.books.idle += not hits

    def _start(self, number: int) -> None:
        plan = Round(
            number=number,
            url=self._url,
            now=NOW + number * ROUND_SECONDS,
            board=self._board,
            first=max(self.books.answered, default=-1) + 1,
        )
        ours = (plan, self._server.port, authority().ca_file)
        self._processes = [
            self._spawn.Process(target=self._receiving, args=(plan, self._answers)),
            self._spawn.Process(target=parts.forward, args=ours),
        ]
        for process in self._processes:
            process.start()

    def _kill(self) -> None:
        self._kill_processes()
        for process in self._processes:
            process.join(LONGEST_END)
            process.close()
        for line in self._answers.read_text().splitlines():
            number, reference = line.split()
            self.books.answered[int(number)] = reference

    def _spin(self, phase: bytes, times: int) -> None:
        """Wait until the receiving process has come into a phase so many times."""
        board, end, last = Board(self._board), time.monotonic() + LONGEST_WAIT, -1
        while times and time.monotonic() < end:
            number, now = board.read()
            if now == phase and number != last:
                last, times = number, times - 1

    def _aim_at_put(self) -> None:
        self._spin(PUTTING, self._random.randint(3, 8))
        self._dead.wait(self._random.uniform(0, 0.004))

    def _aim_at_answer(self) -> None:
        self._spin(COMMITTED, self._random.randint(3, 8))

    def _aim_at_data(self) -> None:
        """Kill while the mail server has the letter and has not answered."""
        self._arm(self._kill_processes)

    def _aim_at_mark(self) -> None:
        """Kill a moment after the mail server said yes."""
        pause = self._random.uniform(0, 0.002)
        self._arm(threading.Timer(pause, self._kill_processes).start)

    def _arm(self, spring: Callable[[], None]) -> None:
        """Spring at one of the next letters that come to the mail server."""
        left = iter(range(self._random.randint(1, 5), -1, -1))

        def trap() -> None:
            if next(left, None) == 0:
                spring()

        self._trap = trap
        self._dead.wait(LONGEST_WAIT)

    def _kill_processes(self) -> None:
        with self._lock:
            if not self._dead.is_set():
                for process in self._processes:
                    process.kill()
                self._dead.set()

    def _judge(self, letter: bytes) -> bytes:
        """The mail server's answer to a whole letter."""
        reference = letter[13:21].decode()
        self._in_data = reference
        self._trap()
        self.books.spoiled += letter != parts.body(reference)
        self.books.taken[reference] += 1
        self._said = "" if self._dead.is_set() else reference
        return b"250 taken\r\n"

    def _request_window(self) -> list[str]:
        number, phase = Board(self._board).read()
        if phase == IDLE or number in self.books.answered:
            return []
        found = self.outbox.find(parts.submission(number))
        return [BEFORE_COMMIT if found is None else BEFORE_ANSWER]

    def _delivery_window(self) -> list[str]:
        if not self._in_data:
            return []
        if self._said != self._in_data:
            return [BEFORE_250]
        known = {one.reference: one.accepted for one in self.outbox.known(_LONG_AGO)}
        return [] if known[self._said] else [BEFORE_MARK]

    def _peace(self, number: int) -> None:
        """Forward all that waits, undisturbed."""
        plan = Round(number, self._url, NOW + number * ROUND_SECONDS, self._board, 0)
        ours = (plan, self._server.port, authority().ca_file)
        process = self._spawn.Process(target=parts.forward, args=ours)
        process.start()
        end = time.monotonic() + 10 * LONGEST_WAIT
        while self.outbox.count(NOW).waiting and time.monotonic() < end:
            self._dead.clear()
            self._dead.wait(0.05)
        process.kill()
        process.join()


def _nothing() -> None:
    """No trap is set."""
