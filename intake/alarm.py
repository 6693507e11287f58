"""The alarm: another road than mail, for what a human must see to.

The operator's own command is run without a shell, with one fixed word and nothing else: no
reference, no address, no content. The same word rings once a day.
"""

import logging
import subprocess
import threading
from collections.abc import Callable
from enum import StrEnum

log = logging.getLogger(__name__)

DAY = 86_400
LONGEST_SECONDS = 30


class Word(StrEnum):
    """What there is to see to."""

    HELD = "held"
    LATE = "late"
    OVERDUE = "overdue"
    NO_KEY = "no-key"
    ONE_KEY = "one-key"
    LEFT_OUT = "left-out"
    STORE = "store"
    RECIPIENTS = "recipients"
    UNIT_FAILED = "unit-failed"


class Alarm:
    """Rings; `failed` tells whether the last command did not work."""

    def __init__(self, command: tuple[str, ...], clock: Callable[[], int]) -> None:
        self._command = command
        self._clock = clock
        self._rung: dict[Word, int] = {}
        self._lock = threading.Lock()
        self.failed = False

    def __call__(self, word: str) -> None:
        """Ring with this word, unless it was rung within a day. Never raises for the command."""
        known = Word(word)
        with self._lock:
            now = self._clock()
            if now - self._rung.get(known, -DAY) < DAY:
                return
            self._rung[known] = now
        log.warning("alarm: %s", known)
        if self._command:
            self.failed = not self._run(known)

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
