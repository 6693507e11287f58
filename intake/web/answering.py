"""`/svar` and `/en/answer`: where a reporter looks how their letter stands, and is asked.

The code is posted, never in an address, and shown again only in the form that a question needs. A
GET changes nothing. Only codes that lead to nothing take from a budget: a slip of the pen is told
at once, and a code that is right is never refused. Keys are derived two at a time (`turns`).
"""

from dataclasses import dataclass
from functools import partial

from flask import Flask, Response, g, request

from intake import reply_code
from intake.accepting import Refusal
from intake.facts import Language
from intake.form import Draft, Step
from intake.loop import Replies, Status
from intake.outbox import StoreUnavailable
from intake.reply_code import Slip
from intake.web import pages
from intake.web.body import Body, read
from intake.web.infohus import Infohus, current_infohus
from intake.web.rendering import render
from intake.web.sitting import arrive, asking_address, crossing

CORRECTED = (Slip.LENGTH, Slip.MISTYPED)
"""In the others it is another code that was typed, and nothing in it helps."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the page says beside the letter or the field."""

    problem: str = ""
    """A key of the texts under `answer.problem`."""
    http: int = 200
    typed: str = ""
    """A code with a slip, or that nobody has: shown again, to be compared sign by sign."""
    done: str = ""
    """A key of the texts under `answer`."""


def register(app: Flask, infohus: Infohus) -> None:
    """The page in each language, where reporters are given codes."""
    for language in infohus.languages if infohus.replies else ():
        for method, view in (("GET", show), ("POST", take)):
            app.add_url_rule(
                language.answer,
                f"{view.__name__}-answering-{language.code}",
                partial(view, language),
                methods=[method],
                provide_automatic_options=False,
            )


def show(language: Language) -> Response:
    """The page with the one field for a code."""
    return page(language, None, Asked())


def take(language: Language) -> Response:
    """The code, and perhaps what to do with the question."""
    infohus = current_infohus()
    body = read(request.stream, request.content_length, request.headers.get("Content-Type", ""))
    typed = body.fields.get("code", "")
    broken = Asked(problem="broken", http=500, typed=typed)
    g.when_broken = partial(page, language, None, broken)
    refusal = body.problem or crossing(infohus, request)
    if refusal or infohus.replies is None:
        return page(
            language, None, Asked(problem="not_read", http=(refusal or Refusal.BROKEN).status)
        )
    try:
        return answer(language, infohus.replies, body)
    except StoreUnavailable:
        return page(language, None, Asked(problem="away", http=503, typed=typed))


def answer(language: Language, replies: Replies, body: Body) -> Response:
    """How the letter stands; what was done; or what is wrong with the code."""
    typed, number = body.fields.get("code", ""), body.fields.get("number", "")
    status = replies.find(typed)
    if not isinstance(status, Status):
        return page(language, None, wrong(status, typed))
    match body.fields.get("action") if number == str(status.thread.questions) else None:
        case "reply" if status.question:
            return reply_page(language, status)
        case "delete":
            replies.delete(status, status.thread.questions)
            return page(language, replies.find(typed), Asked(done="deleted"))
        case "no_more":
            replies.refuse(status, status.thread.questions)
            return page(language, replies.find(typed), Asked(done="no_more_noted"))
    return page(language, status, Asked(), typed)


def reply_page(language: Language, status: Status) -> Response:
    """A fresh draft that answers this question, on the form's own way from here on; or that nobody
    can write now, before anything is typed.
    """
    sitting = arrive(current_infohus(), language)
    closed = sitting.infohus.clerk.closed(sitting.now)
    if closed:
        return pages.closed_page(sitting, closed)
    thread = status.thread
    draft = Draft.reply(sitting.now, thread.reference, thread.questions, asked=status.question)
    sitting = g.sitting = sitting.having(draft)
    return pages.step_page(sitting, Step.REPLY)


def wrong(slip: Slip | None, typed: str) -> Asked:
    """A slip costs nothing; a code that is nobody's is taken from a budget."""
    if slip is not None:
        return Asked(problem=slip, http=400, typed=typed if slip in CORRECTED else "")
    infohus = current_infohus()
    if infohus.code_tries.allow(asking_address(infohus, request), marked=False):
        return Asked(problem="unknown", http=400, typed=typed)
    return Asked(problem="too_many", http=429, typed=typed)


def page(
    language: Language, status: Status | Slip | None, asked: Asked, typed: str = ""
) -> Response:
    """The same page in each state: asked, wrong, found, done."""
    sitting = arrive(current_infohus(), language)
    code = reply_code.read(typed) if typed else ""
    shown = status if isinstance(status, Status) else None
    read_day = ""
    if shown and (day := shown.thread.read_on):
        weekday = sitting.words("page.weekdays").split()[day.weekday()]
        read_day = sitting.words("answer.on_day", weekday=weekday, day=sitting.words.day(day))
    context = {"standing": shown, "asked": asked, "code": code, "read_day": read_day}
    return render("answer.html", sitting, asked.http, **context)
