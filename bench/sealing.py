"""What a finished letter costs over the least it could: the bare text, encrypted to three.

In memory only: no server, no store. In each round every way takes its turn on the same text.
"""

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import algorithms
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7

from bench.result import Measured, Scale
from intake.concern import Concern
from intake.letter import deadline, record
from intake.letter.mime import mixed
from intake.letter.sheet import Sheet
from intake.letter.text import LetterText
from intake.sealing import signer
from intake.sealing.certificates import Certified, read
from intake.sealing.recipients import Recipient
from intake.sealing.sealer import Outside, Sealer, Write
from tests.certificates import NOW, certificate, rsa_key, signing
from tests.intake.letter.given import (
    NAMED,
    PROCEDURE,
    RECEIVED,
    REFERENCE,
    WORDS,
    concern,
    letter_writer,
)

TIMES = 20
TEXT = "Jeg er bekymret for en, jeg kender – han er ændret på det sidste. "
SIZES = {"1,000 signs": 1_000, "20,000 signs": 20_000}


def readers() -> tuple[Recipient, ...]:
    """Three with RSA-3072."""
    found = []
    with tempfile.TemporaryDirectory() as folder:
        for number in range(3):
            path = Path(folder) / "a.pem"
            path.write_bytes(certificate(rsa_key(number)))
            found.append(
                Recipient(address=f"r{number}@test.example", name="R", certificate=read(path))
            )
    return tuple(found)


def bare(text: str, to: tuple[Recipient, ...]) -> bytes:
    """The least: no signature, no letter, no files."""
    builder = pkcs7.PKCS7EnvelopeBuilder().set_data(text.encode())
    builder = builder.set_content_encryption_algorithm(algorithms.AES256)
    for one in to:
        assert isinstance(one.certificate, Certified)
        builder = builder.add_recipient(one.certificate.certificate)
    return builder.encrypt(Encoding.SMIME, (pkcs7.PKCS7Options.Binary,))


def without_pdf(written: Concern, _: str, __: int) -> bytes:
    """The letter as it is, but for its two PDF files."""
    suggestion = deadline.attachment(written, RECEIVED, WORDS)
    files = (record.attachment(written, RECEIVED), suggestion)
    text = LetterText(WORDS, PROCEDURE).write(written, RECEIVED)
    return mixed(text, tuple(one for one in files if one is not None))


def seconds(work: Callable[[], object]) -> float:
    """For one of `TIMES`."""
    start = time.perf_counter()
    for _ in range(TIMES):
        work()
    return (time.perf_counter() - start) / TIMES


def ways(length: int, to: tuple[Recipient, ...]) -> dict[str, Callable[[], object]]:
    """What is compared, the least first."""
    text = (TEXT * (length // len(TEXT) + 1))[:length]
    written, sheet = concern(NAMED, text=text), Sheet(WORDS)
    outside = Outside(sender="infohus@test.example", subject=WORDS["outside.subject"])

    def sealing(write: Write) -> Callable[[], object]:
        sealer = Sealer(lambda: to, signer.load(*signing()), write, outside)
        return lambda: sealer.seal(written, reference=REFERENCE, now=NOW)

    return {
        "bare text to three": lambda: bare(text, to),
        "letter without PDF": sealing(without_pdf),
        "letter with both PDF": sealing(letter_writer().write),
        "(filling in the sheet)": lambda: sheet.attachment(written, RECEIVED),
    }


def measure(scale: Scale) -> list[Measured]:
    """Each size of concern, each way."""
    to, found = readers(), []
    for name, length in SIZES.items():
        took: dict[str, list[float]] = {}
        for _ in range(scale.rounds):
            for way, work in ways(length, to).items():
                took.setdefault(way, []).append(seconds(work))
        found += judged(name, took)
    return found


def judged(size: str, took: dict[str, list[float]]) -> list[Measured]:
    """Milliseconds of each way; the letters as ratios too."""
    floor, found = next(iter(took.values())), []
    for way, times in took.items():
        milliseconds = statistics.median(times) * 1000
        found.append(Measured(name=f"{way}, {size}", value=milliseconds, unit="ms"))
        if way.startswith("letter"):
            ratio = statistics.median(one / least for one, least in zip(times, floor, strict=True))
            found.append(Measured(name=f"{way}, {size}, over the bare text", value=ratio))
    return found
