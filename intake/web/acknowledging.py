"""`/kvittering`: where a coordinator says that a human has a letter. Danish, for employees.

Linked from nowhere: coordinators keep it as a bookmark, for letters hold no link. The code is
posted, never in an address. A GET changes nothing; a POST does nothing without a choice.
"""

from dataclasses import dataclass, replace
from functools import partial

from flask import Flask, Response, g, request

from intake.accepting import Refusal
from intake.facts import DANISH
from intake.loop import Desk, Fault, Matter, Mistake, questions_of
from intake.outbox import MOST_QUESTIONS, StoreUnavailable
from intake.sealing import NoUsableRecipient
from intake.web.body import Body, read
from intake.web.infohus import current_infohus
from intake.web.rendering import render
from intake.web.sitting import arrive, asking_address, crossing

ADDRESS = "/kvittering"
TOO_MANY, ASKED = "too_many", "asked"
NUMBERS = frozenset(map(str, range(1, MOST_QUESTIONS + 1)))


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the page says beside the letter or the field."""

    problem: str = ""
    """A key of the texts under `acknowledge.problem`."""
    status: int = 200
    typed: str = ""
    """A question that was not put: nothing typed is lost."""
    chosen: str = ""
    """A choice that was marked and not done."""
    code: str = ""
    """The code that came when we could not look: it stands in its field again."""
    done: str = ""
    """What was chosen, or `ASKED`, and is now told to all."""


def register(app: Flask) -> None:
    """The page, where the municipality has switched it on."""
    for method, view in (("GET", show), ("POST", take)):
        name = f"{view.__name__}-acknowledging"
        app.add_url_rule(ADDRESS, name, view, methods=[method], provide_automatic_options=False)


def show() -> Response:
    """The page with the one field for a code."""
    return page(None, Asked())


def take() -> Response:
    """The code, or the code and a choice."""
    infohus = current_infohus()
    body = read(request.stream, request.content_length, request.headers.get("Content-Type", ""))
    g.when_broken = partial(kept_page, body, "broken", 500)
    refusal = body.problem or crossing(infohus, request)
    if refusal or infohus.desk is None:
        return page(None, Asked(problem="not_read", status=(refusal or Refusal.BROKEN).status))
    try:
        return answer(infohus.desk, body)
    except (StoreUnavailable, NoUsableRecipient):
        return kept_page(body, "away", 503)


def answer(desk: Desk, body: Body) -> Response:
    """The letter; what was done; or what is wrong with the code or the choice."""
    matter = desk.find(body.fields.get("code", ""))
    if isinstance(matter, Mistake):
        return page(None, replace(wrong(matter), typed=body.fields.get("question", "")))
    match body.fields.get("action"):
        case "ask":
            return ask(desk, matter, body)
        case "act":
            return act(desk, matter, body)
    return page(matter, Asked(typed=body.fields.get("question", "")))


def ask(desk: Desk, matter: Matter, body: Body) -> Response:
    """Put a question to the reporter, under the number that the page offered."""
    questions = questions_of(desk, matter)
    number, text = body.fields.get("number", ""), body.fields.get("question", "")
    stands = Asked(typed=text, chosen=body.fields.get("choice", ""))
    if questions is None or (number not in NUMBERS and (questions.next or not text.strip())):
        return page(matter, stands)
    fault = questions.ask(text, int(number)) if number in NUMBERS else Fault.CLOSED
    if fault is not None:
        return page(matter, replace(stands, problem=fault, status=400))
    return page(matter, replace(stands, typed="", done=ASKED))


def act(desk: Desk, matter: Matter, body: Body) -> Response:
    """Do what was chosen."""
    choice, typed = body.fields.get("choice", ""), body.fields.get("question", "")
    if choice not in matter.choices:
        return page(matter, Asked(problem="no_choice", status=400, typed=typed))
    desk.act(matter, choice)
    again = desk.find(body.fields["code"])
    return page(again if isinstance(again, Matter) else matter, Asked(done=choice, typed=typed))


def wrong(mistake: Mistake) -> Asked:
    """A wrong code is taken from a budget of its own; one that is right never is."""
    infohus = current_infohus()
    if infohus.tries.allow(asking_address(infohus, request), marked=False):
        return Asked(problem=mistake, status=400)
    return Asked(problem=TOO_MANY, status=429)


def kept_page(body: Body, problem: str, status: int) -> Response:
    """We could not look, or not finish: the code and the question that came go along again."""
    code, typed = body.fields.get("code", ""), body.fields.get("question", "")
    return page(None, Asked(problem=problem, status=status, code=code, typed=typed))


def page(matter: Matter | None, asked: Asked) -> Response:
    """The same page in each state: asked, wrong, done."""
    infohus = current_infohus()
    code = infohus.desk.codes.code(matter.reference) if infohus.desk and matter else ""
    questions = questions_of(infohus.desk, matter) if infohus.desk and matter else None
    context = {"matter": matter, "asked": asked, "code": code, "questions": questions}
    sitting = arrive(infohus, DANISH)
    return render("acknowledge.html", sitting, asked.status, **context)
