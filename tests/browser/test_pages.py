"""The pages in a real browser: usable by all, silent under the policy, readable at any width."""

from io import BytesIO
from typing import Literal
from unicodedata import normalize

import pytest
from playwright.sync_api import Browser
from pypdf import PdfReader

from intake.facts import grouped
from tests.browser.checks import violations, violations_of
from tests.site.hooks import facts
from tests.site.pages import Site

pytestmark = pytest.mark.browser

LOOKS: tuple[tuple[Literal["light", "dark"], int], ...] = (
    ("light", 320),
    ("light", 1280),
    ("dark", 320),
    ("dark", 1280),
)
SHOWN = """() => {
  const one = document.activeElement, box = one.getClientRects()[0];
  return one.contains(document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2));
}"""
"""Whether what has the focus is on the screen with nothing on top of it (WCAG 2.4.11)."""
UNSEEN = """() => {
  const walk = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  const unseen = [];
  while (walk.nextNode()) {
    const text = walk.currentNode.data.trim(), one = walk.currentNode.parentElement;
    if (!text || one.closest("svg, [data-print], thead")) continue;
    const look = getComputedStyle(one), box = one.getBoundingClientRect();
    const shown = one.checkVisibility({ opacityProperty: true, visibilityProperty: true })
      && parseFloat(look.fontSize) >= 12 && box.width > 4 && box.right > 0 && box.bottom > 0;
    if (!shown && !(one.matches(".hidden") && /^[^ ]+:?$/.test(text))) unseen.push(text);
  }
  return unseen;
}"""
"""Text outside drawings and headings of tables that is hidden, tiny or off the page."""
MOST_TABS = 60
"""More than the head of a page holds with its menu open; without an end a dead menu would hang."""
A4 = (595, 842)
"""Points."""


def addresses(site: Site) -> list[str]:
    """Every page as a server answers for it."""
    return [address.replace("404.html", "not-here") for address in site.pages]


def test_axe_finds_nothing_on_any_page(site: Site, browser: Browser, origin: str) -> None:
    """WCAG 2.2 AA and best practice hold on every page of both languages on a phone."""
    page = browser.new_page(viewport={"width": 360, "height": 740})
    for address in addresses(site):
        page.goto(origin + address)
        page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
        assert violations(page) == [], address


def test_contrast_and_reflow(site: Site, browser: Browser, origin: str) -> None:
    """Text stands out in light and dark, and no page scrolls sideways."""
    page = browser.new_page()
    for address in addresses(site):
        page.goto(origin + address)
        page.evaluate("document.querySelectorAll('main details').forEach(part => part.open = true)")
        for scheme, width in LOOKS:
            page.set_viewport_size({"width": width, "height": 800})
            page.emulate_media(color_scheme=scheme)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, address
            found = violations_of(page, "color-contrast", "target-size")
            assert found == [], (address, scheme, width)


def test_nothing_is_said_on_the_console(site: Site, browser: Browser, origin: str) -> None:
    """No page breaks the policy, misses a file, or asks another host."""
    page, said, asked = browser.new_page(), [], []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    for address in site.pages:
        page.goto(origin + address)
    assert said == []
    assert all(each.startswith((origin, "data:")) for each in asked)


def test_nothing_is_kept_in_the_browser(browser: Browser, origin: str) -> None:
    """No cookie and no storage, also after a search."""
    page = browser.new_page()
    page.goto(origin)
    page.locator(".menu summary").click()
    page.get_by_role("searchbox").fill("hotline")
    page.wait_for_selector(".found a")
    kept = "localStorage.length + sessionStorage.length"
    assert page.context.cookies() == []
    assert page.evaluate(kept) == 0


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("language", ["da", "en"])
def test_each_page_is_reached_by_keyboard_alone(
    site: Site, browser: Browser, origin: str, language: str, script: bool
) -> None:
    """Tab and Enter are enough at 320 pixels, which is also 400 % zoom, with and without script."""
    context = browser.new_context(
        viewport={"width": 320, "height": 256}, java_script_enabled=script
    )
    page = context.new_page()
    page.goto(origin + ("/" if language == "da" else "/en/"))
    seen: dict[str | None, bool] = {}
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.menu:not([open]) > summary')"):
            page.keyboard.press("Enter")
        link = page.evaluate("document.activeElement.getAttribute('href')")
        seen[link] = page.evaluate(SHOWN)
        if page.evaluate("!document.activeElement.closest('.head, .skip')"):
            break
    wanted = {each for each, found in site.pages.items() if found.language == language}
    alone = {each for each in wanted if "404" in each or "lukket" in each}
    assert wanted - alone <= seen.keys()
    assert [link for link, shown in seen.items() if not shown] == []
    context.close()


def test_the_first_screen_of_a_phone_holds_what_is_urgent(browser: Browser, origin: str) -> None:
    """112 and the hotline's number are seen without scrolling, in both languages."""
    page = browser.new_page(viewport={"width": 360, "height": 740})
    for address in ("/", "/en/"):
        page.goto(origin + address)
        for number in ("112", "114", "+4541749090"):
            box = page.locator(f'main a[href="tel:{number}"]').first.bounding_box()
            assert box is not None
            assert box["y"] + box["height"] < 740, (address, number)


def test_the_action_card_prints_on_one_page(browser: Browser, origin: str) -> None:
    """One sheet of A4 in both languages, also for paper of another size.

    On it stand every step, the numbers to call, the date and the version.
    """
    page = browser.new_page()
    for address in ("/sagsgang/", "/en/sagsgang/"):
        page.goto(origin + address)
        drawn = page.locator("figure svg.wide text").all_text_contents()
        drawn += page.locator(".numbers, .edition").all_inner_texts()
        assert "112" in "".join(drawn)
        assert "114" in "".join(drawn)
        for size in ("A4", "Letter"):
            paper = PdfReader(BytesIO(page.pdf(format=size, prefer_css_page_size=True)))
            (sheet,) = paper.pages
            assert (round(sheet.mediabox.width), round(sheet.mediabox.height)) == A4, address
            words = set(normalize("NFKC", sheet.extract_text()).split())  # ligatures
            assert {each for line in drawn for each in line.split()} <= words, address
        for contact in facts.read().contacts:
            assert grouped(str(contact.mobile)) in "".join(drawn), contact.name


def test_the_page_a_person_asked_for_is_missing(browser: Browser, origin: str) -> None:
    """The answer is in the language of the address, and its links work from any depth."""
    page = browser.new_page()
    for address, words in (("/a/b/c", "findes ikke"), ("/en/a/b", "does not exist")):
        answer = page.goto(origin + address)
        assert answer is not None
        assert answer.status == 404
        assert words in page.locator("h1").inner_text()
        assert page.evaluate("getComputedStyle(document.body).margin") == "0px", "unstyled"


def test_nothing_moves_while_a_page_comes(browser: Browser, origin: str) -> None:
    """The script moves nothing that has a place already; a line still arriving may settle."""
    page = browser.new_page(viewport={"width": 360, "height": 740})
    page.add_init_script(
        "window.moved = 0; new PerformanceObserver(list => list.getEntries()"
        ".forEach(entry => { window.moved += entry.value }))"
        ".observe({type: 'layout-shift', buffered: true})"
    )
    for address in ("/", "/sagsgang/", "/bekymret/"):
        page.goto(origin + address, wait_until="networkidle")
        assert page.evaluate("window.moved") < 0.005, address


def test_figures_can_be_read_in_forced_colours(browser: Browser, origin: str) -> None:
    """A reader's own colours reach into the drawings: words never take the ground's colour."""
    context = browser.new_context(forced_colors="active", color_scheme="dark")
    page = context.new_page()
    paint = "all => all.map(one => getComputedStyle(one).fill)"
    for address in ("/sagsgang/", "/indsats/", "/model/"):
        page.goto(origin + address)
        text = set(page.locator("figure text").evaluate_all(paint))
        ground = set(
            page.locator("figure .shape, figure .ours, figure .end, figure .layer").evaluate_all(
                paint
            )
        )
        assert text == {"rgb(255, 255, 255)"}, address
        assert ground == {"rgb(0, 0, 0)"}, address


@pytest.mark.parametrize("address", ["/hvad-skal-jeg-goere/", "/en/hvad-skal-jeg-goere/"])
def test_the_door_finder_needs_no_script(browser: Browser, origin: str, address: str) -> None:
    """Each question opens by Tab and Enter, and its answer leads on to help."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(origin + address)
    questions = page.locator("details.question")
    assert questions.count() == 8
    for at in range(8):
        question = questions.nth(at)
        assert not question.locator("p").first.is_visible()
        question.locator("summary").press("Enter")
        assert question.locator("p").first.is_visible()
        assert question.locator("a[href]").first.is_visible()
    context.close()


def test_nothing_is_said_that_nobody_sees(site: Site, browser: Browser, origin: str) -> None:
    """No fact is planted: each word of the main part is shown, but for a label of one word."""
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    for address in addresses(site):
        page.goto(origin + address)
        page.evaluate("document.querySelectorAll('main details').forEach(part => part.open = true)")
        assert page.evaluate(UNSEEN) == [], address
