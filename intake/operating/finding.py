"""What is not as it must be, and what to do about it."""

from collections.abc import Callable
from dataclasses import dataclass

Say = Callable[[str], None]


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What is not as it must be, and the cure."""

    what: str
    cure: str
