"""The letter as it would be without its PDF files, to see what they cost."""

from intake.concern import Concern
from intake.facts import Texts, read_texts
from intake.letter import LetterText, Procedure, Received, deadline, mixed, record
from intake.reply import Told
from intake.sealing import Write


def without_pdf(procedure: Procedure) -> tuple[Texts, Write]:
    """The letter's words, and what writes it: text, record and date."""
    words = read_texts("letter.da")
    text = LetterText(words, procedure)

    def write(concern: Told, reference: str, now: int) -> bytes:
        assert isinstance(concern, Concern)
        received = Received(reference=reference, now=now, procedure=procedure)
        date = deadline.attachment(concern, received, words)
        files = (record.attachment(concern, received), date)
        return mixed(
            text.write(concern, received), tuple(file for file in files if file is not None)
        )

    return words, write
