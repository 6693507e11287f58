"""One of eleven infohuse on a machine is attacked with all that one holder has: the ten go on."""

import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest

from bench.asking import Line, read, reference_on
from tests.intake.operating.conftest import furnished
from tests.servers.service import Service
from tests.service.pages import Pages
from tests.service.signed import send
from tests.storm.attackers import OF_ONE_HOLDER, asked_from, under

pytestmark = pytest.mark.storm
OTHERS = 10
LETTERS = 3
"""By one person at each of the others, in peace and in the attack."""
LONGEST_WAIT = 2.0
"""Seconds; the attackers take their share of the same processors."""
HEAD_START = 6.0


def test_ten_go_on_while_one_is_attacked(tmp_path: Path) -> None:
    """Every letter is received, no page keeps anybody waiting; the ratio to peace is told."""
    with ExitStack() as stack:
        services, pages = [], []
        for number in range(OTHERS + 1):
            (tmp_path / str(number)).mkdir()
            house = furnished(tmp_path / str(number))
            service = Service(house, TRUSTED_PROXY="127.0.0.1")
            services.append(stack.enter_context(service))
            pages.append(Pages.of(house))
        attacked, *others = services
        peace = waits(others, pages[1:], "peace")
        with under(attacked.port, pages[0], *OF_ONE_HOLDER):
            threading.Event().wait(HEAD_START)
            attack = waits(others, pages[1:], "attack")
    middle = [sorted(each)[len(each) // 2] for each in (peace, attack)]
    told = {
        "middle wait in peace, s": round(middle[0], 3),
        "middle wait in the attack, s": round(middle[1], 3),
        "longest wait in the attack, s": round(max(attack), 3),
        "ratio": round(middle[1] / middle[0], 1),
    }
    print(json.dumps(told, indent=2))
    assert max(attack) <= LONGEST_WAIT


def waits(services: list[Service], pages: list[Pages], when: str) -> list[float]:
    """Seconds for each page and receipt of one person at each. A letter not received fails."""

    def person(number: int) -> list[float]:
        seconds = []
        for letter in range(LETTERS):
            for question in (read("/skriv"), send(pages[number], f"{when} {number} {letter}")):
                threading.Event().wait(0.5)
                begun = time.monotonic()
                with Line(services[number].port) as line:
                    status, body = line.ask(asked_from(f"198.51.100.{number}", question))
                seconds.append(time.monotonic() - begun)
                assert status == 200
            assert reference_on(body)
        return seconds

    with ThreadPoolExecutor(len(services)) as people:
        return [each for found in people.map(person, range(len(services))) for each in found]
