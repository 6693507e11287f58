"""What a reporter's code costs: Send with a code, and `/svar`, for one person and for eight.

A key is derived for each, slow on purpose, two at a time: so they are told beside the floor and
beside Send without a code, and have no limit but that of memory.
"""

import itertools
import re
import statistics
import tempfile
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlencode

from bench import serving
from bench.accepting import READERS, floor, in_turn
from bench.asking import CheckPages, Line, request, to_the_floor, unpacked
from bench.crowd import PERSONS, Ready, crowd, part
from bench.installed import build
from bench.result import Measured, Scale
from bench.serving import Part

FLOOR, PLAIN = "floor", "Send without a code"
SEND, LOOK = "Send with a code", "/svar"
CODES = 20
"""Reporters who look, in turn."""
MOST_A_SECOND = 100
"""Letters with a code that are made ready: more than are ever accepted."""
GLOBALEAKS_MS = 1_460
"""A submission to GlobaLeaks, which derives a key too; measured on such a machine in 2026-11."""
MOST_MEGABYTES = 64
"""That codes may add: two derivations of 19 MiB at once, and what the allocator keeps."""
_CODE = re.compile(r'class="code">([0-9A-Z-]+)<')


def given(port: int, send: bytes) -> bytes:
    """The whole request of looking with the code that this letter was given."""
    with Line(port) as line:
        _, body = line.ask(send)
    code = _CODE.search(unpacked(body))
    if code is None:
        raise RuntimeError("the receipt shows no code")
    return request("/svar", urlencode({"code": code[1], "action": "show"}))


def measure(scale: Scale) -> list[Measured]:
    """Both acts by one person in turn with the floor, then each by eight; and the memory."""
    with tempfile.TemporaryDirectory(prefix="infohus-bench-") as name, ExitStack() as stack:
        installed = build(Path(name) / "coded", readers=READERS, loop="status")
        plain = build(Path(name) / "plain", readers=READERS, loop="remind")
        pages = CheckPages.of(installed)
        form = stack.enter_context(Part(serving.form, installed.environ))
        without = stack.enter_context(Part(serving.form, plain.environ))
        with Line(form.port) as line:
            line.ask(request("/skriv", ""))
        at_rest = form.megabytes
        looks = itertools.cycle([given(form.port, pages.send()) for _ in range(CODES)])
        lines = [
            (FLOOR, floor(stack, installed).port, to_the_floor),
            (PLAIN, without.port, CheckPages.of(plain).send),
            (SEND, form.port, pages.send),
            (LOOK, form.port, lambda: next(looks)),
        ]
        ways = {way: (stack.enter_context(Line(port)), ask) for way, port, ask in lines}
        in_turn(ways, 10)  # warm
        rounds = [in_turn(ways, scale.letters) for _ in range(scale.rounds)]
        seconds = scale.busy_seconds / 2
        sends = Ready(pages.send, int(seconds * MOST_A_SECOND))
        eight = {SEND: crowd(form.port, seconds, sends), LOOK: crowd(form.port, seconds, looks)}
        grown = form.megabytes - at_rest
    return [*alone(rounds), *together(eight, seconds), *memory(at_rest, grown)]


def alone(rounds: list[dict[str, list[float]]]) -> list[Measured]:
    """Medians of the rounds, of each way."""
    middles = {way: [statistics.median(took[way]) for took in rounds] for way in rounds[0]}
    milliseconds = {way: statistics.median(middle) * 1000 for way, middle in middles.items()}
    figures = [
        Measured(name=f"{way}, one person", value=value, unit="ms")
        for way, value in milliseconds.items()
    ]
    return [
        *figures,
        *(
            Measured(name=f"{way}, over the floor", value=milliseconds[way] / milliseconds[FLOOR])
            for way in (SEND, LOOK)
        ),
        Measured(
            name=f"{SEND}, of GlobaLeaks' submission", value=milliseconds[SEND] / GLOBALEAKS_MS
        ),
    ]


def together(eight: dict[str, list[float]], seconds: float) -> list[Measured]:
    """How many, the middle answer and the late ones."""
    figures = []
    for way, took in eight.items():
        who = f"{way}, {PERSONS} people"
        ordered = sorted(took)
        figures += [
            Measured(name=f"{who}, each second", value=len(took) / seconds, unit="/s"),
            Measured(name=f"{who}, p50", value=part(ordered, 0.5) * 1000, unit="ms"),
            Measured(name=f"{who}, p99", value=part(ordered, 0.99) * 1000, unit="ms"),
        ]
    return figures


def memory(at_rest: float, grown: float) -> list[Measured]:
    """Of the form's process."""
    return [
        Measured(name="memory of a form that gives codes, at rest", value=at_rest, unit="MB"),
        Measured(
            name="memory that codes and letters added", value=grown, unit="MB", limit=MOST_MEGABYTES
        ),
    ]
