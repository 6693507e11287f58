"""People who mean harm, each kind in a process of its own, as fast as it goes until it is ended.

The proxy in front would say from where they ask; here they say it themselves.
"""

import itertools
import multiprocessing
import random
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from bench.asking import Line, read, request
from tests.service.pages import Pages
from tests.service.signed import send

THREADS = 6
SLOW_LINES = 420
Attack = Callable[[int, Pages], None]


def asked_from(address: str, question: bytes) -> bytes:
    """The same request, as the proxy would hand it on."""
    return question.replace(b"\r\n", f"\r\nX-Forwarded-For: {address}\r\n".encode(), 1)


def repeats(port: int, pages: Pages) -> None:
    """Three lines of one household send the same letter again and again."""
    question = send(pages, "Det samme brev")
    _pour(port, lambda number: asked_from(f"2001:db8:aa:{number % 3}::1", question))


def network(port: int, pages: Pages) -> None:
    """Somebody who holds a /48 sends another letter from another line of it each time."""
    _pour(port, lambda number: asked_from(_line_of_48(), send(pages, f"Brev {number}")))


def address(port: int, pages: Pages) -> None:
    """Somebody with one IPv4 address sends another letter each time."""
    _pour(port, lambda number: asked_from("192.0.2.66", send(pages, f"Brev {number}")))


def hundred(port: int, pages: Pages) -> None:
    """The same from a hundred addresses."""
    _pour(port, lambda number: asked_from(f"10.0.0.{number % 100}", send(pages, f"Brev {number}")))


def reader(port: int, pages: Pages) -> None:
    """Somebody opens the form as fast as it goes."""
    _pour(port, lambda _: asked_from("192.0.2.67", read("/skriv")))


def slow(port: int, pages: Pages) -> None:
    """Lines of one address that say a few bytes a second and never come to an end."""
    body = "draft=" + "x" * 200_000
    head, _, rest = asked_from("192.0.2.68", request("/skriv", body)).partition(b"\r\n\r\n")
    lines: list[Line] = []
    for second in itertools.count():
        while len(lines) < SLOW_LINES:
            lines.append(Line(port))
            lines[-1].say(head + b"\r\n\r\n")
        for line in list(lines):
            try:
                line.say(rest[second * 42 : second * 42 + 42])
            except OSError:
                lines.remove(line)
        threading.Event().wait(1)


KINDS: dict[str, Attack] = {
    attack.__name__: attack for attack in (repeats, network, address, hundred, reader, slow)
}
OF_ONE_HOLDER = ("repeats", "network", "address", "reader", "slow")


@contextmanager
def under(port: int, pages: Pages, *kinds: str) -> Iterator[None]:
    """These attacks at once, while the `with` block runs."""
    fork = multiprocessing.get_context("fork")
    working = [fork.Process(target=KINDS[kind], args=(port, pages), daemon=True) for kind in kinds]
    for process in working:
        process.start()
    try:
        yield
    finally:
        for process in working:
            process.kill()
            process.join()


def _line_of_48() -> str:
    return f"2001:db8:bb:{random.randrange(65_536):x}::1"


def _pour(port: int, question: Callable[[int], bytes]) -> None:
    numbers = itertools.count()

    def work() -> None:
        while True:
            with suppress(OSError), Line(port) as line:
                for number in numbers:
                    line.ask(question(number))

    for _ in range(THREADS - 1):
        threading.Thread(target=work, daemon=True).start()
    work()
