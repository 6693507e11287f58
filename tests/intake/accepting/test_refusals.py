"""Every refusal keeps the text, says what to do, shows the phones, has the right status."""

from typing import Any
from urllib.parse import quote_plus, urlencode

import pytest

from intake.accepting.limits import Budget, Limits
from intake.accepting.refusals import is_cross_site
from intake.web.body import LONGEST_BODY
from tests.intake.reporter import (
    PERSON,
    TEXT,
    Person,
    invented_infohus,
    invented_municipality,
    undecided,
)

DAY = 24 * 3600
BOTH = pytest.mark.parametrize("address", ["/skriv", "/en/write"])


def refused(person: Person, status: int) -> None:
    """What all refusals have in common."""
    assert person.answer.status_code == status
    assert TEXT in person.page
    assert 'href="tel:112"' in person.page
    assert "tel:+4500000001" in person.page
    assert person.answer.headers["Cache-Control"] == "no-store"
    language = "da" if person.address == "/skriv" else "en"
    assert f'<html lang="{language}" dir="ltr"' in person.page


def goes_on_to_send(person: Person) -> None:
    """The refused text can be sent from the page that refused it."""
    person.posts("worry", "show").posts("way", track="anonymous")
    person.posts("worry", text=TEXT, urgency="not_urgent").posts("person", **PERSON)
    assert person.waits().sends().reference


def writing(address: str, house: Any = None) -> Person:
    return Person(house, address).opens().posts("way", track="anonymous")


@BOTH
def test_missing_answer(address: str) -> None:
    """The step again, with a summary that links to the field."""
    person = writing(address).posts("worry", text=TEXT)
    refused(person, 400)
    assert 'href="#urgency"' in person.page
    assert "<title>Fejl:" in person.page or "<title>Error:" in person.page


@BOTH
def test_blanks_only_is_a_missing_answer(address: str) -> None:
    """Blanks are no text."""
    assert writing(address).posts("worry", text=" \n ", urgency="now").answer.status_code == 400


@BOTH
def test_too_long_keeps_every_sign(address: str) -> None:
    """20,001 code points stay in the field; 20,000 pass."""
    long = "🙂" * 20_001
    person = writing(address).posts("worry", text=TEXT + long, urgency="not_urgent")
    refused(person, 400)
    assert long in person.page
    person.posts("worry", text=long[1:], urgency="not_urgent")
    assert person.answer.status_code == 200


@BOTH
def test_expired(address: str) -> None:
    """Older than its life: the text is kept in a new draft."""
    person = writing(address).waits(31 * DAY).posts("worry", text=TEXT, urgency="not_urgent")
    refused(person, 400)
    goes_on_to_send(person)


@BOTH
@pytest.mark.parametrize("draft", ["", "rubbish", "x.y"])
def test_tampered(address: str, draft: str) -> None:
    """Missing, changed or unknown: the text is kept."""
    person = writing(address)
    person.draft = draft
    refused(person.posts("worry", text=TEXT, urgency="not_urgent"), 400)
    goes_on_to_send(person)


@BOTH
def test_unknown_signing_key(address: str) -> None:
    """A draft of another server: what is inside is shown."""
    from_there = Person(address=address).fills_in()
    here = Person(address=address)
    here.house.drafts._signer.secret_keys[:] = [b"another"]
    here.draft = from_there.draft
    refused(here.sends(), 400)
    assert not here.house.clerk.outbox.rows


@BOTH
def test_cross_site(address: str) -> None:
    """Another site's form is shown, not taken on."""
    person = writing(address)
    data = {"draft": person.draft, "step": "worry", "text": TEXT, "urgency": "not_urgent"}
    person.posts_raw(urlencode(data).encode(), Sec_Fetch_Site="cross-site")
    refused(person, 403)
    goes_on_to_send(person)


OURS = "https://infohus.example"


@pytest.mark.parametrize(
    ("site", "origin", "is_refused"),
    [
        ("same-origin", None, False),
        ("same-origin", "https://evil.example", False),
        ("none", None, False),
        ("same-site", OURS, True),
        ("cross-site", OURS, True),
        ("", OURS, True),
        (None, None, False),
        (None, "null", False),
        (None, OURS, False),
        (None, "https://evil.example", True),
        (None, "", True),
    ],
)
def test_which_requests_are_cross_site(
    site: str | None, origin: str | None, is_refused: bool
) -> None:
    """All combinations of the two headers."""
    assert is_cross_site(site, origin, OURS) is is_refused


@BOTH
def test_too_many(address: str) -> None:
    """429: try again, or call."""
    house: Any = invented_infohus(limits=Limits(Budget(per_address=0)))
    person = Person(house, address).fills_in().sends()
    refused(person, 429)
    assert "Retry-After" in person.answer.headers
    assert 'value="send"' in person.page


@BOTH
def test_who_would_be_refused_is_told_before_writing(address: str) -> None:
    """On the start page, with the numbers; they may try all the same."""
    house: Any = invented_infohus(limits=Limits(Budget(per_address=0)))
    person = Person(house, address).opens()
    words = house.texts[house.languages[address != "/skriv"]]
    assert person.answer.status_code == 200
    assert words["full.heading"] in person.page
    assert person.page.index("tel:+4500000001") < person.page.index('value="continue"')
    assert words["full.heading"] not in Person(address=address).opens().page


@BOTH
def test_disk_below_its_floor(address: str) -> None:
    """Told as what it is, before writing and at every step; not as a flood."""
    limits = Limits(free_bytes=lambda: Budget.free_bytes)
    house: Any = invented_infohus(limits=limits)
    person = Person(house, address).fills_in()
    limits._free_bytes = lambda: Budget.free_bytes - 1
    refused(person.sends(), 503)
    words = house.texts[house.languages[address != "/skriv"]]
    assert words["refusal.no_room.heading"] in person.page
    assert not house.clerk.outbox.rows
    assert words["closed.no_room"] in Person(house, address).opens().page


def test_a_letter_that_we_have_costs_nothing() -> None:
    """Sent a thousand times it takes from no budget, and is sealed once."""
    house: Any = invented_infohus(limits=Limits(Budget(per_address=2)))
    person = Person(house).fills_in()
    page = person.draft
    references = set()
    for _ in range(1_000):
        person.draft = page
        references.add(person.sends().reference)
    assert len(references - {""}) == len(references) == 1
    assert len(house.clerk.sealer.sealed) == 1
    assert house.clerk.limits.refused == 0
    assert Person(house).fills_in().sends().reference


def test_sent_again_when_the_limit_is_reached_is_the_same_receipt() -> None:
    """A double click on the last letter of the hour; another letter is refused."""
    house: Any = invented_infohus(limits=Limits(Budget(per_address=1)))
    person = Person(house).fills_in()
    page = person.draft
    first = person.sends().reference
    person.draft = page
    assert first
    assert person.sends().reference == first
    refused(Person(house).fills_in().sends(), 429)


@BOTH
def test_too_large_says_honestly_that_the_text_is_gone(address: str) -> None:
    """Above N nothing is kept, and the page says so with the phones."""
    person = writing(address).posts_raw(b"text=" + b"a" * LONGEST_BODY)
    assert person.answer.status_code == 413
    assert 'href="tel:112"' in person.page


@BOTH
def test_not_utf8(address: str) -> None:
    """Checked on the raw body: bad bytes are shown as missing signs."""
    person = writing(address)
    body = f"draft={person.draft}&step=worry&text={quote_plus(TEXT)}".encode() + b"%ff%ed%a0%80"
    refused(person.posts_raw(body), 400)
    assert TEXT + "�" in person.page


@BOTH
def test_wrong_content_type(address: str) -> None:
    """Whatever came is shown as it came."""
    refused(writing(address).posts_raw(TEXT.encode(), content_type="text/plain"), 415)


@BOTH
def test_our_own_form_under_a_wrong_name(address: str) -> None:
    """A proxy or a program changed the content type: every answer is still there."""
    person = writing(address)
    body = f"draft={person.draft}&step=worry&text={quote_plus(TEXT)}&when=mandag".encode()
    refused(person.posts_raw(body, content_type="application/octet-stream"), 415)
    assert "mandag" in person.page
    goes_on_to_send(person)


@BOTH
@pytest.mark.parametrize("extra", ["strange=1", "age=adult", "text=twice"])
def test_unknown_foreign_and_repeated_fields(address: str, extra: str) -> None:
    """A field that this step does not ask for: all of it is shown."""
    person = writing(address)
    body = f"draft={person.draft}&step=worry&text={quote_plus(TEXT)}&{extra}"
    refused(person.posts_raw(body.encode()), 400)


@BOTH
def test_store_not_writable(address: str) -> None:
    """The disk is full: nothing was received, and the text is there."""
    person = Person(address=address).fills_in()
    person.house.clerk.outbox.works = False
    refused(person.sends(), 503)


@BOTH
def test_no_usable_key(address: str) -> None:
    """No certificate is left: nothing leaves in clear."""
    person = Person(address=address).fills_in()
    person.house.clerk.sealer.keys = 0
    refused(person.sends(), 503)
    assert not person.house.clerk.sealer.sealed


@BOTH
def test_closed_while_writing(address: str) -> None:
    """The municipality closes: the text and the phones."""
    person = Person(address=address).fills_in()
    closed = invented_municipality(open=undecided(invented_municipality().intake.open))
    refused(person.goes_to(invented_infohus(municipality=closed)).sends(), 503)


@BOTH
def test_key_is_lost_between_the_doors_and_the_seal(address: str) -> None:
    """The last certificate runs out at that second: nothing was received."""
    person = Person(address=address).fills_in()
    person.house.clerk.sealer.lost = True
    refused(person.sends(), 503)
    assert not person.house.clerk.outbox.rows


@BOTH
def test_store_goes_between_the_doors_and_the_commit(address: str) -> None:
    """We do not claim more than we know, and pressing again is safe."""
    person = Person(address=address).fills_in()
    person.house.clerk.outbox.away = True
    refused(person.sends(), 503)
    assert "marker" not in person.page
    person.house.clerk.outbox.away = False
    assert person.sends().reference


@BOTH
def test_exception_anywhere(address: str) -> None:
    """Our own mistake: 500, the text, and not a word of the exception."""
    person = Person(address=address).fills_in()
    person.house.clerk.outbox.breaks = True
    refused(person.sends(), 500)
    assert "marker" not in person.page
    person.house.clerk.outbox.breaks = False
    assert person.sends().reference


def test_unknown_address_and_method() -> None:
    """404 and 405 are pages of ours."""
    person = Person()
    assert person.client.get("/en/nothing").status_code == 404
    answer = person.client.put("/skriv")
    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]
