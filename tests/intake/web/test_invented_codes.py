"""Invented codes and posts at `/svar`: never a 500, never another's thread, no row changed."""

from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from intake import reply_code
from intake.reference import SIGNS
from tests.intake.loop.house import Coordinator, Looped, Writer
from tests.intake.outbox.history import asked, rows

QUESTION = "Hvilken skole går han på?"
ADDRESSES = st.sampled_from(["/svar", "/en/answer"])
STATUSES = {200, 400, 403, 413, 415, 429}
VALUES = st.one_of(
    st.text(max_size=60),
    st.text(SIGNS, max_size=20),
    st.sampled_from(["reply", "delete", "no_more", "show", "0", "1", "5", "-1", "1e9"]),
)
NAMES = st.sampled_from(["code", "action", "number", "draft", "text", "choice", "question"])


@dataclass
class Letter:
    """One letter with an open question, and the client of its service."""

    looped: Looped
    client: FlaskClient
    code: str
    reference: str

    def rows(self) -> object:
        return rows(self.looped.url), asked(self.looped.url, "SELECT * FROM thread")


@pytest.fixture(scope="module")
def letter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Letter]:
    """Sent, read, asked about, and looked at once."""
    folder = tmp_path_factory.mktemp("invented")
    looped = Looped(folder, f"sqlite:///{Path(folder) / 'outbox.sqlite'}", "questions")
    writer = Writer(looped.installation.infohus()).fills_in()
    assert isinstance(writer.sends(), Writer)
    code = writer.code  # type: ignore[attr-defined]
    client = looped.client
    kim, own = Coordinator(client), looped.code(writer.reference.replace("-", ""))
    kim.says(own, "read").posts(code=own, action="ask", number="1", question=QUESTION)
    client.post("/svar", data={"code": code})
    yield Letter(looped, client, code, writer.reference)
    looped.closes()


def is_hers(letter: Letter, code: str) -> bool:
    return reply_code.read(code) == letter.code.replace("-", "")


@given(ADDRESSES, st.text(SIGNS, min_size=15, max_size=15))
def test_no_invented_code_leads_anywhere(letter: Letter, address: str, signs: str) -> None:
    """Well made, and nobody's: the same page as for any other."""
    code = signs + reply_code.check_sign(signs)
    if is_hers(letter, code):
        return
    answer = letter.client.post(address, data={"code": code})
    page = unescape(answer.get_data(as_text=True))
    assert answer.status_code in {400, 429}
    assert letter.reference not in page
    assert QUESTION not in page


@given(ADDRESSES, st.dictionaries(NAMES, VALUES, max_size=6), st.binary(max_size=40))
def test_no_invented_post_breaks_the_page(
    letter: Letter, address: str, fields: dict[str, str], rest: bytes
) -> None:
    """Whatever is posted, in whatever shape: a page of ours, nothing told, nothing changed."""
    before = letter.rows()
    if is_hers(letter, fields.get("code", "")):
        return
    for body in (fields, rest):
        answer = letter.client.post(address, data=body)
        page = unescape(answer.get_data(as_text=True))
        assert answer.status_code in STATUSES
        assert letter.reference not in page
        assert QUESTION not in page
    assert letter.rows() == before
