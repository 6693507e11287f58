"""The alarm: another road than mail, for what a human must see to.

The operator's own command is run without a shell, with one fixed word and nothing else: no
reference, no address, no content. The same word rings once a day; one that could not be rung is
rung again, with pauses, until it was.
"""

import logging
import math
import subprocess
import threading
import time
from collections.abc import Callable
from enum import StrEnum

from intake.days import DAY

log = logging.getLogger(__name__)

LONGEST_SECONDS = 30
FIRST_PAUSE_SECONDS = 60
LONGEST_PAUSE_SECONDS = 900


class Word(StrEnum):
    """What there is to see to."""

    HELD = "held"
    LATE = "late"
    OVERDUE = "overdue"
    NO_KEY = "no-key"
    ONE_KEY = "one-key"
    LEFT_OUT = "left-out"
    STORE = "store"
    NO_ROOM = "no-room"
    FLOOD = "flood"
    RECIPIENTS = "recipients"
    UNREAD = "unread"
    ENDING = "ending"
    UNIT_FAILED = "unit-failed"


class Alarm:
    """Rings in the process that sees what is wrong."""

    def __init__(
        self,
        command: tuple[str, ...],
        steady: Callable[[], float] = time.monotonic,
        pause: Callable[[float], object] = time.sleep,
    ) -> None:
        """`steady` gives seconds that only ever grow: a clock set back must not silence us."""
        self._command = command
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
        """Ring with this word, unless it was rung within a day. Never raises for the command."""
        known = Word(word)
        with self._lock:
            now = self._steady()
            if now < self._quiet_until.get(known, now):
                return
            self._quiet_until[known] = now + DAY
        log.warning("alarm: %s", known)
        if self._command and not self._run(known):
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
            self._were_heard({word for word in self._unheard.copy() if self._run(word)})

    def _were_heard(self, words: set[Word]) -> None:
        with self._lock:
            self._quiet_until |= dict.fromkeys(words, self._steady() + DAY)
            self._unheard -= words
            self._insists = bool(self._unheard)

    def _run(self, word: Word) -> bool:
        command = [*self._command, str(word)]
        try:
            done = subprocess.run(  # noqa: S603 the operator's own command, a fixed word
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=LONGEST_SECONDS,
                env={"PATH": "/usr/bin:/bin"},
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            log.error("the alarm command failed: %s", type(error).__name__)
            return False
        if done.returncode != 0:
            log.error("the alarm command ended with %d", done.returncode)
        return done.returncode == 0
