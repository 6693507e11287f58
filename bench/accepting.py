"""Accepting a concern: from pressing Send on the check page to the receipt, one person at a time.

Over real HTTP and the real server, against the floor behind the same server; in turn, a few letters
each, so that a busy machine slows all of them.
"""

import statistics
import tempfile
from contextlib import ExitStack
from pathlib import Path

from bench import serving
from bench.asking import CONTACT, CheckPages, Line, Question, to_the_floor
from bench.installed import Installed, build
from bench.result import Measured, Scale
from bench.serving import Part

READERS = 3
TURN = 10
"""Letters that one way takes before the next has its turn."""
WITHOUT, WITH, WITH_BOTH = "letter without PDF", "letter with its sheet", "with sheet and notice"
LOOPED = "with its sheet, the loop on"
CODED = "the same, with a code"
"""A key is derived before the letter is stored; slow on purpose, so it has no limit here."""
LIMITS = {WITHOUT: 2.4, WITH: 3.0, WITH_BOTH: None, LOOPED: 3.0, CODED: None}


def certificates(installed: Installed) -> tuple[bytes, ...]:
    """Of the readers, PEM."""
    folder = installed.folder / "recipients"
    return tuple((folder / f"{number}.pem").read_bytes() for number in range(1, READERS + 1))


def floor(stack: ExitStack, installed: Installed) -> Part:
    """The floor, writing beside the installation and for the same readers."""
    folder = installed.folder / "floor"
    folder.mkdir()
    return stack.enter_context(Part(serving.floor, folder, certificates(installed)))


def looped(stack: ExitStack, folder: Path, step: str) -> tuple[Part, Question]:
    """An installation of its own where letters wait for a human: two readers and a substitute."""
    installed = build(folder, readers=READERS, loop=step)
    return stack.enter_context(Part(serving.form, installed.environ)), CheckPages.of(installed).send


def in_turn(ways: dict[str, tuple[Line, Question]], letters: int) -> dict[str, list[float]]:
    """Seconds of each letter, for each way."""
    took: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(0, letters, TURN):
        for name, (line, question) in ways.items():
            ready = [question() for _ in range(TURN)]
            took[name] += [line.accept(body) for body in ready]
    return took


def measure(scale: Scale) -> list[Measured]:
    """Milliseconds of each way, and each as a ratio to the floor."""
    with tempfile.TemporaryDirectory(prefix="infohus-bench-") as name, ExitStack() as stack:
        installed = build(Path(name) / "installed", readers=READERS)
        pages = CheckPages.of(installed)
        without = stack.enter_context(Part(serving.form_without_pdf, installed.environ))
        whole = stack.enter_context(Part(serving.form, installed.environ))
        places: dict[str, tuple[Part, Question]] = {
            "floor": (floor(stack, installed), to_the_floor),
            WITHOUT: (without, pages.send),
            WITH: (whole, pages.send),
            WITH_BOTH: (whole, lambda: pages.send(**CONTACT)),
            LOOPED: looped(stack, Path(name) / "looped", "remind"),
            CODED: looped(stack, Path(name) / "coded", "status"),
        }
        ways = {
            way: (stack.enter_context(Line(part.port)), question)
            for way, (part, question) in places.items()
        }
        in_turn(ways, 5 * TURN)  # warm
        return judged([in_turn(ways, scale.letters) for _ in range(scale.rounds)])


def judged(rounds: list[dict[str, list[float]]]) -> list[Measured]:
    """Medians of the turns; each turn against the floor's beside it, in the same second."""
    middles = {way: [each for took in rounds for each in turns(took[way])] for way in rounds[0]}
    figures = []
    for way, own in middles.items():
        milliseconds = statistics.median(own) * 1000
        figures.append(Measured(name=f"{way}, one person", value=milliseconds, unit="ms"))
        if way != "floor":
            ratio = statistics.median(a / b for a, b in zip(own, middles["floor"], strict=True))
            figures.append(Measured(name=f"{way}, over the floor", value=ratio, limit=LIMITS[way]))
    return figures


def turns(took: list[float]) -> list[float]:
    """The middle one of each turn."""
    return [statistics.median(took[at : at + TURN]) for at in range(0, len(took), TURN)]
