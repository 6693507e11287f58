"""Search finds what people type, in the real browser, and costs nothing until it is touched."""

import time
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from intake.facts import municipality
from tests.browser.checks import violations
from tests.site.pages import Site

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
MUNICIPALITY = municipality.load(ROOT / "municipality.toml")


def read(name: str) -> dict[str, Any]:
    """A list beside the tests of the site."""
    return tomllib.loads((ROOT / "tests" / "site" / name).read_text(encoding="utf-8"))


FIRST, BY_ROLE, DANGER = map(read, ("queries.toml", "queries_by_role.toml", "danger.toml"))
SAID = "document.querySelector('.find [role=status]').textContent"
FOUND = "[...document.querySelectorAll('.found a')].map(link => link.pathname)"
URGENT = "!document.querySelector('.urgent').hidden"
CASES = [("da", "first", FIRST["da"]), ("en", "first", FIRST["en"])] + [
    (language, role, queries) for language in BY_ROLE for role, queries in BY_ROLE[language].items()
]


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


def asks(page: Page, query: str) -> list[str]:
    """Types it; the addresses found, best first."""
    page.get_by_role("searchbox").fill(query)
    if not page.evaluate(SAID):  # the index is still on its way
        expect(page.get_by_role("status")).not_to_be_empty()
    return [str(address) for address in page.evaluate(FOUND)]


def root(language: str) -> str:
    """The front page in this language."""
    return "/" if language == "da" else "/en/"


@pytest.mark.parametrize(
    ("language", "queries"),
    [pytest.param(case[0], case[2], id=f"{case[0]}-{case[1]}") for case in CASES],
)
def test_the_right_page_is_among_the_first_three(
    page: Page, origin: str, language: str, queries: dict[str, str]
) -> None:
    """Everyday words, every spelling, parts of long words, by role."""
    opens_search(page, origin + root(language))
    missed = {}
    for query, slug in queries.items():
        found = asks(page, query)[:3]
        if f"{root(language)}{slug}/" not in found:
            missed[query] = (slug, found)
    assert missed == {}


def test_there_are_enough_queries() -> None:
    """150 in Danish and 40 in English, from ten roles or more, beside the first ones."""
    count = {language: sum(map(len, BY_ROLE[language].values())) for language in BY_ROLE}
    assert count["da"] >= 150
    assert count["en"] >= 40
    assert len(BY_ROLE["da"]) >= 10


@pytest.mark.parametrize("language", ["da", "en"])
def test_a_word_of_danger_shows_the_numbers_first(page: Page, origin: str, language: str) -> None:
    """112, 114 and the hotline, for every ending, compound and slip."""
    opens_search(page, origin + root(language))
    missed = []
    for query in DANGER["danger"][language]:
        asks(page, query)
        if not page.evaluate(URGENT):
            missed.append(query)
    assert missed == []


@pytest.mark.parametrize("language", ["da", "en"])
def test_a_word_that_only_looks_like_danger_does_not(
    page: Page, origin: str, language: str
) -> None:
    """What always shouts is not heard: a calm word with hits shows its hits."""
    opens_search(page, origin + root(language))
    found = {query: bool(asks(page, query)) for query in DANGER["calm"][language]}
    assert sum(found.values()) >= 12
    alarmed = []
    for query in [each for each, hits in found.items() if hits]:
        asks(page, query)
        if page.evaluate(URGENT):
            alarmed.append(query)
    assert alarmed == []


def test_no_hit_shows_the_numbers(page: Page, origin: str) -> None:
    """In any script: what we do not understand may be a cry for help."""
    opens_search(page, origin)
    for query in ("qqqqqq", "помогите", "ساعدني"):
        asks(page, query)
        numbers = page.locator(".urgent a").evaluate_all("all => all.map(a => a.href)")
        hotline = f"tel:+45{MUNICIPALITY.hotline.phone}"
        assert numbers == ["tel:112", "tel:114", hotline], query
        assert page.locator(".urgent").is_visible(), query
        below = page.locator(".found").bounding_box()
        above = page.locator(".urgent").bounding_box()
        assert below is None or above is None or above["y"] < below["y"], query


def test_a_number_is_found_however_it_is_typed(page: Page, origin: str) -> None:
    """In one, in pairs, in fours, with the country's code: the page of contacts comes first."""
    opens_search(page, origin)
    numbers = [str(each.mobile) for each in MUNICIPALITY.contacts]
    for number in [*numbers, str(MUNICIPALITY.hotline.phone)]:
        pairs = " ".join(number[at : at + 2] for at in range(0, 8, 2))
        for typed in (number, pairs, f"{number[:4]} {number[4:]}", f"+45 {pairs}", f"0045{number}"):
            assert asks(page, typed)[0] == "/kontakt/", typed


def test_function_words_rank_nothing(page: Page, origin: str) -> None:
    """A question is ranked by what it is about: its other words change nothing."""
    opens_search(page, origin)
    assert asks(page, "hvem kan jeg få en mentor af") == asks(page, "mentor")


def test_every_spelling_of_a_letter_is_the_same(page: Page, origin: str) -> None:
    """Composed, decomposed, written out, without its ring, and in capitals."""
    opens_search(page, origin)
    spellings = ("målsætning", "ma\u030alsætning", "maalsaetning", "malsatning", "MÅLSÆTNING")
    assert len({tuple(asks(page, each)) for each in spellings}) == 1
    assert asks(page, spellings[0])[0] == "/maal/"


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
    said = page.get_by_role("status").inner_text().lower()
    assert "menu" in said
    assert "112" in said


def test_search_with_hits_is_for_everyone(page: Page, origin: str) -> None:
    """Axe finds nothing while the menu is open and hits are shown."""
    opens_search(page, origin)
    page.keyboard.type("hotline")
    page.wait_for_selector(".found a")
    assert violations(page) == []
    page.get_by_role("searchbox").fill("trussel")
    page.wait_for_selector(".urgent a")
    assert violations(page) == []


def test_enter_goes_to_the_first_hit(page: Page, origin: str) -> None:
    """Enter, then Enter again, opens it."""
    opens_search(page, origin)
    page.keyboard.type("hotline")
    page.wait_for_selector(".found a")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.wait_for_url("**/kontakt/")


def test_enter_goes_to_the_numbers_when_there_is_danger(page: Page, origin: str) -> None:
    """What is first to the eye is first to the keyboard."""
    opens_search(page, origin)
    page.keyboard.type("bombe")
    page.wait_for_selector(".urgent a")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "tel:112"


def test_the_numbers_are_shown_when_search_fails(page: Page, origin: str) -> None:
    """No index, no answer: the telephone is."""
    page.route("**/search.da.json", lambda route: route.abort())
    opens_search(page, origin)
    page.wait_for_selector(".urgent a")
    expect(page.get_by_role("status")).not_to_be_empty()


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
