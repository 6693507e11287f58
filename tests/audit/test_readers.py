"""A letter and its reminder as each mail program of a coordinator meets them: opened and good.

They are the same ciphertext; the reminder has another subject and another Message-ID.
"""

from collections.abc import Iterator
from email import message_from_bytes, policy
from functools import cache
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from intake.message import Kind
from intake.outbox import Lease
from intake.sealing import Outside, Recipient, Sealer, read_signer, request_for
from intake.sealing.certificates import Certified
from intake.sending.again import as_it_goes
from intake.sending.transfer import addressed, for_the_line
from tests.certificates import NOW, certified, pem, rsa_key, signing, stranger, trusted
from tests.engines import mutt, thunderbird
from tests.engines.thunderbird import GOOD
from tests.gpgsm import Gpgsm
from tests.intake.letter.given import TEACHER, WORDS, concern, letter_writer
from tests.municipal import Municipal
from tests.openssl import open_letter

pytestmark = pytest.mark.audit
TO, REFERENCE, DAY = "r1@test.example", "ABCD2345", 86_400
FIRST_LINE = "Referencenummer ABCD-2345, modtaget "
FILES = ["henvendelse.json", "grundregistrering.pdf", "frist.ics", "orientering.pdf"]
MAILS = ("letter", "reminder")


def mails(ours: tuple[bytes, bytes]) -> dict[str, bytes]:
    """As they go over the line, the second a day later; signed by these."""
    outside = Outside(
        sender="infohus@test.example",
        subject=WORDS["outside.subject"],
        reminder=WORDS["outside.reminder"],
        awaited=True,
    )
    reader = Recipient(address=TO, name="R", certificate=own())
    made = Sealer(lambda: (reader,), read_signer(*ours), letter_writer().write, outside)
    sealed = made.seal(concern(TEACHER), reference=REFERENCE, now=NOW)
    (plan,) = sealed.planned
    subjects = {"letter": "", "reminder": plan.subject}
    gone = {
        name: as_it_goes(
            Lease(
                id=1,
                token="",
                message=sealed,
                attempts=0,
                until=NOW + 2 * DAY,
                kind=Kind(name),
                subject=subject,
            ),
            NOW + DAY,
        )
        for name, subject in subjects.items()
    }
    return {name: for_the_line(addressed(each.body, TO)) for name, each in gone.items()}


@cache
def own() -> Certified:
    """The one certificate of the one coordinator."""
    return certified(rsa_key(1))


def own_pem() -> bytes:
    return own().certificate.public_bytes(Encoding.PEM)


@pytest.fixture(name="keys", scope="module")
def _keys() -> Iterator[Gpgsm]:
    with Gpgsm(pem(rsa_key(1)), own_pem(), trusted().certificate, word="") as made:
        yield made


def test_the_outer_heads_differ_and_nothing_else() -> None:
    """Subject, Date and Message-ID, and the subject begins alike."""
    letter, reminder = (message_from_bytes(each, policy=policy.SMTP) for each in _good().values())
    differ = {name for name in set(letter) if letter[name] != reminder[name]}
    assert differ == {"Subject", "Date", "Message-ID"}
    assert reminder["Subject"].startswith(letter["Subject"])
    assert letter.get_payload() == reminder.get_payload()


def _good() -> dict[str, bytes]:
    return mails(signing())


@pytest.mark.parametrize("which", MAILS)
def test_thunderbird_shows_it_as_good(tmp_path: Path, which: str) -> None:
    """Encrypted, signed, every file there and its date known for one; nothing is relaxed."""
    mail, reader = _good()[which], (pem(rsa_key(1)), own_pem())
    letter = thunderbird.opened(tmp_path, mail, reader, trusted().certificate)
    assert (letter.encryption, letter.signature) == (GOOD, GOOD)
    assert "Referencenummer ABCD-2345" in letter.subject
    assert letter.files == FILES
    assert "imipGoToCalendarButton" in letter.calendar
    assert FIRST_LINE in letter.text


@pytest.mark.parametrize("which", MAILS)
def test_mutt_shows_it_as_good(keys: Gpgsm, which: str) -> None:
    """With its own word that the signature is good, and the filling nowhere."""
    shown = mutt.opened(keys.home, _good()[which])
    assert FIRST_LINE in shown
    assert "Good signature from" in shown
    assert "BAD signature" not in shown
    assert all(name in shown for name in FILES)
    assert len(shown) < 20_000


@pytest.mark.parametrize("which", MAILS)
def test_gpgsm_shows_it_as_good(keys: Gpgsm, which: str) -> None:
    """Decrypted, and verified against our authority alone."""
    assert FIRST_LINE.encode() in keys.open_letter(_good()[which])


def test_a_stranger_s_letter_is_shown_as_such(tmp_path: Path) -> None:
    """In the same words, under an authority that nobody trusts.

    Not asked of mutt 2.2: by itself it says of any signature that fits that it is good.
    """
    mail = mails(stranger()[1])["letter"]
    reader = pem(rsa_key(1)), own_pem()
    letter = thunderbird.opened(tmp_path, mail, reader, trusted().certificate)
    assert letter.signature != GOOD


@pytest.fixture(name="municipal", scope="module")
def _municipal() -> tuple[Municipal, bytes]:
    """An authority not ours that signs RSA alone, and a letter under its chain of three."""
    authority = Municipal()
    key, request = request_for("infohus@test.example", "Test Kommune", "rsa")
    return authority, mails((key, authority.signs(request)))["letter"]


def test_a_letter_under_the_municipality_s_rsa_chain_is_good_in_thunderbird(
    tmp_path: Path, municipal: tuple[Municipal, bytes]
) -> None:
    """To whoever trusts the root alone: the issuing one comes in the letter."""
    authority, mail = municipal
    letter = thunderbird.opened(tmp_path, mail, (pem(rsa_key(1)), own_pem()), authority.root)
    assert (letter.encryption, letter.signature) == (GOOD, GOOD)
    assert letter.files == FILES


def test_the_same_letter_is_good_in_gpgsm_mutt_and_openssl(
    municipal: tuple[Municipal, bytes],
) -> None:
    """Each strictly, and with the root alone."""
    authority, mail = municipal
    with Gpgsm(pem(rsa_key(1)), own_pem(), authority.root, word="") as keys:
        assert FIRST_LINE.encode() in keys.open_letter(mail)
        assert "Good signature from" in mutt.opened(keys.home, mail)
    assert open_letter(mail, pem(rsa_key(1)), own_pem(), authority.root)
