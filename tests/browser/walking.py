"""What a person does in a browser that Playwright does not drive, in the reporter's sentences."""

from functools import partial
from typing import Protocol, Self

from tests.engines import Engine
from tests.servers import until

LONGEST_SECONDS = 60
THE_BEGINNING = "the beginning"
REMEMBER = "mark => { window.since = mark; }"
REMEMBERED = "() => window.since"
LEAVE = "() => { window.left = document.querySelector('h1'); }"
HAS_LEFT = """() => document.readyState === "complete" && document.querySelector("h1") !== null
  && !(window.left && window.left.isConnected)"""
SELECT = """selector => {
  const field = document.querySelector(selector);
  field.focus();
  field.select();
}"""
VALUE = "selector => document.querySelector(selector).value"
CHECKED = "selector => document.querySelector(selector).checked"
HEADING = "() => document.querySelector('h1').textContent"
SHOWN = "words => document.body.innerText.includes(words)"


class Writer(Protocol):
    """Whoever writes, in whatever browser: `Walker` here, `navigators.Reporter` in Playwright."""

    address: str

    def opens(self) -> Self: ...
    def presses(self, action: str) -> Self: ...
    def says_of_the_call(self, made: str) -> Self: ...
    def writes(self, **fields: str) -> Self: ...
    def chooses(self, **fields: str) -> Self: ...
    def exits(self) -> Self: ...
    def goes_back_in_the_browser(self) -> Self: ...
    def reads(self) -> str: ...


class Walker:
    """Somebody who writes with this engine, by mouse and keys."""

    def __init__(self, engine: Engine, origin: str, language: str = "da") -> None:
        self.engine = engine
        self.address = origin + ("/skriv" if language == "da" else "/en/write")

    def opens(self) -> Self:
        self.engine.opens(self.address)
        self.engine.runs(REMEMBER, THE_BEGINNING)
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
        self.engine.runs(LEAVE)
        self.engine.runs("() => history.back()")
        return self._waits("history")

    def writes(self, **fields: str) -> Self:
        for name, text in fields.items():
            field = f'[name="{name}"]'
            self.engine.runs(SELECT, field)
            self.engine.types(text)
            came = until(partial(self._is, VALUE, field, text))
            assert came, (name, self.engine.runs(VALUE, field))
        return self

    def chooses(self, **fields: str) -> Self:
        for name, value in fields.items():
            option = f'[name="{name}"][value="{value}"]'
            self.engine.presses(option)
            assert until(partial(self._is, CHECKED, option, True)), option
        return self

    def holds(self, name: str) -> str:
        """What stands in a field."""
        return str(self.engine.runs(VALUE, f'[name="{name}"]'))

    def reads(self) -> str:
        return str(self.engine.runs(HEADING))

    def sees(self, words: str) -> bool:
        return bool(self.engine.runs(SHOWN, words))

    def stayed(self) -> bool:
        """Whether every step was shown in one and the same page, by the script."""
        return bool(self.engine.runs(REMEMBERED) == THE_BEGINNING)

    def _is(self, function: str, selector: str, value: object) -> bool:
        return bool(self.engine.runs(function, selector) == value)

    def _goes_on_by(self, button: str) -> Self:
        self.engine.runs(LEAVE)
        self.engine.presses(button)
        return self._waits(button)

    def _waits(self, why: str) -> Self:
        assert until(lambda: bool(self.engine.runs(HAS_LEFT)), LONGEST_SECONDS), why
        return self
