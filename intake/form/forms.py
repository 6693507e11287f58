"""The step forms, made from the table of questions; the only module that knows WTForms.

Each form carries the signed draft as its only token. Fields draw themselves through `_field.html`
and speak by text key: WTForms speaks no Danish.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import render_template
from flask_wtf import FlaskForm
from markupsafe import Markup
from werkzeug.datastructures import MultiDict
from wtforms import Field, RadioField, StringField
from wtforms.csrf.core import CSRF, CSRFTokenField
from wtforms.validators import StopValidation

from intake.form import call
from intake.form.draft import Draft, Drafts
from intake.form.question import Answers, Question, Step
from intake.form.questions import asked, is_voluntary
from intake.form.words import Words


@dataclass(frozen=True, kw_only=True, repr=False)
class Setting:
    """What a form needs to speak, to sign, and to believe."""

    words: Words
    drafts: Drafts
    draft: Draft
    received: str
    """The token that came with the request; empty when nothing came."""
    problem: Callable[[Question, Answers], str | None] = Question.problem
    """What is wrong with an answer, by the last part of its key in the texts."""


class Drawn:
    """The widget of every field: one template."""

    def __call__(self, field: Any, **kwargs: Any) -> Markup:
        return Markup(render_template("_field.html", field=field, **kwargs))  # noqa: S704 ours, escaped


class Good:
    """The answer is good by the measure of this form."""

    def __call__(self, form: Any, field: Any) -> None:
        setting = form.meta.setting
        problem = setting.problem(field.question, setting.draft.answers)
        if problem:
            raise StopValidation(problem)


class Asking(Field):  # type: ignore[misc]
    """A field that knows its question, and can say everything about itself."""

    widget = Drawn()

    def __init__(self, *, question: Question, **kwargs: Any) -> None:
        self.question = question
        self.is_voluntary = is_voluntary(question)
        super().__init__(validators=[Good()], **kwargs)

    def say(self: Any, word: str) -> Markup:
        """One of the field's own texts: `label`, `hint`, `missing`."""
        values = {"count": len(self.data or ""), "longest": self.question.longest}
        words = self.meta.setting.words
        numbers = {name: words.number(value) for name, value in values.items()}
        text: Markup = words(f"{self.question.step}.{self.name}.{word}", **numbers)
        return text

    @property
    def problem(self: Any) -> Markup | None:
        """What is wrong with the answer, and what to do."""
        return self.say(self.errors[0]) if self.errors else None


class TextField(Asking, StringField):  # type: ignore[misc]
    """A text of one line or of many."""

    @property
    def attributes(self) -> dict[str, str]:
        """Of the field in HTML: its token (WCAG 1.3.5) helps to fill it in, and goes when it is.

        A browser writes what a field with a token holds into its list of names and telephones.
        """
        look = {"type": "text", "autocomplete": "off", **self.question.look}
        return look | {"autocomplete": "off"} if self.data else look


class ChoiceField(Asking, RadioField):  # type: ignore[misc]
    """One of a few."""

    def __init__(self, *, question: Question, **kwargs: Any) -> None:
        choices = list(question.options)
        super().__init__(question=question, choices=choices, validate_choice=False, **kwargs)


class DraftCSRF(CSRF):  # type: ignore[misc]
    """Stateless: the token is the signed draft itself. There is no session to tie it to."""

    def setup_form(self, form: Any) -> Any:
        self._setting: Setting = form.meta.setting
        self._own = {question.name for question in form.meta.questions}
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
    """A form whose meta holds its `questions` and `setting`."""

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


def build(step: Step, setting: Setting) -> StepForm:
    """The form of a step as this person meets it, filled with the answers so far."""
    return _form(asked(step, setting.draft.answers), setting)


def build_call(setting: Setting) -> StepForm:
    """All questions on one page, for whoever writes a call down."""
    return _form(call.questions(), replace(setting, problem=call.problem))


def _form(questions: Sequence[Question], setting: Setting) -> StepForm:
    answers: Answers = setting.draft.answers
    fields: dict[str, Field] = {
        each.name: (ChoiceField if each.options else TextField)(question=each) for each in questions
    }
    filled = {each.name: answers[each.name] for each in questions if each.name in answers}
    kind = type("OneStepForm", (StepForm,), fields)
    data = MultiDict(filled | {"draft": setting.received})
    form: StepForm = kind(data, meta={"questions": questions, "setting": setting})
    return form
