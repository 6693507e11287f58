"""The demonstration shows this repository's own municipality, and mails nobody whom it names."""

from pathlib import Path

import pytest

from demonstration import plan, service
from demonstration.answers import TRIED, with_answers
from demonstration.inbox import HOST, Letter, Mailboxes, _reader, application
from demonstration.opened import Opened
from intake.days import DAY
from intake.facts import read_municipality
from intake.installation import Installation
from intake.outbox import Outbox
from intake.sending.transfer import for_the_line
from tests.places import INVENTED, ROOT

OWN = ROOT / "municipality.toml"


def shown(folder: Path, text: str) -> Path:
    path = folder / "shown.toml"
    path.write_text(with_answers(text), encoding="utf-8")
    return path


def test_the_own_municipality_opens_for_a_try(tmp_path: Path) -> None:
    """Its names and numbers as they are; what it has not said says that it is a try."""
    before, after = read_municipality(OWN), read_municipality(shown(tmp_path, OWN.read_text()))
    assert (before.may_open, after.may_open) == (False, True)
    assert after.contacts == before.contacts
    assert after.municipality == before.municipality
    texts = [
        value for value, _ in TRIED.values() if isinstance(value, str) and value != "2026-11-26"
    ]
    assert all("prøve" in text.lower() for text in texts)
    still = {question.name for question in before.questions()} - set(TRIED)
    assert still == {question.name for question in after.questions()}


def test_what_is_answered_stays_answered(tmp_path: Path) -> None:
    """The invented municipality has said everything itself."""
    before = read_municipality(INVENTED)
    assert read_municipality(shown(tmp_path, INVENTED.read_text())) == before


def test_letters_go_to_invented_coordinators_only(tmp_path: Path) -> None:
    """No published contact is among the recipients, and the mail server is our own inbox."""
    made = plan.make(tmp_path, 8_000, OWN)
    made.site.mkdir()
    settings = made.settings(form=True, mail=True)
    Outbox.create(settings.database)
    installation = Installation.load(settings, demonstration=True)
    addresses = {person.address for person in installation.people()}
    published = {contact.email for contact in installation.facts.contacts}
    assert addresses == set(plan.ADDRESSES)
    assert not addresses & published
    assert installation.mail.host == HOST
    assert installation.facts.loop.asks
    assert installation.infohus().replies is not None
    installation.outbox.close()


@pytest.mark.parametrize("text", ["", "[intake]", "not TOML ["])
def test_a_file_that_cannot_be_shown_is_told(tmp_path: Path, text: str) -> None:
    """In one line, before anything starts."""
    path = tmp_path / "other.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises((ValueError, LookupError)):
        plan.make(tmp_path, 8_000, path)


def test_a_visitor_can_take_a_call(tmp_path: Path) -> None:
    """Each coordinator's code is in a letter of their own, and the inbox leads to the page."""
    made = plan.make(tmp_path, 8_000, OWN)
    made.site.mkdir()
    Outbox.create(made.settings().database)
    service.give_phone_codes(made)
    installation = Installation.load(made.settings(form=True, mail=True), demonstration=True)
    telephone = installation.telephone
    assert telephone is not None
    boxes = Mailboxes(readers={})
    for lease in installation.outbox.lease(installation.clock(), 10):
        (address,) = lease.message.recipients
        opened = _reader(made.inbox, address).open(for_the_line(lease.message.body))
        boxes.letters[address] = Letter(came_to=[address], sealed=b"", opened=opened)
    codes = {each.address: telephone.code(each) for each in telephone.holders}
    assert {name: letter.opened.phone_code for name, letter in boxes.letters.items()} == codes
    page = application(boxes, made.inbox).test_client().get("/").text
    assert 'href="http://127.0.0.1:8000/telefon"' in page
    assert f"<strong>{codes[plan.ADDRESSES[0]]}</strong>" in page
    installation.outbox.close()


def test_a_visitor_can_play_both_sides(tmp_path: Path) -> None:
    """The code to copy, the page to paste it in, the substitute's inbox, and a day ahead."""
    made = plan.make(tmp_path, 8_000, OWN)
    boxes = Mailboxes(readers={})
    text = "Referencenummer ABCD-EFGH\n\nABCD-EFGH-JKMN-PQRS-TWXY\n"
    opened = Opened(
        subject="Referencenummer",
        sender=plan.SENDER,
        text=text,
        files={},
        signed=True,
        outside_agrees=True,
    )
    boxes.letters["A"] = Letter(came_to=[plan.ADDRESSES[0]], sealed=b"", opened=opened)
    boxes.letters["A.s1"] = Letter(came_to=[plan.SUBSTITUTE], sealed=b"", opened=opened)
    client = application(boxes, made.inbox).test_client()
    page, other = client.get("/").text, client.get("/vikar").text
    assert "<strong>ABCD-EFGH-JKMN-PQRS-TWXY</strong>" in page
    assert 'href="http://127.0.0.1:8000/kvittering"' in page
    assert ('id="A"' in page, 'id="A.s1"' in page) == (True, False)
    assert ('id="A"' in other, 'id="A.s1"' in other) == (False, True)
    before = made.clock()
    assert client.get("/et-doegn-frem").status_code == 405
    assert client.post("/et-doegn-frem").status_code == 303
    assert made.clock() - before in range(DAY, DAY + 60)
    assert "Uret er 1 døgn foran." in client.get("/").text
