"""Copies of a database in use: those that an upgrade makes before its first change, and when they
go; and one for whoever saves the whole machine.

A backup holds sealed letters, also such as retention deletes meanwhile. So it lives no longer than
an accepted letter does, and only its owner may read it.
"""

import os
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, inspect
from sqlalchemy.exc import SQLAlchemyError

from intake.outbox import coarse, postgresql, sqlite
from intake.outbox.database import Database, parse, transaction
from intake.outbox.trouble import StoreUnavailable, trouble_of

_WHEN = "%Y%m%dT%H%M%SZ"
_NAME = re.compile(r"outbox-schema-\d+-(\d{8}T\d{6}Z)\.backup(?:\.part.*)?")


class NoBackup(StoreUnavailable):
    """No backup could be made, so nothing was changed; the argument says why."""


@dataclass(frozen=True, kw_only=True)
class Backups:
    """Where they lie and how they are made."""

    database: str
    """Its address."""
    folder: Path | None = None
    """None: beside SQLite's file."""
    pg_dump: str = "pg_dump"
    """The program, for PostgreSQL: a full path, or a name that is looked for."""

    def path(self, present: int, now: int) -> Path:
        """Of the backup of a database with the present schema. Raises `NoBackup`."""
        folder = self._folder()
        if folder is None:
            raise NoBackup("INFOHUS_BACKUPS names no folder for the backup")
        return folder / f"outbox-schema-{present}-{_when(now)}.backup"

    def save(self, folder: Path) -> Path:
        """A copy in this folder, in place of the one before, of any schema. Or `NoBackup`."""
        database = Database.at(self.database)
        path = folder / ("outbox.sqlite" if database.file else "outbox.dump")
        try:
            with transaction(database.engine, database.read) as connection:
                self.make(connection, path)
        except SQLAlchemyError as error:
            raise trouble_of(error) from None
        finally:
            database.close()
        return path

    def make(self, connection: Connection, path: Path) -> None:
        """Of what this connection sees; whole and on the disk when this returns. Or `NoBackup`."""
        part = path.with_name(f"{path.name}.part")
        try:
            os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
            try:
                self._fill(connection, part)
                _sync(part)
                part.rename(path)
                _sync(path.parent)
            finally:
                part.unlink(missing_ok=True)
        except (OSError, sqlite.Error) as error:
            raise NoBackup(f"no backup could be made: {type(error).__name__}") from None

    def purge(self, now: int, keep_days: int) -> int:
        """Delete those of `keep_days` ago, and what is left of broken ones; how many."""
        folder, old, today = self._folder(), [], coarse.day(now)
        for path in list(folder.iterdir()) if folder else ():
            name = _NAME.fullmatch(path.name)
            day = coarse.day(_seconds(name[1])) if name else None
            if name and day is not None and day > today:
                # Made while the clock was ahead: it is kept from now on, and no longer.
                path.rename(path.with_name(path.name.replace(name[1], _when(now))))
            elif day is not None and today - day >= keep_days:
                old.append(path)
        for path in old:
            path.unlink(missing_ok=True)
        return len(old)

    def _folder(self) -> Path | None:
        url = parse(self.database)
        if self.folder or url.get_backend_name() != "sqlite":
            return self.folder
        return sqlite.file_of(url).parent

    def _fill(self, connection: Connection, part: Path) -> None:
        if connection.dialect.name == "sqlite":
            if not sqlite.copy_to(connection, part):
                raise NoBackup("the database is damaged: look at its disk")
        else:
            tables = inspect(connection).get_table_names()
            if not postgresql.dump(connection, tables, self.pg_dump, part):
                raise NoBackup(f"no backup could be made by {self.pg_dump}")


def _when(now: int) -> str:
    return datetime.fromtimestamp(now, UTC).strftime(_WHEN)


def _seconds(when: str) -> int:
    return int(datetime.strptime(when, _WHEN).replace(tzinfo=UTC).timestamp())


def _sync(path: Path) -> None:
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
