"""`/kvittering` in a real browser: by keyboard alone, at 320 px, with and without script."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from intake.outbox import Standing
from tests.browser.checks import violations
from tests.browser.navigators import served
from tests.intake.loop.house import Coordinator, Looped

pytestmark = pytest.mark.browser
QUESTION = "Hvilken skole går han på?"


@pytest.fixture
def looped(tmp_path: Path) -> Iterator[Looped]:
    """Switched on, on SQLite."""
    made = Looped(tmp_path, f"sqlite:///{tmp_path / 'outbox.sqlite'}")
    yield made
    made.closes()


@pytest.fixture
def asks(tmp_path: Path) -> Iterator[Looped]:
    """Where a reporter can be asked too."""
    installed = Looped(tmp_path, f"sqlite:///{tmp_path / 'outbox.sqlite'}", "questions")
    yield installed
    installed.closes()


def fits(page: Page) -> bool:
    """Nothing runs out of a narrow screen."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= 320"))


@pytest.mark.parametrize("script", [True, False])
def test_a_letter_is_acknowledged_by_keyboard_alone(
    browser: Browser, looped: Looped, script: bool
) -> None:
    """Each state without a fault of axe's; nothing before a choice; no code in any address."""
    reference = looped.receives()
    with served(looped.installation.infohus()) as origin:
        page = browser.new_page(java_script_enabled=script, viewport={"width": 320, "height": 640})
        page.goto(f"{origin}/kvittering")
        seen = [(violations(page), fits(page))] if script else []
        page.focus("#code")
        page.keyboard.type(f"> {looped.code(reference).lower()}")
        page.keyboard.press("Enter")
        page.wait_for_selector("input[type=radio]")
        seen += [(violations(page), fits(page))] if script else []
        page.focus("button[value=act]")
        page.keyboard.press("Enter")
        page.wait_for_selector("#choice-problem")
        seen += [(violations(page), fits(page))] if script else []
        found = looped.outbox.seen(reference)
        assert found is not None
        assert found.standing is Standing.AWAITED
        page.focus("#choice")
        page.keyboard.press("Space")
        page.keyboard.press("Enter")
        page.wait_for_selector(".help h1")
        seen += [(violations(page), fits(page))] if script else []
        assert page.url == f"{origin}/kvittering"
        page.close()
    assert seen == [([], True)] * (4 if script else 0)
    found = looped.outbox.seen(reference)
    assert found is not None
    assert found.standing is Standing.READ


@pytest.mark.parametrize("script", [True, False])
def test_a_question_is_asked_by_keyboard_alone(
    browser: Browser, asks: Looped, script: bool
) -> None:
    """Nobody is asked whether to leave; one that is too long is kept; then the focus says it."""
    reference = asks.receives()
    Coordinator(asks.client).says(asks.code(reference), "read")
    asked: list[str] = []
    with served(asks.installation.infohus()) as origin:
        page = browser.new_page(java_script_enabled=script, viewport={"width": 320, "height": 640})
        page.on("dialog", lambda dialog: asked.append(dialog.type))
        page.on("dialog", lambda dialog: dialog.accept())
        page.goto(f"{origin}/kvittering")
        page.focus("#code")
        page.keyboard.type(asks.code(reference))
        page.keyboard.press("Enter")
        page.wait_for_selector("#question")
        seen = [(violations(page), fits(page))] if script else []
        page.fill("#question", "å" * 2_001)
        presses_ask(page, "#question-problem")
        assert page.input_value("#question") == "å" * 2_001
        seen += [(violations(page), fits(page))] if script else []
        page.fill("#question", QUESTION)
        page.check("#choice-1")
        page.click("button[value=act]")
        page.wait_for_selector(".help h1")
        assert page.inner_text("h1") == "Det er noteret"
        assert page.input_value("#question") == QUESTION
        seen += [(violations(page), fits(page))] if script else []
        presses_ask(page, ".help h1 >> text=Spørgsmålet")
        seen += [(violations(page), fits(page))] if script else []
        assert page.inner_text(":focus" if script else "h1") == "Spørgsmålet er stillet"
        assert page.locator("#question").count() == 0
        page.close(run_before_unload=True)
    assert seen == [([], True)] * (4 if script else 0)
    assert asked == []


def presses_ask(page: Page, then: str) -> None:
    page.focus("button[value=ask]")
    page.keyboard.press("Enter")
    page.wait_for_selector(then)
