"""Eight people who press Send again and again: how even the answers are, and how long the longest.

The form and the floor take turns; the floor has one writer, as we have.
"""

import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from bench import serving
from bench.accepting import READERS, floor
from bench.asking import CheckPages, Line, Question, to_the_floor
from bench.installed import build
from bench.result import Measured, Scale
from bench.serving import Part

PERSONS = 8
MOST_A_SECOND = 1_000
"""Letters that are made ready: more than are ever accepted."""
EVENNESS, LONGEST = 3.0, 2.0
PART_OF_FLOOR = 0.4
"""Of the letters a second that the floor takes."""
Slice = tuple[list[float], list[float]]
"""Seconds of each answer: the floor's, then ours."""


def crowd(port: int, seconds: float, questions: Iterator[bytes]) -> list[float]:
    """Seconds of each answer, while eight ask for so long."""
    took: list[list[float]] = [[] for _ in range(PERSONS)]
    failures: list[BaseException] = []
    end = time.monotonic() + seconds

    def asks(own: list[float]) -> None:
        try:
            with Line(port) as line:
                while time.monotonic() < end:
                    own.append(line.accept(next(questions)))
        except BaseException as failure:
            failures.append(failure)

    threads = [threading.Thread(target=asks, args=(own,)) for own in took]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise RuntimeError("somebody in the crowd was not answered") from failures[0]
    return [answer for own in took for answer in own]


class Ready:
    """Questions made before they are needed, for several threads."""

    def __init__(self, question: Question, number: int) -> None:
        self._ready = [question() for _ in range(number)]

    def __iter__(self) -> "Ready":
        return self

    def __next__(self) -> bytes:
        return self._ready.pop()


def measure(scale: Scale) -> list[Measured]:
    """How many, how even, and the longest answers of both."""
    seconds = scale.busy_seconds / scale.rounds
    same = to_the_floor()
    with tempfile.TemporaryDirectory(prefix="infohus-bench-") as name, ExitStack() as stack:
        installed = build(Path(name) / "installed", readers=READERS)
        pages = CheckPages.of(installed)
        base = floor(stack, installed)
        form = stack.enter_context(Part(serving.form, installed.environ))
        crowd(form.port, 2, Ready(pages.send, 2 * MOST_A_SECOND))  # warm
        slices: list[Slice] = []
        for _ in range(scale.rounds):
            ready = Ready(pages.send, int(seconds * MOST_A_SECOND))
            slices.append(
                (
                    crowd(base.port, seconds, iter(lambda: same, None)),
                    crowd(form.port, seconds, ready),
                )
            )
    return judged(slices, scale.busy_seconds)


def judged(slices: list[Slice], seconds: float) -> list[Measured]:
    """How many, then how long."""
    return [*how_many(slices, seconds), *how_long(slices, seconds)]


def how_many(slices: list[Slice], seconds: float) -> list[Measured]:
    rate = sum(len(letters) for _, letters in slices) / seconds
    part_of_floor = statistics.median(len(letters) / len(floors) for floors, letters in slices)
    return [
        Measured(name="letters a second, 8 people", value=rate, unit="/s"),
        Measured(
            name="letters a second, 8 people, as part of the floor's",
            value=part_of_floor,
            limit=PART_OF_FLOOR,
            at_least=True,
        ),
    ]


def how_long(slices: list[Slice], seconds: float) -> list[Measured]:
    """The middle answer, the late ones and the longest."""
    own = [sorted(letters) for _, letters in slices]
    middle = statistics.median(map(statistics.median, own)) * 1000
    even = statistics.median(part(letters, 0.99) / part(letters, 0.5) for letters in own)
    longest = max(max(letters) for letters in own)
    of_floor = max(max(floors) for floors, _ in slices)
    of_all = f"longest answer in {seconds:g} s"
    return [
        Measured(name="p50, 8 people", value=middle, unit="ms"),
        Measured(name="p99 / p50, 8 people", value=even, limit=EVENNESS),
        Measured(name=f"{of_all}, 8 people", value=longest * 1000, unit="ms"),
        Measured(name=f"{of_all}, floor behind one writer", value=of_floor * 1000, unit="ms"),
        Measured(name=f"{of_all}, over the floor", value=longest / of_floor, limit=LONGEST),
    ]


def part(ordered: list[float], share: float) -> float:
    """The value that this share of all do not exceed."""
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
