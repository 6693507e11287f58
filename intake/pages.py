"""What each page shows. HTML is in `templates/`; here is only which template gets what."""

from dataclasses import replace

from flask import Response

from intake.compression import Page
from intake.concern import AgeBand
from intake.form import Step, StepForm, build, position, unfinished
from intake.infohus import Filed, Infohus
from intake.outbox import StoreUnavailable
from intake.readback import exposed, rows, typed
from intake.reference import shown
from intake.refusals import Refusal
from intake.rendering import made, render
from intake.sitting import Sitting


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
    begin, new, end = receipt(sitting)
    parts = {
        b"{reference}": shown(filed.reference),
        b"{date}": filed.day.isoformat(),
        b"{day}": sitting.words.day(filed.day),
    }
    for place, part in parts.items():
        new = new.replace(place, part.encode())
    page = Page(begin + new + end)
    page.begin, page.end = begin, end
    return page


def receipt(sitting: Sitting) -> tuple[bytes, bytes, bytes]:
    """The receipt for these choices, made once: the middle part has places for what is new."""
    answers, ready = sitting.draft.answers, sitting.house.receipts
    track, urgent = answers["track"], answers["urgency"] == "within_days"
    young = perhaps_young(sitting)
    kind = (sitting.language, track, urgent, young)
    if kind not in ready:
        age = AgeBand(answers["age"])
        chosen = {"track": track, "urgent": urgent, "young": young, "age": age}
        begin, place, rest = made("receipt.html", sitting, chosen).partition("{reference}")
        middle, last, end = rest.partition("{day}")
        ready[kind] = begin.encode(), f"{place}{middle}{last}".encode(), end.encode()
    return ready[kind]


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
