"""The browser, and the site it looks at."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests import site_server
from tests.engines import Engine
from tests.engines.chromium_87 import OldChromium, old_chromium
from tests.engines.firefox import firefox
from tests.site.conftest import build
from tests.site.pages import Site


def pytest_configure(config: pytest.Config) -> None:
    """The marker of everything that starts a browser."""
    config.addinivalue_line("markers", "browser: starts a real browser")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The site, built once."""
    folder = tmp_path_factory.mktemp("site") / "built"
    done = build(folder)
    assert done.returncode == 0, done.stdout + done.stderr
    return Site(folder)


@pytest.fixture(scope="session")
def origin(site: Site) -> Iterator[str]:
    """Where it is served, with the headers of production."""
    with site_server.served(site.folder) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The system's Chromium; one for each module, as two cannot run in one thread."""
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path="/usr/bin/chromium")


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OldChromium]:
    with old_chromium(tmp_path_factory.mktemp("chromium")) as engine:
        yield engine


@pytest.fixture(scope="module")
def mozilla(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with firefox(tmp_path_factory.mktemp("firefox") / "profile") as engine:
        yield engine


@pytest.fixture(params=["chromium", "mozilla"])
def engine(request: pytest.FixtureRequest) -> Any:
    """Chromium 87 and Firefox, one after the other."""
    return request.getfixturevalue(request.param)
