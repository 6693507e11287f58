"""What each page shows. HTML is in `templates/`; here is only which template gets what."""

from flask import Response

from intake.accepting import Receipt, Refusal
from intake.concern import AgeBand, Concern, Urgency, needs_assessment_within_24_hours, track
from intake.form import Step, StepForm, build, exposed, holds_code, position, rows, typed
from intake.outbox import Filed
from intake.reference import grouped, shown
from intake.reply import Reply, Told
from intake.web.rendering import render
from intake.web.sitting import Sitting


def page(sitting: Sitting, step: Step) -> Response:
    """A step, the start or the check page."""
    match step:
        case Step.START:
            return start_page(sitting)
        case Step.CHECK:
            return check_page(sitting)
    return step_page(sitting, step)


def step_page(sitting: Sitting, step: Step, form: StepForm | None = None) -> Response:
    """One step; a form that was found wanting comes with its mistakes and status 400."""
    return render(
        "danger.html" if step is Step.DANGER else "step.html",
        sitting,
        400 if form else 200,
        step=step,
        form=form or build(step, sitting.setting),
        position=position(step, sitting.draft.answers),
        failed=bool(form),
    )


def judged_page(sitting: Sitting, step: Step) -> Response:
    """A step that stands in the way of sending, with what is missing."""
    form = build(step, sitting.setting)
    form.validate()
    return step_page(sitting, step, form)


def start_page(sitting: Sitting, *, full: bool = False) -> Response:
    """What to know before one writes. `full`: a letter sent from here now would be refused."""
    return render(
        "start.html",
        sitting,
        step=Step.START,
        form=build(Step.START, sitting.setting),
        late=sitting.infohus.clerk.is_late(),
        full=full,
        drill=sitting.infohus.desk and sitting.infohus.desk.public_drill(),
    )


def check_page(sitting: Sitting) -> Response:
    """All answers, each with a way to change it."""
    answers = sitting.draft.answers
    return render(
        "check.html",
        sitting,
        step=Step.CHECK,
        rows=rows(answers, sitting.words),
        position=position(Step.CHECK, answers),
        hints=exposed(answers),
        holds_code=holds_code(answers),
        young=perhaps_young(AgeBand(answers["age"])) if "age" in answers else "",
        remembered=remembered(sitting),
        token=token(sitting),
    )


def receipt_page(sitting: Sitting, receipt: Receipt, told: Told) -> Response:
    """Received. No draft, no text, nothing that leads back; the code, where it may be told."""
    match told:
        case Reply() as reply:
            return reply_receipt_page(sitting, receipt, reply)
        case concern:
            return concern_receipt_page(sitting, receipt, concern)


def reply_receipt_page(sitting: Sitting, receipt: Receipt, reply: Reply) -> Response:
    """An answer was received; its thread has a code already."""
    return render(
        "replied.html",
        sitting,
        reference=shown(receipt.filed.reference),
        replies_to=shown(reply.reference),
        looks_again=looks_again(sitting),
        day=receipt.filed.day,
    )


def concern_receipt_page(sitting: Sitting, receipt: Receipt, concern: Concern) -> Response:
    """A concern was received."""
    age = concern.person.age
    return render(
        "receipt.html",
        sitting,
        reference=shown(receipt.filed.reference),
        code=grouped(receipt.code),
        looks_again=looks_again(sitting),
        adds_to=shown(concern.adds_to),
        day=receipt.filed.day,
        track=track(concern.reporter),
        urgent=concern.urgency is not Urgency.NOT_URGENT,
        young=perhaps_young(age),
        age=age,
    )


def looks_again(sitting: Sitting) -> str:
    """The address of the page for codes, as it is written down."""
    return sitting.infohus.origin.partition("//")[2] + sitting.language.answer


def changed_page(sitting: Sitting, filed: Filed) -> Response:
    """Sent before with other content: the change is offered as a letter of its own."""
    sitting = sitting.having(sitting.draft.addition(filed.reference))
    return render(
        "changed.html",
        sitting,
        409,
        reference=shown(filed.reference),
        day=filed.day,
        typed=typed(sitting.draft.answers, sitting.words, sitting.strange),
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
        typed=typed(sitting.draft.answers, sitting.words, sitting.strange),
        token=token(sitting),
        failed=True,
    )
    if refusal.status in {429, 503}:
        response.headers["Retry-After"] = "600"
    return response


def closed_page(sitting: Sitting, refusal: Refusal) -> Response:
    """Nobody can write now: why, the phone numbers and no field."""
    response = render("closed.html", sitting, 503, refusal=refusal.key)
    response.headers["Retry-After"] = "3600"
    return response


def remembered(sitting: Sitting) -> int:
    """The days that we know a letter again, when this draft is older than that; else 0."""
    days = sitting.infohus.municipality.intake.tombstone_days
    return days if sitting.draft.may_have_been_forgotten(sitting.now, days) else 0


def perhaps_young(age: AgeBand) -> str:
    """The age, when the municipality must also think of a child; else empty."""
    return age if needs_assessment_within_24_hours(age) else ""


def token(sitting: Sitting) -> str:
    """The whole draft, signed, for pages that have no fields."""
    return sitting.infohus.drafts.sign(sitting.draft)
