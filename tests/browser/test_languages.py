"""Other languages, and the other direction: the cards, and every page as a mirror would show it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests import site_server
from tests.browser.checks import violations
from tests.site import approval
from tests.site.hooks import cards
from tests.site.pages import Site

pytestmark = pytest.mark.browser

MIRROR = """() => {
  document.documentElement.dir = "rtl";
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const text = walk.currentNode;
    if (text.data.trim() && !text.parentElement.closest("svg")) text.data = `[${text.data}]`;
  }
}"""
"""Danish in brackets, from right to left: the mirror language."""
ORDER = """link => {
  const text = link.firstChild, at = index => {
    const range = document.createRange();
    range.setStart(text, index);
    range.setEnd(text, index + 1);
    return range.getBoundingClientRect().x;
  };
  return at(0) < at(text.length - 1);
}"""
"""Whether the first digit of a number stands before its last, as a telephone wants it."""


@pytest.fixture(scope="module")
def cards_at(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The address of each card on a server, by its language; all of them are approved."""
    whole = approval.approved(tmp_path_factory.mktemp("approved"))
    with site_server.served(whole.folder) as origin:
        found = [page for page in whole.pages.values() if page.lang not in ("da", "en")]
        yield {page.lang: origin + page.address for page in found}


def is_narrow_enough(page: Page) -> bool:
    """No sideways scrolling, to either side."""
    page.evaluate("document.querySelectorAll('main details').forEach(part => part.open = true)")
    return bool(
        page.evaluate(
            "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        )
    )


def test_every_card_is_for_everyone(browser: Browser, cards_at: dict[str, str]) -> None:
    """Axe finds nothing, at 320 pixels and wide, and nothing is said on the console."""
    assert len(cards_at) == 7
    said: list[str] = []
    for language, address in cards_at.items():
        for width in (320, 1280):
            page = browser.new_page(viewport={"width": width, "height": 740})
            page.on("console", lambda message: said.append(message.text))
            page.goto(address)
            assert violations(page) == [], (language, width)
            assert is_narrow_enough(page), (language, width)
            page.close()
    assert said == []


def test_arabic_runs_from_right_to_left(browser: Browser, cards_at: dict[str, str]) -> None:
    """Text begins at the right, numbers and arrows point as they should, the frame stays Danish."""
    page = browser.new_page(viewport={"width": 1280, "height": 740})
    page.goto(cards_at["ar"])
    heading = page.locator("h1").evaluate("one => getComputedStyle(one).direction")
    assert heading == "rtl"
    frame = page.locator("header").evaluate("one => getComputedStyle(one).direction")
    assert frame == "ltr"
    numbers = page.locator("main a.phone").all()
    assert len(numbers) >= 4
    assert all(number.evaluate(ORDER) for number in numbers)
    arrows = page.locator("main .icon.after").evaluate_all(
        "all => all.map(one => getComputedStyle(one).transform)"
    )
    assert set(arrows) == {"matrix(-1, 0, 0, 1, 0, 0)"}


def test_the_order_of_digits_can_be_wrong(browser: Browser, cards_at: dict[str, str]) -> None:
    """Without its isolation a number is turned around: the check above would see it."""
    page = browser.new_page()
    page.goto(cards_at["ar"])
    page.evaluate("document.querySelectorAll('bdi').forEach(one => { one.dir = 'rtl' })")
    assert not page.locator("main a.phone").first.evaluate(ORDER)


def test_a_card_is_found_in_its_own_words(browser: Browser, cards_at: dict[str, str]) -> None:
    """In the language's own script, and its name in the hit is read in that language."""
    page = browser.new_page()
    page.goto(cards_at["ar"])
    page.locator(".menu summary").click()
    page.get_by_role("searchbox").fill("العربية")
    hit = page.locator(".found li[lang=ar]")
    hit.wait_for()
    assert hit.locator("a").inner_text() == cards.read("ar")["title"]
    assert hit.evaluate("one => getComputedStyle(one).direction") == "rtl"


def test_every_page_could_be_in_a_mirror(site: Site, browser: Browser, origin: str) -> None:
    """A language written the other way needs no rule more: no page grows over its edge."""
    page = browser.new_page()
    for address in site.pages:
        page.goto(origin + address.replace("404.html", "not-here"))
        page.evaluate(MIRROR)
        for width in (320, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            assert is_narrow_enough(page), (address, width)
