"""A mistake of our own on a page for a code: said there, and what was typed goes along again."""

import logging
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any, Never

import pytest
from flask.testing import FlaskClient

from intake.accepting import Clerk
from intake.loop import Desk, Telephone
from intake.outbox import Outbox, StoreUnavailable
from intake.outbox.threads import Threads
from tests.intake.loop.house import Coordinator, Looped
from tests.intake.web.test_telephoning import CALL, Writer, code

QUESTION = "Hvilken skole går han på? <b>"


@pytest.fixture
def looped(tmp_path: Path) -> Iterator[Looped]:
    """Everything switched on, on SQLite."""
    made = Looped(tmp_path, f"sqlite:///{tmp_path / 'outbox.sqlite'}", "questions")
    yield made
    made.closes()


def breaks(*_: Any, **__: Any) -> Never:
    raise OSError("marker that must not be shown")


def is_away(*_: Any, **__: Any) -> Never:
    raise StoreUnavailable


def posts(client: FlaskClient, address: str, **fields: str) -> tuple[int, str]:
    answer = client.post(address, data=fields)
    return answer.status_code, unescape(answer.get_data(as_text=True))


@pytest.mark.parametrize(
    ("address", "said", "title"),
    [
        ("/svar", "Vi har lavet en fejl. Prøv igen om lidt, eller ring", "Fejl: Kig igen"),
        ("/en/answer", "We have made a mistake. Try again in a little", "Error: Look again"),
    ],
)
def test_reporters_code_is_kept(
    looped: Looped,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    address: str,
    said: str,
    title: str,
) -> None:
    """Nothing is said of a text that nobody typed here; the kind of mistake is logged alone."""
    caplog.set_level(logging.ERROR)
    writer, client = looped.writes(), looped.client
    writer.sends()
    with monkeypatch.context() as patched:
        patched.setattr(Threads, "find", breaks)
        status, page = posts(client, address, code=writer.code)
    assert (status, said in page, f"<title>{title}</title>" in page) == (500, True, True)
    assert f'name="code" value="{writer.code}"' in page
    assert "marker" not in page + caplog.text
    assert "OSError" in caplog.text
    assert posts(client, address, code=writer.code)[0] == 200


@pytest.mark.parametrize(
    ("fails", "status", "said"),
    [
        (breaks, 500, "Vi har lavet en fejl og ved ikke, om det blev noteret"),
        (is_away, 503, "Det kunne ikke noteres nu, og ingen har fået besked"),
    ],
)
@pytest.mark.parametrize("broken", [(Desk, "find"), (Threads, "ask")])
def test_coordinators_code_and_question_are_kept(
    looped: Looped,
    monkeypatch: pytest.MonkeyPatch,
    broken: tuple[type, str],
    fails: Any,
    status: int,
    said: str,
) -> None:
    """Sent again as they stand there, they lead to the letter with the question in its field."""
    own, client = looped.code(looped.receives()), looped.client
    Coordinator(client).says(own, "read")
    kim = Coordinator(client)
    with monkeypatch.context() as patched:
        patched.setattr(*broken, fails)
        kim.posts(code=own, action="ask", number="1", question=QUESTION)
    assert (kim.status, said in kim.page) == (status, True)
    assert "Kvittér for en henvendelse</title>" in kim.page
    assert "In English" not in kim.page
    assert f'name="code" value="{own}"' in kim.page
    assert in_area(kim.page) == QUESTION
    kim.posts(code=own, action="show", question=in_area(kim.page))
    assert (kim.status, in_area(kim.page), "summary-title" in kim.page) == (200, QUESTION, False)
    kim.posts(code=own, action="ask", number="1", question=in_area(kim.page))
    assert "Spørgsmålet er stillet" in kim.page


@pytest.mark.parametrize("broken", [(Clerk, "accept"), (Outbox, "acknowledge")])
def test_note_of_a_call_is_kept(
    looped: Looped, monkeypatch: pytest.MonkeyPatch, broken: tuple[type, str]
) -> None:
    """Sent again it arrives once, under its own number."""
    kim = Writer(looped.client, code(looped)).opens()
    with monkeypatch.context() as patched:
        patched.setattr(*broken, breaks)
        kim.sends(**CALL)
    assert (kim.status, "ved ikke, om notatet kom frem" in kim.page) == (500, True)
    assert in_area(kim.page) == CALL["text"]
    assert "In English" not in kim.page
    number = kim.sends(**CALL).number
    assert number
    leases = looped.mails()
    letters = {each.message.reference for each in leases if "Telefonnotat" in looped.reads(each)}
    assert letters == {number}


def test_telephone_code_that_we_cannot_judge_is_asked_again(
    looped: Looped, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On its own page, with the note."""
    kim = Writer(looped.client, code(looped)).opens()
    with monkeypatch.context() as patched:
        patched.setattr(Telephone, "find", breaks)
        kim.sends(**CALL)
    assert (kim.status, "Din telefonkode" in kim.page, CALL["text"] in kim.page) == (
        500,
        True,
        True,
    )
    assert in_area(kim.opens().page) == CALL["text"]


@pytest.mark.parametrize("room", ["acknowledging", "answering", "telephone_pages"])
def test_a_page_that_cannot_be_shown_itself_leaves_the_numbers(
    looped: Looped, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, room: str
) -> None:
    """Then it is the form's own page for a mistake of ours, with whom to call."""
    address = {"acknowledging": "/kvittering", "answering": "/svar", "telephone_pages": "/telefon"}
    monkeypatch.setattr(f"intake.web.{room}.render", breaks)
    status, page = posts(looped.client, address[room], code="")
    assert (status, "Vi har lavet en fejl" in page, 'href="tel:112"' in page) == (500, True, True)
    assert "marker" not in page + caplog.text


def test_when_no_page_at_all_can_be_shown_the_log_holds_the_kind_alone(
    looped: Looped, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A mistake's message may repeat what was typed."""
    for page_of_ours in ("answering.render", "pages.refusal_page"):
        monkeypatch.setattr(f"intake.web.{page_of_ours}", breaks)
    status, page = posts(looped.client, "/svar", code="")
    assert (status, 'href="tel:112"' in page) == (500, True)
    assert "marker" not in page + caplog.text
    assert "Traceback" not in caplog.text
    assert "OSError" in caplog.text


def in_area(page: str) -> str:
    """What stands in the page's first large field."""
    found = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", page, re.DOTALL)
    assert found is not None
    return found[1]
