"""Mails on the line: base64 as the standard has it, and nothing changed on the way."""

import base64
import random
from email import message_from_bytes

import pytest

from intake.transfer import for_the_line, in_base64


@pytest.mark.parametrize("length", [0, 1, 2, 56, 57, 58, 113, 114, 115, 5_700, 100_000])
def test_base64_is_that_of_the_standard(length: int) -> None:
    """Byte for byte what the standard library writes, with CRLF."""
    content = random.Random(length).randbytes(length)
    assert in_base64(content) == base64.encodebytes(content).replace(b"\n", b"\r\n")


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
