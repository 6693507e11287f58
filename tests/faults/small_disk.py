"""Stories told on a disk of their own; run by `test_disk.py`, each prints what it saw as JSON."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from intake.message import SealedMessage
from intake.outbox import Backups, Outbox, StoreUnavailable
from intake.outbox.migrations import Upgrade
from intake.sending.forwarder import Forwarder
from tests.intake.outbox.history import made_by_1_0_0, rows, schema
from tests.intake.sealed import ANE, NOW, Clock, FakeDelivery

LETTERS = 10


class Disk:
    """A small disk with an outbox of ten letters on it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ballast = folder / "o.sqlite.ballast"
        self._other = folder / "somebody-else"
        url = f"sqlite:///{folder / 'o.sqlite'}"
        Outbox.create(url)
        self.outbox = Outbox(url)
        for number in range(LETTERS):
            self.put(number)

    def put(self, number: int) -> None:
        """One letter of 50 kB."""
        message = SealedMessage(f"N{number:07}", (ANE,), os.urandom(50_000))
        key = b"submission%d" % number
        self.outbox.put(message, submission=key, digest=b"d", now=NOW, not_before=NOW)

    def fill(self) -> None:
        """Another program takes all the room there is."""
        with self._other.open("wb", buffering=0) as file:
            try:
                while file.write(b"x" * 4096):
                    pass
            except OSError:
                return

    def empty(self) -> None:
        """The other program gives its room back."""
        self._other.unlink()

    def refused(self, number: int) -> list[str]:
        """What cannot be done."""
        found = []
        try:
            self.put(number)
        except StoreUnavailable:
            found.append("put")
        if not self.outbox.writable():
            found.append("writable")
        return found

    def forward(self) -> int | str:
        """How many letters left, or why none could."""
        post = FakeDelivery()
        forwarder = Forwarder(
            outbox=self.outbox, delivery=post, clock=Clock(NOW), alarm=lambda _: None
        )
        try:
            return forwarder.forward_once(NOW)
        except StoreUnavailable:
            return "StoreUnavailable"


def full(disk: Disk) -> dict[str, Any]:
    """Another program fills the disk, and gives way again."""
    ballast = [disk.ballast.exists()]
    disk.fill()
    refused = disk.refused(50)
    forwarded = disk.forward()
    ballast.append(disk.ballast.exists())
    refused_still = disk.refused(51)
    purged = disk.outbox.purge(NOW, 0, 60).letters
    disk.empty()
    writable = disk.outbox.writable()
    ballast.append(disk.ballast.exists())
    disk.put(52)
    disk.forward()
    disk.put(53)
    return {
        "refused": refused,
        "forwarded": forwarded,
        "refused_still": refused_still,
        "purged": purged,
        "ballast": ballast,
        "after": {
            "writable": writable,
            "known": len(disk.outbox.known(date(2020, 1, 1))),
            "waiting": disk.outbox.count(NOW).waiting,
        },
    }


def bare(disk: Disk) -> dict[str, Any]:
    """The same without ballast."""
    disk.ballast.unlink()
    disk.fill()
    return {"forwarded": disk.forward()}


def read_only(disk: Disk) -> dict[str, Any]:
    """The disk turns read-only, and back."""
    disk.outbox.close()
    _remount(disk, "ro")
    saw = {"refused": disk.refused(50), "forwarded": disk.forward()}
    _remount(disk, "rw")
    return saw | {"forwarded_after": disk.forward()}


def upgrade(disk: Disk) -> list[dict[str, Any]]:
    """A database of 1.0.0 on a full disk: the backup beside it, then where there is room."""
    url = f"sqlite:///{disk.folder / 'old.sqlite'}"
    made_by_1_0_0(url)
    before = schema(url), rows(url)
    saw = []
    for folder in (None, Path(tempfile.mkdtemp(dir=disk.folder.parent))):
        disk.fill()
        trouble = _try_to_upgrade(Backups(database=url, folder=folder))
        disk.empty()
        saw.append({"trouble": trouble, "as_before": (schema(url), rows(url)) == before})
    trouble = _try_to_upgrade(Backups(database=url))
    return [*saw, {"trouble": trouble, "as_before": (schema(url), rows(url)) == before}]


def _try_to_upgrade(backups: Backups) -> str:
    try:
        Upgrade(backups.database, backups).run(backups.path(1, NOW))
    except StoreUnavailable as error:
        return type(error).__name__
    return ""


def _remount(disk: Disk, how: str) -> None:
    subprocess.run(["mount", "-o", f"remount,bind,{how}", str(disk.folder)], check=True)


if __name__ == "__main__":
    stories: dict[str, Callable[[Disk], Any]] = {
        "full": full,
        "bare": bare,
        "read_only": read_only,
        "upgrade": upgrade,
    }
    print(json.dumps(stories[sys.argv[1]](Disk(Path(sys.argv[2])))))
