"""Ten people who write one letter each while others mean harm; how long they waited, and who was
turned away."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from bench.asking import Line, read, reference_on
from tests.service.pages import Pages
from tests.service.signed import send
from tests.storm.attackers import asked_from

PERSONS = 10
BETWEEN = 0.5
"""Seconds between two pages of one person."""


@dataclass
class Experience:
    """What ten people met."""

    waits: list[float] = field(default_factory=list)
    """Seconds, for each page and each receipt."""
    received: int = 0
    refused: int = 0
    broken: int = 0

    @property
    def longest(self) -> float:
        return max(self.waits)

    def told(self) -> dict[str, float]:
        """For the report."""
        return {
            "received": self.received,
            "refused": self.refused,
            "broken": self.broken,
            "longest wait, s": round(self.longest, 2),
            "middle wait, s": round(sorted(self.waits)[len(self.waits) // 2], 2),
        }


def ten_people(port: int, pages: Pages, first: int) -> Experience:
    """Each from an address that nobody else has; `first` makes them others than before."""
    seen, noting = Experience(), threading.Lock()

    def person(number: int) -> None:
        where = f"198.51.{first}.{number}" if number % 2 else f"2001:db8:{first:x}{number:02x}::1"
        questions = (
            read("/skriv"),
            read("/en/write"),
            send(pages, f"Ærligt brev {first} {number}"),
        )
        for question in questions:
            threading.Event().wait(BETWEEN)
            begun = time.monotonic()
            try:
                with Line(port) as line:
                    status, body = line.ask(asked_from(where, question))
            except OSError:
                status, body = 0, b""
            with noting:
                seen.waits.append(time.monotonic() - begun)
                seen.broken += status == 0
                seen.refused += status not in {0, 200}
                seen.received += bool(status == 200 and reference_on(body))

    with ThreadPoolExecutor(PERSONS) as pool:
        list(pool.map(person, range(PERSONS)))
    return seen
