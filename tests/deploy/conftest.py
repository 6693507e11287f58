"""Caddy, the service and the site, started once for the tests of this folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.deploy.echo import Echo
from tests.deploy.front import HOST, Caddy
from tests.intake.operating.conftest import furnished
from tests.places import INVENTED
from tests.servers.service import Service
from tests.site.conftest import build


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the invented municipality."""
    folder = tmp_path_factory.mktemp("deploy") / "site"
    done = build(folder, INFOHUS_MUNICIPALITY=str(INVENTED))
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """The running service."""
    house = furnished(tmp_path_factory.mktemp("service"))
    made = Service(house, ORIGIN=f"https://{HOST}", TRUSTED_PROXY="127.0.0.1")
    made.start()
    yield made
    made.stop()


@pytest.fixture(scope="session")
def caddy(
    tmp_path_factory: pytest.TempPathFactory, built: Path, service: Service
) -> Iterator[Caddy]:
    """Caddy in front of the service."""
    made = Caddy(tmp_path_factory.mktemp("caddy"), built, service.port)
    yield made
    made.stop()


@pytest.fixture(scope="session")
def echo() -> Iterator[Echo]:
    """What keeps all that comes through a proxy."""
    made = Echo()
    yield made
    made.close()


@pytest.fixture(scope="session")
def mirror(tmp_path_factory: pytest.TempPathFactory, built: Path, echo: Echo) -> Iterator[Caddy]:
    """Caddy in front of the one who keeps everything."""
    made = Caddy(tmp_path_factory.mktemp("mirror"), built, echo.port)
    yield made
    made.stop()
