"""The same browser and site as the tests have, and one package for all of them."""

from pathlib import Path

import pytest

from tests.audit.packages import built
from tests.browser.conftest import browser, origin, site

__all__ = ["browser", "origin", "site"]


@pytest.fixture(scope="session")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package of this source."""
    return built(tmp_path_factory.mktemp("package"))
