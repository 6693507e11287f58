"""Opens a sealed letter the way a coordinator's program does: with openssl, outside our code."""

import subprocess
import tempfile
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path


def openssl(*arguments: str, given: bytes = b"") -> bytes:
    """What the openssl command answers; a failure raises."""
    command = ["openssl", *arguments]
    return subprocess.run(command, input=given, capture_output=True, check=True).stdout  # noqa: S603


def open_letter(body: bytes, key: bytes, certificate: bytes, signer_ca: bytes) -> EmailMessage:
    """Decrypt with `key`, verify the signature against `signer_ca` (PEM all) and parse."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file, content in (("key", key), ("certificate", certificate), ("ca", signer_ca)):
            (folder / file).write_bytes(content)
        reader = ["-recip", str(folder / "certificate"), "-inkey", str(folder / "key")]
        signed = openssl("cms", "-decrypt", "-binary", *reader, given=body)
        verify = ("cms", "-verify", "-CAfile", str(folder / "ca"))
        return message_from_bytes(openssl(*verify, given=signed), policy=policy.SMTP)
