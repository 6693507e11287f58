"""Mails on the line: base64 as the standard has it, and nothing changed on the way."""

import random
from email import message_from_bytes

import pytest

from intake.sending.transfer import addressed, for_the_line


def test_a_binary_mail_goes_as_base64() -> None:
    """Its header says so, its content is the same, and no byte has eight bits."""
    content = random.Random(1).randbytes(5_000) + b"\r\n\r\n"
    mail = b"Subject: x\r\nContent-Transfer-Encoding: binary\r\n\r\n" + content
    sent = for_the_line(mail)
    read = message_from_bytes(sent)
    assert sent.isascii()
    assert read["Content-Transfer-Encoding"] == "base64"
    assert read["Subject"] == "x"
    assert read.get_payload(decode=True) == content


@pytest.mark.parametrize(
    "mail", [b"", b"no header", b"Subject: x\r\n\r\nContent-Transfer-Encoding: binary\r\n"]
)
def test_any_other_mail_stays_as_it_is(mail: bytes) -> None:
    """Also one whose text speaks of encodings."""
    assert for_the_line(mail) == mail


def test_to_names_the_one_recipient_when_it_goes() -> None:
    """In the outer header only: the same words further down are the letter's."""
    to = b"To: undisclosed-recipients:;\r\n"
    mail = b"From: a@b.c\r\n" + to + b"Subject: x\r\n\r\n" + to
    sent = addressed(mail, "ane@test.example")
    assert sent == mail.replace(to, b"To: ane@test.example\r\n", 1)
    assert message_from_bytes(sent)["To"] == "ane@test.example"


def test_a_recipient_cannot_begin_a_header() -> None:
    """Nothing is sent then."""
    with pytest.raises(ValueError, match="recipient"):
        addressed(b"To: undisclosed-recipients:;\r\n\r\n", "a@b.c\r\nBcc: d@e.f")
