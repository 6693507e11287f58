"""What a person does in a browser, as sentences; no selector stands in a test."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, Self

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Error, Page
from werkzeug.serving import make_server

from intake.web.app import create_app
from intake.web.infohus import Infohus
from tests.intake.reporter import invented_infohus

MOST_TABS = 60
UNSEEN = """() => {
  const at = document.activeElement, style = getComputedStyle(at), box = at.getBoundingClientRect();
  const shown = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  const inside = box.bottom > 0 && box.top < innerHeight;
  return shown && inside ? null : at.outerHTML.slice(0, 120);
}"""
ADD_TEXT = """(form, text) => {
  const field = document.createElement("textarea");
  field.name = "text";
  field.value = text;
  form.append(field);
}"""


class Reporter:
    """Somebody who writes, with or without script."""

    def __init__(self, page: Page, origin: str, language: str = "da") -> None:
        self.page, self.language = page, language
        self.unseen: list[str] = []
        """What had the focus without showing it."""
        self.address = origin + ("/skriv" if language == "da" else "/en/write")

    def opens(self) -> Self:
        self.page.goto(self.address)
        return self

    def presses(self, action: str) -> Self:
        return self._goes_on_by(f'button[name="action"][value="{action}"]')

    def says_of_the_call(self, made: str) -> Self:
        """On the way to 112: `made` or `not_made`."""
        return self._goes_on_by(f'button[name="emergency_call"][value="{made}"]')

    def exits(self) -> Self:
        """By the button in the corner, to wherever it leads."""
        return self._goes_on_by("[data-exit]")

    def goes_back_in_the_browser(self) -> Self:
        return self._goes_on(lambda: self.page.evaluate("history.back()"))

    def _goes_on_by(self, button: str) -> Self:
        return self._goes_on(self.page.locator(button).first.click)

    def _goes_on(self, act: Callable[[], object]) -> Self:
        heading = self.page.locator("h1").element_handle()
        assert heading is not None
        act()
        with suppress(Error):  # a plain post takes the whole page away, which is what we wait for
            heading.wait_for_element_state("hidden")
        self.page.wait_for_selector("h1")
        return self

    def writes(self, **fields: str) -> Self:
        for name, text in fields.items():
            self.page.locator(f'[name="{name}"]').fill(text)
        return self

    def chooses(self, **fields: str) -> Self:
        for name, value in fields.items():
            self.page.locator(f'[name="{name}"][value="{value}"]').check()
        return self

    def gets_to_check(self, text: str) -> Self:
        return self.opens().goes_to_check(text)

    def goes_to_check(self, text: str) -> Self:
        self.presses("continue")
        self.chooses(track="named").presses("continue")
        self.writes(text=text).chooses(urgency="not_urgent").presses("continue")
        self.chooses(age="adult", residence="here").presses("continue")
        self.writes(reporter_name=text[:30], reporter_phone="12345678")
        return self.presses("continue")

    def sends_again(self, token: str, text: str) -> Self:
        """A page that was left open: the same draft, with another text."""
        self.opens()
        self.page.locator("[name=draft]").evaluate("(field, value) => field.value = value", token)
        self.page.locator("[name=step]").evaluate("field => field.value = 'worry'")
        self.page.locator("form").first.evaluate(ADD_TEXT, text)
        return self.presses("continue").presses("send")

    def tabs_to(self, selector: str) -> Self:
        """Press Tab until it has the focus; everything on the way must show that it has it."""
        for _ in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            unseen: str | None = self.page.evaluate(UNSEEN)
            if unseen:
                self.unseen.append(unseen)
            if self.page.evaluate("sought => document.activeElement.matches(sought)", selector):
                return self
        raise AssertionError(f"Tab does not lead to {selector}")

    def hits(self, key: str) -> Self:
        heading = self.page.locator("h1").element_handle()
        self.page.keyboard.press(key)
        if key == "Enter" and heading is not None:
            with suppress(Error):
                heading.wait_for_element_state("hidden")
            self.page.wait_for_selector("h1")
        return self

    def types(self, text: str) -> Self:
        self.page.keyboard.type(text)
        return self

    def reads(self) -> str:
        return self.page.locator("h1").inner_text()

    def axe(self) -> list[Any]:
        found: list[Any] = Axe().run(self.page).response["violations"]
        return [(each["id"], [node["html"] for node in each["nodes"]]) for each in found]


@contextmanager
def served(house: Infohus | None = None) -> Iterator[str]:
    """The form on a free port of this machine."""
    with serving(create_app(house or invented_infohus())) as origin:
        yield origin


@contextmanager
def serving(app: Any) -> Iterator[str]:
    """Any WSGI application on a free port of this machine."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
