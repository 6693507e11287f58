"""Rings what waits in the spool, again and again with growing pauses, until it was heard."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from intake.alarm.bell import FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS, Road
from intake.alarm.spool import Spool
from intake.alarm.word import Word

LOOK_SECONDS = 2.0
QUIET_SECONDS = 3_600
"""A process that is started again and again leaves its word each time."""


@dataclass(kw_only=True)
class Ringer:
    """The work of the alarm's own unit."""

    spool: Spool
    road: Road
    steady: Callable[[], float] = time.monotonic
    pause: Callable[[float], object] = time.sleep
    _not_before: dict[Word, float] = field(default_factory=dict)
    _pauses: dict[Word, float] = field(default_factory=dict)

    def run(self) -> None:
        """Until nothing waits; systemd begins another for the next word."""
        while waiting := self.spool.waiting():
            for word in waiting:
                if self.steady() >= self._not_before.get(word, 0):
                    self._ring(word)
            if self.spool.waiting():
                self.pause(LOOK_SECONDS)
        self.spool.sweep()

    def _ring(self, word: Word) -> None:
        if word is not Word.TEST and self.spool.was_just_heard(word, QUIET_SECONDS):
            self.spool.forget(word)
            return
        why = self.road(word)
        if not why:
            self.spool.heard(word)
            self._pauses.pop(word, None)
            self._not_before.pop(word, None)
            return
        self.spool.failed(word, why)
        seconds = self._pauses.get(word, FIRST_PAUSE_SECONDS)
        self._not_before[word] = self.steady() + seconds
        self._pauses[word] = min(2 * seconds, LONGEST_PAUSE_SECONDS)
