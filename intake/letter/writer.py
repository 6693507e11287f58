"""Puts a letter together: the text, then the files that belong to this concern."""

from dataclasses import dataclass

from intake.concern import Concern
from intake.letter import deadline, record
from intake.letter.mime import mixed
from intake.letter.received import Received
from intake.letter.text import LetterText
from intake.texts import Texts


@dataclass(frozen=True, kw_only=True)
class Deadlines:
    """The infohus's own deadlines in days (F50, F51)."""

    urgent_days: int
    notice_days: int


class LetterWriter:
    """Writes the inside of letters; everything that is the same in all of them is kept ready."""

    def __init__(self, words: Texts, deadlines: Deadlines, steps: tuple[str, ...]) -> None:
        self._words = words
        self._deadlines = deadlines
        self._text = LetterText(words, steps)

    def write(self, concern: Concern, reference: str, now: int) -> bytes:
        """The inside of one letter: a MIME part."""
        received = Received(
            reference=reference,
            now=now,
            urgent_days=self._deadlines.urgent_days,
            notice_days=self._deadlines.notice_days,
        )
        files = (
            record.attachment(concern, received),
            deadline.attachment(concern, received, self._words),
        )
        belonging = tuple(file for file in files if file is not None)
        return mixed(self._text.write(concern, received), belonging)
