"""Test letter and sign of life: plain Danish, references and counts, never a concern."""

from datetime import date
from email import message_from_bytes, policy
from pathlib import Path

from intake import signer
from intake.certificates import Certified, read
from intake.letter.note import CertificateState, NoteWriter, Week
from intake.recipients import Recipient
from intake.seal import Outside, Sealer
from tests.certificates import NOW, certificate, pem, rsa_key, signing
from tests.intake.letter.given import REFERENCE, WORDS
from tests.openssl import open_letter
from tests.readability import lix, longest_sentence, split

NOTES = NoteWriter(WORDS)
QUIET = Week(
    since=date(2027, 1, 8),
    until=date(2027, 1, 15),
    received=(),
    accepted=(),
    held=(),
    oldest_hours=0,
    certificates=(
        CertificateState(name="Åse", ends=date(2027, 12, 1), usable=True, proven=False),
        CertificateState(name="Bo\u202e", ends=None, usable=False),
    ),
)
BUSY = Week(
    since=date(2027, 1, 8),
    until=date(2027, 1, 15),
    received=("ABCD2345", "EFGH6789"),
    accepted=("ABCD2345",),
    held=("EFGH6789",),
    oldest_hours=30,
    certificates=(),
)


def text(note: bytes) -> str:
    """What is read of a note; there is nothing but a text."""
    letter = message_from_bytes(note, policy=policy.SMTP)
    (part,) = letter.iter_parts()
    assert part.get_content_type() == "text/plain"
    content: str = part.get_content()
    return content.replace("\r\n", "\n")


def test_test_letter_says_what_to_do() -> None:
    """That nobody is concerned, and that the date is to be told."""
    told = text(NOTES.test_letter(REFERENCE, date(2027, 1, 15)))
    assert told.startswith("Kendingsnummer ABCD-2345. Prøvebrev, 15. januar 2027.\n")
    assert WORDS["note.test.no_concern"] in told
    assert WORDS["note.test.write"] in told


def test_sign_of_life_comes_when_nothing_came() -> None:
    """Silence would look the same as a broken service."""
    told = text(NOTES.sign_of_life(REFERENCE, QUIET))
    assert "Modtaget: 0\n" in told
    assert "Ingen breve venter.\n" in told


def test_sign_of_life_names_the_references() -> None:
    """The coordinator can see which letter is missing."""
    told = text(NOTES.sign_of_life(REFERENCE, BUSY))
    assert "Modtaget: 2 (ABCD-2345, EFGH-6789)\n" in told
    assert "mailservere: 1 (ABCD-2345)\n" in told
    assert "set på det: 1 (EFGH-6789)\n" in told
    assert "har ventet 30 timer.\n" in told


def test_sign_of_life_tells_of_certificates() -> None:
    """Their last day, and what is wrong; a name cannot turn the line around."""
    told = text(NOTES.sign_of_life(REFERENCE, QUIET))
    assert f"- Åse: gælder til 1. december 2027, {WORDS['note.life.unproven']}\n" in told
    assert f"- Bo[U+202E]: kan ikke læses, {WORDS['note.life.unusable']}\n" in told


def test_notes_are_easy_to_read() -> None:
    """Plain Danish: LIX at most 40, no sentence over 25 words."""
    told = [
        WORDS[key] for key in WORDS if key.startswith("note.") and WORDS[key].endswith((".", "?"))
    ]
    sentences = [sentence for one in told for sentence in split(one)]
    assert lix(sentences) <= 40
    assert longest_sentence(told) <= 25


def test_note_is_sealed_like_any_letter(tmp_path: Path) -> None:
    """The same shape outside; it opens with the same key."""
    (file := tmp_path / "a.pem").write_bytes(certificate(rsa_key(0)))
    found = read(file)
    assert isinstance(found, Certified)
    reader = Recipient(address="r@test.example", name="R", certificate=found)
    outside = Outside(sender="infohus@test.example", subject=WORDS["outside.subject"])
    sealer = Sealer((reader,), signer.load(*signing()), lambda *_: b"", outside)
    note = NOTES.test_letter(REFERENCE, date(2027, 1, 15))
    sealed = sealer.seal_note(note, reference=REFERENCE, now=NOW)
    opened = open_letter(sealed.body, pem(rsa_key(0)), file.read_bytes(), signing()[1])
    assert "Prøvebrev" in text(bytes(opened))
    assert b"\r\nSubject: Kendingsnummer ABCD-2345\r\n" in sealed.body
