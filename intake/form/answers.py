"""From answers to a `Concern`: nothing left out, nothing added, nothing changed."""

from collections.abc import Mapping

from intake.concern import (
    AgeBand,
    Anonymous,
    Concern,
    Mark,
    Named,
    PersonOfConcern,
    Professional,
    Relation,
    Reporter,
    Residence,
    StatutoryNotification,
    Urgency,
)
from intake.form.draft import Draft

LEAST_SECONDS = 5
"""Nobody reads, writes and checks five pages faster."""


def to_concern(draft: Draft, language: str, now: int) -> Concern:
    """The finished letter; the answers must have been found good (`unfinished` is None)."""
    answers = draft.answers
    return Concern(
        reporter=reporter(answers),
        text=answers["text"],
        urgency=Urgency(answers["urgency"]),
        person=person(answers),
        language=language,
        when=answers.get("when", ""),
        where=answers.get("where", ""),
        earlier_reference=answers.get("earlier_reference", ""),
        called_112=answers.get("called_112") == "yes",
        marks=marks(draft, now),
        adds_to=draft.adds_to,
    )


def reporter(answers: Mapping[str, str]) -> Reporter:
    """Who writes; what an anonymous person typed before changing their mind is not taken along."""
    if answers["track"] == "anonymous":
        return Anonymous()
    reach = {
        "name": answers["reporter_name"],
        "phone": answers.get("reporter_phone", ""),
        "email": answers.get("reporter_email", ""),
        "when_to_call": answers.get("when_to_call", ""),
    }
    if answers["track"] == "named":
        return Named(**reach)
    told = answers.get("statutory_notification")
    return Professional(
        **reach,
        workplace=answers["workplace"],
        role=answers.get("role", ""),
        statutory_notification=StatutoryNotification(told) if told else None,
    )


def person(answers: Mapping[str, str]) -> PersonOfConcern:
    """Whom it is about, as far as the writer wanted to say."""
    relation = answers.get("relation", "")
    return PersonOfConcern(
        age=AgeBand(answers["age"]),
        residence=Residence(answers["residence"]),
        relation=Relation(relation) if relation not in {"", "unsaid"} else None,
        identification=answers.get("identification", ""),
    )


def marks(draft: Draft, now: int) -> frozenset[Mark]:
    """Why this may be spam: it is sent all the same, with the mark."""
    found = set()
    if draft.trapped:
        found.add(Mark.TRAP_FILLED)
    if now - draft.started < LEAST_SECONDS:
        found.add(Mark.TOO_FAST)
    return frozenset(found)
