"""A letter as a coordinator with Thunderbird meets it: opened, signature good, files there."""

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from intake.sealing import Outside, Recipient, Sealer, read_signer
from intake.sending.transfer import addressed, for_the_line
from tests.certificates import NOW, certified, pem, rsa_key, signing, stranger, trusted
from tests.engines.thunderbird import GOOD, Seen, opened
from tests.intake.letter.given import TEACHER, WORDS, concern, letter_writer

pytestmark = pytest.mark.audit
TO = "r1@test.example"
FILES = ["henvendelse.json", "grundregistrering.pdf", "frist.ics", "orientering.pdf"]


def seen(folder: Path, ours: tuple[bytes, bytes]) -> Seen:
    """A letter signed by these, opened by a coordinator who trusts our authority."""
    outside = Outside(sender="infohus@test.example", subject=WORDS["outside.subject"])
    found = certified(rsa_key(1))
    reader = Recipient(address=TO, name="R", certificate=found)
    made = Sealer(lambda: (reader,), read_signer(*ours), letter_writer().write, outside)
    sealed = made.seal(concern(TEACHER), reference="ABCD2345", now=NOW)
    mail = for_the_line(addressed(sealed.body, TO))
    own = found.certificate.public_bytes(Encoding.PEM)
    return opened(folder, mail, (pem(rsa_key(1)), own), trusted().certificate)


def test_a_true_letter_is_good(tmp_path: Path) -> None:
    """Encrypted, signed, readable, with every file; nothing is relaxed."""
    letter = seen(tmp_path, signing())
    assert (letter.encryption, letter.signature) == (GOOD, GOOD)
    assert "Referencenummer ABCD-2345" in letter.subject
    assert letter.files == FILES
    assert letter.text.startswith("Referencenummer ABCD-2345, modtaget ")


def test_a_stranger_s_letter_is_not(tmp_path: Path) -> None:
    """In the same words, under an authority that nobody trusts."""
    assert seen(tmp_path, stranger()[1]).signature != GOOD
