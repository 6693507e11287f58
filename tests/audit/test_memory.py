"""What the memory of a running service holds of a code, a question and an answer, and how long.

Read as root reads it, for the process writes no core itself. Python wipes nothing: what was typed
may stay until the process ends, and no longer (SECURITY.md).
"""

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote_plus

import pytest

from intake import reply_code
from tests.intake.loop.house import Looped
from tests.servers.service import Service
from tests.service.pages import Pages
from tests.service.test_no_reply_code import ANSWER, QUESTION, Story
from tests.service.wire import Wire, somebody

pytestmark = pytest.mark.audit
OTHERS = 40
"""Requests of other people: enough to see that what was typed is not gone with its answer."""
MAPPING = re.compile(r"([0-9a-f]+)-([0-9a-f]+) rw")


@pytest.fixture
def story(tmp_path: Path) -> Iterator[Story]:
    """A service of its own, and a letter in it."""
    looped = Looped(tmp_path, f"sqlite:///{tmp_path / 'outbox.sqlite'}", "questions")
    with Service(looped.house) as service:
        reporter = Pages(looped.installation.infohus().drafts).sent_by(somebody(service.port))
        yield Story(looped, service, reporter, (tmp_path,))
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
    bare = story.code.replace("-", "")
    markers = {"code": story.code, "bare code": bare, "question": QUESTION, "answer": ANSWER}
    return markers | {"draft with the answer": token, "coordinator's code": own["code"][10:]}


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


def test_nothing_is_held_once_the_process_has_ended(story: Story) -> None:
    """It is there at once, and after forty others it is told how much; after a restart none is.

    The search finds all of it in the memory of the test, where it certainly is.
    """
    markers = tells(story)
    pid = story.service.pid
    at_once = held(pid, markers)
    come_and_go(story, OTHERS)
    print(f"at once: {at_once}; after {OTHERS} requests of others: {held(pid, markers)}")
    story.service.stop()
    story.service.start()
    come_and_go(story, OTHERS)
    assert held(story.service.pid, markers) == dict.fromkeys(markers, 0)
    assert sum(at_once.values()) > 0
    assert min(held(os.getpid(), markers).values()) > 0
