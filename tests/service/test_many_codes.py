"""One person types codes without end: all others are served, also behind the same address."""

import hashlib
import re
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest

from intake import reply_code
from tests.intake.loop.house import Looped
from tests.servers import until
from tests.servers.service import READER, Service
from tests.service.pages import Pages
from tests.service.wire import FORM, Wire, somebody

ELSEWHERE = "127.0.0.99"
LINES, LONGEST_SECONDS = 12, 60
"""Open at once; and what nobody waits for an answer, on however busy a machine."""


class Flood:
    """Invented codes, well made, over several lines of one address, until told to stop."""

    def __init__(self, port: int) -> None:
        self._port, self._stop = port, threading.Event()
        self.statuses: list[int] = []
        self._threads = [threading.Thread(target=self._type, args=(at,)) for at in range(LINES)]

    def __enter__(self) -> "Flood":
        for thread in self._threads:
            thread.start()
        assert until(lambda: len(self.statuses) >= LINES)
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _type(self, line: int) -> None:
        number = 0
        while not self._stop.is_set():
            number += 1
            code = reply_code.of(hashlib.sha512(b"%d %d" % (line, number)).digest())
            self.statuses.append(posts(self._port, READER, code)[0])


def posts(port: int, source: str, code: str) -> tuple[int, str]:
    body = urlencode({"code": code}).encode()
    answer = Wire(port, source).post("/svar", body, FORM, {})
    return answer.status_code, answer.get_data(as_text=True)


@pytest.fixture
def looped(tmp_path: Path) -> Iterator[Looped]:
    """Reporters are given codes, on SQLite."""
    made = Looped(tmp_path, f"sqlite:///{tmp_path / 'outbox.sqlite'}", "status")
    yield made
    made.closes()


def test_everybody_else_is_served(looped: Looped) -> None:
    """A code, a page and a letter, from elsewhere and from behind the same address."""
    with Service(looped.house) as service:
        pages = Pages(looped.installation.infohus().drafts)
        page = pages.sent_by(somebody(service.port)).page
        shown = re.search(r'class="code">([^<]+)<', page)
        assert shown
        waited = []
        with Flood(service.port) as flood:
            for source in (ELSEWHERE, READER):
                began = time.monotonic()
                assert posts(service.port, source, shown[1])[0] == 200
                assert Wire(service.port, source).get("/skriv").status_code == 200
                person = somebody(service.port, source=source)
                assert pages.sent_by(person, f"Fra {source}").reference
                waited.append(time.monotonic() - began)
    assert max(waited) < LONGEST_SECONDS
    assert set(flood.statuses) <= {400, 429}
    assert len(flood.statuses) >= LINES
