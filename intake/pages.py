"""What each page shows. HTML is in `templates/`; here is only which template gets what."""

import threading
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from functools import partial
from typing import Any

from flask import Response, current_app, make_response, render_template
from markupsafe import Markup

from intake.concern import LONGEST_TEXT, AgeBand
from intake.form import Step, StepForm, build, position, unfinished
from intake.infohus import Filed, Infohus
from intake.outbox import StoreUnavailable
from intake.readback import exposed, rows, typed
from intake.reference import shown
from intake.refusals import Refusal
from intake.sitting import Sitting

LARGE = 5 * LONGEST_TEXT
"""Code points of all answers. No letter that can be sent has as many."""
_LARGE_PAGES = threading.Lock()


def render(template: str, sitting: Sitting, status: int = 200, **context: Any) -> Response:
    """A page in the sitting's language."""
    with in_turn(sitting):
        return make_response(made(template, sitting, context), status)


def in_turn(sitting: Sitting) -> AbstractContextManager[object]:
    """Pages far larger than any letter are made one by one: ten such at once would fill memory."""
    length = sum(len(text) for text in sitting.draft.answers.values())
    return _LARGE_PAGES if length > LARGE else nullcontext()


def made(template: str, sitting: Sitting, context: dict[str, Any]) -> str:
    """The HTML."""
    house = sitting.house
    return render_template(
        template,
        sitting=sitting,
        words=sitting.words,
        language=sitting.language,
        house=house,
        municipality=house.municipality,
        demonstration=house.demonstration,
        assets=current_app.extensions["infohus_assets"],
        block=partial(block, sitting),
        **context,
    )


def block(sitting: Sitting, template: str) -> Markup:
    """What says the same on every page in this language: made once."""
    house, language = sitting.house, sitting.language
    if (template, language) not in house.blocks:
        made = render_template(
            template,
            words=sitting.words,
            language=language,
            house=house,
            municipality=house.municipality,
        )
        house.blocks[template, language] = Markup(made)  # noqa: S704 escaped by the template
    return house.blocks[template, language]


def step_page(sitting: Sitting, step: Step, form: StepForm | None = None) -> Response:
    """One step; a form that was found wanting comes with its mistakes and status 400."""
    if step is Step.START:
        return start_page(sitting)
    return render(
        "step.html",
        sitting,
        400 if form else 200,
        step=step,
        form=form or build(step, sitting.setting),
        position=position(step, sitting.draft.answers),
        failed=bool(form),
    )


def start_page(sitting: Sitting) -> Response:
    """Before you write."""
    return render(
        "start.html",
        sitting,
        step=Step.START,
        form=build(Step.START, sitting.setting),
        late=is_late(sitting.house, sitting.now),
    )


def danger_page(sitting: Sitting) -> Response:
    """ "Now" was chosen: 112 first, and the text is kept."""
    return render("danger.html", sitting, step=Step.WORRY, token=token(sitting))


def check_page(sitting: Sitting) -> Response:
    """All answers, each with a way to change it; answers that are not good yet come first."""
    step = unfinished(sitting.setting)
    if step is Step.WORRY and sitting.draft.answers.get("urgency") == "now":
        return danger_page(sitting)
    if step is not None:
        form = build(step, sitting.setting)
        form.validate()
        return step_page(sitting, step, form)
    sitting = sitting.having(replace(sitting.draft, seen_check=True, ready=True))
    return render(
        "check.html",
        sitting,
        step=Step.CHECK,
        rows=rows(sitting),
        position=position(Step.CHECK, sitting.draft.answers),
        hints=exposed(sitting),
        young=perhaps_young(sitting),
        token=token(sitting),
    )


def receipt_page(sitting: Sitting, filed: Filed) -> Response:
    """Received. No draft, no text, nothing that leads back."""
    return render(
        "receipt.html",
        sitting,
        reference=shown(filed.reference),
        day=filed.day,
        track=sitting.draft.answers["track"],
        urgent=sitting.draft.answers["urgency"] == "within_days",
        young=perhaps_young(sitting),
    )


def changed_page(sitting: Sitting, filed: Filed) -> Response:
    """Sent before with other content: the change is offered as a letter of its own."""
    addition = replace(
        sitting.draft.new(sitting.draft.started, sitting.draft.answers, filed.reference),
        trapped=sitting.draft.trapped,
        seen_check=True,
    )
    sitting = sitting.having(addition)
    return render(
        "changed.html",
        sitting,
        409,
        reference=shown(filed.reference),
        day=filed.day,
        typed=typed(sitting),
        token=token(sitting),
    )


def refusal_page(sitting: Sitting, refusal: Refusal) -> Response:
    """No, with everything that was typed, what to do, and whom to call."""
    again = "send" if sitting.action == "send" and refusal.status in {429, 500, 503} else "show"
    response = render(
        "refusal.html",
        sitting,
        refusal.status,
        refusal=refusal.key,
        step=sitting.step,
        again=again,
        typed=typed(sitting),
        token=token(sitting),
        failed=True,
    )
    if refusal.status in {429, 503}:
        response.headers["Retry-After"] = "600"
    return response


def closed_page(sitting: Sitting) -> Response:
    """Nobody can write now: the phone numbers and no field."""
    response = render("closed.html", sitting, 503)
    response.headers["Retry-After"] = "3600"
    return response


def is_late(house: Infohus, now: int) -> bool:
    """Whether the oldest waiting letter has waited too long, as far as we can know."""
    try:
        oldest = house.outbox.count(now).oldest_hours
    except StoreUnavailable:
        return True
    return oldest > house.municipality.intake.late_hours


def perhaps_young(sitting: Sitting) -> str:
    """The age, when the municipality must also think of a child; else empty."""
    age = sitting.draft.answers["age"]
    return "" if age == AgeBand.ADULT else age


def token(sitting: Sitting) -> str:
    """The whole draft, signed, for pages that have no fields."""
    return sitting.house.drafts.sign(sitting.draft)
