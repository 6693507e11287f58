"""The two kinds of database, always both."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.intake.loop.house import Looped
from tests.servers.postgres import shared


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a new, empty database."""
    if request.param == "postgresql":
        return shared().database()
    return f"sqlite:///{tmp_path / 'outbox.sqlite'}"


@pytest.fixture
def switched(url: str, tmp_path: Path) -> Iterator[Callable[[str], Looped]]:
    """Makes the installation, its loop switched on to this step."""
    made: list[Looped] = []

    def make(step: str) -> Looped:
        made.append(Looped(tmp_path, url, step))
        return made[0]

    yield make
    for each in made:
        each.closes()


@pytest.fixture
def looped(switched: Callable[[str], Looped]) -> Looped:
    """An installation on this database with everything of the loop switched on."""
    return switched("remind")
