"""What a finished letter costs over the least it could: the bare text, encrypted to three.

    python -m bench.seal_bench [--rounds 7]

Ratios in one run, medians of the rounds. In each round every way takes its turn on the same text,
so that a busy machine slows all of them.
"""

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import algorithms
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7

from intake import signer
from intake.certificates import Certified, read
from intake.concern import Concern
from intake.letter import deadline, record
from intake.letter.mime import mixed
from intake.letter.sheet import Sheet
from intake.letter.text import LetterText
from intake.recipients import Recipient
from intake.seal import Outside, Sealer, Write
from tests.certificates import NOW, certificate, rsa_key, signing
from tests.intake.letter.given import NAMED, RECEIVED, REFERENCE, WORDS, concern, letter_writer

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
    text = LetterText(WORDS, ("Første skridt",)).write(written, RECEIVED)
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
        sealer = Sealer(to, signer.load(*signing()), write, outside)
        return lambda: sealer.seal(written, reference=REFERENCE, now=NOW)

    return {
        "bare text to three": lambda: bare(text, to),
        "letter without PDF": sealing(without_pdf),
        "letter with both PDF": sealing(letter_writer().write),
        "(filling in the sheet)": lambda: sheet.attachment(written, RECEIVED),
    }


def measure(rounds: int, length: int, to: tuple[Recipient, ...]) -> None:
    """Print a row for each way."""
    took: dict[str, list[float]] = {}
    for _ in range(rounds):
        for name, work in ways(length, to).items():
            took.setdefault(name, []).append(seconds(work))
    floor = next(iter(took.values()))
    for name, times in took.items():
        ratio = statistics.median(one / least for one, least in zip(times, floor, strict=True))
        print(f"  {name:24} {statistics.median(times) * 1000:7.2f} ms {ratio:7.2f} x")


def main() -> int:
    """Measure each size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    rounds = max(5, parser.parse_args().rounds)
    to = readers()
    for name, length in SIZES.items():
        print(f"{name}, median of {rounds} rounds of {TIMES}:")
        measure(rounds, length, to)
    return 0


if __name__ == "__main__":
    sys.exit(main())
