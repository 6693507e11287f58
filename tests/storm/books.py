"""What the storm saw, and how it is judged."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

BEFORE_COMMIT = "before commit"
BEFORE_ANSWER = "committed before answer"
BEFORE_250 = "after DATA before 250"
BEFORE_MARK = "after 250 before marking"
WINDOWS = (BEFORE_COMMIT, BEFORE_ANSWER, BEFORE_250, BEFORE_MARK)


@dataclass
class Books:
    """What was seen."""

    rounds: int = 0
    idle: int = 0
    hits: Counter[str] = field(default_factory=Counter)
    answered: dict[int, str] = field(default_factory=dict)
    """Submission to the reference on its receipt."""
    taken: Counter[str] = field(default_factory=Counter)
    """Reference to how often the mail server said 250."""
    spoiled: int = 0
    """Letters that came other than they were put."""

    def report(self) -> dict[str, Any]:
        """What the storm is judged by."""
        lost = [one for one in self.answered.values() if not self.taken[one]]
        return {
            "rounds": self.rounds,
            "hits": {window: self.hits[window] for window in WINDOWS},
            "accepted": len(self.answered),
            "received": len(self.taken),
            "doubled under one Message-ID": sum(1 for n in self.taken.values() if n > 1),
            "lost": len(lost),
            "spoiled": self.spoiled,
            "two letters of one submission": len(self.answered) - len(set(self.answered.values())),
        }

    def failures(self, least: int) -> list[str]:
        """What must not be; empty when the promises held and each window was hit often enough."""
        report = self.report()
        broken = ("lost", "spoiled", "two letters of one submission")
        found = [f"{name}: {report[name]}" for name in broken if report[name]]
        found += [f"{one}: {self.hits[one]} hits" for one in WINDOWS if self.hits[one] < least]
        return found
