"""The form's one address in each language: show a step, take it on, send, show the receipt."""

from collections.abc import Sequence
from functools import partial

from flask import Flask, Response, abort, current_app, g, request

from intake.accepting import ChangedSince, Refusal, Refused
from intake.facts import Language
from intake.form import Step, before, build, to_concern, to_reply, unfinished, way
from intake.outbox import StoreUnavailable
from intake.web import pages
from intake.web.infohus import current_infohus
from intake.web.sitting import Sitting, arrive, asking_address, receive

ASSET = "asset"


def register(app: Flask, languages: Sequence[Language]) -> None:
    """The form at its one address in each language, and its files."""
    for language in languages:
        for method, view in (("GET", show), ("POST", take)):
            app.add_url_rule(
                language.form,
                f"{view.__name__}-{language.code}",
                partial(view, language),
                methods=[method],
                provide_automatic_options=False,
            )
    app.add_url_rule("/form/<name>", ASSET, asset, methods=["GET"], provide_automatic_options=False)


def show(language: Language) -> Response:
    """Step 0, or the closed page; whoever would be refused is told before they write."""
    sitting = g.sitting = arrive(current_infohus(), language)
    refusal = sitting.infohus.clerk.refuses(sitting.now, asking_address(sitting.infohus, request))
    if refusal in {None, Refusal.TOO_MANY}:
        return pages.start_page(sitting, full=refusal is not None)
    return pages.closed_page(sitting, refusal or Refusal.CLOSED)


def take(language: Language) -> Response:
    """Whatever button was pressed."""
    sitting = g.sitting = receive(current_infohus(), language, request)
    refusal = sitting.problem or closed(sitting)
    if refusal and not already_sent(sitting):
        return pages.refusal_page(sitting, refusal)
    return answer(sitting)


def asset(name: str) -> Response:
    """The stylesheet and the script, under the names that hold their digest."""
    assets = {file.address: file for file in current_app.extensions["infohus_assets"].values()}
    file = assets.get(f"/form/{name}")
    if file is None:
        abort(404)
    return Response(file.body, content_type=file.content_type)


def closed(sitting: Sitting) -> Refusal | None:
    """Why nobody can write now."""
    return sitting.infohus.clerk.closed(sitting.now)


def already_sent(sitting: Sitting) -> bool:
    """Whether we have this letter: then its receipt is due, also when nobody can write now."""
    if sitting.problem or sitting.action != "send":
        return False
    try:
        return sitting.infohus.clerk.find(sitting.draft.id) is not None
    except StoreUnavailable:
        return False


def answer(sitting: Sitting) -> Response:
    """The page that follows from the button."""
    match sitting.action.partition("-"):
        case ("send", _, _):
            return send(sitting)
        case ("back", _, _):
            return put_forward(sitting, before(sitting.step, sitting.draft.answers))
        case ("show", _, _):
            return put_forward(sitting, sitting.step)
        case ("change", _, step) if step in set(Step):
            return put_forward(sitting, Step(step))
        case _:
            return go_on(sitting)


def go_on(sitting: Sitting) -> Response:
    """Continue: what is missing here, else the first step that is not finished, else the check."""
    form = build(sitting.step, sitting.setting)
    if not form.validate():
        return pages.step_page(sitting, sitting.step, form)
    return put_forward(sitting, unfinished(sitting.draft.answers) or Step.CHECK)


def put_forward(sitting: Sitting, step: Step) -> Response:
    """A step as this person meets it; who has chosen no way yet chooses that first."""
    answers = sitting.draft.answers
    if step is Step.CHECK and (missing := unfinished(answers)):
        return pages.judged_page(sitting, missing)
    if step not in {Step.START, *way(answers)}:
        step = way(answers)[0]
    return pages.page(sitting, step)


def send(sitting: Sitting) -> Response:
    """Seal and file the letter, then the receipt."""
    finished = to_reply if sitting.draft.is_reply else to_concern
    told = finished(sitting.draft, sitting.language.code, sitting.now)
    if isinstance(told, Step):
        return pages.judged_page(sitting, told)
    try:
        address = asking_address(sitting.infohus, request)
        receipt = sitting.infohus.clerk.accept(told, sitting.draft.id, address)
    except ChangedSince as change:
        return pages.changed_page(sitting, change.filed)
    except Refused as refused:
        return pages.refusal_page(sitting, refused.refusal)
    return pages.receipt_page(sitting, receipt, told)
