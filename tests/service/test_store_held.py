"""Another program holds the database: pages that need none do not wait, the others are answered."""

import sqlite3
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from intake.serving.server import SENDING, THREADS
from tests.intake.operating.conftest import furnished
from tests.servers import until
from tests.servers.service import Service
from tests.service.pages import Pages
from tests.service.wire import somebody

AT_ONCE = 1.5
"""Seconds; a page takes some milliseconds."""
CLEAR_ANSWER = 5.0
BUSY = 20
"""Times as long as the same took just before: what a busy machine may add."""


def took(work: Callable[[], int]) -> tuple[int, float]:
    """The status, and how long it took."""
    begun = time.monotonic()
    return work(), time.monotonic() - begun


def one(service: Service, pages: Pages) -> int:
    """A page and a letter, while nobody holds anything."""
    page, sent = somebody(service.port).opens(), pages.sent_by(somebody(service.port))
    assert (page.answer.status_code, sent.answer.status_code) == (200, 200)
    return sent.answer.status_code


def test_a_held_write_lock_keeps_nobody_waiting(tmp_path: Path) -> None:
    """Twice as many press Send as there are threads for; the others read and write on."""
    house = furnished(tmp_path)
    pages = Pages.of(house)
    shell = sqlite3.connect(tmp_path / "outbox.sqlite", isolation_level=None)
    with Service(house) as service, ThreadPoolExecutor(2 * THREADS) as pool:
        usual = max(took(lambda: one(service, pages))[1] for _ in range(5))
        writer = somebody(service.port).opens()
        shell.execute("BEGIN IMMEDIATE")

        def sends(_: int) -> tuple[int, float]:
            person = somebody(service.port)
            return took(lambda: pages.sent_by(person).answer.status_code)

        def reads(_: int) -> tuple[int, float]:
            person = somebody(service.port)
            return took(lambda: person.opens().answer.status_code)

        sending = [pool.submit(sends, number) for number in range(2 * SENDING)]
        step = took(lambda: writer.posts("start").answer.status_code)
        read = [reads(number) for number in range(10)]
        sent = [one.result() for one in sending]
        assert until(lambda: reads(0)[0] == 503)
        step_later, sent_later = took(lambda: writer.posts("start").answer.status_code), sends(0)
        shell.execute("ROLLBACK")
        assert until(lambda: reads(0)[0] == 200)
        assert sends(0)[0] == 200
    shell.close()
    assert {status for status, _ in sent} == {503}
    assert max(seconds for _, seconds in sent) < CLEAR_ANSWER + BUSY * usual
    at_once = (step, step_later, sent_later, *read)
    assert max(seconds for _, seconds in at_once) < AT_ONCE + BUSY * usual
    assert (step[0], step_later[0], sent_later[0]) == (200, 503, 503)
