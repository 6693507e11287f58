"""Pages are small on the line, and whole for a browser that takes no gzip."""

import gzip
import re
from collections.abc import Callable
from typing import Any

import pytest

from bench.budgets import FORM_BYTES
from tests.intake.reporter import CONTACT, PERSON, WORRY, Person

MOST_FILES = 3


def on_the_line(person: Person, body: bytes) -> int:
    """Bytes of a page, its stylesheet and its script, as a phone gets them."""
    files = re.findall(rb'(?:href|src)="(/form/[^"]+)"', body)
    assert 1 + len(files) <= MOST_FILES
    answers = [
        person.client.get(path.decode(), headers={"Accept-Encoding": "gzip"}) for path in files
    ]
    assert all(answer.headers["Content-Encoding"] == "gzip" for answer in answers)
    return len(gzip.compress(body, 6)) + sum(len(answer.data) for answer in answers)


@pytest.mark.parametrize("address", ["/skriv", "/en/write"])
def test_every_step_is_light(address: str) -> None:
    """At most three requests and 10 kB, from the first page to the receipt."""
    person, found = Person(address=address), {}
    steps: tuple[tuple[str, Callable[[], Any]], ...] = (
        ("start", lambda: person.opens()),
        ("way", lambda: person.posts("start")),
        ("worry", lambda: person.posts("way", track="professional")),
        ("person", lambda: person.posts("worry", **WORRY)),
        ("contact", lambda: person.posts("person", **PERSON)),
        ("check", lambda: person.posts("contact", **CONTACT, workplace="Skolen")),
        ("receipt", lambda: person.waits().sends()),
    )
    for name, step in steps:
        step()
        found[name] = on_the_line(person, person.answer.data)
    assert {name: weight for name, weight in found.items() if weight > FORM_BYTES} == {}


def test_a_browser_gets_what_it_can_read() -> None:
    """Gzip when asked for, plain text else, and a cache is told of the difference."""
    person = Person()
    packed = person.client.get("/skriv", headers={"Accept-Encoding": "gzip, br"})
    plain = person.client.get("/skriv")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert b"<h1" in gzip.decompress(packed.data)
    assert "Content-Encoding" not in plain.headers
    assert b"<h1" in plain.data
    assert {packed.headers["Vary"], plain.headers["Vary"]} == {"Accept-Encoding"}


@pytest.mark.parametrize("accepted", ["gzip;q=0.8", "br;q=1.0, gzip;q=0.8, *;q=0.1", "*", "GZIP"])
def test_a_weight_is_no_refusal(accepted: str) -> None:
    """RFC 9110, section 12.5.3: only a weight of nothing refuses."""
    answer = Person().client.get("/skriv", headers={"Accept-Encoding": accepted})
    assert answer.headers["Content-Encoding"] == "gzip"


@pytest.mark.parametrize("refused", ["gzip;q=0", "gzip; q=0.000", "identity", "br"])
def test_a_browser_without_gzip_gets_plain_text(refused: str) -> None:
    """Also where gzip is named to say that it is not wanted."""
    answer = Person().client.get("/skriv", headers={"Accept-Encoding": refused})
    assert "Content-Encoding" not in answer.headers
