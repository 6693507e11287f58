"""Puts a letter together: the text, then the files that belong to this concern."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from intake.concern import Anonymous, Concern
from intake.facts.texts import Texts
from intake.letter import deadline, record
from intake.letter.mime import Attachment, mixed
from intake.letter.received import Received
from intake.letter.sheet import Sheet
from intake.letter.text import LetterText

DANISH = "da"


@dataclass(frozen=True, kw_only=True)
class Deadlines:
    """The infohus's own deadlines in days (F50, F51)."""

    urgent_days: int
    notice_days: int


class LetterWriter:
    """Writes the inside of letters; everything that is the same in all of them is kept ready."""

    def __init__(
        self,
        words: Texts,
        deadlines: Deadlines,
        steps: tuple[str, ...],
        notices: Mapping[str, Attachment],
    ) -> None:
        """`steps`: the action card's. `notices`: `orientering.pdf` by language, Danish at least."""
        if DANISH not in notices:
            raise ValueError("no privacy notice in Danish")
        self._words = words
        self._deadlines = deadlines
        self._text = LetterText(words, steps)
        self._sheet = Sheet(words)
        self._notices = notices

    def write(self, concern: Concern, reference: str, now: int) -> bytes:
        """The inside of one letter: a MIME part."""
        received = Received(
            reference=reference,
            now=now,
            urgent_days=self._deadlines.urgent_days,
            notice_days=self._deadlines.notice_days,
        )
        return mixed(self._text.write(concern, received), tuple(self._files(concern, received)))

    def _files(self, concern: Concern, received: Received) -> Iterator[Attachment]:
        yield record.attachment(concern, received)
        yield self._sheet.attachment(concern, received)
        suggestion = deadline.attachment(concern, received, self._words)
        if suggestion is not None:
            yield suggestion
        if not isinstance(concern.reporter, Anonymous):
            yield self._notices.get(concern.language, self._notices[DANISH])
