"""The outbox itself: every verb is one transaction."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection

from intake.message import SealedMessage
from intake.outbox import drills, humans, leases, letters, overview, threads
from intake.outbox.drills import Tried
from intake.outbox.humans import Awaited, Seen
from intake.outbox.leases import Lease
from intake.outbox.letters import Filed, Submission, Told
from intake.outbox.overview import Counts, Held, Known, Purged
from intake.outbox.planned import Schedule
from intake.outbox.schema import Practice, Standing
from intake.outbox.store import Store, create
from intake.outbox.threads import Follows, Threads
from intake.outbox.trouble import AlreadyThere, StoreUnavailable


class Outbox:
    """One outbox. Every verb raises `StoreUnavailable` on any trouble with the database.

    May be shared by threads; any number of processes may open the same one.
    """

    def __init__(self, url: str, schedule: Schedule | None = None) -> None:
        """Open it. Raises `SchemaMismatch` when `create` of this version has not made it.

        Without a schedule nothing that is planned gets its time.
        """
        self._store = Store(url)
        self._schedule = schedule
        self.threads = Threads(self._store)

    @classmethod
    def create(cls, url: str) -> None:
        """Make the tables; does nothing when they are there."""
        create(url)

    def put(
        self,
        message: SealedMessage,
        *,
        submission: bytes,
        digest: bytes,
        now: int,
        not_before: int,
        follows: Follows = None,
    ) -> Filed:
        """Store a letter and what follows, or find the one that this submission already became."""
        if not message.recipients:
            raise ValueError("a letter to nobody")
        sent = Submission(id=submission, digest=digest, now=now, not_before=not_before)
        try:
            return self._store.write(lambda opened: threads.put(opened, message, sent, follows))
        except AlreadyThere:
            filed = self.find(submission)
        if filed is None:
            raise StoreUnavailable("another letter has this reference")
        return filed

    def find(self, submission: bytes) -> Filed | None:
        """The letter, or its tombstone, that this submission became; safe, as when it was put."""
        filed = self._store.read(
            lambda connection: letters.find(connection, submission), at_once=True
        )
        if filed:
            self._store.stand_by()
        return filed

    def lease(self, now: int, limit: int, first_pause: int = 0) -> list[Lease]:
        """Up to `limit` deliveries that are due, ours for `leases.SECONDS`."""
        return self._store.mark(lambda connection: leases.lend(connection, now, limit, first_pause))

    def accepted(self, lease: Lease, now: int) -> bool:
        """The recipient's mail server has it. False when the lease was no longer ours."""
        return self.accepted_all([lease], now) == 1

    def accepted_all(self, done: Sequence[Lease], now: int) -> int:
        """The same for several in one transaction; how many were still ours."""
        return self._store.mark(
            lambda connection: leases.accepted(connection, done, now, self._schedule)
        )

    def postpone(self, lease: Lease, until: int) -> bool:
        """Try again at `until`, rounded up. False when the lease was no longer ours."""
        return self._store.mark(lambda connection: leases.postpone(connection, lease, until))

    def give_back(self, lease: Lease) -> bool:
        """Nothing was tried. False when the lease was no longer ours."""
        return self._store.mark(lambda connection: leases.give_back(connection, lease))

    def hold(self, lease: Lease, now: int, reason_class: str) -> bool:
        """Keep it for a human. False when the lease was no longer ours."""
        return self._store.mark(
            lambda connection: leases.hold(connection, lease, now, reason_class)
        )

    def release(self, reference: str) -> int:
        """Try what is held of a letter again; how many deliveries (0: nothing is held)."""
        return self._store.mark(lambda connection: overview.release(connection, reference))

    def resend(self, reference: str, now: int) -> int:
        """Send a letter again to everyone who has it; how many deliveries (0: not kept)."""
        return self._store.mark(lambda connection: overview.resend(connection, reference, now))

    def held(self) -> list[Held]:
        """Every delivery that is held, oldest first."""
        return self._store.read(overview.held)

    def known(self, since: date) -> list[Known]:
        """Every letter and tombstone of `since` or later, oldest first."""
        return self._store.read(lambda connection: overview.known(connection, since))

    def count(self, now: int) -> Counts:
        """What waits and is held, and for how long."""
        return self._store.read(lambda connection: overview.count(connection, now))

    def writable(self) -> bool:
        """Whether a letter could be stored now."""
        return self._store.writable()

    def free_bytes(self) -> int:
        """Bytes free where SQLite's file lies; a database elsewhere has its own operator."""
        return self._store.free_bytes()

    def switched_off(self) -> list[str]:
        """Settings of the database server without which a power cut takes what was received."""
        return self._store.switched_off()

    def practise(self, message: SealedMessage, kind: Practice, sent: Submission) -> None:
        """Store a practice letter, and when it was begun."""

        def work(connection: Connection) -> None:
            letters.put(connection, message, sent)
            drills.begin(connection, message.reference, kind, sent.now)

        self._store.write(work)

    def tried(self, kind: Practice) -> list[Tried]:
        """The practice letters of a kind, the newest first."""
        return self._store.read(lambda connection: drills.tried(connection, kind))

    def seen(self, reference: str) -> Seen | None:
        """What a human may know of a letter or tombstone; None when it is not there."""
        return self._store.read(lambda connection: humans.seen(connection, reference))

    def acknowledge(self, reference: str, act: Standing, told: Told) -> None:
        """A human has the letter; the note says so to all. The same note twice is one."""
        try:
            self._store.write(
                lambda connection: humans.acknowledge(connection, reference, act, told)
            )
        except AlreadyThere:
            if self.find(told[1].id) is None:
                raise StoreUnavailable("another letter has this reference") from None

    def awaited(self, now: int, ending_after_days: int) -> Awaited:
        """How many letters wait for a human; `ending`: how many of them that many days or more."""
        return self._store.read(
            lambda connection: humans.awaited(connection, now, ending_after_days)
        )

    def unfinished(self, now: int, days: int) -> list[str]:
        """Letters read so many days ago that nobody has called closed, nor was asked about."""
        return self._store.read(lambda connection: humans.unfinished(connection, now, days))

    def ask(self, reference: str, told: Told) -> None:
        """Ask, in a note, whether a letter is closed; once."""
        self._store.write(lambda connection: humans.ask(connection, reference, told))

    def purge(
        self, now: int, keep_days: int, tombstone_days: int, unacknowledged_days: int = 90
    ) -> Purged:
        """Delete accepted letters after `keep_days`, but one that a human is waited for not before
        `unacknowledged_days`; threads when their time is up; tombstones `tombstone_days` later.
        """
        buried = cleared = 0
        while batch := self._store.mark(
            lambda connection: letters.bury(connection, now, keep_days, unacknowledged_days)
        ):
            buried += batch
        self._store.mark(lambda connection: threads.forget(connection, now))
        while batch := self._store.mark(
            lambda connection: letters.clear(connection, now, tombstone_days)
        ):
            cleared += batch
        return Purged(letters=buried, tombstones=cleared, wiped=self._store.give_back())

    def close(self) -> None:
        self._store.close()
