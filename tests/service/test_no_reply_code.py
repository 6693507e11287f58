"""A whole story at a real service, and then every byte that it left: no code, question or answer.

Database with its journal or PostgreSQL's own files, log, temporary files. What running memory
holds is told in SECURITY.md.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote_plus, urlencode

import pytest

from tests.intake.loop.house import Looped
from tests.intake.reporter import Person
from tests.servers.service import PROGRAM, READER, Service
from tests.service.pages import Pages
from tests.service.remains import assert_decoys_are_found, kept, searched
from tests.service.wire import FORM, Wire, somebody

QUESTION = "Hvilken skole går naboens dreng på"
ANSWER = "Han går på Havneskolen i Andeby"


@dataclass
class Story:
    """A running service, a letter in it that was read, and the reporter's code."""

    looped: Looped
    service: Service
    reporter: Person
    files: tuple[Path, ...]
    code: str = ""

    def __post_init__(self) -> None:
        shown = re.search(r'class="code">([^<]+)<', self.reporter.page)
        assert shown
        self.code = shown[1]

    @property
    def markers(self) -> list[str]:
        """However the code is written; what was asked and answered; whoever asked for a page."""
        bare = self.code.replace("-", "")
        codes = [self.code, self.code.lower(), bare, bare.lower()]
        return [*codes, QUESTION, ANSWER, READER, PROGRAM]

    def posts(self, address: str, **fields: str) -> int:
        body = urlencode(fields).encode()
        self.reporter._sees(Wire(self.service.port).post(address, body, FORM, {}))  # type: ignore[arg-type]
        return self.reporter.answer.status_code

    def left(self) -> set[str]:
        """`file: marker` for whatever is left anywhere."""
        return {each for folder in self.files for each in searched(folder, self.markers)}


@pytest.fixture(params=["sqlite", "postgresql"])
def story(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Story]:
    """On either database; one of PostgreSQL's own."""
    with kept(tmp_path, request.param) as (url, files):
        looped = Looped(tmp_path, url, "questions")
        with Service(looped.house) as service:
            reporter = Pages(looped.installation.infohus().drafts).sent_by(somebody(service.port))
            yield Story(looped, service, reporter, files)
        looped.closes()


def test_no_code_no_question_and_no_answer_is_left_anywhere(story: Story) -> None:
    """While the question is open, and after it was answered; then decoys are found."""
    letters_code = story.looped.code(story.reporter.reference.replace("-", ""))
    own = {"code": letters_code}
    statuses = [
        story.posts("/kvittering", **own, action="act", choice="read"),
        story.posts("/kvittering", **own, action="ask", number="1", question="x" * 3_000),
        story.posts("/kvittering", **own, action="ask", number="1", question=QUESTION),
        story.posts("/svar", code=f"{story.code[:-1]}?"),
        story.posts(f"/svar?code={quote_plus(story.code)}"),
        story.posts("/svar", code=story.code),
    ]
    assert statuses == [200, 400, 200, 400, 400, 200]
    assert QUESTION in story.reporter.page
    assert story.left() == set()
    assert story.posts("/svar", code=story.code, action="reply", number="1") == 200
    story.reporter.posts("reply", text=ANSWER).sends()
    assert "Vi har fået dit svar" in story.reporter.page
    assert story.left() == set()
    assert list(story.service.temporary.iterdir()) == []
    assert_decoys_are_found(story.looped, story.markers, story.left)
