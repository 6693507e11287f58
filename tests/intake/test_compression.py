"""Pages are small on the line, and whole for a browser that takes no gzip."""

import gzip
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Request
from werkzeug.test import EnvironBuilder

from intake.compression import Page, compress
from tests.intake.reporter import CONTACT, PERSON, WORRY, Person, invented_infohus

MOST_BYTES = 10_000
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
    assert {name: weight for name, weight in found.items() if weight > MOST_BYTES} == {}


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


@pytest.mark.parametrize("new", [b"", b"ABCD-EFGH", "æøå 😀".encode() * 3000])
def test_a_page_from_ready_parts_is_the_page(new: bytes) -> None:
    """Packed once, joined with what is new: byte for byte what a browser without gzip gets."""
    begin, end = b"<p>before</p>" * 90, b"<p>after</p>" * 80
    page = Page(begin + new + end)
    page.begin, page.end = begin, end
    asked = Request(EnvironBuilder(headers=[("Accept-Encoding", "gzip")]).get_environ())
    packed = compress(asked, page).get_data()
    assert gzip.decompress(packed) == begin + new + end
    assert len(packed) < 300 + len(new)


def test_the_receipt_is_the_same_packed_and_plain() -> None:
    """Made once for everybody with the same choices, each with their own reference."""
    house, receipts = invented_infohus(), []
    for headers in ({"Accept-Encoding": "gzip"}, {}) * 2:
        person = Person(house).fills_in()
        sent = {"draft": person.draft, "step": "check", "action": "send"}
        body = person.client.post(person.address, data=sent, headers=headers).data
        assert (body[:2] == b"\x1f\x8b") is bool(headers)
        receipts.append(gzip.decompress(body) if headers else body)
    own = [re.findall(rb'class="reference">([0-9A-Z-]{9})<', one)[0] for one in receipts]
    assert len(set(own)) == 4
    assert len({one.replace(name, b"") for one, name in zip(receipts, own, strict=True)}) == 1
    assert b"{" not in receipts[0]
