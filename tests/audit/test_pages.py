"""Every page, every rule, every width, light and dark, with and without script."""

from typing import Literal

import pytest
from playwright.sync_api import Browser

from tests.browser.checks import violations
from tests.site.pages import Site

pytestmark = [pytest.mark.browser, pytest.mark.audit]

SPACING = """
const sheet = new CSSStyleSheet();
sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important;
  word-spacing: .16em !important } p { margin-bottom: 2em !important }`);
document.adoptedStyleSheets = [sheet];
"""
"""What a reader may ask for by WCAG 1.4.12."""


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_rule_on_every_page(
    site: Site, browser: Browser, origin: str, scheme: Literal["light", "dark"], width: int
) -> None:
    """Axe finds nothing, all parts open."""
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = context.new_page()
    for address in site.pages:
        page.goto(origin + address)
        page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
        assert violations(page) == [], address
    context.close()


@pytest.mark.parametrize("width", [320, 360, 480, 600, 768, 1024, 1280, 1920])
@pytest.mark.parametrize("spaced", [False, True])
def test_no_page_scrolls_sideways(
    site: Site, browser: Browser, origin: str, width: int, spaced: bool
) -> None:
    """At any width, also with the text spacing a reader may ask for."""
    page = browser.new_page(viewport={"width": width, "height": 800})
    for address in site.pages:
        page.goto(origin + address)
        page.evaluate("document.querySelectorAll('main details').forEach(part => part.open = true)")
        if spaced:
            page.evaluate(SPACING)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
    page.close()


@pytest.mark.parametrize("language", ["da", "en"])
def test_every_page_prints(site: Site, browser: Browser, origin: str, language: str) -> None:
    """No sheet of paper is cut at its side."""
    page = browser.new_page(viewport={"width": 673, "height": 900})  # A4 without its margins
    page.emulate_media(media="print")
    for address, found in site.pages.items():
        if found.language == language:
            page.goto(origin + address)
            assert page.evaluate("document.documentElement.scrollWidth") <= 673, address
    page.close()
