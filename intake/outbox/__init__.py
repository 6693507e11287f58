"""The outbox: sealed letters on their way, in SQLite or PostgreSQL by one code path.

What stays true here:

- `put` returns only when the letter is on disk, and puts one draft once however often it is sent.
- A letter that is not accepted everywhere is never deleted by itself.
- A delivery is lent to one forwarder at a time; who was too slow cannot touch it any more.
- Nothing here can be read by us, and no row tells at what minute anybody wrote.
- A database that is away, full, spoilt or replaced is `StoreUnavailable`, never a letter lost.
- One of another version is `SchemaMismatch` and is not touched; `intake.outbox.migrations`, the
  room's second door, brings an older one up to this version.
"""

from intake.outbox.backup import Backups
from intake.outbox.leases import Lease
from intake.outbox.letters import Filed
from intake.outbox.outbox import Outbox, Purged
from intake.outbox.overview import Counts, Held, Known
from intake.outbox.trouble import SchemaMismatch, StoreUnavailable

__all__ = [
    "Backups",
    "Counts",
    "Filed",
    "Held",
    "Known",
    "Lease",
    "Outbox",
    "Purged",
    "SchemaMismatch",
    "StoreUnavailable",
]
