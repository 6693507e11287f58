"""Mails on the line: base64 as the standard has it, and nothing changed on the way."""

import random
from email import message_from_bytes

import pytest

from intake.sending.transfer import for_the_line


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
