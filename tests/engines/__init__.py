"""Browsers that Playwright does not drive: Debian's Firefox, and a Chromium of 2020.

What stays true: a press is a press of the mouse, a letter a key, and a browser is ended by who
started it.
"""

from typing import Any, Protocol


class Engine(Protocol):
    """One window of a browser."""

    def opens(self, address: str) -> None:
        """The page, when it is there."""

    def runs(self, function: str, *values: Any) -> Any:
        """What a function of JavaScript returns; None while a page is on its way."""

    def presses(self, selector: str) -> None:
        """Bring it into view, and press the mouse there."""

    def types(self, text: str) -> None:
        """Key by key, into what has the focus."""
