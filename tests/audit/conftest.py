"""The same browser and site as the tests have."""

from tests.browser.conftest import browser, origin, site

__all__ = ["browser", "origin", "site"]
