"""The questions of the form: one table, from which everything that knows a question is made.

The step forms, the way through them, the check before Send, the page that reads answers back, and
the longest body are all walks over `QUESTIONS`. A new question is one row here, one attribute in
`intake.concern`, and its words.
"""

from dataclasses import replace

from intake.concern import (
    LONGEST_TEXT,
    TRACKS,
    AgeBand,
    Concern,
    EmergencyCall,
    PersonOfConcern,
    Relation,
    Reporter,
    Residence,
    StatutoryNotification,
    Urgency,
    VoiceMessage,
)
from intake.form.draft import REPLIES_TO
from intake.form.question import Answers, Question, Step

UNSAID = "unsaid"
"""The option of a voluntary choice that says nothing."""

QUESTIONS = (
    Question(
        name="track",
        step=Step.WAY,
        part=None,
        options=tuple(TRACKS),
        explained=frozenset(TRACKS),
        required=True,
    ),
    Question(
        name="text",
        step=Step.WORRY,
        part=Concern,
        longest=LONGEST_TEXT,
        rows=8,
        required=True,
        hinted=True,
        counted=True,
    ),
    Question(name="when", step=Step.WORRY, part=Concern, longest=500),
    Question(name="where", step=Step.WORRY, part=Concern, longest=500, hinted=True),
    Question(name="earlier_reference", step=Step.WORRY, part=Concern, longest=100, hinted=True),
    Question(name="urgency", step=Step.WORRY, part=Concern, options=tuple(Urgency), required=True),
    Question(
        name="emergency_call",
        step=Step.DANGER,
        part=Concern,
        options=tuple(EmergencyCall),
        required=True,
        only_after=("urgency", Urgency.NOW),
    ),
    Question(
        name="age",
        step=Step.PERSON,
        part=PersonOfConcern,
        options=tuple(AgeBand),
        required=True,
        hinted=True,
    ),
    Question(
        name="residence",
        step=Step.PERSON,
        part=PersonOfConcern,
        options=tuple(Residence),
        explained=frozenset({Residence.ELSEWHERE}),
        required=True,
    ),
    Question(
        name="relation",
        step=Step.PERSON,
        part=PersonOfConcern,
        options=(*Relation, UNSAID),
        explained=frozenset({Relation.SELF}),
    ),
    Question(
        name="identification",
        step=Step.PERSON,
        part=PersonOfConcern,
        longest=2_000,
        rows=3,
        hinted=True,
    ),
    Question(
        name="reporter_name",
        step=Step.CONTACT,
        part=Reporter,
        attribute="name",
        longest=200,
        required=True,
        look={"autocomplete": "name"},
    ),
    Question(
        name="reporter_phone",
        step=Step.CONTACT,
        part=Reporter,
        attribute="phone",
        longest=100,
        or_else="reporter_email",
        hinted=True,
        look={"type": "tel", "autocomplete": "tel"},
    ),
    Question(name="voice_message", step=Step.CONTACT, part=Reporter, options=tuple(VoiceMessage)),
    Question(
        name="reporter_email",
        step=Step.CONTACT,
        part=Reporter,
        attribute="email",
        longest=254,
        is_email=True,
        hinted=True,
        look={"autocomplete": "email", "inputmode": "email"},
    ),
    Question(name="when_to_call", step=Step.CONTACT, part=Reporter, longest=500),
    Question(
        name="workplace",
        step=Step.CONTACT,
        part=Reporter,
        longest=200,
        required=True,
        look={"autocomplete": "organization"},
    ),
    Question(name="role", step=Step.CONTACT, part=Reporter, longest=200),
    Question(
        name="statutory_notification",
        step=Step.CONTACT,
        part=Reporter,
        options=tuple(StatutoryNotification),
        explained=frozenset({StatutoryNotification.NOT_MADE}),
    ),
)
"""In the order in which they are asked, read back, and told in the letter."""


REPLY = replace(next(each for each in QUESTIONS if each.name == "text"), step=Step.REPLY)
"""The main text, asked of whoever answers a question of the infohus, and nothing else."""


def met(answers: Answers) -> tuple[Question, ...]:
    """The questions that this person meets."""
    if REPLIES_TO in answers:
        return (REPLY,)
    return tuple(each for each in QUESTIONS if each.is_asked(answers))


def asked(step: Step, answers: Answers) -> tuple[Question, ...]:
    """The questions that this person meets on a step."""
    return tuple(each for each in met(answers) if each.step is step)


def is_voluntary(question: Question) -> bool:
    """Whether it may be left out; of two that can stand for each other neither is called so."""
    pairs = {each.or_else for each in QUESTIONS} | {question.name if question.or_else else ""}
    return not question.required and question.name not in pairs
