"""`/svar` and `/en/answer`: the code leads to fixed words, and nothing but a POST does anything."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from intake import reply_code
from intake.web import create_app
from intake.web.infohus import TRIES
from tests.intake.loop.house import DAY, Coordinator, Looped, Writer
from tests.intake.outbox.history import asked, rows


@pytest.fixture
def looped(tmp_path: Path) -> Iterator[Looped]:
    """Everything switched on, on SQLite."""
    made = Looped(tmp_path, f"sqlite:///{tmp_path / 'outbox.sqlite'}", "questions")
    yield made
    made.closes()


def sends(looped: Looped) -> Writer:
    writer = looped.writes()
    writer.sends()
    return writer


def looks(client: FlaskClient, code: str, address: str = "/svar", **fields: str) -> tuple[int, str]:
    answer = client.post(address, data={"code": code, **fields})
    return answer.status_code, unescape(answer.get_data(as_text=True))


def everything(looped: Looped) -> object:
    return rows(looped.url), asked(looped.url, "SELECT * FROM thread")


@pytest.mark.parametrize(
    ("address", "stored", "read"),
    [
        ("/svar", "Den er på vej til infohuset.", "Et menneske i infohuset læste din henvendelse"),
        ("/en/answer", "It is on its way to the Info-house.", "A person in the Info-house read"),
    ],
)
def test_code_leads_to_the_state_in_fixed_words(
    looped: Looped, address: str, stored: str, read: str
) -> None:
    """And to number and day; never to a word of the letter."""
    writer, client = sends(looped), looped.client
    status, page = looks(client, writer.code.lower(), address)
    assert status == 200
    assert stored in page
    assert writer.reference in page
    assert "bekymret for en, jeg kender" not in page
    looped.mails()
    Coordinator(client).says(looped.code(writer.reference.replace("-", "")), "take:Kim")
    assert read in looks(client, writer.code, address)[1]
    assert "Kim" not in looks(client, writer.code, address)[1]


def test_day_of_reading_is_told_with_its_weekday(looped: Looped) -> None:
    """As people say it."""
    writer = sends(looped)
    Coordinator(looped.client).says(looped.code(writer.reference.replace("-", "")), "read")
    page = looks(looped.client, writer.code)[1]
    assert re.search(
        r"læste din henvendelse (man|tirs|ons|tors|fre|lør|søn)dag den \d+\. [a-z]+ \d{4}\.", page
    )


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Skriv koden fra din kvittering"),
        ("K7QF-2M9X", "Det er dit referencenummer. Koden har 16 tegn"),
        ("K7QF-2M9X-ABCD-EFGH-JKMN", "Det er en anden slags kode"),
        ("ABCD-EFGH", "Det er dit referencenummer"),
        ("ABCD", "Koden har 16 tegn. Se, om"),
        ("ABCD-EFGH-JKMN-PQRS", "Et af tegnene er forkert"),
        ("<script>alert(1)</script>", "Koden har 16 tegn"),
    ],
)
def test_slip_is_told_apart_and_costs_nothing(looped: Looped, typed: str, said: str) -> None:
    """However often: none is counted. What can be corrected stands in its field again."""
    client = looped.client
    for _ in range(TRIES.per_address + 5):
        status, page = looks(client, typed)
    assert status == 400
    assert said in page
    assert not typed or typed not in page.partition("<main")[2].partition('class="hint"')[0]
    is_corrected = said.startswith(("Koden har 16 tegn", "Et af"))
    assert f'name="code" value="{typed if is_corrected else ""}"' in page


def test_unknown_codes_have_a_budget_and_right_ones_none(looped: Looped) -> None:
    """Whoever sits behind the same address and has a code is served."""
    writer, client = sends(looped), looped.client
    unknown = [reply_code.of(b"%064d" % number) for number in range(TRIES.per_address + 1)]
    statuses = [looks(client, code)[0] for code in unknown]
    assert statuses == [400] * TRIES.per_address + [429]
    assert (
        f'value="{unknown[0].ljust(40)}"'
        in looks(client, unknown[0] + " " * 40 + "no more of it")[1]
    )
    assert looks(client, writer.code)[0] == 200


def test_looking_changes_no_row_but_that_the_code_was_used(looped: Looped) -> None:
    """No GET changes anything, and no second look does."""
    writer, client = sends(looped), looped.client
    before = everything(looped)
    for _ in range(100):
        for address in (
            "/svar",
            "/en/answer",
            "/skriv",
            "/kvittering",
            f"/svar?code={writer.code}",
        ):
            client.get(address)
    assert everything(looped) == before
    looks(client, writer.code)
    once = everything(looped)
    for _ in range(5):
        looks(client, writer.code)
    assert everything(looped) == once


def test_code_stands_in_no_address_no_header_and_not_in_the_page(looped: Looped) -> None:
    """Without a question no form needs it; nobody indexes or stores the page."""
    writer = sends(looped)
    answer = looped.client.post("/svar", data={"code": writer.code})
    plain = writer.code.replace("-", "")
    text = answer.get_data(as_text=True)
    for shape in (writer.code, plain):
        assert shape not in text
        assert shape not in str(answer.headers)
    assert "Location" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"
    assert 'name="robots" content="noindex"' in text
    assert "<title>Kig igen</title>" in text


def test_other_sites_and_strange_bodies_are_refused(looped: Looped) -> None:
    """Cross-site, not a form, far too long."""
    writer, client = sends(looped), looped.client
    before, fields = everything(looped), {"code": writer.code}
    answers = [
        client.post("/svar", data=fields, headers={"Sec-Fetch-Site": "cross-site"}),
        client.post("/svar", json=fields),
        client.post("/svar", data=b"code=\xff"),
        client.post("/svar", data={"code": "A" * 6_000_000}),
    ]
    assert [answer.status_code for answer in answers] == [403, 415, 415, 413]
    assert everything(looped) == before


def test_store_away_is_said_honestly(looped: Looped) -> None:
    """503, in the same page."""
    writer, client = sends(looped), looped.client
    for file in looped.folder.glob("outbox.sqlite*"):
        file.unlink()
    status, page = looks(client, writer.code)
    assert status == 503
    assert "Vi kan ikke se efter lige nu" in page
    assert f'value="{writer.code}"' in page


def test_old_code_is_not_known_any_more(looped: Looped) -> None:
    """90 days after the last step; the page says that codes are deleted."""
    writer, client = sends(looped), looped.client
    looped.mails()
    looped.clock.now += 91 * DAY
    looped.outbox.purge(looped.clock(), 7, 60)
    status, page = looks(client, writer.code)
    assert status == 400
    assert "Gamle koder bliver slettet" in page


@pytest.mark.parametrize(("address", "form"), [("/svar", "/skriv"), ("/en/answer", "/en/write")])
def test_whoever_lost_the_code_is_led_to_the_form(looped: Looped, address: str, form: str) -> None:
    """As the page advises; after a code that nobody knows too."""
    assert f'<a href="{form}">' in looped.client.get(address).text
    assert f'<a href="{form}">' in looks(looped.client, reply_code.of(bytes(64)), address)[1]


@pytest.mark.parametrize("step", ["off", "remind"])
def test_before_that_step_there_is_no_page(tmp_path: Path, step: str) -> None:
    """It answers as any address that is not there."""
    off = Looped(tmp_path, f"sqlite:///{tmp_path / 'outbox.sqlite'}", step)
    client = create_app(off.installation.infohus()).test_client()
    for method in ("get", "post"):
        page, other = (getattr(client, method)(path) for path in ("/svar", "/svar2"))
        assert (page.status_code, page.data) == (404, other.data)
    off.closes()
