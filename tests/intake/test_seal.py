"""A sealed letter opens with openssl for every recipient, and shows nothing outside."""

import json
import re
from email import message_from_bytes
from email.message import EmailMessage

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from intake import recipients, signer, texts
from intake.certificates import Certified, Reason, read
from intake.concern import (
    AgeBand,
    Anonymous,
    Concern,
    Mark,
    Named,
    PersonOfConcern,
    Professional,
    Relation,
    Reporter,
    Residence,
    StatutoryNotification,
    Urgency,
)
from intake.letter.writer import Deadlines, LetterWriter
from intake.seal import NoUsableRecipient, Outside, Sealer
from tests.certificates import DAY, NOW, certificate, pem, rsa_key, signing
from tests.openssl import open_letter, openssl

REFERENCE = "ABCD2345"
HARD = (
    "Æblegrød – hø\n| Kendingsnummer: falsk\rX\u2028Y\x00\u202eabc مرحبا 👩‍👩‍👧\nBcc: a@b.c\n.\n--x"
)


@pytest.fixture(name="certificates", scope="module")
def _certificates(tmp_path_factory: pytest.TempPathFactory) -> tuple[Certified | Reason, ...]:
    folder = tmp_path_factory.mktemp("certificates")
    found = []
    for number in range(3):
        (folder / f"{number}.pem").write_bytes(certificate(rsa_key(number)))
        found.append(read(folder / f"{number}.pem"))
    return tuple(found)


def sealer(certificates: tuple[Certified | Reason, ...]) -> Sealer:
    """A sealer to as many mailboxes as there are certificates."""
    readers = tuple(
        recipients.Recipient(address=f"r{number}@test.example", name="R", certificate=one)
        for number, one in enumerate(certificates)
    )
    words = texts.load("letter.da")
    writer = LetterWriter(words, Deadlines(urgent_days=7, notice_days=1), ("Første skridt",))
    outside = Outside(sender="infohus@test.example", subject=words["outside.subject"])
    return Sealer(readers, signer.load(*signing()), writer.write, outside)


def concern(reporter: Reporter, urgency: Urgency = Urgency.WITHIN_DAYS) -> Concern:
    """A concern with every field given."""
    person = PersonOfConcern(
        age=AgeBand.UNKNOWN,
        residence=Residence.HERE,
        relation=Relation.SCHOOL_OR_WORK,
        identification="Kendetegn Ø",
    )
    return Concern(
        reporter=reporter,
        text=HARD,
        urgency=urgency,
        person=person,
        language="da",
        when="i går",
        where="på Å-gade",
        earlier_reference="WXYZ6789",
        called_112=True,
        marks=frozenset({Mark.TOO_FAST}),
        adds_to="HJKM2345",
    )


TEACHER = Professional(
    name="Lærer Sørensen",
    workplace="Skolen",
    role="Lærerstilling",
    phone="11 22 33 44",
    email="l@skole.example",
    when_to_call="efter 15",
    statutory_notification=StatutoryNotification.MADE,
)


def opened(made: Sealer, written: Concern, number: int = 0) -> dict[str, str]:
    """The parts of a letter by file name, as one coordinator sees them; "" is the text."""
    body = made.seal(written, reference=REFERENCE, now=NOW).body
    own = next(
        one.certificate.certificate
        for one in made.usable(NOW)
        if isinstance(one.certificate, Certified)
        and one.certificate.certificate.public_key() == rsa_key(number).public_key()
    )
    reader = own.public_bytes(Encoding.PEM)
    letter = open_letter(body, pem(rsa_key(number)), reader, signing()[1])
    parts = {}
    for part in letter.iter_parts():
        assert isinstance(part, EmailMessage)
        content = part.get_content()
        text = content if isinstance(content, str) else content.decode()
        parts[part.get_filename() or ""] = text
    return parts


@pytest.mark.parametrize("number", [0, 1, 2])
def test_every_recipient_opens_it(
    certificates: tuple[Certified | Reason, ...], number: int
) -> None:
    """Each key alone opens the letter, and the signature holds."""
    parts = opened(sealer(certificates), concern(Anonymous()), number)
    assert json.loads(parts["henvendelse.json"])["text"] == HARD
    assert parts[""].startswith("Kendingsnummer ABCD-2345, modtaget ")


def test_everything_given_is_in_text_and_record(
    certificates: tuple[Certified | Reason, ...],
) -> None:
    """No answer is lost on the way to the coordinator."""
    parts = opened(sealer(certificates), concern(TEACHER))
    given = [TEACHER.name, TEACHER.workplace, TEACHER.role, TEACHER.phone, TEACHER.email]
    given += [TEACHER.when_to_call, "Kendetegn Ø", "i går", "på Å-gade", "WXYZ6789"]
    assert [one for one in given if f"| {one}" not in parts[""]] == []
    assert [one for one in given if one not in parts["henvendelse.json"]] == []


def test_reporter_cannot_imitate_us(certificates: tuple[Certified | Reason, ...]) -> None:
    """Each line of theirs is quoted, and what hides or breaks lines is shown by number."""
    text = opened(sealer(certificates), concern(Anonymous()))[""].replace("\r\n", "\n")
    assert "| | Kendingsnummer: falsk[U+000D]X[U+2028]Y[U+0000][U+202E]abc مرحبا 👩‍👩‍👧\n" in text
    assert "\n| Bcc: a@b.c\n| .\n| --x\n" in text


def test_head_is_in_order(certificates: tuple[Certified | Reason, ...]) -> None:
    """What to decide stands first, most pressing first, and the steps last."""
    text = opened(sealer(certificates), concern(TEACHER))[""]
    order = ["Kendingsnummer", "led i sit arbejde", "inden for 24 timer", "inden for få dage"]
    order += ["én dags varsel", "hvem der leder", "Måske spam", "Tilføjelse til HJKM-2345"]
    order += ["Hvad bekymrer", "[ ] Første skridt"]
    places = [text.index(one) for one in order]
    assert places == sorted(places)


def test_calendar_only_when_urgent(certificates: tuple[Certified | Reason, ...]) -> None:
    """A date is suggested only when the reporter says that it hurries."""
    made = sealer(certificates)
    named = Named(name="Navn", phone="1")
    assert "CLASS:CONFIDENTIAL" in opened(made, concern(named))["frist.ics"]
    assert "frist.ics" not in opened(made, concern(named, Urgency.NOT_URGENT))


def test_outside_is_neutral(certificates: tuple[Certified | Reason, ...]) -> None:
    """The outer header holds a reference and a day, CRLF only, and AES-256-CBC inside."""
    sealed = sealer(certificates).seal(concern(TEACHER), reference=REFERENCE, now=NOW)
    outer = message_from_bytes(sealed.body)
    assert (outer["Subject"], outer["Message-ID"]) == (
        "Kendingsnummer ABCD-2345",
        "<ABCD2345@test.example>",
    )
    assert " 12:00:00 " in outer["Date"]
    assert not re.search(rb"(?<!\r)\n", sealed.body)
    shown = openssl("cms", "-cmsout", "-print", "-noout", given=sealed.body).decode()
    assert "aes-256-cbc" in shown
    assert shown.count("d.ktri") == 3


def test_expired_is_left_out_at_each_seal(certificates: tuple[Certified | Reason, ...]) -> None:
    """A bad certificate costs only its own recipient; when none is left nothing is sealed."""
    made = sealer((Reason.UNREADABLE, certificates[0]))
    assert made.seal(concern(TEACHER), reference=REFERENCE, now=NOW).recipients == (
        "r1@test.example",
    )
    assert [reason for _, reason in made.unusable(NOW)] == [Reason.UNREADABLE]
    with pytest.raises(NoUsableRecipient):
        made.seal(concern(TEACHER), reference=REFERENCE, now=NOW + 400 * DAY)


def test_header_injection_is_refused(certificates: tuple[Certified | Reason, ...]) -> None:
    """Neither a reference nor a sender can begin another header."""
    with pytest.raises(ValueError, match="reference"):
        sealer(certificates).seal(concern(TEACHER), reference="ABCD\r\nB:", now=NOW)
    with pytest.raises(ValueError, match="sender"):
        Outside(sender="a@b\r\nBcc: c@d", subject="x")
