"""A core of the running service holds no code, question or answer once the next was served.

Read as root reads it, for the process writes no core itself. What is given back is overwritten, as
the form's unit tells Python and the C library; without that most of it still stands there.
"""

import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote_plus

import pytest

from bench.serving import told_about_memory
from tests.intake.loop.house import Looped
from tests.servers import until
from tests.servers.service import Service
from tests.service.pages import Pages
from tests.service.test_no_reply_code import ANSWER, QUESTION, Story
from tests.service.wire import Wire, somebody

pytestmark = pytest.mark.audit
LETTER = "Naboens dreng taler om at rejse ud. " * 20
"""Longer than Python's own blocks of 512 bytes; question, answer and codes are shorter."""
MAPPING = re.compile(r"([0-9a-f]+)-([0-9a-f]+) rw")


@contextmanager
def begun(folder: Path, *, is_told: bool) -> Iterator[Story]:
    """A service of its own, begun as by its unit or by hand, and a letter in it."""
    looped = Looped(folder, f"sqlite:///{folder / 'outbox.sqlite'}", "questions")
    service = Service(looped.house)
    if not is_told:
        for name in told_about_memory():
            del service.environ[name]
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
    bare = story.code.replace("-", "")
    markers = {"code": story.code, "bare code": bare, "question": QUESTION, "answer": ANSWER}
    letter = {"draft with the answer": token, "letter": LETTER}
    return markers | letter | {"coordinator's code": own["code"][10:]}


@pytest.mark.parametrize("is_told", [True, False], ids=["told", "not told"])
def test_nothing_is_held_once_the_next_was_served(tmp_path: Path, *, is_told: bool) -> None:
    """Not told, the search finds some; in the memory of the test, where all is, it finds all."""
    with begun(tmp_path, is_told=is_told) as story:
        markers = tells(story)
        nothing, pid = dict.fromkeys(markers, 0), story.service.pid
        assert Wire(story.service.port, "127.0.0.2").get("/skriv").status_code == 200
        until(lambda: not is_told or held(pid, markers) == nothing)
        assert (held(pid, markers) == nothing) is is_told, held(pid, markers)
    assert min(held(os.getpid(), markers).values()) > 0
