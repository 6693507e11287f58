"""Fields that draw themselves through `_field.html`, and validators that speak by text key.

WTForms speaks no Danish: each validator raises the last part of a key, and the words are found
under `STEP.FIELD.` in the texts.
"""

from typing import Any

from flask import render_template
from markupsafe import Markup
from wtforms import Field, RadioField, StringField, TextAreaField
from wtforms.validators import StopValidation

from intake.concern import LONGEST_TEXT

LONGEST = {
    "text": LONGEST_TEXT,
    "when": 500,
    "where": 500,
    "earlier_reference": 100,
    "identification": 2_000,
    "reporter_name": 200,
    "reporter_phone": 100,
    "reporter_email": 254,
    "when_to_call": 500,
    "workplace": 200,
    "role": 200,
}
"""Code points allowed in each text; nothing is ever cut, a longer text is told so."""


class Drawn:
    """The widget of every field: one template."""

    def __call__(self, field: Any, **kwargs: Any) -> Markup:
        return Markup(render_template("_field.html", field=field, **kwargs))  # noqa: S704 ours, escaped


class Speaking:
    """What every field can say about itself."""

    kind: str
    required = False
    either = False
    """One of two is needed: neither is called optional."""

    def say(self: Any, word: str) -> Markup:
        """One of the field's own texts: `label`, `hint`, `missing`."""
        values = {"count": len(self.data or ""), "longest": LONGEST.get(self.name, 0)}
        words = self.meta.setting.words
        numbers = {name: words.number(value) for name, value in values.items()}
        found: Markup = words(f"{self.meta.step}.{self.name}.{word}", **numbers)
        return found

    @property
    def problem(self: Any) -> Markup | None:
        """What is wrong with the answer, and what to do."""
        return self.say(self.errors[0]) if self.errors else None


class Line(Speaking, StringField):  # type: ignore[misc]
    """An answer of one line."""

    kind = "line"
    widget = Drawn()

    def __init__(self, *, look: dict[str, str] | None = None, **kwargs: Any) -> None:
        self.hinted = kwargs.pop("hinted", False)
        self.required = kwargs.pop("required", False)
        self.either = kwargs.pop("either", False)
        self.look = {"type": "text", "autocomplete": "off"} | (look or {})
        checks = [Answered()] if self.required else []
        super().__init__(validators=[*checks, AtMost(), *kwargs.pop("checks", ())], **kwargs)


class LongText(Speaking, TextAreaField):  # type: ignore[misc]
    """An answer of many lines, with a count where `counted`."""

    kind = "long"
    widget = Drawn()

    def __init__(self, *, rows: int, counted: bool = False, **kwargs: Any) -> None:
        self.rows, self.counted = rows, counted
        self.hinted = kwargs.pop("hinted", False)
        self.required = kwargs.pop("required", False)
        checks = [Answered()] if self.required else []
        super().__init__(validators=[*checks, AtMost()], **kwargs)

    @property
    def longest(self) -> int:
        return LONGEST[str(self.name)]


class Choice(Speaking, RadioField):  # type: ignore[misc]
    """One of a few; `explained` options say what follows from them."""

    kind = "choice"
    widget = Drawn()

    def __init__(self, *options: str, explained: tuple[str, ...] = (), **kwargs: Any) -> None:
        self.hinted = kwargs.pop("hinted", False)
        self.required = kwargs.pop("required", True)
        self.options, self.explained = options, explained
        super().__init__(
            choices=list(options),
            validators=[OneOf()],
            validate_choice=False,
            **kwargs,
        )

    def chosen(self) -> Markup | None:
        """The words of the chosen option."""
        return self.say(f"options.{self.data}") if self.data in self.options else None


class Answered:
    """There is something besides blanks."""

    def __call__(self, form: object, field: Field) -> None:
        if not (field.data or "").strip():
            raise StopValidation("missing")


class AtMost:
    """No longer than `LONGEST`, counted in code points as the page's own counter does."""

    def __call__(self, form: object, field: Field) -> None:
        if len(field.data or "") > LONGEST[field.name]:
            raise StopValidation("too_long")


class OneOf:
    """One of the options; nothing at all where the answer is voluntary."""

    def __call__(self, form: object, field: Any) -> None:
        if not field.data and not field.required:
            return
        if field.data not in field.options:
            raise StopValidation("missing")


class LooksLikeEmail:
    """A written e-mail address has an @; more is not for us to judge."""

    def __call__(self, form: object, field: Field) -> None:
        if (field.data or "").strip() and "@" not in field.data:
            raise StopValidation("wrong")


class OrEmail:
    """A phone number or an e-mail address: without either nobody can ask back."""

    def __call__(self, form: Any, field: Field) -> None:
        if not (field.data or "").strip() and not (form.reporter_email.data or "").strip():
            raise StopValidation("missing")
