"""What was measured, against what it must be, as one table and one file."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

FLAT = 1.05
"""Memory at the end over that of a warm process."""


@dataclass(frozen=True, kw_only=True)
class Scale:
    """How much is measured."""

    rounds: int = 7
    letters: int = 150
    """In each round."""
    busy_seconds: float = 60
    many: int = 10_000
    """Concerns, or waiting letters."""
    rows: int = 100_000


SHORT = Scale(rounds=5, letters=60, busy_seconds=20, many=1_000, rows=20_000)


@dataclass(frozen=True, kw_only=True)
class Measured:
    """One figure. Without a limit it only tells."""

    name: str
    value: float
    unit: str = "x"
    limit: float | None = None
    at_least: bool = False
    """The limit is a lower one."""

    @property
    def holds(self) -> bool:
        """Whether it is within its limit."""
        if self.limit is None:
            return True
        return self.value >= self.limit if self.at_least else self.value <= self.limit

    def row(self) -> tuple[str, str, str, str]:
        """The cells of the table."""
        if self.limit is None:
            return self.name, number(self.value, self.unit), "", ""
        bound = f"{'>=' if self.at_least else '<='} {self.limit:g}"
        return self.name, number(self.value, self.unit), bound, "yes" if self.holds else "NO"


def number(value: float, unit: str) -> str:
    """As people read it: three digits that matter."""
    shown = f"{value:,.0f}" if abs(value) >= 100 or value == int(value) else f"{value:.2f}"
    return f"{shown} {unit}"


def table(rows: Sequence[tuple[str, ...]]) -> str:
    """Columns as wide as they need to be; numbers to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = []
    for name, *cells in rows:
        right = "  ".join(f"{cell:>{width}}" for cell, width in zip(cells, widths[1:], strict=True))
        lines.append(f"{name:<{widths[0]}}  {right}".rstrip())
    return "\n".join(lines)


def as_json(measured: dict[str, list[Measured]], unmeasured: dict[str, str]) -> str:
    """Everything, for a program."""
    figures = {
        part: [asdict(figure) | {"holds": figure.holds} for figure in figures]
        for part, figures in measured.items()
    }
    whole = {"measured": figures, "could not be measured": unmeasured}
    return json.dumps(whole, indent=2, ensure_ascii=False)
