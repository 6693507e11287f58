"""Half an hour without peace: not a letter lost, and no process grows."""

import json
import os
from pathlib import Path

import pytest

from tests.storm.scale import Scale
from tests.storm.soak import Soak, broken

pytestmark = pytest.mark.storm
SCALE = Scale.of(os.environ)


def test_soak_loses_nothing_and_grows_nothing(tmp_path: Path) -> None:
    """Every receipt has its letter at every mailbox, and every letter its receipt."""
    soak = Soak(tmp_path / "house")
    seen = soak.run(SCALE.minutes * 60)
    print(json.dumps(seen, indent=2))
    assert broken(seen) == []
    assert soak.looks.failures() == []
    assert seen["accepted"] == seen["received"] > SCALE.minutes
    assert seen["restarts of a form and a forwarder"] > 0
