"""A coordinator asks the reporter of a letter: sealed to the code in memory, and told to all.

The copy in the note is the infohus's own record, and how a forged question is seen. Afterwards the
service holds no word of the question that it can read.
"""

from dataclasses import dataclass
from enum import StrEnum

from intake.loop import box
from intake.loop.desk import Desk, Matter
from intake.outbox import MOST_QUESTIONS, Standing, Thread

LONGEST = 2_000
"""Code points of a question."""


class Fault(StrEnum):
    """Why a question cannot be put."""

    EMPTY = "no_question"
    TOO_LONG = "question_too_long"
    CLOSED = "no_more_questions"


class Bar(StrEnum):
    """Why no more questions can be put about a letter."""

    NO_MORE = "no_more"
    OVER = "over"
    ALL_ASKED = "all_asked"
    OPEN = "open"


@dataclass(frozen=True, kw_only=True, repr=False)
class Questions:
    """What has been asked about one letter, and whether more can be."""

    desk: Desk
    matter: Matter
    thread: Thread

    @property
    def next(self) -> int:
        """The number of the question that can be put now; 0: none can."""
        return self.thread.questions + 1 if self.thread.can_be_asked else 0

    @property
    def barred(self) -> Bar | None:
        """Why none can; None also before the letter was read."""
        if self.thread.no_more:
            return Bar.NO_MORE
        if self.thread.standing in (Standing.PASSED_ON, Standing.FINISHED):
            return Bar.OVER
        if not self.left:
            return Bar.ALL_ASKED
        return None if self.thread.box is None else Bar.OPEN

    @property
    def left(self) -> int:
        """How many more there may be."""
        return MOST_QUESTIONS - self.thread.questions

    def ask(self, text: str, number: int) -> Fault | None:
        """Put it as this number; the same number twice is one question.

        Raises `StoreUnavailable` and `NoUsableRecipient`; then nothing was asked.
        """
        if not text.strip():
            return Fault.EMPTY
        if len(text) > LONGEST or not box.fits(text):
            return Fault.TOO_LONG
        outbox, told = self.desk.outbox, self.desk.tell_question(self.matter, number, text)
        reference = self.matter.reference
        if number == self.next:
            sealed = box.seal(text, self.thread.public_key, reference=reference, number=number)
            outbox.threads.ask(number, sealed, reference, told)
        return None if outbox.find(told[1].id) else Fault.CLOSED


def questions_of(desk: Desk, matter: Matter) -> Questions | None:
    """Of this letter; None where nobody is asked, or the letter has no thread."""
    if not desk.rules.asks or matter.seen.practice is not None:
        return None
    thread = desk.outbox.threads.of(matter.reference)
    return None if thread is None else Questions(desk=desk, matter=matter, thread=thread)
