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

import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from intake.alarm import Word
from intake.message import PermanentFailure, TemporaryFailure, Unreachable
from intake.outbox import Lease, Outbox, StoreUnavailable
from intake.sending.again import as_it_goes
from intake.sending.delivery import Delivery
from intake.sending.patience import LAST_DAYS, Patience
from intake.sending.probe import Probe
from intake.sending.retry import letter_pause, server_pause
from intake.sending.waiting import Waiting


@dataclass(kw_only=True)
class Forwarder:
    """One forwarder; any number may work on one outbox side by side."""

    outbox: Outbox
    delivery: Delivery
    clock: Callable[[], int]
    """Seconds UTC, for what the outbox keeps; may be set back or forward at any time."""
    steady: Callable[[], float] = time.monotonic
    """Seconds that only ever grow, for every pause and patience."""
    alarm: Callable[[Word], None]
    """Told what is so whenever it is so; must not raise."""
    alive: Callable[[], None] = lambda: None
    """Called before each thing that may take long, and never more than `slowest_talk` apart."""
    patience: Patience = field(default_factory=Patience)
    waiting: Waiting = field(init=False)
    """Knows why."""
    _probe: Probe = field(init=False)
    _stop: threading.Event = field(default_factory=threading.Event)
    _unmarked: list[Lease] = field(default_factory=list)
    """Accepted by the server, not yet noted because the database was away."""
    _noted: float = -math.inf
    _failures: int = 0
    _not_before: float = -math.inf
    _watched: float = -math.inf
    _blockers: set[int] = field(default_factory=set)
    """Deliveries at which the server could not be used: tried last, until a letter is accepted."""

    def __post_init__(self) -> None:
        self.waiting = Waiting(self.alarm, self.steady, self.patience.vain_seconds)
        self._probe = Probe(
            ask=self.delivery.probe,
            waiting=self.waiting,
            steady=self.steady,
            seconds=self.patience.probe_seconds,
        )

    def run(self, stop: threading.Event) -> None:
        """Forward until `stop` is set; the letter under way is finished, the rest given back."""
        self._stop = stop
        while not stop.is_set():
            if not self._pass():
                stop.wait(self.patience.idle_seconds)
        self.delivery.close()

    def forward_once(self, now: int) -> int:
        """Deliver one batch of what is due; how many were accepted. Raises `StoreUnavailable`."""
        begun = self.steady()
        self._note_unmarked()
        if begun < self._not_before:
            return 0
        leases = self.outbox.lease(now, self.patience.batch, self.patience.first_pause)
        if leases:
            self._probe.was_tried()
        else:
            self._probe.look()
        accepted = self._deliver(leases, begun - now)
        if len(leases) < self.patience.batch:
            self.delivery.close()
        return accepted

    def watch(self, now: int) -> None:
        """Alarm when letters have waited too long. Raises `StoreUnavailable`."""
        counts = self.outbox.count(now)
        if not (counts.waiting or self._probe.away):
            self.waiting.ends()
        if counts.held:
            self.alarm(Word.HELD)
        if counts.oldest_hours >= self.patience.late_hours:
            self.alarm(Word.LATE)
        if counts.unfinished_hours >= self.patience.transit_max_days * 24:
            self.alarm(Word.OVERDUE)
        self._watch_humans(now)

    def _watch_humans(self, now: int) -> None:
        """Alarm when nobody has acknowledged a letter; its hour is kept rounded up."""
        awaited = self.outbox.awaited(now, self.patience.keep_unacknowledged_days - LAST_DAYS)
        if awaited.letters and awaited.oldest_hours >= self.patience.unread_hours - 1:
            self.alarm(Word.UNREAD)
        if awaited.ending:
            self.alarm(Word.ENDING)

    def _pass(self) -> int:
        """One batch and, now and then, a look at the ages; 0 when it is time to pause."""
        self.alive()
        try:
            if self.steady() - self._watched >= self.patience.watch_seconds:
                self.watch(self.clock())
                self._watched = self.steady()
            return self.forward_once(self.clock())
        except StoreUnavailable:
            self.alarm(Word.STORE)
            return 0

    def _deliver(self, leases: list[Lease], ahead: float) -> int:
        """How many were accepted; `steady` is `ahead` of the clock by which they were lent."""
        accepted = 0
        waiting = sorted(leases, key=lambda lease: lease.id in self._blockers)
        while waiting and self._may_begin(waiting[0].until, ahead):
            try:
                accepted += self._deliver_one(waiting[0])
            except Unreachable as trouble:
                self._blockers.add(waiting[0].id)
                self._pause_server(str(trouble))
                break
            del waiting[0]
        self._note_unmarked()
        for lease in waiting:
            self.outbox.give_back(lease)
        return accepted

    def _may_begin(self, until: int, ahead: float) -> bool:
        """By both clocks: the others go by the one, and it may have been set back meanwhile."""
        left = min(until - self.clock(), until + ahead - self.steady())
        return left >= self.patience.slowest_talk and not self._stop.is_set()

    def _deliver_one(self, lease: Lease) -> bool:
        """Whether it was accepted. Raises `Unreachable` when the letter was not even tried."""
        self.alive()
        try:
            self.delivery.deliver(as_it_goes(lease, self.clock()))
        except Unreachable:
            raise
        except TemporaryFailure as trouble:
            self.outbox.postpone(lease, self.clock() + letter_pause(lease.attempts))
            self.waiting.fails(str(trouble))
            return False
        except PermanentFailure as refused:
            self._hold(lease, str(refused))
            return False
        except Exception as fault:
            # A letter that breaks our own code must not stop those behind it.
            self._hold(lease, type(fault).__name__)
            return False
        self._failures = 0
        self._blockers.clear()
        self.waiting.ends()
        self._unmarked.append(lease)
        if self.steady() - self._noted >= self.patience.unmarked_seconds:
            self._note_unmarked()
        return True

    def _note_unmarked(self) -> None:
        """Note what the server accepted; what the database cannot note now is noted later."""
        if self._unmarked:
            self.outbox.accepted_all(self._unmarked, self.clock())
            self._unmarked.clear()
        self._noted = self.steady()

    def _hold(self, lease: Lease, reason: str) -> None:
        self.outbox.hold(lease, self.clock(), reason or "refused")
        self.waiting.because(reason)
        self.alarm(Word.HELD)

    def _pause_server(self, reason: str) -> None:
        self._not_before = self.steady() + server_pause(self._failures)
        self._failures += 1
        self.waiting.fails(reason)
