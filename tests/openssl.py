"""Opens a sealed letter the way a coordinator's program does: with openssl, outside our code.

`openssl cms -verify` turns line ends into CRLF before it hashes, as RFC 8551 asks of text. With
`-binary` alone it turns them into bare LF and no multipart/signed from any program verifies; with
`-binary -crlfeol` it hashes what was sent. Letters must hold under both.
"""

import subprocess
import tempfile
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

WAYS = ((), ("-binary", "-crlfeol"))


def openssl(*arguments: str, given: bytes = b"") -> bytes:
    """What the openssl command answers; a failure raises."""
    command = ["openssl", *arguments]
    return subprocess.run(command, input=given, capture_output=True, check=True).stdout


def decrypted(body: bytes, key: bytes, certificate: bytes) -> bytes:
    """The signed message inside a letter, byte for byte; `key` and `certificate` are PEM."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "key").write_bytes(key)
        (folder / "certificate").write_bytes(certificate)
        reader = ["-recip", str(folder / "certificate"), "-inkey", str(folder / "key")]
        return openssl("cms", "-decrypt", "-binary", *reader, given=body)


def verified(signed: bytes, authority: bytes) -> bytes:
    """What the signature covers, when it holds against `authority` (PEM) alone in both ways."""
    with tempfile.TemporaryDirectory() as name:
        (Path(name) / "ca").write_bytes(authority)
        only = ("-CAfile", str(Path(name) / "ca"), "-no-CApath", "-no-CAstore", "-x509_strict")
        verify = ("cms", "-verify", "-purpose", "smimesign", *only)
        (text, binary) = (openssl(*verify, *way, given=signed) for way in WAYS)
    assert text == binary
    return binary


def open_letter(body: bytes, key: bytes, certificate: bytes, authority: bytes) -> EmailMessage:
    """Decrypt with `key`, verify the signature against `authority` (PEM all) and parse."""
    signed = decrypted(body, key, certificate)
    return message_from_bytes(verified(signed, authority), policy=policy.SMTP)


def split(signed: bytes) -> tuple[bytes, bytes]:
    """The exact bytes that a multipart/signed is signed over, and the signature (DER)."""
    outer = message_from_bytes(signed, policy=policy.SMTP)
    edge = b"--" + outer.get_boundary("").encode()
    first = signed.index(edge + b"\r\n") + len(edge) + 2
    content = signed[first : signed.index(b"\r\n" + edge, first)]
    (_, part) = outer.iter_parts()
    signature = part.get_payload(decode=True)
    assert isinstance(signature, bytes)
    return content, signature
