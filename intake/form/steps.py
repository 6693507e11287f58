"""One form per step, each carrying the signed draft as its only token."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms.csrf.core import CSRF, CSRFTokenField
from wtforms.validators import StopValidation

from intake.form.draft import Draft, Drafts
from intake.form.fields import Choice, Line, LongText, LooksLikeEmail, OrEmail
from intake.form.path import Step, path
from intake.form.words import Words


@dataclass(frozen=True, kw_only=True, repr=False)
class Setting:
    """What a form needs to speak, to sign, and to believe."""

    words: Words
    drafts: Drafts
    draft: Draft
    received: str
    """The token that came with the request; empty when nothing came."""


class DraftCSRF(CSRF):  # type: ignore[misc]
    """Stateless: the token is the signed draft itself. There is no session to tie it to."""

    def setup_form(self, form: Any) -> Any:
        self._setting: Setting = form.meta.setting
        self._own = set(answer_fields(Step(form.meta.step), form.meta.setting.draft.answers))
        return super().setup_form(form)

    def generate_csrf_token(self, csrf_token_field: CSRFTokenField) -> str:
        """The draft without this step's own answers: those travel in the fields."""
        draft = self._setting.draft
        others = {name: text for name, text in draft.answers.items() if name not in self._own}
        return self._setting.drafts.sign(draft.with_answers(others))

    def validate_csrf_token(self, form: Any, field: CSRFTokenField) -> None:
        if not self._setting.drafts.is_signed(field.data or ""):
            raise StopValidation("unsigned")


class StepForm(FlaskForm):  # type: ignore[misc]
    """A form whose meta holds its `step` and `setting`."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        csrf = True
        csrf_class = DraftCSRF
        csrf_field_name = "draft"

        def get_translations(self, form: object) -> None:
            """None: our validators speak by text key."""

    def answers(self) -> list[Any]:
        """The fields without the token."""
        return [field for field in self if field.name != "draft"]

    def mistakes(self) -> list[Any]:
        """The fields that need another look, in the order of the page."""
        return [field for field in self.answers() if field.errors]


class WayForm(StepForm):
    """How do you want to write?"""

    track = Choice(
        "anonymous", "named", "professional", explained=("anonymous", "named", "professional")
    )


class WorryForm(StepForm):
    """What worries you?"""

    text = LongText(rows=8, counted=True, required=True, hinted=True)
    when = Line()
    where = Line(hinted=True)
    earlier_reference = Line(hinted=True)
    urgency = Choice("not_urgent", "within_days", "now")


class PersonForm(StepForm):
    """Who is it about? Never nationality, religion, CPR number (gap G20)."""

    age = Choice("under_18", "adult", "unknown", hinted=True)
    residence = Choice("here", "elsewhere", "unknown", explained=("elsewhere",))
    relation = Choice(
        "family", "friend", "school_or_work", "professional", "other", "unsaid", required=False
    )
    identification = LongText(rows=3, hinted=True)


class ContactForm(StepForm):
    """How can we reach you? The reporter's own data carry autocomplete tokens (WCAG 1.3.5)."""

    reporter_name = Line(required=True, look={"autocomplete": "name"})
    reporter_phone = Line(
        hinted=True, either=True, look={"type": "tel", "autocomplete": "tel"}, checks=[OrEmail()]
    )
    reporter_email = Line(
        hinted=True,
        either=True,
        look={"autocomplete": "email", "inputmode": "email"},
        checks=[LooksLikeEmail()],
    )
    when_to_call = Line()


class ProfessionalForm(ContactForm):
    """The same, and where you work."""

    workplace = Line(required=True, look={"autocomplete": "organization"})
    role = Line()
    statutory_notification = Choice(
        "made", "not_made", "unsure", explained=("not_made",), required=False
    )


class PlainForm(StepForm):
    """A step without questions of its own."""


FORMS: dict[Step, type[StepForm]] = {
    Step.START: PlainForm,
    Step.WAY: WayForm,
    Step.WORRY: WorryForm,
    Step.PERSON: PersonForm,
    Step.CONTACT: ProfessionalForm,
    Step.CHECK: PlainForm,
}

CONTACT = ("reporter_name", "reporter_phone", "reporter_email", "when_to_call")
WORK = ("workplace", "role", "statutory_notification")
FIELDS: dict[Step, tuple[str, ...]] = {
    Step.START: (),
    Step.WAY: ("track",),
    Step.WORRY: ("text", "when", "where", "earlier_reference", "urgency"),
    Step.PERSON: ("age", "residence", "relation", "identification"),
    Step.CONTACT: CONTACT + WORK,
    Step.CHECK: (),
}
"""Names of the answers that each step asks for."""


def form_class(step: Step, answers: Mapping[str, str]) -> type[StepForm]:
    """The form of a step: whoever writes for themselves is not asked for a workplace."""
    if step is Step.CONTACT and answers.get("track") != "professional":
        return ContactForm
    return FORMS[step]


def answer_fields(step: Step, answers: Mapping[str, str]) -> tuple[str, ...]:
    """Names of the answers that this person meets on a step."""
    if step is Step.CONTACT and answers.get("track") != "professional":
        return CONTACT
    return FIELDS[step]


def build(step: Step, setting: Setting) -> StepForm:
    """The form of a step, filled with the answers so far."""
    answers = setting.draft.answers
    filled = {name: answers[name] for name in FIELDS[step] if name in answers}
    meta = {"step": step.value, "setting": setting}
    data = MultiDict(filled | {"draft": setting.received})
    return form_class(step, answers)(data, meta=meta)


def unfinished(setting: Setting) -> Step | None:
    """The first step whose answers are not good yet; "now" leads to 112 before anything else."""
    for step in path(setting.draft.answers)[:-1]:
        if not build(step, setting).validate():
            return step
        if step is Step.WORRY and setting.draft.answers.get("urgency") == "now":
            return step
    return None
