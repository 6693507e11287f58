"""A letter as the coordinator's mail program shows it: decrypted, its signature tried, unpacked."""

import re
import shutil
import subprocess
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import load_pem_private_key, pkcs7

_CODE = re.compile(r"^(?:[2-9A-HJ-NP-Z]{4}-){4}[2-9A-HJ-NP-Z]{4}$", re.MULTILINE)
_PHONE_CODE = re.compile(r"^(?:[2-9A-HJ-NP-Z]{4}-){2}[2-9A-HJ-NP-Z]{4}$", re.MULTILINE)


@dataclass(frozen=True, kw_only=True)
class Opened:
    """The text and the files of one letter; `signed` is None when it could not be tried."""

    subject: str
    sender: str
    text: str
    files: dict[str, tuple[str, bytes]]
    """By name: content type and content."""
    signed: bool | None
    outside_agrees: bool
    """Sender and subject outside are those that the signature vouches for (RFC 9788). A reminder's
    subject goes on after it.
    """

    @property
    def code(self) -> str:
        """The code by which the letter is acknowledged; empty when it holds none."""
        code = _CODE.search(self.text)
        return code[0] if code else ""

    @property
    def phone_code(self) -> str:
        """The code of the page on which calls are written down; empty when it holds none."""
        code = _PHONE_CODE.search(self.text)
        return code[0] if code else ""


@dataclass(frozen=True, kw_only=True)
class Reader:
    """A coordinator's key, and the authority that our signature is known by."""

    key: Path
    certificate: Path
    authority: Path

    def open(self, message: bytes) -> Opened:
        """Decrypt in memory. Raises `ValueError` when this key is not one of the letter's."""
        outer = message_from_bytes(message, policy=policy.SMTP)
        sealed = outer.get_payload(decode=True)
        assert isinstance(sealed, bytes)
        key = load_pem_private_key(self.key.read_bytes(), password=None)
        certificate = x509.load_pem_x509_certificate(self.certificate.read_bytes())
        assert isinstance(key, rsa.RSAPrivateKey)
        content = pkcs7.pkcs7_decrypt_der(sealed, certificate, key, [])
        inside = message_from_bytes(content, policy=policy.SMTP)
        assert isinstance(inside, EmailMessage)
        return Opened(
            subject=str(outer["Subject"]),
            sender=str(outer["From"]),
            text=_text(inside),
            files=_files(inside),
            signed=self._is_signed(content),
            outside_agrees=_agrees(outer, inside),
        )

    def _is_signed(self, content: bytes) -> bool | None:
        program = shutil.which("openssl")
        if program is None:
            return None
        command = [program, "cms", "-verify", "-CAfile", str(self.authority), "-out", "/dev/null"]
        done = subprocess.run(command, input=content, capture_output=True, check=False)  # noqa: S603 openssl, on our files
        return done.returncode == 0


def _agrees(outer: Message, inside: EmailMessage) -> bool:
    """Compares with the part that is signed."""
    vouched = next(inside.iter_parts(), inside)
    subject, sender = str(vouched["Subject"]), str(vouched["From"])
    return str(outer["Subject"]).startswith(subject) and str(outer["From"]) == sender


def _text(inside: EmailMessage) -> str:
    """Its lines ended by LF: a letter's are ended by CRLF, and a code stands alone on its line."""
    body = inside.get_body(("plain",))
    return str(body.get_content()).replace("\r\n", "\n") if body is not None else ""


def _files(inside: EmailMessage) -> dict[str, tuple[str, bytes]]:
    files: dict[str, tuple[str, bytes]] = {}
    for part in inside.walk():
        name = part.get_filename()
        if name and name != "smime.p7s":
            content = part.get_payload(decode=True)
            assert isinstance(content, bytes)
            files[name] = (part.get_content_type(), content)
    return files
