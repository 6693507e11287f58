"""What a real service opens to write in while large letters come in and large pages go out."""

import json
import time
from pathlib import Path
from typing import Any

from intake.form.draft import Draft, Drafts
from intake.serving import PAGE_LIMIT
from intake.web.body import LONGEST_BODY
from tests.intake.operating.conftest import House, furnished
from tests.intake.reporter import PERSON, Person
from tests.servers.service import Service
from tests.service.test_no_trace import CONTACT, WORRY
from tests.service.wire import somebody
from tests.stores import rows

LARGE = "Æøå 🙂 " * 20_000
"""Too long for a letter: 300 kB come in, and more goes out in the page that says so."""
COARSE = 300
"""Seconds: times are kept no finer."""
DAY = 86_400


class Witnessed(Service):
    """With a witness inside."""

    program = ("tests.service.witness",)


class Careless(Service):
    """With a witness, and the web server as it comes."""

    program = ("tests.service.witness", "careless")


def largest(drafts: Drafts) -> bytes:
    """The body whose page is the largest: signs that are escaped, in it and in its draft."""
    there = {"where": "'" * (LONGEST_BODY - 1_000)}
    head = f"draft={drafts.sign(Draft.new(1_700_000_000, there))}&step=worry&text="
    return head.encode().ljust(LONGEST_BODY, b"'")


def writes(service: Service) -> Person:
    """A large text that is refused, and a letter that is sent."""
    installation = service.house.load()
    person = somebody(service.port)
    person.posts_raw(largest(installation.infohus().drafts))
    assert person.answer.status_code == 400
    assert 9 * LONGEST_BODY < len(person.answer.data) < PAGE_LIMIT
    person = somebody(service.port).opens().posts("start").posts("way", track="named")
    person.posts("worry", **WORRY | {"text": LARGE})
    assert person.answer.status_code == 400
    assert LARGE in person.page
    person.posts("worry", **WORRY).posts("person", **PERSON).posts("contact", **CONTACT)
    assert person.sends().reference
    return person


def witnessed(kind: type[Service], house: House) -> dict[str, Any]:
    """What the witness tells."""
    with kind(house) as service:
        writes(service)
    output = house.folder / f"output{service.port}"
    return json.loads(output.read_text().splitlines()[-1])  # type: ignore[no-any-return]


def test_no_file_is_opened_for_a_body_or_a_page_and_nobody_may_look_inside(tmp_path: Path) -> None:
    """Neither with a name nor without one; the process is not dumpable while it serves."""
    told = witnessed(Witnessed, furnished(tmp_path))
    ballast = str(tmp_path / "outbox.sqlite.")
    assert [name for name in told["written"] if not name.startswith(ballast)] == []
    assert told["dumpable"] == 0


def test_the_witness_sees_the_temporary_files_of_a_careless_server(tmp_path: Path) -> None:
    """A decoy: with its usual marks the web server writes bodies and pages down."""
    told = witnessed(Careless, furnished(tmp_path))
    assert [name for name in told["written"] if str(tmp_path / "temporary") in name]


def test_no_time_is_kept_finer_than_five_minutes(tmp_path: Path) -> None:
    """Every number in the database that lies within a day of the moment of sending."""
    house = furnished(tmp_path)
    with Service(house) as service:
        begun = int(time.time())
        writes(service)
        ended = int(time.time())
        assert house.load().outbox.lease(ended, 1)
        near = times(tmp_path / "outbox.sqlite", begun - DAY, ended + DAY)
    assert near, "no time at all: nothing was shown"
    assert [moment for moment in near if moment % COARSE] == []


def times(database: Path, first: int, last: int) -> list[int]:
    """Numbers in any row, also as text, that are seconds between these two."""
    cells = (value for row in rows(database) for value in row)
    found = [int(cell) for cell in cells if isinstance(cell, (int, bytes)) and is_number(cell)]
    return [number for number in found if first <= number <= last]


def is_number(cell: int | bytes) -> bool:
    return isinstance(cell, int) or cell.isdigit()
