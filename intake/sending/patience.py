"""How long the forwarder waits for what, and how much it takes at a time."""

from dataclasses import dataclass

LAST_DAYS = 7
"""Before a letter is deleted that nobody acknowledged, the alarm rings on each of them."""


@dataclass(frozen=True, kw_only=True)
class Patience:
    """How long and how much at a time."""

    late_hours: int = 24
    transit_max_days: int = 14
    unread_hours: int = 22
    """After Send, whether or not a mail server took the letter."""
    keep_unacknowledged_days: int = 90
    batch: int = 40
    """Letters lent and in memory at a time."""
    idle_seconds: float = 2.0
    """Between looks into an outbox where nothing is due."""
    watch_seconds: int = 600
    """Between looks at the ages."""
    unmarked_seconds: float = 0.1
    """How long letters that a quick server accepts are noted together; a slow one's at once."""
    slowest_talk: int = 300
    """Seconds that one delivery may take; no delivery begins with less left of its lease."""
    vain_seconds: int = 1_800
    """How long it is tried, and nothing accepted, until that counts as late."""
    probe_seconds: int = 900
    """Without a letter, until the mail server is asked whether it would take one."""
    first_pause: int = 0
    """Longest pause, in seconds, that a letter is given before it is first tried."""
