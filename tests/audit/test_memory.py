"""A core of the running service holds no letter, question or answer once a few others were served.

Read as root reads it, for the process writes no core itself. What is given back is overwritten, as
the form's unit tells the C library; without that most of it still stands there. Not so Python's own
blocks of 512 bytes and below: what is as short as a code may stay (SECURITY.md).
"""

import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote_plus

import pytest

from bench.serving import told_to_the_c_library
from intake import reply_code
from tests.intake.loop.house import Looped
from tests.servers import until
from tests.servers.service import Service
from tests.service.pages import Pages
from tests.service.test_no_reply_code import Story
from tests.service.wire import Wire, somebody

pytestmark = pytest.mark.audit
MORE = "Det går vi ud fra, for det har flere sagt, også på skolen. " * 10
"""Longer than Python's smallest blocks."""
LETTER, QUESTION, ANSWER = (
    f"{MORE}{said}"
    for said in ("Naboens dreng vil rejse ud", "Hvilken skole går han på", "Havneskolen i Andeby")
)
OTHERS = 20
"""Requests of other people."""
MAPPING = re.compile(r"([0-9a-f]+)-([0-9a-f]+) rw")


@contextmanager
def begun(folder: Path, told: dict[str, str]) -> Iterator[Story]:
    """A service of its own, its C library told so, and a letter in it."""
    looped = Looped(folder, f"sqlite:///{folder / 'outbox.sqlite'}", "questions")
    service = Service(looped.house)
    service.environ |= told
    with service:
        pages = Pages(looped.installation.infohus().drafts)
        reporter = pages.sent_by(somebody(service.port), LETTER)
        yield Story(looped, service, reporter, (folder,))
    looped.closes()


def core(pid: int) -> Iterator[bytes]:
    """Everything that the process can write to, as root reads it."""
    for begin, end in MAPPING.findall(Path(f"/proc/{pid}/maps").read_text("ascii")):
        with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
            memory.seek(int(begin, 16))
            yield memory.read(int(end, 16) - int(begin, 16))


def dresses(words: str) -> set[bytes]:
    """As Python keeps a string of any width, and as it comes and goes over the line."""
    narrow = words.encode("latin-1")
    escaped = json.dumps(words)[1:-1].encode()
    wide = [words.encode(form) for form in ("utf-8", "utf-16-le", "utf-32-le")]
    return {narrow, escaped, quote_plus(words).encode(), *wide}


def held(pid: int, markers: dict[str, str]) -> dict[str, int]:
    """How often each of them stands in the core."""
    counts = dict.fromkeys(markers, 0)
    for mapped in core(pid):
        for name, words in markers.items():
            counts[name] += sum(mapped.count(dress) for dress in dresses(words))
    return counts


def tells(story: Story) -> dict[str, str]:
    """The whole story: what was typed and shown in it, by name."""
    reporter, reference = story.reporter, story.reporter.reference.replace("-", "")
    own = {"code": story.looped.code(reference)}
    story.posts("/kvittering", **own, action="act", choice="read")
    story.posts("/kvittering", **own, action="ask", number="1", question=QUESTION)
    story.posts("/svar", code=story.code)
    assert QUESTION in reporter.page
    assert story.posts("/svar", code=story.code, action="reply", number="1") == 200
    reporter.posts("reply", text=ANSWER)
    token = reporter.draft
    reporter.sends()
    assert "Vi har fået dit svar" in reporter.page
    typed = {"question": QUESTION, "answer": ANSWER, "letter": LETTER}
    return typed | {"draft with the answer": token}


def come_and_go(story: Story, number: int) -> None:
    """So many requests of other people, each kind in turn."""
    port, pages = story.service.port, Pages(story.looped.installation.infohus().drafts)
    for at in range(number):
        source = f"127.0.1.{at % 250 + 1}"
        match at % 5:
            case 0:
                assert Wire(port, source).get("/skriv").status_code == 200
            case 1:
                somebody(port, source=source).opens().posts("start")
            case 2:
                signs = reply_code.of(b"%064d" % at)
                body = f"code={signs}".encode()
                form = "application/x-www-form-urlencoded"
                assert Wire(port, source).post("/svar", body, form, {}).status_code == 400
            case 3:
                assert Wire(port, source).get("/kvittering").status_code == 200
            case 4:
                person = somebody(port, source=source)
                assert pages.sent_by(person, f"En anden bekymring {at}").reference


@pytest.mark.parametrize("told", [told_to_the_c_library(), {}], ids=["told", "not told"])
def test_nothing_is_held_once_a_few_others_were_served(
    tmp_path: Path, told: dict[str, str]
) -> None:
    """Not told, the search finds some; in the memory of the test, where all is, it finds all."""
    with begun(tmp_path, told) as story:
        markers = tells(story)
        nothing, pid = dict.fromkeys(markers, 0), story.service.pid
        come_and_go(story, OTHERS)
        until(lambda: not told or held(pid, markers) == nothing)
        assert (held(pid, markers) == nothing) is bool(told), held(pid, markers)
    assert min(held(os.getpid(), markers).values()) > 0
