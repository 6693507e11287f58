"""Every answer of `/kvittering` from a real service, and then every byte that it left behind.

The code must be nowhere, nor who acted, nor what was pasted beside it: not in the database with its
journal, nor the log, nor temporary files. What running memory holds is told in SECURITY.md.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote_plus, urlencode

import pytest

from intake.reference import shown
from tests.intake.loop.house import Looped
from tests.servers.service import PROGRAM, READER, Service
from tests.service.pages import Pages
from tests.service.remains import assert_decoys_are_found, kept, searched
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


@pytest.fixture(params=["sqlite", "postgresql"])
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Desk]:
    """On either database; one of PostgreSQL's own."""
    with kept(tmp_path, request.param) as (url, files):
        looped = Looped(tmp_path, url)
        people = tmp_path / "recipients" / PEOPLE
        people.write_text(people.read_text("utf-8").replace('"Kim"', f'"{NAME}"'), "utf-8")
        with Service(looped.house) as service:
            sent = Pages(looped.installation.infohus().drafts).sent_by(somebody(service.port))
            yield Desk(looped, service, sent.reference.replace("-", ""), files)
        looped.closes()


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
    assert_decoys_are_found(desk.looped, desk.markers, desk.left)
