"""Every answer of `/kvittering` from a real service, and then every byte that it left behind.

The code must be nowhere, nor who acted, nor what was pasted beside it: not in the database with its
journal, nor the log, nor temporary files. What running memory holds is told in SECURITY.md.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote_plus, urlencode

import psycopg
import pytest

from intake.reference import shown
from tests import traces
from tests.intake.loop.house import Looped
from tests.servers.postgres import Postgres
from tests.servers.service import PROGRAM, READER, Service
from tests.service.pages import Pages
from tests.service.wire import FORM, Answer, Wire, somebody

NAME, PASTED = "Kimberly Tvedestrup", "Hemmelig sætning"
"""Who acts, and what was copied along with the code."""
PEOPLE = "recipients.toml"
"""The operator's own list, where the name must stand."""


@dataclass
class Desk:
    """A running service, a letter in it, and its code."""

    looped: Looped
    service: Service
    reference: str
    files: tuple[Path, ...]
    """Folders in which something could be left."""

    @property
    def code(self) -> str:
        return self.looped.code(self.reference)

    @property
    def markers(self) -> list[str]:
        """The signs that only we can make, however they are written; the others."""
        own = self.code[len(shown(self.reference)) + 1 :]
        bare = own.replace("-", "")
        return [own, own.lower(), bare, bare.lower(), NAME, PASTED, READER, PROGRAM]

    def posts(self, **fields: str) -> Answer:
        return self.sends(urlencode(fields).encode())

    def sends(self, body: bytes, content_type: str = FORM, **headers: str) -> Answer:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return Wire(self.service.port).post("/kvittering", body, content_type, named)

    def left(self) -> set[str]:
        """`file: marker` for whatever is found, but for the operator's own list."""
        found = [each for folder in self.files for each in searched(folder, self.markers)]
        return {each for each in found if not each.startswith(f"{PEOPLE}: ")}


def searched(folder: Path, markers: list[str]) -> list[str]:
    """Every layer is taken off; a database server's files are large, and hold rows as they are."""
    if not (folder / "PG_VERSION").exists():
        return traces.in_folder(folder, markers)
    wanted = {marker: traces.needles(marker)[0] for marker in markers}
    found = []
    for path in (path for path in folder.rglob("*") if path.is_file()):
        blob = path.read_bytes()
        for marker, plain in wanted.items():
            if any(needle in blob for needle in plain):
                found.append(f"{path.name}: {marker}")
    return found


@pytest.fixture(params=["sqlite", "postgresql"])
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Desk]:
    """On either database; one of PostgreSQL's own."""
    files: tuple[Path, ...] = (tmp_path,)
    url = f"sqlite:///{tmp_path / 'outbox.sqlite'}"
    server = Postgres(fsync=True) if request.param == "postgresql" else None
    if server:
        server.start()
        url, files = server.database(), (tmp_path, server.files)
    looped = Looped(tmp_path, url)
    people = tmp_path / "recipients" / PEOPLE
    people.write_text(people.read_text("utf-8").replace('"Kim"', f'"{NAME}"'), "utf-8")
    with Service(looped.house) as service:
        sent = Pages(looped.installation.infohus().drafts).sent_by(somebody(service.port))
        yield Desk(looped, service, sent.reference.replace("-", ""), files)
    looped.closes()
    if server:
        server.remove()


def every_answer(desk: Desk) -> list[int]:
    """Each kind that the page has."""
    code, wire = desk.code, Wire(desk.service.port)
    act = {"code": code, "action": "act"}
    answers = [
        wire.get("/kvittering"),
        wire.get(f"/kvittering?code={quote_plus(code)}"),
        desk.posts(code=f"{PASTED} {code[:-1]}", action="show"),
        desk.posts(code=f"{PASTED}\n> {code.lower()}", action="show"),
        desk.posts(**act),
        desk.posts(**act, choice=f"take:{PASTED}"),
        desk.sends(urlencode(act).encode() + b"&x=%ff"),
        desk.sends(code.encode(), "text/plain"),
        desk.sends(urlencode(act).encode(), Sec_Fetch_Site="cross-site"),
        desk.sends(urlencode(act).encode().ljust(3_000_000, b"a")),
        desk.posts(**act, choice=f"take:{NAME}"),
        desk.posts(**act, choice="finished"),
    ]
    return [answer.status_code for answer in answers]


def test_no_code_and_no_name_is_left_anywhere(desk: Desk) -> None:
    """While the service runs; then decoys in database, output and a temporary file are found."""
    statuses = [200, 200, 400, 200, 400, 400, 400, 415, 403, 413, 200, 200]
    assert every_answer(desk) == statuses
    assert desk.left() == set()
    assert list(desk.service.temporary.iterdir()) == []
    said = " ".join(desk.markers)
    for name in ("output-decoy", "temporary/decoy"):
        (desk.looped.folder / name).write_text(quote_plus(said), "utf-8")
    insert(desk.looped.url, said)
    left = desk.left()
    assert {each.partition(": ")[2] for each in left if "decoy" not in each} == set(desk.markers)
    for name in ("output-decoy", "decoy"):
        assert {f"{name}: {marker}" for marker in desk.markers} <= left


def insert(url: str, said: str) -> None:
    """A row of a table that is not ours."""
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as database, database:
            database.execute("CREATE TABLE other (said TEXT)")
            database.execute("INSERT INTO other VALUES (?)", (said,))
        return
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        connection.execute("CREATE TABLE other (said TEXT)")
        connection.execute("INSERT INTO other VALUES (%s)", (said,))
