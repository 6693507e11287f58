"""Every page and every refusal of a real service, and then every byte that it left behind."""

import http.client
import re
import resource
import socket
import sqlite3
import termios
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote_plus

import pytest

from intake.form.draft import Draft
from intake.web.body import LONGEST_BODY
from tests import traces
from tests.intake.operating.conftest import House, furnished
from tests.intake.reporter import PERSON, Person
from tests.servers import until
from tests.servers.service import PROGRAM, READER, Service
from tests.service.wire import Wire, somebody

TEXT = "Hemmeligheden om naboens dreng 🙂 æøå"
NAME, PHONE, PLACE = "Vibeke Tvedestrup", "23 45 67 89", "Skolegården i Andeby"
WORRY = {"text": TEXT, "where": PLACE, "urgency": "not_urgent"}
CONTACT = {"reporter_name": NAME, "reporter_phone": PHONE}
MARKERS = [TEXT, "Hemmeligheden om", NAME, PHONE, "Skolegården", READER, PROGRAM, "198.51.100.7"]
SOMEWHERE = {"X_Forwarded_For": "198.51.100.7", "Referer": "https://198.51.100.7/"}


def written(service: Service, address: str = "/skriv") -> Person:
    """Somebody who has come to the step about the person."""
    person = somebody(service.port, address, **SOMEWHERE).opens().posts("start")
    return person.posts("way", track="named").posts("worry", **WORRY)


def finished(service: Service, address: str = "/skriv") -> Person:
    """Somebody at the check page."""
    return written(service, address).posts("person", **PERSON).posts("contact", **CONTACT)


def answered(person: Person, status: int) -> None:
    """The right status, and what was typed is there."""
    assert person.answer.status_code == status
    assert TEXT in person.page


def pages(service: Service) -> None:
    """All that can be asked for when all is well: two letters, a double click, an addition."""
    for address in ("/skriv", "/en/write"):
        person = finished(service, address)
        token = person.draft
        first = person.sends().reference
        person.draft = token
        assert first
        assert person.sends().reference == first
        person.draft = token
        assert TEXT + "!" in person.posts("worry", "send", **WORRY | {"text": TEXT + "!"}).page
        assert person.sends().reference not in {"", first}
    wire = Wire(service.port)
    for path in ("/nothing", "/form/none.css", f"/skriv?text={quote_plus(TEXT)}"):
        wire.ask("GET", path)
    for method in ("HEAD", "PUT", "OPTIONS", "TRACE"):
        wire.ask(method, "/skriv", TEXT.encode())


def refusals(service: Service) -> None:
    """Everything that one request can be refused for."""
    answered(written(service).posts("person", text=TEXT), 400)
    answered(finished(service).posts("worry", text=TEXT * 3000), 400)
    person = finished(service)
    body = f"draft={person.draft}&step=worry&text={quote_plus(TEXT)}".encode()
    answered(person.posts_raw(body + b"%ff"), 400)
    answered(person.posts_raw(body, content_type="text/plain"), 415)
    answered(person.posts_raw(body, Sec_Fetch_Site="cross-site"), 403)
    answered(person.posts_raw(body + b"&strange=" + quote_plus(NAME).encode()), 400)
    assert person.posts_raw(body + b"a" * LONGEST_BODY).answer.status_code == 413
    person.draft = person.draft[:-6] + "AAAAAA"
    answered(person.posts("worry", **WORRY), 400)
    person.draft = old_draft(service.house)
    answered(person.posts("worry", **WORRY), 400)


def old_draft(house: House) -> str:
    """A draft of last year, under the service's own key."""
    installation = house.load()
    drafts = installation.infohus().drafts
    return drafts.sign(Draft.new(1_700_000_000, {"text": TEXT}))


def unreadable(service: Service) -> None:
    """What the server below us refuses itself, or never gets the end of."""
    head = f"POST /skriv HTTP/1.1\r\nUser-Agent: {PROGRAM}\r\n"
    for raw in (
        f"{head}broken {TEXT}\r\n\r\n",
        f"{TEXT}\r\n\r\n",
        f"{head}Content-Length: 99999\r\n\r\ntext={TEXT}",
        f"GET /skriv HTTP/1.1\r\nHost: {READER}\r\nX: {'a' * 20_000}\r\n\r\n",
    ):
        with socket.create_connection(("127.0.0.1", service.port), 5, (READER, 0)) as line:
            line.sendall(raw.encode())
            with suppress(OSError):  # it hung up
                line.shutdown(socket.SHUT_WR)
                while line.recv(65_536):
                    pass


def store_away(service: Service) -> None:
    """Somebody else holds the database: nothing is received."""
    person = finished(service)
    other = sqlite3.connect(service.house.folder / "outbox.sqlite", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    answered(person.sends(), 503)
    other.execute("ROLLBACK")
    other.close()
    assert until(lambda: bool(finished(service).sends().reference))


def too_many(service: Service) -> None:
    """Letters written faster than anybody can, until the budget of such is gone."""
    person = finished(service)
    for number in range(60):
        person = finished(service).sends()
        if person.answer.status_code == 429:
            answered(person, 429)
            return
        assert person.reference, number
    raise AssertionError("never too many")


def operator(service: Service) -> bytes:
    """What the operator's own socket tells."""
    line = http.client.HTTPConnection("127.0.0.1", service.ops_port, 20)
    said = b""
    for path in ("/metrics", "/health", "/ready"):
        line.request("GET", path)
        said += line.getresponse().read()
    line.close()
    return said


def without_readers(house: House) -> None:
    """Nobody whose certificate can be used."""
    house.has_recipients(1)


def decided_no(house: House) -> None:
    """The municipality has closed the form."""
    path = house.folder / "municipality.toml"
    text = path.read_text(encoding="utf-8")
    changed = re.sub(r'(?m)^(dpia_date = .*answered = )"[^"]+"', r'\1""', text)
    assert changed != text
    path.write_text(changed, encoding="utf-8")


def test_nothing_tells_what_was_written_by_whom_or_from_where(tmp_path: Path) -> None:
    """Database, journal, output and temporary files, while it runs and after; and the metrics."""
    house = furnished(tmp_path)
    with Service(house) as service:
        for act in (pages, refusals, unreadable, store_away, too_many):
            act(service)
        said = operator(service)
        assert b"waiting" in said
        assert traces.in_bytes(said, MARKERS) == set()
        assert traces.in_folder(tmp_path, MARKERS) == []
    assert traces.in_folder(tmp_path, MARKERS) == []
    assert list(service.temporary.iterdir()) == []
    output = tmp_path / f"output{service.port}"
    assert len(output.read_bytes().splitlines()) < 10, output.read_text()


@pytest.mark.parametrize("close", [without_readers, decided_no])
def test_a_closed_form_keeps_the_text_and_no_trace(
    tmp_path: Path, close: Callable[[House], None]
) -> None:
    """Somebody was writing when it closed."""
    house = furnished(tmp_path)
    with Service(house) as service:
        person = finished(service)
    close(house)
    with Service(house) as service:
        there = somebody(service.port)
        there.draft = person.draft
        answered(there.sends(), 503)
        assert 'href="tel:112"' in there.page
    assert traces.in_folder(tmp_path, MARKERS) == []


def test_the_search_would_find_each_of_them(tmp_path: Path) -> None:
    """A decoy in the output, in the database and in a temporary file."""
    house = furnished(tmp_path)
    said = f"{TEXT} {NAME} {PHONE} {PLACE} {READER} {PROGRAM} 198.51.100.7"
    (tmp_path / "output").write_text(quote_plus(said))
    with sqlite3.connect(house.folder / "outbox.sqlite") as database:
        database.execute("CREATE TABLE decoy (body BLOB)")
        database.execute("INSERT INTO decoy VALUES (?)", (said.encode("utf-16-le") * 99,))
    found = traces.in_folder(tmp_path, MARKERS)
    for name in ("output", "outbox.sqlite"):
        assert {one for one in found if one.startswith(f"{name}: ")} == {
            f"{name}: {marker}" for marker in MARKERS
        }


def test_no_body_and_no_page_becomes_a_file(tmp_path: Path) -> None:
    """Looked at in the middle: a large letter half sent, and a large page half fetched."""
    house = furnished(tmp_path)
    with Service(house) as service:
        written(service)
        usual = service.open_files()
        head = b"POST /skriv HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1500000\r\n"
        head += b"Content-Type: application/x-www-form-urlencoded\r\n\r\nstep=worry&text="
        with socket.create_connection(("127.0.0.1", service.port), 20, (READER, 0)) as line:
            line.sendall(head + b"a" * 1_400_000)
            assert until(lambda: queue(line) == 0)
            assert service.open_files() == usual
            line.sendall(b"a" * (1_500_000 - 1_400_000 - len(b"step=worry&text=")))
            assert line.recv(1000).startswith(b"HTTP/1.1 400")
            assert service.open_files() == usual
    assert list(service.temporary.iterdir()) == []


def queue(line: socket.socket) -> int:
    """Bytes on the way that the other side has not taken."""
    import array
    import fcntl

    left = array.array("i", [0])
    fcntl.ioctl(line, termios.TIOCOUTQ, left)
    return left[0]


def test_a_core_dump_is_forbidden_by_the_process_itself(tmp_path: Path) -> None:
    """Also where whoever started it allows one."""
    usual = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (usual[1], usual[1]))
    try:
        with Service(furnished(tmp_path)) as service:
            limits = Path(f"/proc/{service.pid}/limits").read_text()
    finally:
        resource.setrlimit(resource.RLIMIT_CORE, usual)
    assert re.search(r"(?m)^Max core file size +0 +0 ", limits)
    assert usual[1] != 0, "this machine allows no core dump at all: nothing was shown"
