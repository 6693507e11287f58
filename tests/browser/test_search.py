"""Search finds what people type, in the real browser, and costs nothing until it is touched."""

import time
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.checks import violations
from tests.site.pages import Site

pytestmark = pytest.mark.browser

QUERIES = tomllib.loads(
    (Path(__file__).parents[1] / "site" / "queries.toml").read_text(encoding="utf-8")
)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A phone."""
    made = browser.new_page(viewport={"width": 360, "height": 740})
    yield made
    made.close()


def opens_search(page: Page, address: str) -> None:
    """As a person does: the menu, then the field."""
    page.goto(address)
    page.locator(".menu summary").click()
    page.get_by_role("searchbox").focus()


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_right_page_is_among_the_first_three(page: Page, origin: str, language: str) -> None:
    """Everyday words, both spellings, parts of long words."""
    root = "/" if language == "da" else "/en/"
    opens_search(page, origin + root)
    missed = {}
    for query, slug in QUERIES[language].items():
        page.get_by_role("searchbox").fill(query)
        expect(page.get_by_role("status")).not_to_be_empty()
        found = page.locator(".found a").evaluate_all("all => all.map(a => a.pathname)")[:3]
        if f"{root}{slug}/" not in found:
            missed[query] = (slug, found)
    assert missed == {}


def test_nothing_is_fetched_before_search_is_touched(page: Page, origin: str) -> None:
    """Most readers never search."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(origin)
    assert not [each for each in asked if each.endswith(".json")]
    page.locator(".menu summary").click()
    with page.expect_response("**/search.da.json"):
        page.get_by_role("searchbox").focus()


def test_early_typing_is_not_lost(page: Page, origin: str) -> None:
    """What is typed while the index is on its way is answered when it comes."""
    page.route("**/search.da.json", late)
    opens_search(page, origin)
    page.keyboard.type("hotline")
    page.wait_for_selector(".found a")


def late(route: Route) -> None:
    """An answer that takes its time."""
    time.sleep(0.05)
    route.continue_()


def test_no_hit_is_said(page: Page, origin: str) -> None:
    """Also to those who do not see the list."""
    opens_search(page, origin)
    page.get_by_role("searchbox").fill("qqqqqq")
    expect(page.get_by_role("status")).not_to_be_empty()
    assert "menu" in page.get_by_role("status").inner_text().lower()


def test_search_with_hits_is_for_everyone(page: Page, origin: str) -> None:
    """Axe finds nothing while the menu is open and hits are shown."""
    opens_search(page, origin)
    page.keyboard.type("hotline")
    page.wait_for_selector(".found a")
    assert violations(page) == []


def test_enter_goes_to_the_first_hit(page: Page, origin: str) -> None:
    """Enter, then Enter again, opens it."""
    opens_search(page, origin)
    page.keyboard.type("hotline")
    page.wait_for_selector(".found a")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.wait_for_url("**/kontakt/")


def test_without_a_script_there_is_no_dead_field(browser: Browser, origin: str, site: Site) -> None:
    """The menu lists every page instead."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(origin)
    page.locator(".menu summary").click()
    assert not page.locator(".find").is_visible()
    assert page.locator(".pages a").count() == sum(
        found.language == "da" and not {"lukket", "404.html"} & set(each.split("/"))
        for each, found in site.pages.items()
    )
