"""Takes sealed letters from the outbox to the mail server; at least once, never in clear.

Each delivery, one letter to one recipient, goes through these states:

    new -------> leased -------> accepted          the recipient's mail server has it
     ^             |  |  |
     |             |  |  +-----> held              refused for good: a human must look
     +- release ---|--|---------- |
                   |  +--------> postponed         refused for now: again after a pause
                   |                 |
                   +<----------------+

A lease that runs out is lent again, so a forwarder may die at any instant. What dies between the
server's 250 and our mark is sent twice under one Message-ID; nothing is ever sent not at all.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from intake.message import PermanentFailure, SealedMessage, TemporaryFailure, Unreachable
from intake.outbox import Lease, Outbox, StoreUnavailable
from intake.sending.retry import SERVER_LONGEST, letter_pause, server_pause

HELD = "held"
"""A letter was refused for good and waits for a human."""
LATE = "late"
"""No recipient's mail server has accepted the oldest letter for too long."""
OVERDUE = "overdue"
"""A letter is not accepted everywhere after the longest transit."""
STORE = "store"
"""The database cannot be used."""


class Delivery(Protocol):
    """Hands one letter to the mail server of one recipient."""

    def deliver(self, message: SealedMessage) -> None:
        """Return when the server has taken responsibility for the letter.

        Raises `Unreachable`, `TemporaryFailure` or `PermanentFailure`; the text of each is a fixed
        word or two, without address or content.
        """

    def close(self) -> None:
        """End a kept connection; the next `deliver` opens another."""


@dataclass(frozen=True, kw_only=True)
class Patience:
    """How long and how much at a time."""

    late_hours: int = 24
    transit_max_days: int = 14
    batch: int = 40
    """Letters lent and in memory at a time."""
    idle_seconds: float = 2.0
    """Between looks into an outbox where nothing is due."""
    watch_seconds: int = 600
    """Between looks at the ages."""
    unmarked_seconds: float = 0.03
    """How long letters that a server accepts one upon the other are noted together."""
    slowest_talk: int = 300
    """Seconds that one delivery may take; no delivery begins with less left of its lease."""


@dataclass(kw_only=True)
class Forwarder:
    """One forwarder; any number may work on one outbox side by side."""

    outbox: Outbox
    delivery: Delivery
    clock: Callable[[], int]
    """Seconds UTC."""
    alarm: Callable[[str], None]
    """Told `HELD`, `LATE`, `OVERDUE` or `STORE` whenever it is so; must not raise."""
    patience: Patience = field(default_factory=Patience)
    _stop: threading.Event = field(default_factory=threading.Event)
    _unmarked: list[Lease] = field(default_factory=list)
    """Accepted by the server, not yet noted because the database was away."""
    _noted: float = 0.0
    _failures: int = 0
    _not_before: int = 0
    _watched: int = 0

    def run(self, stop: threading.Event) -> None:
        """Forward until `stop` is set; the letter under way is finished, the rest given back."""
        self._stop = stop
        while not stop.is_set():
            if not self._pass():
                stop.wait(self.patience.idle_seconds)
        self.delivery.close()

    def forward_once(self, now: int) -> int:
        """Deliver one batch of what is due; how many were accepted. Raises `StoreUnavailable`."""
        self._note_unmarked()
        if 0 < self._not_before - now <= 2 * SERVER_LONGEST:
            return 0
        leases = self.outbox.lease(now, self.patience.batch)
        accepted = self._deliver(leases)
        if len(leases) < self.patience.batch:
            self.delivery.close()
        return accepted

    def watch(self, now: int) -> None:
        """Alarm when letters have waited too long. Raises `StoreUnavailable`."""
        counts = self.outbox.count(now)
        if counts.oldest_hours >= self.patience.late_hours:
            self.alarm(LATE)
        if counts.unfinished_hours >= self.patience.transit_max_days * 24:
            self.alarm(OVERDUE)

    def _pass(self) -> int:
        """One batch and, now and then, a look at the ages; 0 when it is time to pause."""
        now = self.clock()
        try:
            if abs(now - self._watched) >= self.patience.watch_seconds:
                self.watch(now)
                self._watched = now
            return self.forward_once(now)
        except StoreUnavailable:
            self.alarm(STORE)
            return 0

    def _deliver(self, leases: list[Lease]) -> int:
        accepted = 0
        waiting = list(leases)
        while waiting and self._may_begin(waiting[0]):
            try:
                accepted += self._deliver_one(waiting[0])
            except Unreachable:
                self._pause_server()
                break
            del waiting[0]
        self._note_unmarked()
        for lease in waiting:
            self.outbox.give_back(lease)
        return accepted

    def _may_begin(self, lease: Lease) -> bool:
        enough = lease.until - self.clock() >= self.patience.slowest_talk
        return enough and not self._stop.is_set()

    def _deliver_one(self, lease: Lease) -> bool:
        """Whether it was accepted. Raises `Unreachable` when the letter was not even tried."""
        try:
            self.delivery.deliver(lease.message)
        except Unreachable:
            raise
        except TemporaryFailure:
            now = self.clock()
            self.outbox.postpone(lease, now + letter_pause(lease.attempts))
            return False
        except PermanentFailure as refused:
            self._hold(lease, str(refused))
            return False
        except Exception as fault:
            # A letter that breaks our own code must not stop those behind it.
            self._hold(lease, type(fault).__name__)
            return False
        self._failures = 0
        self._unmarked.append(lease)
        self._note_soon()
        return True

    def _note_soon(self) -> None:
        """Note what a quick server accepted in one go; what a slow one did, at once."""
        if time.monotonic() - self._noted >= self.patience.unmarked_seconds:
            self._note_unmarked()

    def _note_unmarked(self) -> None:
        """Note what the server accepted; what the database cannot note now is noted later."""
        if self._unmarked:
            self.outbox.accepted_all(self._unmarked, self.clock())
            self._unmarked.clear()
        self._noted = time.monotonic()

    def _hold(self, lease: Lease, reason: str) -> None:
        self.outbox.hold(lease, self.clock(), reason or "refused")
        self.alarm(HELD)

    def _pause_server(self) -> None:
        self._not_before = self.clock() + server_pause(self._failures)
        self._failures += 1
