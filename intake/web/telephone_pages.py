"""What the pages for telephone calls show. HTML is in `templates/`."""

from dataclasses import dataclass

from flask import Response

from intake.accepting import Receipt
from intake.concern import Concern, needs_assessment_within_24_hours
from intake.form import Moment, Setting, StepForm, build_call, moment, typed
from intake.loop import TAKE, Telephone
from intake.reference import grouped, shown
from intake.sealing import Recipient
from intake.web.acknowledging import Asked
from intake.web.infohus import Infohus
from intake.web.pages import looks_again, token
from intake.web.rendering import render
from intake.web.sitting import Sitting

NOBODY = "nobody"
"""Chosen when no recipient takes the matter yet."""


@dataclass(frozen=True, kw_only=True, repr=False)
class Note:
    """A call as far as it is written down, on the page of one recipient's code."""

    sitting: Sitting
    telephone: Telephone
    holder: Recipient
    choice: str
    """Who takes the matter, as it was sent."""

    @property
    def choices(self) -> tuple[str, ...]:
        """One for each who can take the matter, and one for nobody."""
        return (*(f"{TAKE}{name}" for name in self.telephone.takers), NOBODY)

    @property
    def taker(self) -> str:
        """The name of who takes it; empty: nobody yet."""
        return "" if self.choice == NOBODY else self.choice.removeprefix(TAKE)

    @property
    def form(self) -> StepForm:
        """All questions, in the words that coordinators need."""
        infohus, draft = self.sitting.infohus, self.sitting.draft
        received = self.sitting.received
        words, drafts = infohus.call_words, infohus.drafts
        return build_call(Setting(words=words, drafts=drafts, draft=draft, received=received))


def code_page(sitting: Sitting, asked: Asked) -> Response:
    """The one field; and whatever was written down before the code was found wrong."""
    infohus, answers = sitting.infohus, sitting.draft.answers
    return render(
        "telephone_code.html",
        sitting,
        asked.status,
        asked=asked,
        say=infohus.call_words,
        typed=typed(answers, infohus.call_words),
        token=token(sitting) if any(answers.values()) else "",
    )


def note_page(note: Note, asked: Asked, form: StepForm | None = None) -> Response:
    """Every question in the order of a call; `form`: one whose answers were judged."""
    sitting, shown_form = note.sitting, form or note.form
    fields = shown_form.answers()
    moments = [
        (part, [each for each in fields if moment(each.question) is part]) for part in Moment
    ]
    return render(
        "telephone.html",
        sitting,
        asked.status,
        asked=asked,
        say=sitting.infohus.call_words,
        form=shown_form,
        moments=moments,
        note=note,
        code=note.telephone.code(note.holder),
        reference=shown(sitting.draft.adds_to),
        failed=asked.status != 200,
        is_acknowledging=is_acknowledging(sitting.infohus),
        is_taker_missing=form is not None and note.choice not in note.choices,
    )


def receipt_page(note: Note, receipt: Receipt, concern: Concern, *, is_noted: bool) -> Response:
    """The number to read aloud. Nothing that leads back, and nothing of the note."""
    infohus = note.sitting.infohus
    words = infohus.call_words
    return render(
        "telephone_sent.html",
        note.sitting,
        say=words,
        reference=shown(receipt.filed.reference),
        spelled=spelled(receipt.filed.reference, infohus),
        code=grouped(receipt.code),
        code_spelled=spelled(receipt.code, infohus),
        looks_again=looks_again(note.sitting),
        day=receipt.filed.day,
        taker=note.taker,
        is_acknowledged=is_noted,
        is_acknowledging=is_acknowledging(infohus),
        young=needs_assessment_within_24_hours(concern.person.age),
    )


def is_acknowledging(infohus: Infohus) -> bool:
    """Whether letters wait for a human here."""
    return infohus.municipality.loop.is_on


def spelled(signs: str, infohus: Infohus) -> list[list[tuple[str, str]]]:
    """In groups, each sign with what is said for it."""
    groups = grouped(signs).split("-") if signs else ()
    return [[(sign, spoken(sign, infohus)) for sign in group] for group in groups]


def spoken(sign: str, infohus: Infohus) -> str:
    """A letter with its word of the spelling alphabet; a digit as it is."""
    words = infohus.call_words
    if sign.isdecimal():
        return sign
    return words("call.sent.sign", sign=sign, word=words(f"call.letters.{sign}"))
