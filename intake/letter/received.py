"""When a letter was received, and which dates follow from that. Days are days in UTC."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property


@dataclass(frozen=True, kw_only=True)
class Received:
    """The reference and the day of one letter, and the infohus's own deadlines in days."""

    reference: str
    now: int
    urgent_days: int
    """Within so many days of receiving it an urgent matter is met about (F50)."""
    notice_days: int
    """The meeting can be called at so many days' notice (F51)."""

    @property
    def shown(self) -> str:
        """The reference as it is said and written: ABCD-EFGH."""
        return show(self.reference)

    @cached_property
    def day(self) -> date:
        """The day, never the hour: that could tell who was at the keyboard."""
        return datetime.fromtimestamp(self.now, UTC).date()

    @cached_property
    def meeting_by(self) -> date:
        """The last day for a meeting if the infohus finds the matter urgent (F50)."""
        return self.day + timedelta(days=self.urgent_days)


def show(reference: str) -> str:
    """Eight signs with a dash in the middle; anything else as it is."""
    return f"{reference[:4]}-{reference[4:]}" if len(reference) == 8 else reference
