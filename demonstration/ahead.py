"""The demonstration's clock, which a visitor may put a day ahead: to see who is reminded, and when.

The inbox writes the number of days, the service's two processes read it. No real installation has
such a clock.
"""

import time
from dataclasses import dataclass
from pathlib import Path

from intake.days import DAY


@dataclass(frozen=True)
class Ahead:
    """Seconds UTC, and so many days more as the file says."""

    file: Path

    def __call__(self) -> int:
        return int(time.time()) + self.days * DAY

    @property
    def days(self) -> int:
        """None without a file."""
        try:
            return int(self.file.read_text(encoding="ascii"))
        except (OSError, ValueError):
            return 0

    def go_on(self) -> None:
        """Be a day further ahead from now on."""
        self.file.write_text(str(self.days + 1), encoding="ascii")
