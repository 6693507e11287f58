"""The MIME parts of a letter, written by hand: all headers are ours and plain ASCII.

Nothing of what a reporter wrote may stand in a header. Line ends are CRLF throughout.
"""

import binascii
import secrets
from dataclasses import dataclass
from itertools import chain
from struct import Struct

SIZES = tuple(factor * 85 * 1024 for factor in (1, 2, 4, 8))
"""Bytes; an ordinary letter, by whomever, is of the first."""
_FILLED = b"~" * 74 + b"\r\n"


@dataclass(frozen=True, kw_only=True, repr=False)
class Attachment:
    """A file that goes with the letter."""

    name: str
    content_type: str
    content: bytes

    @property
    def part(self) -> bytes:
        """The file as a MIME part."""
        head = (
            f"Content-Type: {self.content_type}\r\n"
            "Content-Transfer-Encoding: base64\r\n"
            f'Content-Disposition: attachment; filename="{self.name}"\r\n'
        )
        return b"\r\n".join((head.encode("ascii"), *_base64_lines(self.content), b""))


def padded(part: bytes, least: int) -> bytes:
    """The multipart, filled until its size tells no more than a class, and at least for `least`.

    What fills it stands behind the last boundary, where no reader looks (RFC 2046, section 5.1.1).
    """
    needed = max(len(part), least)
    size = next((size for size in SIZES if size >= needed), -(-needed // SIZES[-1]) * SIZES[-1])
    lines, rest = divmod(size - len(part), len(_FILLED))
    if rest == 1 and lines:
        lines, rest = lines - 1, rest + len(_FILLED)
    last = b"~" * (rest - 2) + b"\r\n" if rest > 1 else b""
    return b"".join((part, _FILLED * lines, last))


def length_in_base64(content: bytes) -> int:
    """Bytes in lines of 76 signs that end in CRLF (RFC 2045, section 6.8)."""
    signs = -(-len(content) // 3) * 4
    return signs + 2 * -(-signs // 76)


def _base64_lines(content: bytes) -> tuple[bytes, ...]:
    encoded = binascii.b2a_base64(content, newline=False)
    whole, rest = divmod(len(encoded), 76)
    # A `Struct` of our own: the module's functions keep a hundred, each by a letter's length.
    lines: tuple[bytes, ...] = Struct("76s" * whole).unpack_from(encoded)
    return (*lines, encoded[-rest:]) if rest else lines


def plain(text: str) -> bytes:
    """A text/plain part: quoted-printable UTF-8."""
    encoded = binascii.b2a_qp(text.encode("utf-8", "backslashreplace"), istext=True)
    head = (
        b'Content-Type: text/plain; charset="utf-8"\r\n'
        b"Content-Transfer-Encoding: quoted-printable\r\n\r\n"
    )
    return head + encoded.replace(b"\n", b"\r\n")


def mixed(text: str, attachments: tuple[Attachment, ...]) -> bytes:
    """A multipart/mixed part: the text first, then the files, in order."""
    boundary = secrets.token_hex(16).encode()
    head = b'Content-Type: multipart/mixed; boundary="' + boundary + b'"\r\n\r\n'
    parts = (plain(text), *(attachment.part for attachment in attachments))
    edge = b"--" + boundary
    inside = chain.from_iterable((edge, b"\r\n", part, b"\r\n") for part in parts)
    return b"".join((head, *inside, edge, b"--\r\n"))
