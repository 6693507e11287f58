"""Somebody who fills in the form of a real service, over a real line, from an address of theirs."""

import http.client
from collections.abc import Mapping
from typing import Any

from tests.intake.reporter import Person
from tests.servers.service import PROGRAM, READER

FORM = "application/x-www-form-urlencoded"


class Answer:
    """What came back, as the test client of Flask tells it."""

    def __init__(self, found: http.client.HTTPResponse) -> None:
        self.status_code, self.headers, self.data = found.status, found.headers, found.read()

    def get_data(self, *, as_text: bool) -> str:
        """The body as text."""
        return self.data.decode() if as_text else ""


class Wire:
    """Asks over one line for each question."""

    def __init__(self, port: int, source: str = READER, **headers: str) -> None:
        self._port, self._source = port, source
        self._headers = {name.replace("_", "-"): value for name, value in headers.items()}

    def get(self, address: str) -> Answer:
        """A page."""
        return self.ask("GET", address)

    def post(
        self, address: str, data: bytes, content_type: str, headers: Mapping[str, str]
    ) -> Answer:
        """A step."""
        return self.ask("POST", address, data, {"Content-Type": content_type} | dict(headers))

    def ask(
        self, method: str, address: str, body: bytes | None = None, headers: Any = None
    ) -> Answer:
        """Any question."""
        line = http.client.HTTPConnection("127.0.0.1", self._port, 30, (self._source, 0))
        try:
            sent = {"User-Agent": PROGRAM} | self._headers | (headers or {})
            line.request(method, address, body, sent)
            return Answer(line.getresponse())
        finally:
            line.close()


def somebody(port: int, address: str = "/skriv", *, source: str = READER, **headers: str) -> Person:
    """A person at the form; the clock is the real one."""
    return Person(address=address, client=Wire(port, source, **headers))
