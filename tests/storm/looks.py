"""Whether a process stays as large as it was once it was warm."""

import statistics
from dataclasses import dataclass, field
from typing import Any, Protocol

MOST_GROWTH = 1.05
"""Of the last quarter's memory over the second's; the first is for warming up."""
SPARE_HANDLES = 4


class Sized(Protocol):
    """A process."""

    @property
    def megabytes(self) -> float: ...
    @property
    def handles(self) -> int: ...


@dataclass
class Looks:
    """Megabytes and handles of the two that run through, look by look."""

    megabytes: dict[str, list[float]] = field(default_factory=dict)
    handles: dict[str, list[int]] = field(default_factory=dict)

    def add(self, name: str, part: Sized) -> None:
        """One look."""
        self.megabytes.setdefault(name, []).append(part.megabytes)
        self.handles.setdefault(name, []).append(part.handles)

    def failures(self) -> list[str]:
        """What grew."""
        found = []
        for name, sizes in self.megabytes.items():
            early, late = quarters(sizes)
            if late > early * MOST_GROWTH:
                found.append(f"{name}: from {early:.1f} to {late:.1f} MB")
        for name, numbers in self.handles.items():
            first, last = quarters([float(one) for one in numbers])
            if last > first + SPARE_HANDLES:
                found.append(f"{name}: from {first:.0f} to {last:.0f} handles")
        return found

    def report(self) -> dict[str, Any]:
        """The second quarter and the last."""
        return {
            f"{what} of the {name}": [round(one, 1) for one in quarters(list(map(float, seen)))]
            for what, all_seen in (("MB", self.megabytes), ("handles", self.handles))
            for name, seen in all_seen.items()
        }


def quarters(seen: list[float]) -> tuple[float, float]:
    """The medians of the second quarter and of the last."""
    part = max(1, len(seen) // 4)
    return statistics.median(seen[part : 2 * part] or seen), statistics.median(seen[-part:])
