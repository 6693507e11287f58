"""Room kept free by a file, so that a full disk stops what comes in before what goes out.

On a full disk SQLite can neither update nor delete. The ballast is then given up, and what waits
can leave. Without ballast nothing new is received until there is room for it again.
"""

import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

SIZE = 8 * 1024 * 1024
FLOOR = 16 * 1024 * 1024
"""Free bytes without which nothing new is received."""


@dataclass(frozen=True)
class Ballast:
    """The file beside the database."""

    path: Path
    size: int = SIZE
    floor: int = FLOOR

    @cached_property
    def _name(self) -> str:
        return str(self.path)

    @cached_property
    def _folder(self) -> str:
        return str(self.path.parent)

    def ready(self) -> bool:
        """Whether there is room to receive; makes the ballast anew when there is room for it."""
        exists = os.path.exists(self._name)
        if self._free() < self.floor + (0 if exists else self.size):
            return False
        return exists or self._make()

    def give_up(self) -> bool:
        """Free the room; False when it was already given up."""
        try:
            self.path.unlink()
        except OSError:
            return False
        return True

    def _free(self) -> int:
        try:
            room = os.statvfs(self._folder)
        except OSError:
            return 0
        return room.f_bavail * room.f_frsize

    def _make(self) -> bool:
        part = self.path.with_suffix(f".{os.getpid()}.part")  # another process may make its own
        try:
            number = os.open(part, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
            try:
                os.posix_fallocate(number, 0, self.size)
                os.fsync(number)
            finally:
                os.close(number)
            part.replace(self.path)
        except OSError:
            part.unlink(missing_ok=True)
            return self.path.exists()
        return True
