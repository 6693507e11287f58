"""Debian's own Firefox, driven over Marionette: its own protocol, JSON with its length before it.

Playwright drives a Firefox of its own making, or one newer than Debian's; geckodriver is not in
Debian 12. This is all that is needed of either.
"""

import json
import os
import re
import socket
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import BufferedRWPair
from pathlib import Path
from types import MappingProxyType
from typing import Any

from tests.servers import until

FIREFOX = "/usr/bin/firefox-esr"
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
"""The name that WebDriver gives to a reference to an element."""
UNSEEN = {"MOZ_HEADLESS": "1"}
"""Without a screen."""
GONE = re.compile("unloaded|navigation|discarded", re.IGNORECASE)
"""In what it says when a page went away under its hands."""
LONGEST_SECONDS = 90
MIDDLE = "selector => document.querySelector(selector).scrollIntoView({ block: 'center' })"


class MarionetteFault(Exception):
    """Firefox could not do it."""


class Firefox:
    """One window."""

    def __init__(self, talk: BufferedRWPair) -> None:
        self._talk = talk
        self._number = 0
        self._read()  # who it is
        self.does("WebDriver:NewSession")

    def opens(self, address: str) -> None:
        self.does("WebDriver:Navigate", url=address)

    def runs(self, function: str, *values: Any) -> Any:
        script = f"return ({function})(...arguments)"
        try:
            return self.does("WebDriver:ExecuteScript", script=script, args=values)
        except MarionetteFault as fault:
            if GONE.search(str(fault)):
                return None
            raise

    def presses(self, selector: str) -> None:
        self.runs(MIDDLE, selector)  # a bar lies over the edge of the page
        found = self.does("WebDriver:FindElement", using="css selector", value=selector)
        self.does("WebDriver:ElementClick", id=found[ELEMENT])

    def types(self, text: str) -> None:
        keys = [{"type": kind, "value": sign} for sign in text for kind in ("keyDown", "keyUp")]
        hand = {"type": "key", "id": "hand", "actions": keys}
        self.does("WebDriver:PerformActions", actions=[hand])

    def takes_a_new_tab(self) -> None:
        """The old one stays open behind it."""
        tab = self.does("WebDriver:NewWindow", type="tab")
        self.does("WebDriver:SwitchToWindow", handle=tab["handle"])

    def quits(self) -> None:
        """As a person closes it: it writes what it wants to remember."""
        self.does("Marionette:Quit", flags=["eAttemptQuit"])

    def does(self, command: str, **values: Any) -> Any:
        """One command of the protocol. Raises `MarionetteFault`."""
        self._number += 1
        message = json.dumps([0, self._number, command, values]).encode()
        self._talk.write(b"%d:%s" % (len(message), message))
        self._talk.flush()
        _, number, fault, answer = self._read()
        assert number == self._number
        if fault:
            raise MarionetteFault(f"{command}: {fault['error']}: {fault['message']}")
        return answer["value"] if set(answer or ()) == {"value"} else answer

    def _read(self) -> Any:
        length = b""
        while not length.endswith(b":"):
            sign = self._talk.read(1)
            assert sign, "Firefox hung up"
            length += sign
        return json.loads(self._talk.read(int(length[:-1])))


@contextmanager
def firefox(
    profile: Path,
    preferences: Mapping[str, str | int | bool] = MappingProxyType({}),
    surroundings: Mapping[str, str] = UNSEEN,
) -> Iterator[Firefox]:
    """One window, closed at the end as a person does, so that it writes all it wants to."""
    profile.mkdir(exist_ok=True)
    (profile / "user.js").write_text(_written(preferences))
    command = [FIREFOX, "--no-remote", "--marionette", "--profile", str(profile)]
    environ = os.environ | {"HOME": str(profile.parent)} | dict(surroundings)
    with (profile.parent / "firefox.log").open("wb") as log:
        process = subprocess.Popen(command, env=environ, stdout=log, stderr=log)
        try:
            with line_to(profile / "MarionetteActivePort") as line, line.makefile("rwb") as talk:
                window = Firefox(talk)
                yield window
                window.quits()
                process.wait(LONGEST_SECONDS)
        finally:
            process.kill()
            process.wait(LONGEST_SECONDS)


def _written(preferences: Mapping[str, str | int | bool]) -> str:
    """As Firefox reads them at its start."""
    named = {name.replace("__", "."): value for name, value in preferences.items()}
    named["marionette.port"] = 0  # any that is free
    return "".join(
        f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in named.items()
    )


def line_to(port: Path) -> socket.socket:
    """To the Firefox that has written down where it listens."""
    listens = until(lambda: port.exists() and port.read_text() != "", LONGEST_SECONDS)
    assert listens, "Firefox did not start"
    return socket.create_connection(("127.0.0.1", int(port.read_text())), LONGEST_SECONDS)
