"""What a form takes for a moment it gives back: a reporter's key needs 19 MiB, several at once."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bench.eleven import private_megabytes
from intake import reply_code
from tests.intake.loop.house import Looped
from tests.servers.service import Service
from tests.service.pages import Pages
from tests.service.test_many_codes import ELSEWHERE, posts
from tests.service.wire import Wire, somebody

LINES, CODES = 4, 12
MOST_KEPT = 10.0
"""Megabytes more after letters and codes than after the first page: less than one key took."""


def test_a_form_keeps_nothing_of_what_keys_took(tmp_path: Path) -> None:
    """Without what is said to the C library a form grows by 20 to 140 MB."""
    looped = Looped(tmp_path, f"sqlite:///{tmp_path / 'outbox.sqlite'}", "status")
    service = Service(looped.house)
    with service:
        pages = Pages(looped.installation.infohus().drafts)
        assert Wire(service.port, ELSEWHERE).get("/skriv").status_code == 200
        first = private_megabytes(service.pid)
        assert pages.sent_by(somebody(service.port)).reference
        with ThreadPoolExecutor(LINES) as typing:
            list(typing.map(lambda number: guesses(service.port, number), range(CODES)))
        assert pages.sent_by(somebody(service.port), "Og en til").reference
        assert private_megabytes(service.pid) - first < MOST_KEPT
    looped.closes()


def guesses(port: int, number: int) -> None:
    """A code, well made, that nobody has."""
    code = reply_code.of(hashlib.sha512(b"%d" % number).digest())
    assert posts(port, ELSEWHERE, code)[0] == 400
