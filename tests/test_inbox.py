"""The demonstration's inbox shows a letter as a mail program does, its attachments opened."""

import base64
import re
from pathlib import Path

import pytest

from demonstration.ahead import Ahead
from demonstration.inbox import InboxPlan, Letter, Mailboxes, application
from demonstration.opened import Reader
from demonstration.shown import shown
from intake.sending.transfer import addressed, for_the_line
from tests.certificates import NOW, pem, rsa_key, trusted
from tests.intake.coordinator import own_certificate, sealer
from tests.intake.letter.given import TEACHER, concern

ADDRESS = "r1@test.example"
PNG = b"\x89PNG"
CHANGED = "Er lavet om på vejen"


def reader(folder: Path) -> Reader:
    """Coordinator 1, who trusts our authority."""
    contents = {
        "key": pem(rsa_key(1)),
        "certificate": own_certificate(1),
        "authority": trusted().certificate,
    }
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    return Reader(**{name: folder / name for name in contents})


def plan(folder: Path) -> InboxPlan:
    """Coordinator 1 and a substitute."""
    return InboxPlan(
        folder=folder,
        addresses=(ADDRESS, "vikar@test.example"),
        smtp_port=0,
        port=0,
        substitute="vikar@test.example",
        acknowledging="http://127.0.0.1/kvittering",
        telephone="http://127.0.0.1/telefon",
        ahead=Ahead(folder / "ahead"),
    )


def page_with_a_letter(folder: Path) -> tuple[str, Letter]:
    """The inbox after one urgent letter from a teacher."""
    sealed = sealer().seal(concern(TEACHER), reference="ABCD2345", now=NOW)
    mail = for_the_line(addressed(sealed.body, ADDRESS))
    letter = Letter(came_to=[ADDRESS], sealed=mail, opened=reader(folder).open(mail))
    boxes = Mailboxes(readers={}, letters={"ABCD2345": letter})
    return application(boxes, plan(folder)).test_client().get("/").text, letter


def test_a_letter_stands_as_in_a_mail_program(tmp_path: Path) -> None:
    """From, to, encrypted, signed; and the signature is held against the authority alone."""
    page, letter = page_with_a_letter(tmp_path)
    assert letter.opened.signed
    for told in ("infohus@test.example", ADDRESS, "Vores, og brevet er uændret", "Krypteret"):
        assert told in page


REMINDED = b"ABCD-2345: afventer jeres kvittering"
OUTSIDE = {
    "Subject": b"ABCD-2345",
    "From": b"infohus@test.example",
}


@pytest.mark.parametrize(
    ("name", "changed", "agrees"),
    [
        ("Subject", OUTSIDE["Subject"], True),
        ("Subject", REMINDED, True),
        ("Subject", b"WXYZ-6789", False),
        ("Subject", b"Haster: ABCD-2345", False),
        ("From", b"chef@test.example", False),
        ("From", b"infohus@test.example.evil.example", False),
    ],
)
def test_outer_line_that_was_changed_on_the_way_is_shown_as_such(
    tmp_path: Path, name: str, changed: bytes, agrees: bool
) -> None:
    """The signature is good all the same: it vouches for the lines inside (RFC 9788)."""
    sealed = sealer().seal(concern(TEACHER), reference="ABCD2345", now=NOW)
    mail = for_the_line(addressed(sealed.body, ADDRESS))
    line = b"%s: %s\r\n" % (name.encode(), OUTSIDE[name])
    assert mail.count(line) == 1
    mail = mail.replace(line, b"%s: %s\r\n" % (name.encode(), changed))
    opened = reader(tmp_path).open(mail)
    letter = Letter(came_to=[ADDRESS], sealed=mail, opened=opened)
    boxes = Mailboxes(readers={}, letters={"ABCD2345": letter})
    page = application(boxes, plan(tmp_path)).test_client().get("/").text
    assert (opened.signed, opened.outside_agrees) == (True, agrees)
    assert (CHANGED in page) is not agrees


def test_every_attachment_is_opened_in_the_page(tmp_path: Path) -> None:
    """PDFs as pictures of every page, the calendar as a date, the record as text."""
    page, letter = page_with_a_letter(tmp_path)
    files = {file.name: file for file in shown(letter.opened.files)}
    assert set(files) == {
        "henvendelse.json",
        "grundregistrering.pdf",
        "frist.ics",
        "orientering.pdf",
    }
    for name in ("grundregistrering.pdf", "orientering.pdf"):
        assert files[name].pictures
        for picture in files[name].pictures:
            assert base64.b64decode(picture.partition(",")[2]).startswith(PNG)
    summary, when, *_ = files["frist.ics"].date
    assert "Forslag" in summary
    assert when.startswith("Hele dagen ")
    assert '"version"' in files["henvendelse.json"].text
    count = sum(len(file.pictures) for file in files.values())
    assert len(re.findall(r'<img src="data:image/png;base64,', page)) == count


def test_a_picture_says_what_it_shows(tmp_path: Path) -> None:
    """Each page by its number, for whoever does not see it; the file itself is one press away."""
    page, _ = page_with_a_letter(tmp_path)
    assert 'alt="grundregistrering.pdf, side 1 af ' in page
    assert 'href="/ABCD2345/grundregistrering.pdf"' in page
