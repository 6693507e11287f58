"""Ten honest people write while others mean harm; whoever holds one network takes nothing."""

import json
import threading
from pathlib import Path

import pytest

from tests.intake.operating.conftest import furnished
from tests.servers import until
from tests.servers.service import Service
from tests.service.pages import Pages
from tests.storm.attackers import OF_ONE_HOLDER, under
from tests.storm.honest import PERSONS, Experience, ten_people

pytestmark = pytest.mark.storm
LONGEST_WAIT = 2.0
HEAD_START = 6.0
"""Seconds that an attack has before anybody honest comes."""


def test_attacks_of_one_holder_shut_nobody_out_and_a_hundred_few(tmp_path: Path) -> None:
    """Each alone, all of one holder at once, and a hundred addresses; and it rings."""
    bell = tmp_path / "bell"
    bell.write_text(f'#!/bin/sh\necho "$@" >> {tmp_path / "rung"}\n', encoding="utf-8")
    bell.chmod(0o700)
    house = furnished(tmp_path)
    seen: dict[str, Experience] = {}
    attacks = [(kind,) for kind in OF_ONE_HOLDER] + [OF_ONE_HOLDER, ("hundred",)]
    with Service(house, TRUSTED_PROXY="127.0.0.1", ALARM_COMMAND=str(bell)) as service:
        pages = Pages.of(house)
        seen["nobody"] = ten_people(service.port, pages, 1)
        for number, kinds in enumerate(attacks, 2):
            with under(service.port, pages, *kinds):
                threading.Event().wait(HEAD_START)
                seen["+".join(kinds)] = ten_people(service.port, pages, number)
        print(json.dumps({name: one.told() for name, one in seen.items()}, indent=2))
        assert until(lambda: "flood" in (tmp_path / "rung").read_text().split())
    hundred = seen.pop("hundred")
    assert {name: one.received for name, one in seen.items() if one.received < PERSONS} == {}
    assert {name: one.longest for name, one in seen.items() if one.longest > LONGEST_WAIT} == {}
    assert hundred.received >= 0.8 * PERSONS
