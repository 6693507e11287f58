"""The MIME parts of a letter, written by hand: all headers are ours and plain ASCII.

Nothing of what a reporter wrote may stand in a header. Line ends are CRLF throughout.
"""

import base64
import binascii
import secrets
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, repr=False)
class Attachment:
    """A file that goes with the letter."""

    name: str
    content_type: str
    content: bytes


def plain(text: str) -> bytes:
    """A text/plain part: quoted-printable UTF-8."""
    lines = text.encode("utf-8", "backslashreplace").replace(b"\n", b"\r\n")
    head = (
        b'Content-Type: text/plain; charset="utf-8"\r\n'
        b"Content-Transfer-Encoding: quoted-printable\r\n\r\n"
    )
    return head + binascii.b2a_qp(lines, istext=True)


def mixed(text: str, attachments: tuple[Attachment, ...]) -> bytes:
    """A multipart/mixed part: the text first, then the files, in order."""
    boundary = secrets.token_hex(16).encode()
    head = b'Content-Type: multipart/mixed; boundary="' + boundary + b'"\r\n\r\n'
    parts = (plain(text), *(_attached(one) for one in attachments))
    edge = b"--" + boundary
    inside = b"".join(edge + b"\r\n" + part + b"\r\n" for part in parts)
    return head + inside + edge + b"--\r\n"


def _attached(attachment: Attachment) -> bytes:
    name, kind = attachment.name, attachment.content_type
    head = (
        f"Content-Type: {kind}\r\n"
        "Content-Transfer-Encoding: base64\r\n"
        f'Content-Disposition: attachment; filename="{name}"\r\n\r\n'
    )
    encoded = base64.encodebytes(attachment.content).replace(b"\n", b"\r\n")
    return head.encode("ascii") + encoded
