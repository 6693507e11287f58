"""`/telefon`: where a coordinator writes down a telephone call. Danish, for employees.

Linked from nowhere, opened by a code that is posted, never in an address. Nothing is kept before
Send, and nothing can be read here. Whatever is wrong, what was typed is shown again.
"""

from dataclasses import replace
from functools import partial

from flask import Flask, Response, g, request

from intake.accepting import ChangedSince, Receipt, Refused
from intake.concern import Call, Concern
from intake.facts import DANISH
from intake.form import Step, heard, to_concern
from intake.loop import Matter, Mistake, Telephone
from intake.outbox import Filed, StoreUnavailable
from intake.sealing import NoUsableRecipient
from intake.web.acknowledging import Asked, wrong
from intake.web.body import Body, read
from intake.web.infohus import Infohus, current_infohus
from intake.web.sitting import Sitting, arrive, asking_address, believed, crossing
from intake.web.telephone_pages import Note, code_page, note_page, receipt_page
from intake.web.views import already_sent

ADDRESS = "/telefon"


def register(app: Flask) -> None:
    """The page, where the municipality has switched it on."""
    for method, view in (("GET", show), ("POST", take)):
        name = f"{view.__name__}-telephoning"
        app.add_url_rule(ADDRESS, name, view, methods=[method], provide_automatic_options=False)


def show() -> Response:
    """The one field for a code."""
    return code_page(arrive(current_infohus(), DANISH), Asked())


def take() -> Response:
    """The code, or the code and a note."""
    infohus = current_infohus()
    body = read(request.stream, request.content_length, request.headers.get("Content-Type", ""))
    sitting = g.sitting = listened(infohus, body)
    g.when_broken = partial(code_page, sitting, Asked(problem="broken", status=500))
    refusal = body.problem or crossing(infohus, request)
    if refusal or infohus.telephone is None:
        return code_page(
            sitting, Asked(problem="not_read", status=refusal.status if refusal else 404)
        )
    return opened(infohus.telephone, sitting, body)


def opened(telephone: Telephone, sitting: Sitting, body: Body) -> Response:
    """The note, for whoever holds the code."""
    holder = telephone.find(body.fields.get("code", ""))
    if isinstance(holder, Mistake):
        return code_page(sitting, wrong(holder))
    choice = body.fields.get("taker", "")
    note = Note(sitting=sitting, telephone=telephone, holder=holder, choice=choice)
    return send(note) if sitting.action == "send" else note_page(note, Asked())


def listened(infohus: Infohus, body: Body) -> Sitting:
    """What was written down so far, whether or not the code is good."""
    now, received = infohus.clock(), body.fields.get("draft", "")
    draft, problem = believed(infohus, received, now)
    return Sitting(
        infohus=infohus,
        language=DANISH,
        now=now,
        draft=draft.with_typed(heard(body.fields), trapped=False),
        action=body.fields.get("action", "open"),
        received=received,
        problem=problem if body.fields.get("action") == "send" else None,
    )


def send(note: Note) -> Response:
    """The sealed letter; or what must be looked at first."""
    sitting, form = note.sitting, note.form
    g.when_broken = partial(note_page, note, Asked(problem="broken_sending", status=500))
    if sitting.problem:
        return note_page(note, Asked(problem="old", status=400))
    concern = to_concern(sitting.draft, DANISH.code, sitting.now)
    if not form.validate() or isinstance(concern, Step) or note.choice not in note.choices:
        return note_page(note, Asked(status=400), form)
    return sent(note, concern)


def sent(note: Note, concern: Concern) -> Response:
    """The receipt; or why there is none."""
    sitting = note.sitting
    try:
        receipt = put(note, concern)
    except ChangedSince as change:
        addition = sitting.having(sitting.draft.addition(change.filed.reference))
        return note_page(replace(note, sitting=addition), Asked(problem="changed", status=409))
    except Refused as refused:
        return note_page(note, Asked(problem="refused", status=refused.refusal.status))
    return receipt_page(note, receipt, concern, is_noted=is_acknowledged(note, receipt.filed))


def put(note: Note, concern: Concern) -> Receipt:
    """By the same road as every letter, and within the same limits."""
    sitting = note.sitting
    closed = sitting.infohus.clerk.closed(sitting.now)
    if closed and not already_sent(sitting):
        raise Refused(closed)
    call = Call(written_with=note.holder.name, taken_by=note.taker)
    noted = replace(concern, call=call)
    address = asking_address(sitting.infohus, request)
    return sitting.infohus.clerk.accept(noted, sitting.draft.id, address)


def is_acknowledged(note: Note, filed: Filed) -> bool:
    """Whoever takes it has it: all are told. False when that could not be noted."""
    desk = note.sitting.infohus.desk
    if desk is None or not (desk.rules.is_on and note.taker):
        return True
    try:
        matter = desk.find(desk.codes.code(filed.reference))
        if isinstance(matter, Matter):
            desk.act(matter, note.choice)
    except (StoreUnavailable, NoUsableRecipient):
        return False
    return isinstance(matter, Matter)
