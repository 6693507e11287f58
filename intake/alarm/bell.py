"""Rings in the process that sees what is wrong, and keeps a flood of alarms from being silence.

The same word rings once a day; one that could not be rung is rung again, with pauses, until it was.
"""

import logging
import math
import threading
import time
from collections.abc import Callable

from intake.alarm.word import Word
from intake.days import DAY

log = logging.getLogger(__name__)

FIRST_PAUSE_SECONDS = 60
LONGEST_PAUSE_SECONDS = 900
Road = Callable[[Word], str]
"""Takes a word on its way; why it could not, or an empty text. Must not raise."""


class Alarm:
    """What the service rings; without a road the word is a line in the log."""

    def __init__(
        self,
        road: Road | None,
        steady: Callable[[], float] = time.monotonic,
        pause: Callable[[float], object] = time.sleep,
    ) -> None:
        """`steady` gives seconds that only ever grow: a clock set back must not silence us."""
        self._road = road
        self._steady = steady
        self._pause = pause
        self._quiet_until: dict[Word, float] = {}
        self._unheard: set[Word] = set()
        self._insists = False
        self._lock = threading.Lock()

    @property
    def failed(self) -> bool:
        """Whether a word was rung that nobody can have heard yet."""
        return bool(self._unheard)

    def __call__(self, word: str) -> None:
        """Ring with this word, unless it was rung within a day. Never raises for the road."""
        known = Word(word)
        with self._lock:
            now = self._steady()
            if known is not Word.TEST and now < self._quiet_until.get(known, now):
                return
            self._quiet_until[known] = now + DAY
        log.warning("alarm: %s", known)
        if self._road and self._road(known):
            self._insist(known)

    def _insist(self, word: Word) -> None:
        """Leave the word to a thread that rings until it was heard, or the process ends."""
        with self._lock:
            self._quiet_until[word] = math.inf
            self._unheard.add(word)
            begins, self._insists = not self._insists, True
        if begins:
            threading.Thread(target=self._ring_again, name="alarm", daemon=True).start()

    def _ring_again(self) -> None:
        """Ends when every word was heard; the next that is not begins another thread."""
        seconds = FIRST_PAUSE_SECONDS
        while self._insists:
            self._pause(seconds)
            seconds = min(2 * seconds, LONGEST_PAUSE_SECONDS)
            self._were_heard({word for word in self._unheard.copy() if self._went(word)})

    def _went(self, word: Word) -> bool:
        return self._road is not None and not self._road(word)

    def _were_heard(self, words: set[Word]) -> None:
        with self._lock:
            self._quiet_until |= dict.fromkeys(words, self._steady() + DAY)
            self._unheard -= words
            self._insists = bool(self._unheard)
