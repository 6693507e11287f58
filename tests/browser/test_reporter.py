"""The reporter in a real browser: every state for everyone, and no trace on the device."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from tests.browser.navigators import Reporter, served
from tests.intake.reporter import invented_infohus

CHROMIUM = "/usr/bin/chromium"
MARKER = "Markoer7391 tekst der ikke maa findes"
pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as found:
        yield found


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    found = playwright.chromium.launch(executable_path=CHROMIUM)
    yield found
    found.close()


def page_of(browser: Browser, *, script: bool = True) -> tuple[Page, list[str]]:
    page = browser.new_context(
        java_script_enabled=script, viewport={"width": 360, "height": 740}, service_workers="block"
    ).new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    return page, said


@pytest.mark.parametrize("language", ["da", "en"])
def test_every_state_is_for_everyone(browser: Browser, language: str) -> None:
    """Axe finds nothing in any state, with no rule off, at 320 px wide without sideways scroll."""
    with served() as origin:
        page, _ = page_of(browser)
        page.set_viewport_size({"width": 320, "height": 740})
        person = Reporter(page, origin, language).opens()
        states = [("start", person.axe())]
        person.presses("continue")
        states.append(("way", person.axe()))
        states.append(("way, wrong", person.presses("continue").axe()))
        person.chooses(track="professional").presses("continue")
        states.append(("worry", person.axe()))
        states.append(("worry, wrong", person.presses("continue").axe()))
        person.writes(text=MARKER).chooses(urgency="now").presses("continue")
        states.append(("danger", person.axe()))
        states.append(("person", person.presses("called").axe()))
        states.append(("person, wrong", person.presses("continue").axe()))
        person.chooses(age="unknown", residence="elsewhere").presses("continue")
        states.append(("contact", person.axe()))
        states.append(("contact, wrong", person.presses("continue").axe()))
        person.writes(reporter_name="A", reporter_phone="1", workplace="B").presses("continue")
        states.append(("check", person.axe()))
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        states.append(("receipt", person.presses("send").axe()))
        assert {name: found for name, found in states if found} == {}


@pytest.mark.parametrize("script", [True, False])
def test_writes_and_sends(browser: Browser, script: bool) -> None:
    """With and without script, and the browser has nothing to complain about."""
    house = invented_infohus()
    with served(house) as origin:
        page, said = page_of(browser, script=script)
        person = Reporter(page, origin).gets_to_check(MARKER).presses("send")
        assert person.reads() == "Vi har fået dit brev"
        assert MARKER not in page.content()
        assert [line for line in said if "40" not in line] == []
        assert page.context.cookies() == []
    assert house.sealer.sealed[0].text == MARKER  # type: ignore[attr-defined]


def test_back_and_forward_move_between_filled_steps(browser: Browser) -> None:
    """Nothing typed is lost on the way back or forth."""
    with served() as origin:
        page, _ = page_of(browser)
        person = Reporter(page, origin).opens().presses("continue")
        person.chooses(track="anonymous").presses("continue").writes(text=MARKER)
        page.go_back()
        page.wait_for_selector("[name=track]")
        assert page.locator("[value=anonymous]").is_checked()
        page.go_forward()
        page.wait_for_selector("[name=text]")
        assert page.locator("[name=text]").input_value() == MARKER


def test_profile_holds_no_byte_of_what_was_typed(tmp_path: Path, playwright: Playwright) -> None:
    """The whole profile folder is searched after the letter; a decoy proves the search."""
    profile = tmp_path / "profile"
    with served() as origin:
        context = playwright.chromium.launch_persistent_context(
            profile, executable_path=CHROMIUM, args=["--no-first-run"]
        )
        Reporter(context.pages[0], origin).gets_to_check(MARKER)
        context.close()
    (profile / "decoy").write_bytes(MARKER.encode("utf-16-le"))
    assert holding(profile) == {"decoy"}


def holding(folder: Path) -> set[str]:
    """Files that hold the marker as UTF-8, UTF-16 or percent-encoded."""
    word = MARKER.split()[0]
    forms = (word.encode(), word.encode("utf-16-le"), word.encode("utf-16-be"))
    return {
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_file() and any(form in path.read_bytes() for form in forms)
    }
