"""The reporter in a real browser: every state for everyone, and no trace on the device."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from intake.facts import texts
from tests import traces
from tests.browser.navigators import Reporter, served
from tests.intake.reporter import Person, invented_infohus

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


@pytest.mark.parametrize("script", [True, False])
def test_writes_and_sends(browser: Browser, script: bool) -> None:
    """With and without script, and the browser has nothing to complain about."""
    house = invented_infohus()
    with served(house) as origin:
        page, said = page_of(browser, script=script)
        person = Reporter(page, origin).gets_to_check(MARKER).presses("send")
        assert person.reads() == "Vi har fået din henvendelse"
        assert MARKER not in page.content()
        assert [line for line in said if "40" not in line] == []
        assert page.context.cookies() == []
    assert house.clerk.sealer.sealed[0].text == MARKER  # type: ignore[attr-defined]


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


ENDS = ("check", "receipt", "exit")


@pytest.mark.parametrize("end", ENDS)
def test_with_a_script_the_profile_holds_no_byte_of_what_was_typed(
    tmp_path: Path, playwright: Playwright, end: str
) -> None:
    """Every file of the profile folder is searched, wherever the person stopped."""
    assert left_in_the_profile(playwright, tmp_path / "profile", end, script=True) == set()


def test_without_a_script_the_browser_keeps_it_and_the_page_says_so(
    tmp_path: Path, playwright: Playwright
) -> None:
    """Plain posts lie in the session's files: the search finds them, and people are told."""
    found = left_in_the_profile(playwright, tmp_path / "profile", "receipt", script=False)
    assert found == set(TYPED.values())
    assert Person().opens().page.count(texts.load("da")["page.without_script"]) == 1
    assert texts.load("en")["page.without_script"] in Person(address="/en/write").fills_in().page


TYPED = {
    "text": MARKER,
    "where": "Skolegaarden7391",
    "reporter_name": "Vibeke Tvedestrup7",
    "reporter_phone": "23456789",
}


def left_in_the_profile(
    playwright: Playwright, profile: Path, end: str, *, script: bool
) -> set[str]:
    """What of the answers can be found in the browser's own files."""
    with served() as origin:
        context = playwright.chromium.launch_persistent_context(
            profile,
            executable_path=CHROMIUM,
            args=["--no-first-run"],
            java_script_enabled=script,
        )
        context.route(lambda url: not url.startswith(origin), lambda route: route.fulfill(body="."))
        person = Reporter(context.pages[0], origin).opens().presses("continue")
        person.chooses(track="named").presses("continue")
        person.writes(text=TYPED["text"], where=TYPED["where"]).chooses(urgency="not_urgent")
        person.presses("continue").chooses(age="adult", residence="here").presses("continue")
        person.writes(
            reporter_name=TYPED["reporter_name"], reporter_phone=TYPED["reporter_phone"]
        ).presses("continue")
        if end == "receipt":
            person.presses("send")
        if end == "exit":
            person.page.locator("[data-exit]").first.click()
            person.page.wait_for_url(lambda url: not url.startswith(origin))
        context.close()
    return {line.partition(": ")[2] for line in traces.in_folder(profile, TYPED.values())}
