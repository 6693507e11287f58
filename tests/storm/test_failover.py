"""The database dies under load, and its follower takes over: accepted is received."""

import json
from pathlib import Path

import pytest

from tests.storm import failover

pytestmark = pytest.mark.storm


def test_a_failover_under_load_loses_nothing(tmp_path: Path) -> None:
    """Every receipt has its letter at every mailbox, and every letter its receipt."""
    seen = failover.run(tmp_path / "house")
    print(json.dumps(seen, indent=2))
    broken = ("lost deliveries", "letters without a receipt", "wrong receipts", "letters given up")
    assert {name: seen[name] for name in broken} == dict.fromkeys(broken, 0)
    assert min(seen["accepted before it died"], seen["accepted after"], seen["answers 503"]) > 0
