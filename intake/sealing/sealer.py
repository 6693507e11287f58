"""From a concern to a letter that nobody in this service can open.

Everything happens in memory: the letter is written, signed, and encrypted to every recipient whose
certificate is usable at that second (RFC 8551: multipart/signed inside enveloped-data, AES-256-CBC,
which is what mail programs read). There is no other way out of here for a concern.
"""

import base64
import re
import secrets
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from email.utils import format_datetime
from functools import lru_cache

from cryptography.hazmat.primitives.ciphers import algorithms
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7

from intake.days import begins, day_of
from intake.for_operator import ForOperator
from intake.message import TO_NOBODY_YET, Kind, PlannedDelivery, SealedMessage
from intake.reference import shown
from intake.reply import Told
from intake.sealing.certificates import Certified, Reason
from intake.sealing.outside import Outside
from intake.sealing.recipients import Recipient, usable
from intake.sealing.signer import Signer

Write = Callable[[Told, str, int], bytes]
"""Writes the inside of a letter from what was told, reference and `now`: a MIME part with CRLF."""

_REFERENCE = re.compile(r"[0-9A-HJ-NP-Z]{8}")
_BINARY = (pkcs7.PKCS7Options.Binary,)


class NoUsableRecipient(ForOperator):
    """No recipient who gets mail has a usable certificate: nothing can be received now."""


class Sealer:
    """Seals letters to all usable recipients, judged anew at each letter."""

    def __init__(
        self,
        people: Callable[[], tuple[Recipient, ...]],
        signer: Signer,
        write: Write,
        outside: Outside,
    ) -> None:
        """`people`: everybody on the list, asked anew each time."""
        self._people = people
        self._signer = signer
        self._write = write
        self._outside = outside
        self._domain = outside.sender.rpartition("@")[2]

    def usable(self, now: int) -> tuple[Recipient, ...]:
        """The recipients who would get a letter at `now`."""
        return tuple(
            recipient for recipient in usable(self._people(), now) if recipient.gets_letters
        )

    def unusable(self, now: int) -> tuple[tuple[Recipient, Reason], ...]:
        """The recipients who would be left out at `now`, and why."""
        judged = ((recipient, recipient.unusable(now)) for recipient in self._people())
        return tuple((recipient, reason) for recipient, reason in judged if reason is not None)

    def seal(self, told: Told, *, reference: str, now: int) -> SealedMessage:
        """Write, sign and encrypt one letter. Raises `NoUsableRecipient`."""
        return self.seal_practice(self._write(told, reference, now), reference=reference, now=now)

    def seal_practice(self, inside: bytes, *, reference: str, now: int) -> SealedMessage:
        """Seal a MIME part that is treated as a concern is. Raises `NoUsableRecipient`."""
        everybody, outside = usable(self._people(), now), self._outside
        readers = tuple(each for each in everybody if outside.reminder or not each.substitute)
        sealed = self._seal(inside, reference, now, readers)
        plan = tuple(self._plan(readers, reference)) if outside.reminder else ()
        return replace(sealed, planned=plan, awaited=outside.awaited)

    def seal_note(
        self, note: bytes, *, reference: str, now: int, also: Sequence[str] = ()
    ) -> SealedMessage:
        """Seal a MIME part that is no concern (test letter, sign of life) in the same shape.

        `also`: addresses of substitutes who get it too.
        """
        everybody = usable(self._people(), now)
        readers = tuple(each for each in everybody if not each.substitute or each.address in also)
        return self._seal(note, reference, now, readers, also=also)

    def seal_for(
        self, note: bytes, recipient: Recipient, *, reference: str, now: int
    ) -> SealedMessage:
        """Seal what only this recipient may read, substitute or not. Raises `NoUsableRecipient`."""
        if recipient.unusable(now) is not None:
            raise NoUsableRecipient
        return self._seal(note, reference, now, (replace(recipient, substitute=False),))

    def _plan(self, readers: Sequence[Recipient], reference: str) -> Iterator[PlannedDelivery]:
        """Who has the letter is reminded; then the substitutes get it too."""
        subject = self._outside.reminder.replace("{reference}", shown(reference))
        kinds = (Kind.SUBSTITUTE if each.substitute else Kind.REMINDER for each in readers)
        both = dict.fromkeys(zip((each.address for each in readers), kinds, strict=True))
        for address, kind in both:
            if address:
                yield PlannedDelivery(recipient=address, kind=kind, subject=subject)

    def _seal(
        self,
        inside: bytes,
        reference: str,
        now: int,
        readers: tuple[Recipient, ...],
        *,
        also: Sequence[str] = (),
    ) -> SealedMessage:
        if not _REFERENCE.fullmatch(reference):
            raise ValueError("not a reference")
        at_once = (each.address for each in readers if each.gets_letters or each.address in also)
        addresses = tuple(dict.fromkeys(address for address in at_once if address))
        if not any(each.gets_letters for each in readers):
            raise NoUsableRecipient
        signed = _signed(b"".join((self._protected(reference), *_marked(inside))), self._signer)
        sealed = _encrypt(signed, readers)
        body = self._header(reference, now) + sealed
        return SealedMessage(reference=reference, recipients=addresses, body=body)

    def _protected(self, reference: str) -> bytes:
        """The outer lines that the signature vouches for (RFC 9788).

        Not Date, To and Message-ID: each mail has its own.
        """
        lines = (f"From: {self._outside.sender}", f"Subject: {self._subject(reference)}")
        both = (*lines, *(f"HP-Outer: {line}" for line in lines))
        return "".join(f"{line}\r\n" for line in both).encode("ascii")

    def _subject(self, reference: str) -> str:
        return self._outside.subject.replace("{reference}", shown(reference))

    def _header(self, reference: str, now: int) -> bytes:
        """The outer header: the day's first second, so that it does not tell when somebody wrote.

        Never in the future: spam filters punish that.
        """
        lines = (
            f"From: {self._outside.sender}",
            TO_NOBODY_YET.decode().strip(),
            f"Subject: {self._subject(reference)}",
            f"Date: {_date(day_of(now))}",
            f"Message-ID: <{reference}@{self._domain}>",
            "Auto-Submitted: auto-generated",
            "MIME-Version: 1.0",
            "Content-Type: application/pkcs7-mime; smime-type=enveloped-data;",
            ' name="smime.p7m"',
            "Content-Transfer-Encoding: binary",
            'Content-Disposition: attachment; filename="smime.p7m"',
        )
        return "".join(f"{line}\r\n" for line in (*lines, "")).encode("ascii")


@lru_cache(maxsize=1)
def _date(day: date) -> str:
    """Its first second, as mail writes it (RFC 5322, section 3.3)."""
    return format_datetime(begins(day))


def _marked(inside: bytes) -> tuple[bytes | memoryview, ...]:
    """Says that the header inside is meant for whoever reads it (RFC 9788, section 2.1.1)."""
    kind = inside[: inside.find(b"\r\n")]
    if not kind.lower().startswith(b"content-type:"):
        raise ValueError("a MIME part begins with its Content-Type")
    return kind, b'; hp="cipher"', memoryview(inside)[len(kind) :]


def _signed(inside: bytes, signer: Signer) -> bytes:
    """RFC 8551, section 3.5.3: the signature covers `inside` without its last line end."""
    boundary = secrets.token_hex(16).encode()
    head = (
        b'Content-Type: multipart/signed; protocol="application/pkcs7-signature";\r\n'
        b' micalg="sha-256"; boundary="' + boundary + b'"\r\n\r\n'
    )
    signature = (
        b'Content-Type: application/pkcs7-signature; name="smime.p7s"\r\n'
        b"Content-Transfer-Encoding: base64\r\n"
        b'Content-Disposition: attachment; filename="smime.p7s"\r\n\r\n'
        + base64.encodebytes(signer.sign(inside)).replace(b"\n", b"\r\n")
    )
    edge = b"\r\n--" + boundary
    return b"".join((head, edge[2:], b"\r\n", inside, edge, b"\r\n", signature, edge, b"--\r\n"))


def _encrypt(content: bytes, readers: tuple[Recipient, ...]) -> bytes:
    judged = (reader.certificate for reader in readers)
    different = dict.fromkeys(each.certificate for each in judged if isinstance(each, Certified))
    builder = pkcs7.PKCS7EnvelopeBuilder().set_data(content)
    builder = builder.set_content_encryption_algorithm(algorithms.AES256)
    for certificate in different:
        builder = builder.add_recipient(certificate)
    return builder.encrypt(Encoding.DER, _BINARY)
