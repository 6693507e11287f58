"""From the schema that is there to the newest: planned, backed up, done in one transaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect
from sqlalchemy.exc import SQLAlchemyError

from intake.outbox import postgresql, sqlite
from intake.outbox.backup import Backups
from intake.outbox.database import Database, transaction
from intake.outbox.numbering import known, require_newest
from intake.outbox.schema import NUMBER, alembic_version
from intake.outbox.trouble import StoreUnavailable, trouble_of

_HERE = Path(__file__).parent
_IN_USE = "the database is in use: stop the services first"


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What an upgrade will do."""

    present: int
    steps: tuple[str, ...]
    """Each in a sentence; none: the schema is the newest."""
    newest: int = NUMBER


class Upgrade:
    """Of one database. Raises `SchemaMismatch`, and `StoreUnavailable` when nothing was changed."""

    def __init__(self, url: str, backups: Backups) -> None:
        self._database = Database.at(url)
        self._backups = backups

    def plan(self) -> Plan:
        """Look, and change nothing."""
        try:
            with transaction(self._database.engine, self._database.read) as connection:
                present = known(connection)
        except SQLAlchemyError as error:
            raise trouble_of(error) from None
        finally:
            self._database.close()
        script = ScriptDirectory.from_config(_config())
        steps = [step.doc for step in script.iterate_revisions("head", str(present))]
        return Plan(present=present, steps=tuple(reversed(steps)))

    def run(self, backup: Path) -> None:
        """Make the backup, then every step."""
        try:
            with self._alone() as connection:
                known(connection)
                self._backups.make(connection, backup)
                _take_over(connection)
                command.upgrade(_config(connection), "head")
                self._look(connection)
        except SQLAlchemyError as error:
            cause = getattr(error, "orig", None)
            if sqlite.is_busy(cause) or postgresql.is_busy(cause):
                raise StoreUnavailable(_IN_USE) from None
            raise trouble_of(error) from None

    @contextmanager
    def _alone(self) -> Iterator[Connection]:
        """A transaction while nobody else has the database open."""
        file = self._database.file
        engine = self._database.engine
        if file:
            engine = sqlite.engine(file, sqlite.ALONE, pooled=False)
        try:
            with transaction(engine, self._database.read) as connection:
                tables = inspect(connection).get_table_names()
                if not (file or postgresql.claim(connection, tables)):
                    raise StoreUnavailable(_IN_USE)
                yield connection
        finally:
            engine.dispose()

    def _look(self, connection: Connection) -> None:
        """Before the end: what came out is what was wanted."""
        require_newest(connection)
        if self._database.file and sqlite.breaks_references(connection):
            raise StoreUnavailable("a row would refer to nothing; nothing was changed")


def _take_over(connection: Connection) -> None:
    """1.0.0 kept its number itself: tell Alembic."""
    if not inspect(connection).has_table(alembic_version.name):
        command.stamp(_config(connection), "1")


def _config(connection: Connection | None = None) -> Config:
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(_HERE).replace("%", "%%"))
    return config
