"""Other languages, and the other direction: the cards, and a third language, link by link."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests import site_server
from tests.browser.checks import violations
from tests.mirror import MIRROR, add_to
from tests.places import INVENTED
from tests.site import approval
from tests.site.conftest import build_of
from tests.site.hooks import cards
from tests.site.pages import Site

pytestmark = pytest.mark.browser

FORMS = {MIRROR.form, MIRROR.answer}
"""The service's addresses: `tests/intake/facts/test_languages.py` goes through them."""
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


@pytest.fixture(scope="module")
def mirrored(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The whole site, built with a third language."""
    project = tmp_path_factory.mktemp("mirrored")
    add_to(project)
    done = build_of(project, project / "built", INFOHUS_MUNICIPALITY=str(INVENTED))
    assert done.returncode == 0, done.stdout + done.stderr
    return Site(project / "built")


def walked(page: Page, origin: str, met: set[str]) -> Iterator[str]:
    """Every page of the mirror that its links lead to; `met` are all addresses on the way."""
    to_see = [MIRROR.root]
    met |= {MIRROR.root}
    while to_see:
        address = to_see.pop()
        if address in FORMS:
            continue
        page.goto(origin + address)
        yield address
        links = page.locator("a[href]").evaluate_all("all => all.map(link => link.pathname)")
        ours = {link for link in links if link.startswith(MIRROR.root)}
        to_see += sorted(ours - met)
        met |= ours


def test_a_third_language_is_a_row_its_texts_and_its_pages(
    mirrored: Site, browser: Browser
) -> None:
    """Written from right to left no page grows over its edge, and each leads to both others."""
    with site_server.served(mirrored.folder) as origin:
        page = browser.new_page()
        met = set[str]()
        for address in walked(page, origin, met):
            assert page.locator("html").get_attribute("dir") == MIRROR.direction
            assert page.locator(".skip").inner_text() == "[Gå til indholdet]", address
            assert page.locator("h1").inner_text().startswith("["), address
            others = page.locator("a.language").evaluate_all(
                "all => all.map(link => link.pathname)"
            )
            rest = address.removeprefix(MIRROR.root)
            assert others == [f"/{rest}", f"/en/{rest}"]
            assert all(map(mirrored.has, others))
            for width in (320, 1280):
                page.set_viewport_size({"width": width, "height": 800})
                assert is_narrow_enough(page), (address, width)
    pages = {address for address in mirrored.pages if address.startswith(MIRROR.root)}
    hidden = {f"{MIRROR.root}404.html", f"{MIRROR.root}lukket/"}
    assert met == pages - hidden | FORMS


def test_a_third_language_is_searched_in_its_own_pages(mirrored: Site, browser: Browser) -> None:
    """What is found stands at its addresses, and a word of danger of its own shows 112 first."""
    with site_server.served(mirrored.folder) as origin:
        page = browser.new_page()
        page.goto(origin + MIRROR.root)
        page.locator(".menu summary").click()
        page.get_by_role("searchbox").fill("hotline")
        hit = page.locator(".found a").first
        hit.wait_for()
        assert str(hit.get_attribute("href")).startswith(MIRROR.root)
        page.get_by_role("searchbox").fill("fare")
        page.locator(".find .urgent").wait_for()
