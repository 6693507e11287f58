"""`/telefon` in a real browser: by keyboard alone, at 320 px, with and without script."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from intake.outbox import Standing
from tests import traces
from tests.browser.checks import violations
from tests.browser.navigators import UNSEEN, served
from tests.browser.test_acknowledging import fits
from tests.browser.test_left_on_disk import CHROMIUM
from tests.intake.loop.house import Looped

MARKER = "Markoer5528"
pytestmark = pytest.mark.browser


@pytest.fixture
def looped(tmp_path: Path) -> Iterator[Looped]:
    """Switched on, on SQLite."""
    made = Looped(tmp_path, f"sqlite:///{tmp_path / 'outbox.sqlite'}", "questions")
    yield made
    made.closes()


def code(looped: Looped) -> str:
    telephone = looped.installation.telephone
    assert telephone is not None
    return telephone.code(telephone.holders[0])


def types(page: Page, selector: str, text: str) -> None:
    """Tab to it, and type; everything on the way shows that it has the focus."""
    for _ in range(80):
        if page.evaluate("sought => document.activeElement.matches(sought)", selector):
            page.keyboard.type(text)
            return
        page.keyboard.press("Tab")
        assert page.evaluate(UNSEEN) is None
    raise AssertionError(f"Tab does not lead to {selector}")


def chooses(page: Page, name: str, downs: int) -> None:
    """Tab to the group of buttons, then so many downs; Space takes the first."""
    types(page, f"[name={name}]", "")
    page.keyboard.press("Space")
    for _ in range(downs):
        page.keyboard.press("ArrowDown")


def writes_down(page: Page, text: str) -> None:
    """A whole call, from danger to who takes it, in the order of the page."""
    chooses(page, "urgency", 1)
    chooses(page, "age", 1)
    chooses(page, "residence", 0)
    types(page, "textarea[name=text]", text)
    chooses(page, "track", 0)
    chooses(page, "taker", 0)
    types(page, "button[value=send]", "")


@pytest.mark.parametrize("script", [True, False])
def test_a_call_is_written_down_by_keyboard_alone(
    browser: Browser, looped: Looped, script: bool
) -> None:
    """Each state without a fault of axe's; what is missing keeps what is there; no code in the
    address.
    """
    with served(looped.installation.infohus()) as origin:
        page = browser.new_page(java_script_enabled=script, viewport={"width": 320, "height": 640})
        page.goto(f"{origin}/telefon")
        seen = [(violations(page), fits(page))] if script else []
        types(page, "#code", f"> {code(looped).lower()}")
        page.keyboard.press("Enter")
        page.wait_for_selector("textarea[name=text]")
        seen += [(violations(page), fits(page))] if script else []
        page.focus("h1")
        types(page, "textarea[name=text]", MARKER)
        types(page, "button[value=send]", "")
        page.keyboard.press("Enter")
        page.wait_for_selector("#summary-title")
        assert page.input_value("textarea[name=text]") == MARKER
        seen += [(violations(page), fits(page))] if script else []
        page.focus("#summary-title")
        writes_down(page, " og mere")
        page.keyboard.press("Enter")
        page.wait_for_selector("[data-received]")
        seen += [(violations(page), fits(page))] if script else []
        assert page.url == f"{origin}/telefon"
        number = page.locator(".reference").all_text_contents()[:2]
        page.close()
    assert seen == [([], True)] * (4 if script else 0)
    kept = looped.outbox.seen("".join(number))
    assert kept is not None
    assert kept.standing is Standing.READ


def test_chromium_writes_nothing_of_a_call(
    browser: Browser, tmp_path: Path, looped: Looped
) -> None:
    """With a script nothing is posted by the browser itself; the code is not kept either."""
    own = code(looped)
    with served(looped.installation.infohus()) as origin:
        window = browser.browser_type.launch_persistent_context(
            tmp_path / "profile", executable_path=CHROMIUM, args=["--no-first-run"]
        )
        page = window.new_page()
        page.goto(f"{origin}/telefon")
        page.fill("#code", own)
        page.press("#code", "Enter")
        page.wait_for_selector("textarea[name=text]")
        page.focus("h1")
        writes_down(page, f"Et opkald {MARKER}")
        page.keyboard.press("Enter")
        page.wait_for_selector("[data-received]")
        decoy = window.new_page()
        decoy.goto(f"{origin}/telefon?LokkedueX77")
        window.close()
    left = traces.in_folder(tmp_path / "profile", [MARKER, own, "LokkedueX77"])
    assert {line.partition(": ")[2] for line in left} == {"LokkedueX77"}
