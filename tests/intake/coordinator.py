"""Real keys and a real store behind the form, and a coordinator who opens what came out."""

import json
import tempfile
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import cache
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.serialization import pkcs7

from intake.accepting.limits import Limits
from intake.outbox import Outbox
from intake.sealing import signer
from intake.sealing.certificates import read
from intake.sealing.outside import Outside
from intake.sealing.recipients import Recipient
from intake.sealing.sealer import Sealer
from intake.sending.transfer import for_the_line
from intake.web.infohus import Infohus
from tests.certificates import NOW, certificate, rsa_key, signing
from tests.intake.letter.given import letter_writer
from tests.intake.reporter import Clock, invented_infohus

READERS = (1, 2)


@cache
def own_certificate(number: int) -> bytes:
    """The certificate of one coordinator, PEM."""
    return certificate(rsa_key(number))


@cache
def sealer() -> Sealer:
    """Seals to two coordinators with the code of production."""
    readers = []
    with tempfile.TemporaryDirectory() as name:
        for number in READERS:
            path = Path(name) / f"{number}.pem"
            path.write_bytes(own_certificate(number))
            address = f"r{number}@test.example"
            readers.append(Recipient(address=address, name="R", certificate=read(path)))
    outside = Outside(sender="infohus@test.example", subject="{reference}")
    return Sealer(lambda: tuple(readers), signer.load(*signing()), letter_writer().write, outside)


def real_infohus(folder: Path, **changes: Any) -> Infohus:
    """The form on the real sealer and the real outbox, on the day the keys were made."""
    url = f"sqlite:///{folder / 'outbox.sqlite'}"
    Outbox.create(url)
    parts = {"sealer": sealer(), "outbox": Outbox(url), "clock": Clock(NOW), "limits": Endless()}
    return invented_infohus(**(parts | changes))


class Endless(Limits):
    """Limits that never say no."""

    def allow(self, address: str, *, marked: bool) -> bool:
        """Always."""
        return True


@dataclass(frozen=True)
class Coordinator:
    """Takes letters out of the outbox and opens them with one key."""

    outbox: Outbox
    number: int = 1

    def opens_all(self) -> list[dict[str, Any]]:
        """The records of all letters that wait, which then have been accepted."""
        found = []
        for lease in self.outbox.lease(NOW + 86_400, 100):
            if lease.message.recipients == (f"r{self.number}@test.example",):
                found.append(record(for_the_line(lease.message.body), self.number))
            self.outbox.accepted(lease, NOW)
        return found


def record(body: bytes, number: int) -> dict[str, Any]:
    """`henvendelse.json` of a sealed letter, opened by one coordinator."""
    sealed = message_from_bytes(body).get_payload(decode=True)
    assert isinstance(sealed, bytes)
    own = x509.load_pem_x509_certificate(own_certificate(number))
    content = pkcs7.pkcs7_decrypt_der(sealed, own, rsa_key(number), [])
    inside = message_from_bytes(content, policy=policy.SMTP)
    files = [part for part in inside.walk() if part.get_filename() == "henvendelse.json"]
    (file,) = files
    assert isinstance(file, EmailMessage)
    return json.loads(file.get_content())  # type: ignore[no-any-return]
