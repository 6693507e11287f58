"""Which schema a database has, and what is said of one that is not this version's."""

from sqlalchemy import Connection, column, insert, inspect, select, table

from intake.outbox.schema import NUMBER, alembic_version, metadata
from intake.outbox.trouble import SchemaMismatch

_OF_1_0_0 = table("schema_number", column("number"))


def number(connection: Connection) -> int | None:
    """The schema's number; None where there is none, or none that we could have written."""
    tables = set(inspect(connection).get_table_names())
    match _OF_1_0_0.name in tables, alembic_version.name in tables:
        case True, False:
            return connection.scalar(select(_OF_1_0_0.c.number))
        case False, True:
            version = connection.scalar(select(alembic_version.c.version_num))
            return int(version) if version and version.isdecimal() else None
    return None


def known(connection: Connection) -> int:
    """The number, of this version or an earlier one. Raises `SchemaMismatch`."""
    present = number(connection)
    if present is None:
        raise SchemaMismatch("the database was not made by Infohus: run `infohus init`")
    if present > NUMBER:
        raise SchemaMismatch(
            f"the database has schema {present}, made by a newer version of Infohus; this one knows"
            f" {NUMBER}: install the newer version again, or restore the backup from before"
        )
    return present


def require_newest(connection: Connection) -> None:
    """Raises `SchemaMismatch` when the database is not of this version."""
    present = known(connection)
    if present < NUMBER:
        raise SchemaMismatch(
            f"the database has schema {present} and this version needs {NUMBER}:"
            " stop the services and run `infohus upgrade`"
        )


def make_tables(connection: Connection) -> None:
    """Those of this version, unless there are tables."""
    if number(connection) is None:
        metadata.create_all(connection, checkfirst=False)
        connection.execute(insert(alembic_version).values(version_num=str(NUMBER)))
