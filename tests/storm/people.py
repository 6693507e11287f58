"""People who write, one letter after another, and press Send until there is a receipt."""

import random
import threading
from dataclasses import dataclass, field

from bench.asking import CheckPages, Line, reference_on

SECRET = "Hemmeligheden om naboens dreng"
PAUSE = 0.9
"""Seconds between two letters of one person; a bit more or less."""
RETRY = 0.3
MOST_TRIES = 400
"""Far longer than a restart takes: then somebody gives up, and that is a fault."""


@dataclass
class Receipts:
    """What people hold in their hands."""

    by_reference: dict[str, int] = field(default_factory=dict)
    """Which letter has this reference."""
    wrong: list[str] = field(default_factory=list)
    broken: int = 0
    """Answers that did not come, and were asked for again."""
    turned_away: int = 0
    """Answers that said 503, and were asked for again."""
    given_up: int = 0
    """Letters that never had a receipt."""


class People:
    """Runs until `stop`; `ports` are those of the forms that are up, in any order."""

    def __init__(self, pages: CheckPages, ports: list[int], persons: int) -> None:
        self.receipts = Receipts()
        self._pages, self._ports, self._persons = pages, ports, persons
        self._stop = threading.Event()
        self._noting = threading.Lock()
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """Begin to write."""
        for person in range(self._persons):
            thread = threading.Thread(target=self._write_on, args=(person,))
            thread.start()
            self._threads.append(thread)

    def stop(self) -> None:
        """No new letters; whoever waits for a receipt gets it first."""
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _write_on(self, person: int) -> None:
        chance, number = random.Random(person), person
        while not self._stop.wait(PAUSE * (0.5 + chance.random())):
            self._send(number, chance)
            number += self._persons

    def _send(self, number: int, chance: random.Random) -> None:
        """Press Send until there is a receipt, at whichever form; then, at times, once more."""
        question = self._pages.send(text=f"{SECRET} {number}")
        reference, tries = self._ask(question, chance), 1
        while not reference and tries < MOST_TRIES:
            threading.Event().wait(RETRY)
            reference, tries = self._ask(question, chance), tries + 1
        if not reference:
            self.receipts.given_up += 1
            return
        again = self._ask(question, chance) if chance.random() < 0.1 else ""
        with self._noting:
            if reference in self.receipts.by_reference or again not in ("", reference):
                self.receipts.wrong.append(f"{number}: {reference} {again}")
            self.receipts.by_reference[reference] = number

    def _ask(self, question: bytes, chance: random.Random) -> str:
        """The reference; empty when there was no answer, or none with a reference."""
        try:
            with Line(chance.choice(self._ports)) as line:
                status, body = line.ask(question)
        except OSError:
            self.receipts.broken += 1
            return ""
        if status == 503:
            self.receipts.turned_away += 1
            return ""
        reference = reference_on(body)
        if not reference:
            self.receipts.wrong.append(f"status {status}")
        return reference
