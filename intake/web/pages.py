"""What each page shows. HTML is in `templates/`; here is only which template gets what."""

from dataclasses import replace

from flask import Response

from intake.accepting.refusals import Refusal
from intake.concern import AgeBand
from intake.form import Step, StepForm, build, position, unfinished
from intake.form.readback import exposed, rows, typed
from intake.outbox import Filed
from intake.reference import shown
from intake.web.rendering import render
from intake.web.sitting import Sitting


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
        late=sitting.infohus.clerk.is_late(sitting.now),
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
        rows=rows(sitting.setting),
        position=position(Step.CHECK, sitting.draft.answers),
        hints=exposed(sitting.draft.answers),
        young=perhaps_young(sitting),
        token=token(sitting),
    )


def receipt_page(sitting: Sitting, filed: Filed) -> Response:
    """Received. No draft, no text, nothing that leads back."""
    answers = sitting.draft.answers
    return render(
        "receipt.html",
        sitting,
        reference=shown(filed.reference),
        day=filed.day,
        track=answers["track"],
        urgent=answers["urgency"] == "within_days",
        young=perhaps_young(sitting),
        age=AgeBand(answers["age"]),
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
        typed=typed(sitting.setting, sitting.strange),
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
        typed=typed(sitting.setting, sitting.strange),
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


def perhaps_young(sitting: Sitting) -> str:
    """The age, when the municipality must also think of a child; else empty."""
    age = sitting.draft.answers["age"]
    return "" if age == AgeBand.ADULT else age


def token(sitting: Sitting) -> str:
    """The whole draft, signed, for pages that have no fields."""
    return sitting.infohus.drafts.sign(sitting.draft)
