"""Both halves are killed in the middle, again and again, over each database."""

import json
import os
from pathlib import Path

import pytest

from tests.storm.databases import Rage, on_postgresql, on_sqlite
from tests.storm.scale import Scale

pytestmark = pytest.mark.storm
SCALE = Scale.of(os.environ)


@pytest.mark.parametrize("rage", [on_sqlite, on_postgresql])
def test_kill_loses_doubles_and_spoils_nothing(rage: Rage, tmp_path: Path) -> None:
    """Every window is hit often enough, and what was accepted is received under its reference."""
    books = rage(SCALE.rounds, SCALE.least, tmp_path)
    seen = books.report()
    print(json.dumps(seen, indent=2))
    assert books.rounds >= SCALE.rounds
    assert books.failures(SCALE.least) == []
    assert seen["lost"] == seen["spoiled"] == seen["two letters of one submission"] == 0
    assert seen["received"] >= seen["accepted"] > SCALE.rounds
