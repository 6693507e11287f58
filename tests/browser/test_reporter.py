"""The reporter in a real browser, with a script and without."""

from collections.abc import Iterator

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
