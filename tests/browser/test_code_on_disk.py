"""What a browser writes to the device of who looks and who asks: no code, question or answer."""

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Playwright, sync_playwright

from tests import traces
from tests.browser.navigators import served
from tests.browser.test_left_on_disk import CHROMIUM
from tests.intake.loop.house import Coordinator, Looped, Writer

pytestmark = pytest.mark.browser
QUESTION, ANSWER = "Spoergsmaal6217 til dig", "Svaret9283 er ja"
Visit = Callable[[BrowserContext, str, str], None]


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture
def looped(tmp_path: Path) -> Iterator[Looped]:
    """Everything switched on, on SQLite."""
    made = Looped(tmp_path, f"sqlite:///{tmp_path / 'outbox.sqlite'}", "questions")
    yield made
    made.closes()


def walks(window: BrowserContext, origin: str, code: str) -> None:
    """Types the code, is asked, and answers; the last page stays open."""
    page = window.new_page()
    page.goto(f"{origin}/svar")
    page.fill("#code", code)
    page.click("button[value=show]")
    page.click("button[value=reply]")
    page.fill("#text", ANSWER)
    page.click("button[value=continue]")
    page.click("button[value=send]")
    page.wait_for_selector("[data-received]")


def asks(window: BrowserContext, origin: str, code: str) -> None:
    """A coordinator's code, and a question; the last page stays open."""
    page = window.new_page()
    page.goto(f"{origin}/kvittering")
    page.fill("#code", code)
    page.click("button[value=show]")
    page.fill("#question", QUESTION)
    page.click("button[value=ask]")
    page.wait_for_selector(".help h1")


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("visit", [walks, asks])
def test_only_without_a_script_is_anything_left(
    tmp_path: Path, playwright: Playwright, looped: Looped, visit: Visit, script: bool
) -> None:
    """Plain posts lie in the session's files, which shows that the search finds them."""
    infohus = looped.installation.infohus()
    writer = Writer(infohus).fills_in()
    writer.sends()
    code, letters = writer.code, looped.code(writer.reference.replace("-", ""))  # type: ignore[attr-defined]
    kim = Coordinator(looped.client).says(letters, "read")
    if visit is walks:
        kim.posts(code=letters, action="ask", number="1", question=QUESTION)
    profile = tmp_path / "profile"
    with served(infohus) as origin:
        window = playwright.chromium.launch_persistent_context(
            profile,
            executable_path=CHROMIUM,
            args=["--no-first-run"],
            java_script_enabled=script,
        )
        with closing(window):
            visit(window, origin, code if visit is walks else letters)
    searched = [code, letters, QUESTION, ANSWER]
    left = {line.partition(": ")[2] for line in traces.in_folder(profile, searched)}
    posted = {code, QUESTION, ANSWER} if visit is walks else {letters, QUESTION}
    assert left == (set() if script else posted)
