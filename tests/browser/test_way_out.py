"""The way out is in reach wherever one has scrolled to, and hides nothing that has the focus."""

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from tests.browser.navigators import Reporter, served
from tests.intake.reporter import invented_infohus
from tests.site.test_frame import WATCHED

pytestmark = pytest.mark.browser

PHONE: ViewportSize = {"width": 360, "height": 740}
ENLARGED: ViewportSize = {"width": 320, "height": 256}
"""A screen of 1280 by 1024 at 400 per cent (WCAG 1.4.10)."""
IN_REACH = """link => {
  const box = link.getBoundingClientRect();
  const on_top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return box.top >= 0 && box.bottom <= innerHeight && link.contains(on_top);
}"""
COVERED = """() => {
  const has = document.activeElement;
  if (has.matches("body, [data-exit], .skip")) return null;
  const box = has.getClientRects()[0];
  const seen = [.1, .5, .9].some(part => has.contains(
    document.elementFromPoint(box.x + Math.min(box.width / 2, 40), box.y + box.height * part)));
  return seen ? null : has.outerHTML.slice(0, 120);
}"""
"""What has the focus and is hidden altogether (WCAG 2.4.11)."""
FOCUSABLE = "document.querySelectorAll('a[href], button, input, textarea, summary').length"


def stays(page: Page) -> bool:
    """Whether it can be pressed at the top, in the middle and at the end of the page."""
    link = page.locator("[data-exit]")
    found = []
    for part in (0, 0.5, 1):
        page.evaluate("part => scrollTo(0, document.body.scrollHeight * part)", part)
        found.append(link.evaluate(IN_REACH))
    assert page.evaluate("scrollY") > 0, "a page that does not scroll proves nothing"
    return all(found)


def covered(page: Page) -> list[str]:
    """What is hidden on the way from the last thing that takes the focus to the first, and back."""
    found = []
    page.locator("footer a").last.focus()
    for key in ("Shift+Tab", "Tab"):
        for _ in range(page.evaluate(FOCUSABLE)):
            page.keyboard.press(key)
            found.append(page.evaluate(COVERED))
    return [each for each in found if each]


@pytest.mark.parametrize("script", [True, False])
def test_on_the_site_it_stays_in_reach(browser: Browser, origin: str, script: bool) -> None:
    """On each page where somebody may look on, in both languages, with and without script."""
    context = browser.new_context(viewport=PHONE, java_script_enabled=script)
    page = context.new_page()
    for address in (f"{root}{slug}/" for root in ("/", "/en/") for slug in WATCHED):
        page.goto(origin + address)
        assert stays(page), address
    context.close()


def test_in_the_form_it_stays_in_reach(browser: Browser) -> None:
    """At each step that scrolls."""
    with served(invented_infohus()) as origin:
        page = browser.new_page(viewport=PHONE)
        person = Reporter(page, origin).opens()
        assert stays(page)
        person.presses("continue")
        assert stays(page)
        person.chooses(track="anonymous").presses("continue")
        assert stays(page)
        page.close()


@pytest.mark.parametrize("address", ["/bekymret/", "/en/kontakt/"])
def test_on_the_site_it_hides_nothing_that_has_the_focus(
    browser: Browser, origin: str, address: str
) -> None:
    """Enlarged four times, forwards and backwards, with the menu shut."""
    page = browser.new_page(viewport=ENLARGED)
    page.goto(origin + address)
    assert covered(page) == []


def test_in_the_form_it_hides_nothing_that_has_the_focus(browser: Browser) -> None:
    """The step with the most fields, forwards and backwards."""
    with served(invented_infohus()) as origin:
        page = browser.new_page(viewport=ENLARGED)
        person = Reporter(page, origin).opens()
        person.presses("continue").chooses(track="anonymous").presses("continue")
        assert covered(page) == []
        page.close()
