"""The storm over the closed loop: kill -9 in each window of acknowledge, cancel, remind, escalate.

After each round the database is looked at: an acknowledgement is there whole, with its note and
with nothing planned, or not at all. At the end everything that is due is sent in peace, and the
books must balance.
"""

import multiprocessing
import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

from intake.outbox import Outbox, Standing
from tests.intake.outbox.history import asked
from tests.storm import loop_parts, parts
from tests.storm.loop_parts import AtOnce, LoopRound
from tests.storm.parts import COMMITTED, IDLE, PUTTING, Board

NOW, ROUND_SECONDS, DAY = 1_800_000_000, 1_800, 86_400
LETTERS = 4
"""Put in each round; every other one is acknowledged."""
LONGEST_WAIT, LONGEST_END = 30.0, 60.0
ACKNOWLEDGE, CANCEL = "before its commit", "committed, page not drawn"
REMIND, ESCALATE = "reminder lent, not marked", "substitute's lent, not marked"
WINDOWS = (ACKNOWLEDGE, CANCEL, REMIND, ESCALATE)
_LETTERS = "SELECT reference, standing, gone FROM letter"
_DELIVERIES = "SELECT reference, kind, state FROM delivery"
Part = Callable[[LoopRound, Barrier], None]


@dataclass
class LoopBooks:
    """What was seen."""

    rounds: int = 0
    hits: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    sent: Counter[tuple[str, str]] = field(default_factory=Counter)
    """By reference and kind."""
    read: set[str] = field(default_factory=set)

    def report(self) -> dict[str, Any]:
        """What the storm is judged by."""
        return {
            "rounds": self.rounds,
            "hits": {window: self.hits[window] for window in WINDOWS},
            "letters": len({reference for reference, _ in self.sent if reference[0] == "L"}),
            "acknowledged": len(self.read),
            "mails": self.sent.total(),
            "doubled": sum(1 for count in self.sent.values() if count > 1),
            "wrong": dict(self.wrong),
        }

    def failures(self, least: int) -> list[str]:
        """What must not be; and windows that were hit too seldom."""
        found = [f"{what}: {count}" for what, count in self.wrong.items()]
        return found + [f"{one}: {self.hits[one]}" for one in WINDOWS if self.hits[one] < least]


class LoopStorm:
    """Over one database."""

    def __init__(self, url: str, folder: Path, acting: Part = loop_parts.acknowledge) -> None:
        self.books = LoopBooks()
        self._url, self._folder, self._acting = url, folder, acting
        for name in ("acts", "sends"):
            (folder / name).touch()
        for name in ("acting", "sending"):
            (folder / name).write_bytes(bytes(parts.SIZE))
        self._random = random.Random(3)
        self._spawn = multiprocessing.get_context("forkserver")
        self._spawn.set_forkserver_preload(["tests.storm.loop_parts"])
        Outbox.create(url)
        self.outbox = Outbox(url, AtOnce())
        self._letters: list[str] = []

    def rage(self, rounds: int) -> LoopBooks:
        """So many rounds, then peace."""
        for number in range(rounds):
            self._round(number)
        self._peace(rounds)
        self.outbox.close()
        return self.books

    def _round(self, number: int) -> None:
        now = NOW + number * ROUND_SECONDS
        mine = [f"L{number:04}{at:03}" for at in range(LETTERS)]
        for reference in mine:
            key = reference.encode()
            message = loop_parts.awaited(reference)
            self.outbox.put(message, submission=key, digest=key, now=now, not_before=now)
        self._letters += mine
        plan = LoopRound(number, self._url, now, self._folder, tuple(mine[::2]))
        for name in ("acting", "sending"):
            Board(self._folder / name).write(0, IDLE)
        targets = (self._acting, loop_parts.send)
        both = (plan, self._spawn.Barrier(2))
        processes = [self._spawn.Process(target=target, args=both) for target in targets]
        for process in processes:
            process.start()
        self._aim(number % len(WINDOWS))
        for process in processes:
            process.kill()
        for process in processes:
            process.join(LONGEST_END)
            process.close()
        self.books.rounds += 1
        self._windows(plan)
        self._look(mine)

    def _aim(self, window: int) -> None:
        """Wait until a process has come into this window, the first, second or third time."""
        name, phases = (
            ("acting", (PUTTING,)),
            ("acting", (COMMITTED,)),
            ("sending", (b"R",)),
            ("sending", (b"S",)),
        )[window]
        board, end = Board(self._folder / name), time.monotonic() + LONGEST_WAIT
        times, last = self._random.randint(1, 3), -1
        while times and time.monotonic() < end:
            number, phase = board.read()
            if phase in phases and number != last:
                last, times = number, times - 1
        if window == 0:
            time.sleep(self._random.uniform(0, 0.002))

    def _windows(self, plan: LoopRound) -> None:
        number, phase = Board(self._folder / "acting").read()
        if phase in (PUTTING, COMMITTED):
            seen = self.outbox.seen(plan.waiting[number])
            is_read = seen is not None and seen.standing is Standing.READ
            self.books.hits[CANCEL if is_read else ACKNOWLEDGE] += 1
        _, sending = Board(self._folder / "sending").read()
        self.books.hits[REMIND] += sending == b"R"
        self.books.hits[ESCALATE] += sending == b"S"

    def _look(self, mine: list[str]) -> None:
        """Acknowledged whole, or not at all."""
        letters = {row["reference"]: row for row in asked(self._url, _LETTERS)}
        deliveries: dict[str, list[Any]] = {reference: [] for reference in letters}
        for row in asked(self._url, _DELIVERIES):
            deliveries[row["reference"]].append(row)
        for reference in mine:
            is_read = letters[reference]["standing"] == "read"
            has_note = f"N{reference[1:]}" in letters
            kinds = {row["kind"] for row in deliveries[reference]}
            waits = [row for row in deliveries[reference] if row["state"] != "accepted"]
            planned = [row for row in waits if row["kind"] != "letter"]
            self.books.wrong["note without act, or act without note"] += is_read != has_note
            self.books.wrong["planned after the acknowledgement"] += is_read and bool(planned)
            whole = {"letter", "reminder", "substitute"}
            self.books.wrong["planned lost"] += not is_read and kinds != whole
            self.books.wrong["body lost"] += bool(letters[reference]["gone"])
            self.books.read |= {reference} if is_read else set()
        self.books.wrong += Counter()

    def _peace(self, number: int) -> None:
        """Send all that is due, and balance."""
        now = NOW + number * ROUND_SECONDS
        plan = LoopRound(number, self._url, now, self._folder, ())
        process = self._spawn.Process(target=loop_parts.send, args=(plan,))
        process.start()
        end = time.monotonic() + 30 * LONGEST_WAIT
        while time.monotonic() < end and self._is_due():
            time.sleep(0.1)
        process.kill()
        process.join(LONGEST_END)
        self._balance()
        self._bury()

    def _is_due(self) -> bool:
        return any(
            row["state"] not in ("accepted", "held") for row in asked(self._url, _DELIVERIES)
        )

    def _balance(self) -> None:
        done = dict(line.split() for line in (self._folder / "acts").read_text().splitlines())
        for line in (self._folder / "sends").read_text().splitlines():
            reference, kind, began, whole = line.split()
            self.books.sent[reference, kind] += 1
            self.books.wrong["spoiled"] += whole != "1"
            late = kind != "letter" and reference in done and int(began) > int(done[reference])
            self.books.wrong["lent after a committed acknowledgement"] += late
        for reference in self._letters:
            kinds = ["letter"]
            if reference not in self.books.read:
                kinds += ["reminder", "substitute"]
            lost = [kind for kind in kinds if not self.books.sent[reference, kind]]
            self.books.wrong["never sent"] += len(lost)
        said = set(done) - self.books.read
        self.books.wrong["page said so, row does not"] += len(said)
        self.books.wrong += Counter()

    def _bury(self) -> None:
        """89 days after the first letter only what was acknowledged has gone."""
        self.outbox.purge(NOW + 89 * DAY, 7, 10_000, 90)
        gone = asked(self._url, "SELECT reference FROM letter WHERE body IS NULL")
        lost = {row["reference"] for row in gone if row["reference"][0] == "L"} - self.books.read
        self.books.wrong["deleted unacknowledged"] += len(lost)
        self.books.wrong += Counter()
