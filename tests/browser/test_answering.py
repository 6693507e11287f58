"""The whole story in a real browser: write, keep the code, be asked, look, answer; at 320 px."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from intake.web.infohus import Infohus
from tests.browser.checks import violations
from tests.browser.navigators import served
from tests.intake.loop.house import Coordinator, Looped, Writer

pytestmark = pytest.mark.browser
QUESTION, ANSWER = "Hvilken skole går han på?", "Han går på Havneskolen."
ADDRESSES = {"/svar": "/skriv", "/en/answer": "/en/write"}


@pytest.fixture
def looped(tmp_path: Path) -> Iterator[Looped]:
    """Everything switched on, on SQLite."""
    made = Looped(tmp_path, f"sqlite:///{tmp_path / 'outbox.sqlite'}", "questions")
    yield made
    made.closes()


class Looking:
    """A page at the narrowest screen, judged in each state where a script runs."""

    def __init__(self, page: Page, *, script: bool) -> None:
        self.page, self._script = page, script
        self.faults: list[object] = []

    def judge(self) -> None:
        """By axe; nothing runs out of the screen, and no name is broken sign by sign."""
        if self._script:
            wide = self.page.evaluate("document.documentElement.scrollWidth")
            self.faults += [*violations(self.page), *([wide] if wide > 320 else [])]
            names = "[...document.querySelectorAll('dt')].map(name => name.clientWidth)"
            self.faults += [width for width in self.page.evaluate(names) if width < 100]

    def presses(self, selector: str, then: str) -> None:
        """By keyboard; then the next state is there, and judged."""
        self.page.focus(selector)
        self.page.keyboard.press("Enter")
        self.page.wait_for_selector(then)
        self.judge()


def asked(looped: Looped, infohus: Infohus) -> Writer:
    """Somebody who wrote, and was asked a question."""
    writer = Writer(infohus)
    writer.fills_in().sends()
    letters = looped.code(writer.reference.replace("-", ""))
    kim = Coordinator(looped.client).says(letters, "take:Kim")
    kim.posts(code=letters, action="ask", number="1", question=QUESTION)
    return writer


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("script", [True, False])
def test_reporter_is_asked_and_answers_by_keyboard_alone(
    browser: Browser, looped: Looped, script: bool, address: str
) -> None:
    """Each state without a fault of axe's; the code in no address, and in no history."""
    infohus = looped.installation.infohus()
    writer = asked(looped, infohus)
    with served(infohus) as origin:
        page = browser.new_page(java_script_enabled=script, viewport={"width": 320, "height": 640})
        looking = Looking(page, script=script)
        page.goto(f"{origin}{address}")
        looking.judge()
        looking.presses("button[value=show]", "#code-problem")
        page.focus("#code")
        page.keyboard.type(writer.code.lower())
        looking.presses("#code", "button[value=reply]")
        assert QUESTION in page.inner_text("main")
        assert page.url == f"{origin}{address}"
        looking.presses("button[value=reply]", "#text")
        assert QUESTION in page.inner_text("main")
        page.focus("#text")
        page.keyboard.type(ANSWER)
        looking.presses("button[value=continue]", "button[value=send]")
        assert page.url == f"{origin}{ADDRESSES[address]}"
        assert ANSWER in page.inner_text("main")
        looking.presses("button[value=send]", "[data-received]")
        assert writer.reference in page.inner_text("main")
        page.goto(f"{origin}{address}")
        page.focus("#code")
        page.keyboard.type(writer.code)
        page.keyboard.press("Enter")
        page.wait_for_selector("[data-received]")
        looking.judge()
        assert QUESTION not in page.inner_text("main")
        page.close()
    assert looking.faults == []
    texts = [looped.reads(lease) for lease in looped.mails()]
    assert any(f"| {ANSWER}" in text and f"til {writer.reference}." in text for text in texts)


@pytest.mark.parametrize("width", [320, 1280])
def test_refused_answer_has_room_between_buttons_and_question(
    browser: Browser, looped: Looped, width: int
) -> None:
    """Whoever reads the question again does not press a button beside it."""
    infohus = looped.installation.infohus()
    writer = asked(looped, infohus)
    with served(infohus) as origin:
        page = browser.new_page(viewport={"width": width, "height": 640})
        looking = Looking(page, script=width == 320)
        page.goto(f"{origin}/svar")
        page.fill("#code", writer.code)
        looking.presses("button[value=show]", "button[value=reply]")
        looking.presses("button[value=reply]", "#text")
        page.fill("#text", ANSWER)
        object.__setattr__(infohus.clerk, "may_open", False)
        looking.presses("button[value=continue]", ".danger h1")
        assert QUESTION in page.inner_text("form + .note")
        below = "document.querySelector('form + .note').getBoundingClientRect().top"
        room = f"{below} - document.querySelector('form').getBoundingClientRect().bottom"
        assert page.evaluate(room) >= 24
        page.close(run_before_unload=True)
    assert looking.faults == []


def test_receipt_shows_the_code_large_and_prints_nothing_else(
    browser: Browser, looped: Looped
) -> None:
    """Sixteen signs of which none is cut at 320 px; no button copies them."""
    infohus = looped.installation.infohus()
    with served(infohus) as origin:
        page = browser.new_page(viewport={"width": 320, "height": 640})
        looking = Looking(page, script=True)
        page.goto(f"{origin}/skriv")
        page.click("button[value=continue]")
        page.check("input[value=anonymous]")
        page.click("button[value=continue]")
        page.fill("#text", "Jeg er bekymret for en, jeg kender.")
        page.check("input[value=not_urgent]")
        page.click("button[value=continue]")
        page.check("input[value=adult]")
        page.check("input[value=here]")
        page.click("button[value=continue]")
        page.wait_for_selector("button[value=send]")
        looking.judge()
        looking.presses("button[value=send]", ".code")
        code = page.inner_text(".code")
        assert len(code.replace("-", "")) == 16
        size = "parseFloat(getComputedStyle(document.querySelector('.code')).fontSize)"
        assert page.evaluate(size) >= 32
        assert page.locator(".slip button").count() == 0
        page.emulate_media(media="print")
        assert page.inner_text("body").strip() == code
        page.close()
    assert looking.faults == []
