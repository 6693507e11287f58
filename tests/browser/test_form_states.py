"""Every state of the form, for everyone: narrow, enlarged, by keyboard, in forced colours."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from intake.accepting.refusals import Refusal
from intake.facts import language_of
from tests.browser.checks import violations
from tests.browser.navigators import Reporter, served
from tests.browser.trouble import TEXT_IS_GONE, TROUBLES, closed_house, late_house
from tests.intake.reporter import invented_infohus

TEXT = "Ord7391 som ikke må forsvinde"
ENLARGED: ViewportSize = {"width": 320, "height": 256}
"""A screen of 1280 by 1024 at 400 per cent (WCAG 1.4.10)."""
LEAST_TARGET = 24
"""Pixels of what is pressed (WCAG 2.5.8)."""
LANGUAGES = pytest.mark.parametrize("language", ["da", "en"])
pytestmark = pytest.mark.browser


SCREEN: ViewportSize = {"width": 1280, "height": 1024}
WIDTHS = range(320, 760, 8)
LONELY = """
() => [...document.querySelectorAll(".phone")].filter(number => {
  const after = number.nextSibling;
  if (after?.nodeType !== Node.TEXT_NODE || !/^[.,:;]/.test(after.data)) return false;
  const sign = document.createRange();
  sign.setStart(after, 0);
  sign.setEnd(after, 1);
  return sign.getBoundingClientRect().left < number.getBoundingClientRect().left;
}).map(number => number.textContent)
"""
"""Telephone numbers whose full stop has gone to the next line without them."""


def test_a_short_letter_is_checked_on_one_screen(browser: Browser) -> None:
    """Question, answer and the way to change it side by side, and Send below them."""
    with somebody(browser, invented_infohus(), "da", viewport=SCREEN) as person:
        page = person.presses("continue").chooses(track="anonymous").presses("continue").page
        person.writes(text="Ord7391").chooses(urgency="not_urgent").presses("continue")
        person.chooses(age="adult", residence="here").presses("continue")
        lefts = page.locator(".answers > div").first.evaluate(
            "row => [...row.children].map(cell => cell.getBoundingClientRect().left)"
        )
        send = page.locator('[value="send"]').bounding_box()
        sizes = page.locator(".change button").evaluate_all(
            "all => all.map(each => Math.min(each.offsetWidth, each.offsetHeight))"
        )
    assert lefts == sorted(set(lefts))
    assert len(lefts) == 3
    assert send is not None
    assert send["y"] + send["height"] <= SCREEN["height"]
    assert min(sizes) >= LEAST_TARGET


@LANGUAGES
def test_a_number_keeps_its_full_stop(browser: Browser, language: str) -> None:
    """However wide the screen is."""
    found: list[tuple[int, str]] = []
    with somebody(browser, invented_infohus(), language) as person:
        for width in WIDTHS:
            person.page.set_viewport_size({"width": width, "height": 640})
            found += [(width, number) for number in person.page.evaluate(LONELY)]
    assert found == []


@contextmanager
def somebody(browser: Browser, house: Any, language: str, **context: Any) -> Iterator[Reporter]:
    """Somebody at the first page, on an enlarged screen."""
    with served(house) as origin:
        page = browser.new_context(**({"viewport": ENLARGED} | context)).new_page()
        yield Reporter(page, origin, language).opens()
        page.context.close()


def wrong_with(page: Page) -> list[Any]:
    """What is not for everyone in this state."""
    found: list[Any] = list(violations(page))
    assert page.viewport_size is not None
    if page.evaluate("document.documentElement.scrollWidth") > page.viewport_size["width"]:
        found.append("scrolls sideways")
    if page.locator("h1").count() != 1:
        found.append("not one h1")
    return found


def wrong_in_steps(browser: Browser, language: str, **context: Any) -> dict[str, list[Any]]:
    """What is wrong in each step: empty, with its mistakes, filled; then check and receipt."""
    house: Any = invented_infohus()
    states: dict[str, list[Any]] = {}

    def look(name: str) -> None:
        states[name] = wrong_with(person.page)

    with somebody(browser, house, language, **context) as person:
        person.page.locator("details").first.evaluate("part => part.open = true")
        look("start")
        for step, fill in steps_of(person):
            if step == "person":
                person.says_of_the_call("made")
            else:
                person.presses("continue")
            look(step)
            if fill is not None:
                person.presses("continue")
                look(f"{step}, wrong")
                fill()
                look(f"{step}, filled")
        person.presses("continue")
        look("check")
        person.presses("send")
        look("receipt")
    return states


def steps_of(person: Reporter) -> tuple[tuple[str, Callable[[], Any] | None], ...]:
    """Each step that this person meets, and how they fill it in."""
    return (
        ("way", lambda: person.chooses(track="professional")),
        ("worry", lambda: person.writes(text=TEXT, when="i går").chooses(urgency="now")),
        ("danger", None),
        ("person", lambda: person.chooses(age="under_18", residence="elsewhere")),
        (
            "contact",
            lambda: person.writes(reporter_name="A", reporter_phone="1", workplace="B"),
        ),
    )


@LANGUAGES
def test_every_step_is_for_everyone(browser: Browser, language: str) -> None:
    """Empty, with its mistakes, filled; then the check page and the receipt."""
    states = wrong_in_steps(browser, language)
    assert {name: found for name, found in states.items() if found} == {}
    assert len(states) == 16


@LANGUAGES
@pytest.mark.parametrize("script", [True, False])
def test_every_refusal_is_for_everyone_and_keeps_the_text(
    browser: Browser, language: str, script: bool
) -> None:
    """The text, the phones, a title that says so; with a script and without."""
    found: dict[str, list[Any]] = {}
    for refusal, trouble in TROUBLES.items():
        house: Any = invented_infohus()
        with somebody(browser, house, language, java_script_enabled=script) as person:
            person.goes_to_check(TEXT)
            trouble(house, person.page)
            person.presses("send")
            page = person.page
            wrong = wrong_with(page) if script else []
            heading = house.texts[language_of(language)][f"refusal.{refusal.key}.heading"]
            checks = {
                f"says {person.reads()!r}": person.reads() == heading,
                "no text": (TEXT in page.content()) is (refusal not in TEXT_IS_GONE),
                "no phone": page.locator('a[href="tel:112"]').count() > 0,
                "title": page.title().startswith(("Fejl:", "Error:")),
                "received": not house.clerk.outbox.rows,
            }
            wrong += [what for what, holds in checks.items() if not holds]
            if wrong:
                found[refusal.key] = wrong
    assert found == {}
    assert set(TROUBLES) == set(Refusal)


def wrong_elsewhere(browser: Browser, language: str, **context: Any) -> dict[str, list[Any]]:
    """What is wrong when closed, when late, where nothing is, and in the offer of an addition."""
    found = {}
    for name, house in (("closed", closed_house()), ("late", late_house())):
        with somebody(browser, house, language, **context) as person:
            found[name] = wrong_with(person.page)
            assert person.page.locator('a[href="tel:112"]').count() > 0
    with somebody(browser, invented_infohus(), language, **context) as person:
        person.page.goto(person.address + "/nothing")
        found["missing"] = wrong_with(person.page)
        person.opens().goes_to_check(TEXT)
        token = person.page.locator("[name=draft]").input_value()
        person.presses("send")
        person.sends_again(token, TEXT + ", og lidt til")
        found["changed"] = wrong_with(person.page)
        assert TEXT + ", og lidt til" in person.page.content()
        person.presses("send")
        found["addition received"] = wrong_with(person.page)
    return found


@LANGUAGES
def test_the_other_pages_are_for_everyone(browser: Browser, language: str) -> None:
    """Closed, late, an address that is not there, and the offer of an addition."""
    found = wrong_elsewhere(browser, language)
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


@LANGUAGES
def test_a_mistake_is_read_first_and_leads_to_its_field(browser: Browser, language: str) -> None:
    """The summary has the focus, and its link moves it to the field (with a script and without)."""
    for script in (True, False):
        with somebody(browser, invented_infohus(), language, java_script_enabled=script) as person:
            person.presses("continue").presses("continue")
            page = person.page
            assert page.title().startswith(("Fejl:", "Error:"))
            link = page.locator("#summary-title ~ ul a").first
            if script:
                page.wait_for_selector("#summary-title:focus")
            target = link.get_attribute("href") or ""
            link.press("Enter")
            assert page.locator(f"{target}:focus").count() == 1
            assert page.title().startswith(("Fejl:", "Error:"))


@LANGUAGES
def test_by_keyboard_alone(browser: Browser, language: str) -> None:
    """From the first page to the receipt with Tab, arrows, Space and Enter; focus always seen."""
    house: Any = invented_infohus()
    with somebody(browser, house, language, forced_colors="active") as person:
        person.tabs_to('button[value="continue"]').hits("Enter")
        person.tabs_to('[name="track"]').hits("Space").tabs_to('button[value="continue"]')
        person.hits("Enter").tabs_to('[name="text"]').types(TEXT)
        person.tabs_to('[name="urgency"]').hits("Space").tabs_to('button[value="continue"]')
        person.hits("Enter").tabs_to('[name="age"]').hits("Space")
        person.tabs_to('[name="residence"]').hits("Space").tabs_to('button[value="continue"]')
        person.hits("Enter").tabs_to('button[value="send"]').hits("Enter")
        person.page.wait_for_selector(".reference")
    assert house.clerk.sealer.sealed[0].text == TEXT
    assert person.unseen == []
