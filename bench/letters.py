"""The letter as it would be without its PDF files, to see what they cost."""

from intake.concern import Concern
from intake.facts import action_card, texts
from intake.facts.municipality import Municipality
from intake.facts.texts import Texts
from intake.letter import deadline, record
from intake.letter.mime import mixed
from intake.letter.received import Received
from intake.letter.text import LetterText
from intake.sealing.sealer import Write


def without_pdf(facts: Municipality) -> tuple[Texts, Write]:
    """The letter's words, and what writes it: text, record and date."""
    words = texts.load("letter.da")
    text, meetings = LetterText(words, action_card.load(facts).steps("da")), facts.meetings

    def write(concern: Concern, reference: str, now: int) -> bytes:
        received = Received(
            reference=reference,
            now=now,
            urgent_days=meetings.urgent_days,
            notice_days=meetings.notice_days,
        )
        date = deadline.attachment(concern, received, words)
        files = (record.attachment(concern, received), date)
        return mixed(text.write(concern, received), tuple(one for one in files if one is not None))

    return words, write
