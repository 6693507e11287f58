"""An upgrade that is killed at any moment leaves the old schema or the new, whole."""

import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import Engine, event

from intake.outbox import Backups
from intake.outbox.migrations import Upgrade
from tests.intake.outbox.history import asked, made_by_1_0_0, rows, schema
from tests.intake.sealed import DAY, NOW
from tests.servers.postgres import shared

LONGEST = 60.0
LEAST = 12
"""Moments before the commit."""
SEEN_BY_PYTHON = ("sqlite3.connect", "subprocess.Popen", "os.rename", "os.remove")
SEEN_BY_SQLALCHEMY = ("commit", "engine_disposed")
CHANGES_NOTHING = ("SELECT", "PRAGMA")
OTHERS = """
SELECT pid FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""


def upgrade(backups: Backups, now: int) -> None:
    """As the command does."""
    upgrading = Upgrade(backups.database, backups)
    if upgrading.plan().steps:
        upgrading.run(backups.path(1, now))


def upgrade_and_die(backups: Backups, last: int) -> None:
    """Killed as by `kill -9` before the moment of this number; runs in its own process."""
    numbers = count()

    def pass_by(*_: object) -> None:
        if next(numbers) == last:
            os.kill(os.getpid(), signal.SIGKILL)

    def look_at(*given: object) -> None:
        if not str(given[2]).lstrip().startswith(CHANGES_NOTHING):
            pass_by()

    event.listen(Engine, "before_cursor_execute", look_at)
    for moment in SEEN_BY_SQLALCHEMY:
        event.listen(Engine, moment, pass_by)
    sys.addaudithook(lambda name, _: pass_by() if name in SEEN_BY_PYTHON else None)
    upgrade(backups, NOW)


def killed(backups: Backups, last: int) -> bool:
    """Whether the process died of it; False when it had ended before."""
    server = multiprocessing.get_context("forkserver")
    server.set_forkserver_preload(["tests.faults.test_upgrade_killed"])
    process = server.Process(target=upgrade_and_die, args=(backups, last))
    process.start()
    process.join(LONGEST)
    assert process.exitcode in (0, -signal.SIGKILL)
    return process.exitcode != 0


def told(url: str) -> object:
    """All that the database holds, once the server has noticed who died."""
    end = time.monotonic() + LONGEST
    while url.startswith("postgresql") and asked(url, OTHERS) and time.monotonic() < end:
        continue
    return schema(url), rows(url)


def on_sqlite(folder: Path) -> str:
    folder.mkdir(exist_ok=True)
    return f"sqlite:///{folder / 'outbox.sqlite'}"


def on_postgresql(folder: Path) -> str:
    folder.mkdir(exist_ok=True)
    return shared().database()


def made(url: str, folder: Path) -> Backups:
    """A database of 1.0.0, and a folder for what is to be kept of it."""
    made_by_1_0_0(url)
    return Backups(database=url, folder=folder)


@pytest.mark.parametrize("new_database", [on_sqlite, on_postgresql])
def test_killed_at_any_moment_the_database_is_old_or_new(
    tmp_path: Path, new_database: Callable[[Path], str]
) -> None:
    """At each change, each file, before the commit and after it; then it is upgraded in peace."""
    backups = made(new_database(tmp_path), tmp_path)
    old = told(backups.database)
    upgrade(backups, NOW)
    new, found = told(backups.database), []
    for last in count():
        folder = tmp_path / str(last)
        backups = made(new_database(folder), folder)
        if not killed(backups, last):
            break
        left = told(backups.database)
        assert left in (old, new)
        found.append("old" if left == old else "new")
        upgrade(backups, NOW + 1)
        assert told(backups.database) == new
        backups.purge(NOW + DAY, 1)
        assert {one.name for one in folder.iterdir()} <= {"outbox.sqlite"}
    assert found == sorted(found, reverse=True)
    assert found.count("old") > LEAST
    assert "new" in found
