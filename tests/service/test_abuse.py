"""A real service under a flood, a school, a forger and two who press Send at once."""

import sqlite3
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest

from intake.accepting.limits import Budget
from intake.form.draft import Draft
from intake.outbox import Outbox
from tests.intake.operating.conftest import House, furnished
from tests.intake.reporter import PERSON, TEXT, WORRY, Person
from tests.servers.service import Service
from tests.service.pages import Pages
from tests.service.wire import somebody

PROXY = "127.0.0.1"
FLOOD = 1_300
ADDRESSES = 20
PURSES = Budget.unmarked + ADDRESSES * Budget.few
RACES = 20
LONGEST_LETTER = 340_000
"""Bytes of 2,000 signs of four bytes, quoted and sealed, with the files."""


@pytest.fixture
def house(tmp_path: Path) -> House:
    """An installation of its own."""
    return furnished(tmp_path)


def letters(house: House) -> int:
    """How many lie in the outbox."""
    with sqlite3.connect(house.folder / "outbox.sqlite") as database:
        return int(database.execute("SELECT count(*) FROM letter").fetchone()[0])


def came_back(an_hour: int, begun: float) -> int:
    """The most letters that time has put back since then."""
    return int((time.monotonic() - begun) * an_hour / 3_600) + 1


def is_empty(pages: Pages, reader: Callable[[], Person]) -> bool:
    """A letter or two may have come back while we asked; a bucket of its own holds hundreds."""
    return 429 in (pages.sent_by(reader()).answer.status_code for _ in range(4))


def empties_a_bucket(pages: Pages, person: Person) -> None:
    """A school of 300 gets through, and a good while later the bucket is empty."""
    got_through, begun = 0, time.monotonic()
    while pages.sent_by(person).answer.status_code == 200:
        got_through += 1
        most = Budget.per_address + came_back(Budget.per_address, begun)
        assert got_through <= most, "never empty"
    assert got_through >= 300
    assert person.answer.status_code == 429
    assert TEXT in person.page
    assert 'href="tel:112"' in person.page


def test_behind_the_proxy_each_reader_has_a_bucket_and_a_forged_one_is_none(house: House) -> None:
    """The proxy writes the last address; what stands before it was said by the reader."""
    pages = Pages.of(house)
    with Service(house, TRUSTED_PROXY=PROXY) as service:

        def reader(forwarded: str) -> Person:
            return somebody(service.port, source=PROXY, X_Forwarded_For=forwarded)

        empties_a_bucket(pages, reader("203.0.113.1"))
        for forwarded in ("203.0.113.9, 203.0.113.1", "203.0.113.1"):
            assert is_empty(pages, partial(reader, forwarded))
        assert not is_empty(pages, partial(reader, "203.0.113.2"))


def test_without_a_proxy_a_forged_address_changes_nothing(house: House) -> None:
    """Also for somebody who knows which address a proxy would have."""
    pages = Pages.of(house)
    with Service(house, TRUSTED_PROXY="127.0.0.9") as service:
        empties_a_bucket(pages, somebody(service.port))
        forged = {"X_Forwarded_For": "203.0.113.2", "X_Real_IP": "203.0.113.2"}
        assert is_empty(pages, partial(somebody, service.port, **forged))
        assert not is_empty(pages, partial(somebody, service.port, source="127.0.0.78"))


def test_a_flood_fills_neither_the_disk_nor_the_mailboxes(house: House) -> None:
    """As fast as it goes, from many addresses: no more than the purses hold, each long."""
    pages, text = Pages.of(house), "🙂" * 2_000
    with Service(house) as service:
        begun = time.monotonic()

        def pours(number: int) -> int:
            person = somebody(service.port, source=f"127.0.1.{number % ADDRESSES + 1}")
            statuses = (pages.sent_by(person, text).answer.status_code for _ in range(10))
            return next((status for status in statuses if status != 503), 503)

        with ThreadPoolExecutor(4) as pool:
            answers = Counter(pool.map(pours, range(FLOOD)))
        most = PURSES + came_back(Budget.unmarked, begun)
        assert somebody(service.port).opens().answer.status_code == 200
    assert set(answers) == {200, 429}
    assert answers[200] == letters(house) <= most
    used = (house.folder / "outbox.sqlite").stat().st_size
    assert used < LONGEST_LETTER * most


def test_two_processes_at_the_same_moment_make_one_letter(house: House) -> None:
    """The same check page, sent to both: one receipt, one letter, every time."""
    pages = Pages.of(house)
    with Service(house) as one, Service(house) as other, ThreadPoolExecutor(2) as pool:
        for race in range(RACES):
            token = pages.drafts.sign(
                Draft.new(int(time.time()) - 600, {"track": "anonymous"} | WORRY | PERSON)
            )

            def sends(service: Service, token: str = token) -> str:
                person = somebody(service.port)
                person.draft = token
                return person.sends().reference

            assert len({*pool.map(sends, (one, other)), ""}) == 2
            assert letters(house) == race + 1


def test_sent_again_after_a_restart_and_after_the_letter_has_gone(house: House) -> None:
    """The same receipt, and no second letter, as long as the tombstone stands."""
    pages = Pages.of(house)
    with Service(house) as service:
        person = pages.sent_by(somebody(service.port))
        token, reference = person.draft, person.reference
    assert reference
    forget(house)
    with Service(house) as service:
        again = somebody(service.port)
        again.draft = token
        assert again.sends().reference == reference
    assert letters(house) == 1
    assert house.load().outbox.count(int(time.time())).waiting == 0


def forget(house: House) -> None:
    """Everything is accepted, and the letter itself is purged."""
    outbox: Outbox = house.load().outbox
    now = int(time.time()) + 7_200
    for lease in outbox.lease(now, 9):
        assert outbox.accepted(lease, now)
    outbox.purge(now + 86_400, 0, 60)
    outbox.close()
