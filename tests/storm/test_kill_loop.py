"""The closed loop, killed in each window, again and again, over each database."""

import json
import os
from pathlib import Path

import pytest

from tests.servers.postgres import Postgres
from tests.storm.loop_rounds import LoopStorm
from tests.storm.scale import Scale

pytestmark = pytest.mark.storm
SCALE = Scale.of(os.environ)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_kill_loses_no_reminder_and_lends_none_after_a_cancel(kind: str, tmp_path: Path) -> None:
    """Each window is hit often enough, and nothing is lost, lent too late or deleted unread."""
    server = Postgres(fsync=True)
    try:
        url = f"sqlite:///{tmp_path / 'outbox.sqlite'}"
        if kind == "postgresql":
            server.start()
            url = server.database()
        books = LoopStorm(url, tmp_path).rage(SCALE.rounds)
    finally:
        if kind == "postgresql":
            server.remove()
    print(json.dumps(books.report(), indent=2))
    assert books.rounds == SCALE.rounds
    assert books.failures(SCALE.least) == []
    assert books.report()["acknowledged"] > 0
