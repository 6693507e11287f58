"""A folder in which a word waits until the alarm's own unit has rung it.

The units that see what is wrong may not use the network, so their child could reach nobody. They
leave a word here; systemd sees it and starts the one unit that may. A word lies here over every
restart, of the unit and of the machine, until it was heard.
"""

import logging
from contextlib import suppress
from pathlib import Path

from intake.alarm.word import Word

log = logging.getLogger(__name__)


class Spool:
    """A road: `waiting/WORD` holds why it was not heard yet, `heard/WORD` is as old as the ring."""

    def __init__(self, folder: Path) -> None:
        self._waiting, self._heard = folder / "waiting", folder / "heard"

    def __call__(self, word: Word) -> str:
        """Leave it. Why that could not be done; empty when it lies there."""
        try:
            self._waiting.mkdir(parents=True, exist_ok=True, mode=0o700)
            (self._waiting / word).touch()
        except OSError as error:
            log.error("the alarm cannot be left: %s", type(error).__name__)
            return type(error).__name__
        return ""

    def waiting(self) -> dict[Word, str]:
        """Each word that nobody has heard yet, and why; empty while it was not tried."""
        return {word: self._why(word) for word in Word if (self._waiting / word).is_file()}

    def _why(self, word: Word) -> str:
        with suppress(OSError):
            return (self._waiting / word).read_text(encoding="utf-8")
        return ""

    def failed(self, word: Word, why: str) -> None:
        """It was tried, and goes on waiting."""
        with suppress(OSError):  # on a full disk it waits without a reason
            (self._waiting / word).write_text(why, encoding="utf-8")

    def heard(self, word: Word) -> None:
        """It waits no longer."""
        with suppress(OSError):
            self._heard.mkdir(exist_ok=True, mode=0o700)
            (self._heard / word).touch()
        (self._waiting / word).unlink(missing_ok=True)

    def forget(self, word: Word) -> None:
        """Nobody needs to hear it."""
        (self._waiting / word).unlink(missing_ok=True)

    def last_heard(self, word: Word) -> float | None:
        """When that was, as files tell time; None when it never was."""
        return _written(self._heard / word)

    def was_just_heard(self, word: Word, seconds: float) -> bool:
        """Whether it was left within so many seconds after it was heard."""
        left, heard = _written(self._waiting / word), self.last_heard(word)
        return left is not None and heard is not None and 0 <= left - heard < seconds

    def sweep(self) -> None:
        """Let go of what is no word: the unit would be started for it again and again."""
        for file in self._waiting.glob("*"):
            if file.name not in set(Word):
                log.error("no word of the alarm was left; it is deleted")
                file.unlink(missing_ok=True)


def _written(file: Path) -> float | None:
    try:
        return file.stat().st_mtime
    except OSError:
        return None
