"""Accepting beside a hundred rows and beside very many: it must not slow with age."""

import sqlite3
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

from bench import serving
from bench.accepting import in_turn, turns
from bench.asking import CheckPages, Line, Question
from bench.installed import Installed, build
from bench.result import Measured, Scale
from bench.serving import Part
from intake.days import DAY

FEW = 100
LIMIT = 1.2
BODY = b"x" * 2_000
RECIPIENTS = 3
_LETTER = """INSERT INTO letter (reference, submission, digest, day, unread_since, open_since, body)
VALUES (?, ?, ?, ?, ?, ?, ?)"""
_DELIVERY = """INSERT INTO delivery (reference, recipient, state, due, attempts)
VALUES (?, ?, 'new', ?, 0)"""


def fill(installed: Installed, number: int) -> None:
    """Put so many waiting letters there, by hand: one by one would take long."""
    day = int(time.time()) // DAY

    def letters() -> Iterator[tuple[object, ...]]:
        for letter in range(number):
            key = b"%032d" % letter
            yield f"N{letter:07}", key, key, day, day * 24, day * 24, BODY

    def deliveries() -> Iterator[tuple[object, ...]]:
        for letter in range(number):
            for recipient in range(RECIPIENTS):
                yield f"N{letter:07}", f"mailbox{recipient}@test.example", day * DAY

    with closing(sqlite3.connect(installed.folder / "outbox.sqlite")) as database, database:
        database.executemany(_LETTER, letters())
        database.executemany(_DELIVERY, deliveries())


def measure(scale: Scale) -> list[Measured]:
    """The two in turn."""
    names = [f"{number:,} rows" for number in (FEW, scale.rows)]
    with tempfile.TemporaryDirectory(prefix="infohus-bench-") as folder, ExitStack() as stack:
        ways: dict[str, tuple[Line, Question]] = {}
        for name, number in zip(names, (FEW, scale.rows), strict=True):
            installed = build(Path(folder) / name)
            fill(installed, number)
            part = stack.enter_context(Part(serving.form, installed.environ))
            ways[name] = stack.enter_context(Line(part.port)), CheckPages.of(installed).send
        in_turn(ways, scale.letters)  # warm
        rounds = [in_turn(ways, scale.letters) for _ in range(scale.rounds)]
    few, many = ([each for took in rounds for each in turns(took[name])] for name in names)
    ratio = statistics.median(b / a for a, b in zip(few, many, strict=True))
    return [
        Measured(
            name=f"accepting beside {names[0]}", value=statistics.median(few) * 1000, unit="ms"
        ),
        Measured(name=f"accepting beside {names[1]}, over {names[0]}", value=ratio, limit=LIMIT),
    ]
