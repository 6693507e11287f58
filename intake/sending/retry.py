"""When to try again: growing, jittered pauses without end.

Five minutes, doubling to an hour; jitter keeps many letters from coming back at once. The outbox
rounds up to whole five minutes.
"""

import random
from collections.abc import Callable

FIRST = 300
LONGEST = 3_600
SERVER_FIRST = 8
SERVER_LONGEST = 600
_MOST_DOUBLINGS = 16

Jitter = Callable[[], float]
"""A number from 0 up to, not including, 1."""


def letter_pause(attempts: int, jitter: Jitter = random.random) -> int:
    """Seconds until a letter that was refused for now, `attempts` times before, is tried again."""
    return _pause(FIRST, LONGEST, attempts, jitter)


def server_pause(failures: int, jitter: Jitter = random.random) -> int:
    """Seconds until a mail server that cannot be used, `failures` times before, is asked again."""
    return _pause(SERVER_FIRST, SERVER_LONGEST, failures, jitter)


def _pause(first: int, longest: int, before: int, jitter: Jitter) -> int:
    """Between 3/4 and 5/4 of the doubled pause."""
    whole = min(longest, first << min(before, _MOST_DOUBLINGS))
    return whole * 3 // 4 + int(whole // 2 * jitter())
