"""The recipes of the handbook work as they stand there."""

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from intake.alarm import Spool, Word
from intake.installation import Installation, system_clock
from intake.outbox.schema import NUMBER
from intake.sending.transfer import for_the_line
from intake.settings import KNOWN, PREFIX, Settings
from intake.web.infohus import Infohus
from tests.certificates import certificate, pem, rsa_key
from tests.deploy import recipes
from tests.deploy.recipes import PAGE, Machine, blocks
from tests.intake.outbox.history import made_by_1_0_0, rows, schema
from tests.intake.reporter import WORRY, Clock, Person
from tests.intake.sealed import letter, put
from tests.machine import pages
from tests.openssl import open_letter
from tests.places import ROOT
from tests.servers.mail import MailServer
from tests.servers.postgres import Postgres
from tests.servers.tls import authority

FILLED_IN = {
    "ALARM_COMMAND": "/bin/true",
    "SMTP_HOST": "localhost",
    "SENDER_READ": "2026-11-02",
}
"""What the handbook asks the operator to write, beside the mail server's port and authority."""

OPENED: list[Installation] = []
"""By the test that runs now; closed after it."""


@pytest.fixture(scope="module")
def mail() -> Iterator[MailServer]:
    """The municipality's mail server."""
    with MailServer() as server:
        yield server


@pytest.fixture
def machine(tmp_path: Path, mail: MailServer) -> Iterator[Machine]:
    """A machine on which the first part of the handbook was done."""
    made = Machine(tmp_path)
    install, init, _ = blocks("test_installing")
    made.does(install)
    more = {"SMTP_PORT": str(mail.port), "SMTP_CA_FILE": str(authority().ca_file)}
    made.fills_in(FILLED_IN | more)
    made.has_recipients(1, 2)
    made.does(init)
    spool = Spool(made.folder / "var/lib/infohus/alarm")
    spool(Word.TEST)
    spool.heard(Word.TEST)  # somebody heard a test, which needs systemd
    yield made
    while OPENED:
        OPENED.pop().outbox.close()


def load(machine: Machine) -> Installation:
    """The installation as a unit would start it."""
    OPENED.append(Installation.load(Settings.from_env(machine.environ, form=True, mail=True)))
    return OPENED[-1]


def house(machine: Machine) -> Infohus:
    """What the form's views would read, with a clock that can be moved."""
    infohus = load(machine).infohus()
    return replace(infohus, clerk=replace(infohus.clerk, clock=Clock(system_clock())))


def own(machine: Machine) -> bytes:
    """The certificate of the first mailbox."""
    return (machine.folder / "etc/infohus/recipients/1.pem").read_bytes()


def bodies(machine: Machine) -> list[bytes]:
    """Every sealed letter that waits for the first mailbox."""
    leases = load(machine).outbox.lease(system_clock() + 7200, 50)
    return [
        for_the_line(one.message.body)
        for one in leases
        if one.message.recipients == ("m1@test.example",)
    ]


SAID = re.compile(r"Executed by `(test_\w+)`|\*\*Not executed\*\*(: | \()\w")
ELSEWHERE = {
    "container": "each block, by tests/audit/test_compose.py",
    "release": "by developers, not on a server: tests/audit/test_release.py",
}


def test_every_block_of_the_handbook_says_whether_it_was_executed() -> None:
    """By a test that is there; or not, and why. None stands without a paragraph before it."""
    with_blocks = {
        path.stem for path in (ROOT / "handbook").glob("*.md") if "```sh" in path.read_text()
    }
    assert with_blocks - set(ELSEWHERE) <= set(pages.PAGES)
    for page in pages.PAGES:
        assert len(pages.blocks(page)) == pages.text(page).count("```sh")
        assert set(re.findall(r"Not executed(....)", pages.text(page))) <= {"**: ", "** ("}
    for block in pages.everything():
        said = SAID.search(block.said)
        assert said, block.said
        assert said[1] in (None, "test_handbook") or said[1] in globals()


@pytest.mark.parametrize("said", ["Then:", "**Not executed.**", "Executed by hand."])
def test_a_block_that_nobody_executed_is_seen(said: str) -> None:
    """Also one that says so without a reason."""
    assert not SAID.search(said)


def test_installing(machine: Machine) -> None:
    """Nothing is missing afterwards, secrets are closed, and a second time changes nothing."""
    install, init, check = blocks("test_installing")
    assert "everything is as it must be" in machine.does(check)
    secrets = machine.folder / "etc/infohus/secrets"
    assert {path.stat().st_mode & 0o777 for path in secrets.iterdir()} == {0o600}
    assert secrets.stat().st_mode & 0o777 == 0o700
    before = {
        path: path.read_bytes() for path in (secrets, secrets.parent) for path in path.glob("*.*")
    }
    machine.does(install + init)
    assert {path: path.read_bytes() for path in before} == before
    assert len(bodies(machine)) == 1


def test_settings_of_the_units_hold_no_path_of_a_secret() -> None:
    """A setting in the file would win over the credential that systemd gives the unit."""
    deploy = ROOT / "deploy"
    names = {
        name: set(re.findall(rf"^({PREFIX}\w+)=", (deploy / name).read_text(), re.M))
        for name in ("infohus.env", "operator.env")
    }
    given = {
        found
        for unit in (*(deploy / "systemd").iterdir(), *deploy.glob("*.conf"))
        for found in re.findall(rf"Environment=({PREFIX}\w+)=%d", unit.read_text())
    }
    assert given == names["operator.env"]
    assert not given & names["infohus.env"]
    assert names["infohus.env"] | given <= KNOWN


def test_publishing(machine: Machine) -> None:
    """The site stands whole where Caddy reads, also the second time; Caddy gets both files.

    A site that is older than its file is found until it is published again.
    """
    publish, caddy = blocks("test_publishing")
    machine.does(publish)
    machine.does("infohus check")
    facts = machine.folder / "etc/infohus/municipality.toml"
    facts.write_text(facts.read_text("utf-8").replace("draft_days = 30", "draft_days = 31"))
    assert "was not built from" in machine.run("infohus check").stdout
    machine.does(publish)
    machine.does("infohus check")
    assert (machine.folder / "srv/infohus/lukket/index.html.br").exists()
    assert not (machine.folder / "srv/infohus.new").exists()
    machine.does(caddy)
    assert (machine.folder / "etc/caddy/headers.caddy").exists()
    assert "systemctl restart caddy" in machine.asked


def test_backup_and_restore(machine: Machine) -> None:
    """What waited waits again; while the service has the database open."""
    backup, restore = blocks("test_backup_and_restore")
    outbox = load(machine).outbox
    put(outbox, letter("AAAAAAAA"))
    machine.does(backup)
    outbox.close()
    (machine.folder / "var/lib/infohus/outbox.sqlite").write_bytes(b"broken")
    machine.does(restore)
    assert [one.message.reference for one in load(machine).outbox.lease(system_clock(), 9)] == [
        "AAAAAAAA"
    ]


def test_a_version_that_does_not_know_the_database_refuses(machine: Machine) -> None:
    """And leaves it as it was."""
    path = machine.folder / "var/lib/infohus/outbox.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = 99")
    connection.close()
    done = machine.run("infohus status")
    assert done.returncode == 2
    assert "made by a newer version of Infohus" in done.stderr


def left_by_1_0_0(machine: Machine) -> str:
    """The database of this machine is one of 1.0.0; its address."""
    for file in (machine.folder / "var/lib/infohus").glob("outbox.sqlite*"):
        file.unlink()
    url = machine.environ["INFOHUS_DATABASE"]
    made_by_1_0_0(url)
    return url


def test_upgrading(machine: Machine) -> None:
    """It says what it does, and what waited waits; a second time there is nothing to do."""
    (upgrade,) = blocks("test_upgrading")
    left_by_1_0_0(machine)
    assert "run `infohus upgrade`" in machine.run("infohus status").stderr
    assert f"from schema 1 to {NUMBER}" in machine.does(upgrade)
    assert "waiting 4\nheld 2" in machine.does("infohus status")
    assert "nothing to do" in machine.does(upgrade)


def test_rolling_back(machine: Machine) -> None:
    """The database is byte for byte what 1.0.0 left, and can be upgraded again."""
    look, back = blocks("test_rolling_back")
    (upgrade,) = blocks("test_upgrading")
    url = left_by_1_0_0(machine)
    before = schema(url), rows(url)
    machine.does(upgrade)
    assert "waiting 4\nheld 2" in machine.does(look)
    machine.does(back)
    assert (schema(url), rows(url)) == before
    assert f"from schema 1 to {NUMBER}" in machine.does(upgrade)


def test_rotating_draft_keys(machine: Machine) -> None:
    """Who is writing goes on with the old key, and keeps the text when it is gone."""
    add, drop = blocks("test_rotating_draft_keys")
    person, late = Person(house(machine)).fills_in(), Person(house(machine)).fills_in()
    machine.does(add)
    assert person.goes_to(house(machine)).waits().sends().reference
    machine.does(drop)
    late.goes_to(house(machine)).waits().sends()
    assert not late.reference
    assert WORRY["text"] in late.page


def test_rotating_the_signing_key(machine: Machine) -> None:
    """Who trusts the authority finds letters of before and after good: nobody installs twice."""
    make, change = blocks("test_rotating_the_signing_key")
    ours = machine.folder / "etc/infohus/signing.pem"
    machine.does("infohus test-letter")
    (first,) = bodies(machine)
    old = ours.read_bytes()
    machine.does(make)
    assert ours.read_bytes() == old
    machine.does(change)
    second = next(body for body in bodies(machine) if body != first)
    assert ours.read_bytes() != old
    authority = (machine.folder / "etc/infohus/signing-ca.pem").read_bytes()
    for each in (first, second):
        open_letter(each, pem(rsa_key(1)), own(machine), authority)


def test_rotating_a_recipient(machine: Machine) -> None:
    """The next letter is for the new key."""
    (change,) = blocks("test_rotating_a_recipient")
    (machine.folder / "etc/infohus/recipients/1.pem").write_bytes(certificate(rsa_key(3)))
    machine.does(change)
    authority = (machine.folder / "etc/infohus/signing-ca.pem").read_bytes()
    (body,) = bodies(machine)
    open_letter(body, pem(rsa_key(3)), own(machine), authority)


@pytest.fixture(name="server", scope="module")
def _server() -> Iterator[Postgres]:
    """A database server as it must be: `check` finds one that waits for no disk."""
    made = Postgres(fsync=True)
    made.start()
    yield made
    made.remove()


def on_postgresql(machine: Machine, server: Postgres) -> Machine:
    """The same machine after the move."""
    _, move = blocks("test_moving_to_postgresql")
    there = re.search(r"postgresql\+psycopg://[^#]*", move)
    assert there is not None
    machine.does(move.replace(there[0], server.database()))
    return machine


def test_moving_to_postgresql(machine: Machine, server: Postgres) -> None:
    """The outbox is empty, the settings name the new one, and a letter is taken there."""
    (look, _) = blocks("test_moving_to_postgresql")
    assert "waiting 0\nheld 0" in machine.does(look)
    on_postgresql(machine, server)
    assert Person(house(machine)).fills_in().sends().reference
    assert "waiting 1" in machine.does("infohus status")
    assert len(bodies(machine)) == 1


def test_several_machines(machine: Machine, server: Postgres) -> None:
    """Begun at one, sent at both: one letter, one reference."""
    one, other = house(on_postgresql(machine, server)), house(machine)
    person = Person(one).fills_in()
    first = person.goes_to(other).waits().sends().reference
    second = person.goes_to(one).sends().reference
    assert first == second != ""
    assert len(bodies(machine)) == 1


def test_moved_touches_nothing_of_this_machine(tmp_path: Path) -> None:
    """Every place the recipes name lies in the folder of the test."""
    moved = Machine(tmp_path).moved(PAGE + (ROOT / "deploy" / "install.sh").read_text())
    for place in recipes.PLACES:
        assert not re.search(rf"(?<![\w.]){place}\b", moved.replace(str(tmp_path) + place, ""))
