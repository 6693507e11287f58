"""How bytes travel in a mail: as lines of base64, for SMTP carries nothing else everywhere.

A sealed letter is kept in MIME's own binary form, a quarter smaller, and written in base64 when it
goes (RFC 2045, section 6; RFC 5321, section 4.5.3.1.6).
"""

import base64

from intake.message import TO_NOBODY_YET

BINARY = b"Content-Transfer-Encoding: binary\r\n"
_BASE64 = b"Content-Transfer-Encoding: base64\r\n"


def for_the_line(mail: bytes) -> bytes:
    """The mail as SMTP can carry it; one that is not in binary form stays as it is."""
    header, blank, content = mail.partition(b"\r\n\r\n")
    header += b"\r\n"
    if BINARY not in header:
        return mail
    return (
        header.replace(BINARY, _BASE64)
        + blank[2:]
        + base64.encodebytes(content).replace(b"\n", b"\r\n")
    )


def addressed(mail: bytes, recipient: str) -> bytes:
    """The mail with its one recipient in To: filters distrust one that names nobody, or another.

    Raises `ValueError` for what no header can carry, or what could begin another.
    """
    header, blank, content = mail.partition(b"\r\n\r\n")
    header += b"\r\n"
    if TO_NOBODY_YET not in header:
        return mail
    if not recipient.isprintable():
        raise ValueError("recipient is not a plain address")
    to = f"To: {recipient}\r\n".encode("ascii")
    return header.replace(TO_NOBODY_YET, to, 1) + blank[2:] + content
