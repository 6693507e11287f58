"""A copy of the database in use: whole, for its owner alone, and what is put back is what was."""

import shutil
import stat
import subprocess
from pathlib import Path

import psycopg
import pytest

from intake.outbox import Backups, Outbox, StoreUnavailable
from tests.intake.outbox.history import plain
from tests.intake.sealed import letter, put
from tests.servers.postgres import BIN, shared

PASSWORD = "secret-of-the-database"


@pytest.fixture(params=["sqlite", "postgresql", "schema", "pair"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database of its own, a schema in one that others use too, or one of two servers."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'outbox.sqlite'}"
    address = shared().database()
    if request.param == "postgresql":
        return address
    if request.param == "pair":
        server, _, name = address.rpartition("@")[2].partition("/")
        hosts = f"host={server}&host={server}&target_session_attrs=read-write"
        return f"postgresql+psycopg://infohus@/{name}?{hosts}"
    with psycopg.connect(plain(address), autocommit=True) as connection:
        connection.execute("CREATE SCHEMA andeby")
        connection.execute("CREATE TABLE letter (of_somebody_else int)")
    return f"{address}?options=-csearch_path%3Dandeby"


def restored(url: str, copy: Path) -> str:
    """The address of a new, empty database with the copy in it."""
    if url.startswith("sqlite"):
        put_back = copy.with_name("restored.sqlite")
        shutil.copy(copy, put_back)
        return f"sqlite:///{put_back}"
    address = shared().database()
    _, _, option = url.partition("?options=")
    if option:
        with psycopg.connect(plain(address), autocommit=True) as connection:
            connection.execute("CREATE SCHEMA andeby")
    command = [str(BIN / "pg_restore"), "--exit-on-error", "--no-owner", "-d", plain(address)]
    subprocess.run([*command, str(copy)], check=True)
    return f"{address}?options={option}" if option else address


def test_what_is_put_back_is_what_was_saved(url: str, tmp_path: Path) -> None:
    """While somebody has it open and goes on; a second copy takes the place of the first."""
    Outbox.create(url)
    outbox = Outbox(url)
    put(outbox)
    folder = tmp_path / "saved"
    folder.mkdir()
    backups = Backups(database=url, pg_dump=str(BIN / "pg_dump"))
    first = backups.save(folder)
    assert stat.S_IMODE(first.stat().st_mode) == 0o600
    put(outbox, letter("BCDEFGHJ"))
    assert backups.save(folder) == first
    assert [each.name for each in folder.iterdir()] == [first.name]
    put(outbox, letter("CDEFGHJK"))
    outbox.close()
    back = Outbox(restored(url, first))
    lent = {each.message.reference: each.message.body for each in back.lease(2_000_000_000, 9)}
    back.close()
    assert set(lent) == {"ABCDEFGH", "BCDEFGHJ"}
    assert lent["ABCDEFGH"] == letter().body


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_copy_that_cannot_be_made_is_none(kind: str, tmp_path: Path) -> None:
    """Nothing is left that looks like one, and the reason holds no password."""
    url = {
        "sqlite": f"sqlite:///{tmp_path / 'away.sqlite'}",
        "postgresql": shared().database().replace("infohus@", f"infohus:{PASSWORD}@"),
    }[kind]
    if kind == "postgresql":
        Outbox.create(url)
    folder = tmp_path / "saved"
    folder.mkdir()
    with pytest.raises(StoreUnavailable) as trouble:
        Backups(database=url, pg_dump="/bin/false").save(folder)
    assert PASSWORD not in str(trouble.value)
    assert list(folder.iterdir()) == []
