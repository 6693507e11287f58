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

from bench.installed import build
from bench.letters import without_pdf
from bench.result import Measured, Scale
from intake.concern import AgeBand, Concern, Named, PersonOfConcern, Relation, Residence, Urgency
from intake.installation import Installation
from intake.letter import Received, Sheet
from intake.sealing import Certified, Outside, Recipient, Sealer

TIMES = 20
TEXT = "Jeg er bekymret for en, jeg kender – han er ændret på det sidste. "
SIZES = {"1,000 signs": 1_000, "20,000 signs": 20_000}
REFERENCE = "ABCD2345"
READERS = 3


def concern(length: int) -> Concern:
    """With a name, so that both PDF files are in its letter."""
    return Concern(
        text=(TEXT * (length // len(TEXT) + 1))[:length],
        when="i går",
        where="Idrætshallen",
        urgency=Urgency.WITHIN_DAYS,
        person=PersonOfConcern(
            age=AgeBand.ADULT,
            residence=Residence.HERE,
            relation=Relation.SCHOOL_OR_WORK,
            identification="Går i den grønne jakke",
        ),
        reporter=Named(name="Åse Ø", phone="12 34 56 78", email="aase@hjem.example"),
        language="da",
    )


def bare(text: str, to: tuple[Recipient, ...]) -> bytes:
    """The least: no signature, no letter, no files."""
    builder = pkcs7.PKCS7EnvelopeBuilder().set_data(text.encode())
    builder = builder.set_content_encryption_algorithm(algorithms.AES256)
    for recipient in to:
        assert isinstance(recipient.certificate, Certified)
        builder = builder.add_recipient(recipient.certificate.certificate)
    return builder.encrypt(Encoding.SMIME, (pkcs7.PKCS7Options.Binary,))


def seconds(work: Callable[[], object]) -> float:
    """For one of `TIMES`."""
    start = time.perf_counter()
    for _ in range(TIMES):
        work()
    return (time.perf_counter() - start) / TIMES


def ways(written: Concern, installation: Installation) -> dict[str, Callable[[], object]]:
    """What is compared, the least first."""
    people, procedure = installation.people, installation.procedure()
    words, write = without_pdf(procedure)
    outside = Outside(sender=installation.settings.sender, subject=words["outside.subject"])
    bare_of_files = Sealer(people, installation.signer, write, outside)
    sheet = Sheet(words)
    received = Received(reference=REFERENCE, now=int(time.time()), procedure=procedure)

    def sealing(sealer: Sealer) -> Callable[[], object]:
        return lambda: sealer.seal(written, reference=REFERENCE, now=int(time.time()))

    return {
        "bare text to three": lambda: bare(written.text, people()),
        "letter without PDF": sealing(bare_of_files),
        "letter with both PDF": sealing(installation.sealer),
        "(filling in the sheet)": lambda: sheet.attachment(written, received),
    }


def measure(scale: Scale) -> list[Measured]:
    """Each size of concern, each way."""
    figures = []
    with tempfile.TemporaryDirectory(prefix="infohus-bench-") as folder:
        installation = build(Path(folder) / "installed", readers=READERS).load()
        for name, length in SIZES.items():
            compared, took = ways(concern(length), installation), dict[str, list[float]]()
            for _ in range(scale.rounds):
                for way, work in compared.items():
                    took.setdefault(way, []).append(seconds(work))
            figures += judged(name, took)
        installation.outbox.close()
    return figures


def judged(size: str, took: dict[str, list[float]]) -> list[Measured]:
    """Milliseconds of each way; the letters as ratios too."""
    floor, figures = next(iter(took.values())), []
    for way, times in took.items():
        milliseconds = statistics.median(times) * 1000
        figures.append(Measured(name=f"{way}, {size}", value=milliseconds, unit="ms"))
        if way.startswith("letter"):
            ratio = statistics.median(
                letter / least for letter, least in zip(times, floor, strict=True)
            )
            figures.append(Measured(name=f"{way}, {size}, over the bare text", value=ratio))
    return figures
