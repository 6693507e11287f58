"""Puts a letter together: the text, then the files that belong to this concern."""

from collections.abc import Iterator, Mapping

from intake.concern import Anonymous, Concern
from intake.facts import DANISH, Texts
from intake.letter import case_file, deadline, record
from intake.letter.mime import Attachment, mixed, padded
from intake.letter.received import Procedure, Received
from intake.letter.reply import ReplyText
from intake.letter.sheet import Sheet
from intake.letter.size import least, least_of
from intake.letter.text import LetterText
from intake.reply import Reply, Told


class LetterWriter:
    """Writes the inside of letters."""

    def __init__(
        self, words: Texts, procedure: Procedure, notices: Mapping[str, Attachment]
    ) -> None:
        """`notices`: `orientering.pdf` by language, Danish at least."""
        if DANISH.code not in notices:
            raise ValueError("no privacy notice in Danish")
        self._words = words
        self._procedure = procedure
        self._text = LetterText(words, procedure)
        self._text_of_call = LetterText(words.under("call").over(words), procedure)
        self._reply = ReplyText(self._text)
        self._sheet = Sheet(words)
        self._notices = notices

    def write(self, told: Told, reference: str, now: int) -> bytes:
        """The inside of one letter: a MIME part."""
        received = Received(reference=reference, now=now, procedure=self._procedure)
        has_case_file = self._procedure.sbsys is not None
        match told:
            case Reply() as reply:
                letter = mixed(self._reply.write(reply, received), ())
                return padded(letter, least_of(reply.text, has_case_file=has_case_file))
            case concern:
                writer = self._text_of_call if concern.call else self._text
                text, files = writer.write(concern, received), self._files(concern, received)
                return padded(
                    mixed(text, tuple(files)), least(concern, has_case_file=has_case_file)
                )

    def _files(self, concern: Concern, received: Received) -> Iterator[Attachment]:
        yield record.attachment(concern, received)
        yield self._sheet.attachment(concern, received)
        for maybe in (case_file, deadline):
            if (file := maybe.attachment(concern, received, self._words)) is not None:
                yield file
        if not isinstance(concern.reporter, Anonymous):
            yield self._notices.get(concern.language, self._notices[DANISH.code])
