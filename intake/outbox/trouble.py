"""What can go wrong with the database, in our words: its own can hold what was to be stored."""

from intake.for_operator import ForOperator
from intake.outbox import sqlite


class StoreUnavailable(ForOperator):
    """The database cannot do this now; nothing was changed."""


class AlreadyThere(Exception):
    """A row that may stand there once only stands there; nothing was changed."""


class SchemaMismatch(ForOperator):
    """The database is not of this version; the argument says what to do."""


class Busy(StoreUnavailable):
    """Somebody else writes for longer than anybody can be kept waiting."""


class DiskFull(StoreUnavailable):
    """There was no room to write."""


def trouble_of(error: Exception) -> StoreUnavailable:
    """The name alone: the text of a database error can hold what was to be stored.

    Where nothing was asked yet, the connection itself failed: then the text is the library's, holds
    nothing of ours but the address, and says why.
    """
    cause = getattr(error, "orig", None) or error
    kinds = {DiskFull: sqlite.disk_is_full(cause), Busy: sqlite.is_busy(cause)}
    kind = next((kind for kind, is_so in kinds.items() if is_so), StoreUnavailable)
    name = type(cause).__name__
    if getattr(error, "statement", "") is not None:
        return kind(name)
    return kind(f"{name}: {' '.join(str(cause).split())}")
