"""The two kinds of database, always both."""

from pathlib import Path

import pytest

from tests.servers.postgres import shared


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a new, empty database."""
    if request.param == "postgresql":
        return shared().database()
    return f"sqlite:///{tmp_path / 'outbox.sqlite'}"
