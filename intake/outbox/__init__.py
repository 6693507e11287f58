"""The outbox: sealed letters on their way, in SQLite or PostgreSQL by one code path.

What stays true here:

- `put` returns only when the letter is on disk, and puts one draft once however often it is sent.
- A letter that is not accepted everywhere is never deleted by itself; one that a human must
  acknowledge not before that, or before its longest time is up.
- Nothing of a letter is lent after its acknowledgement was committed.
- A delivery is lent to one forwarder at a time; who was too slow cannot touch it any more.
- Nothing here can be read by us, and no row tells at what minute anybody wrote.
- A database that is away, full, spoilt or replaced is `StoreUnavailable`, never a letter lost.
- One of another version is `SchemaMismatch` and is not touched; `intake.outbox.migrations`, the
  room's second door, brings an older one up to this version.
"""

from intake.outbox.backup import Backups
from intake.outbox.drills import Tried
from intake.outbox.humans import Awaited, Seen
from intake.outbox.leases import Lease
from intake.outbox.letters import Filed, Submission, Told
from intake.outbox.outbox import Outbox
from intake.outbox.overview import Counts, Held, Known, Purged
from intake.outbox.planned import Schedule
from intake.outbox.schema import Practice, Standing
from intake.outbox.threads import MOST_QUESTIONS, Answered, Follows, NewThread, Thread, Threads
from intake.outbox.trouble import SchemaMismatch, StoreUnavailable

__all__ = [
    "MOST_QUESTIONS",
    "Answered",
    "Awaited",
    "Backups",
    "Counts",
    "Filed",
    "Follows",
    "Held",
    "Known",
    "Lease",
    "NewThread",
    "Outbox",
    "Practice",
    "Purged",
    "Schedule",
    "SchemaMismatch",
    "Seen",
    "Standing",
    "StoreUnavailable",
    "Submission",
    "Thread",
    "Threads",
    "Told",
    "Tried",
]
