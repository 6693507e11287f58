"""A sealed letter opens with openssl for every recipient, and shows nothing outside."""

import json
import re
import subprocess
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from intake.concern import Anonymous, Concern, Named, Urgency
from intake.sealing import recipients, signer
from intake.sealing.certificates import Certified, Reason, read
from intake.sealing.outside import Outside
from intake.sealing.sealer import NoUsableRecipient, Sealer
from intake.sending.transfer import for_the_line
from tests.certificates import DAY, NOW, certificate, pem, rsa_key, signing, stranger, trusted
from tests.gpgsm import Gpgsm
from tests.intake.letter.given import HARD, REFERENCE, TEACHER, WORDS, concern, letter_writer
from tests.openssl import decrypted, open_letter, openssl, split, verified

TRUSTED = trusted().certificate
OUTSIDE = Outside(sender="infohus@test.example", subject="{reference}")


@pytest.fixture(name="certificates", scope="module")
def _certificates(tmp_path_factory: pytest.TempPathFactory) -> tuple[Certified | Reason, ...]:
    folder = tmp_path_factory.mktemp("certificates")
    found = []
    for number in range(3):
        (folder / f"{number}.pem").write_bytes(certificate(rsa_key(number)))
        found.append(read(folder / f"{number}.pem"))
    return tuple(found)


def sealer(
    certificates: tuple[Certified | Reason, ...], ours: tuple[bytes, bytes] | None = None
) -> Sealer:
    """A sealer to as many mailboxes as there are certificates; `ours` signs."""
    readers = tuple(
        recipients.Recipient(address=f"r{number}@test.example", name="R", certificate=one)
        for number, one in enumerate(certificates)
    )
    outside = Outside(sender="infohus@test.example", subject=WORDS["outside.subject"])
    return Sealer(
        lambda: readers, signer.load(*(ours or signing())), letter_writer().write, outside
    )


def opened(made: Sealer, written: Concern, number: int = 0) -> dict[str, str]:
    """The parts of a letter by file name, as one coordinator sees them; "" is the text."""
    body = for_the_line(made.seal(written, reference=REFERENCE, now=NOW).body)
    own = next(
        one.certificate.certificate
        for one in made.usable(NOW)
        if isinstance(one.certificate, Certified)
        and one.certificate.certificate.public_key() == rsa_key(number).public_key()
    )
    reader = own.public_bytes(Encoding.PEM)
    letter = open_letter(body, pem(rsa_key(number)), reader, TRUSTED)
    parts = {}
    for part in letter.iter_parts():
        assert isinstance(part, EmailMessage)
        content = part.get_content()
        text = content if isinstance(content, str) else content.decode("utf-8", "replace")
        parts[part.get_filename() or ""] = text
    return parts


@pytest.mark.parametrize("number", [0, 1, 2])
def test_every_recipient_opens_it(
    certificates: tuple[Certified | Reason, ...], number: int
) -> None:
    """Each key alone opens the letter, and the signature holds."""
    parts = opened(sealer(certificates), concern(Anonymous()), number)
    assert json.loads(parts["henvendelse.json"])["text"] == HARD
    assert parts[""].startswith("Referencenummer ABCD-2345, modtaget ")


def test_everything_given_is_in_text_and_record(
    certificates: tuple[Certified | Reason, ...],
) -> None:
    """No answer is lost on the way to the coordinator."""
    parts = opened(sealer(certificates), concern(TEACHER))
    given = [TEACHER.name, TEACHER.workplace, TEACHER.role, TEACHER.phone, TEACHER.email]
    given += [TEACHER.when_to_call, "Kendetegn Ø", "i går", "på Å-gade", "WXYZ6789"]
    assert [one for one in given if f"| {one}" not in parts[""]] == []
    assert [one for one in given if one not in parts["henvendelse.json"]] == []


def test_calendar_only_when_urgent(certificates: tuple[Certified | Reason, ...]) -> None:
    """A date is suggested only when the reporter says that it hurries."""
    made = sealer(certificates)
    named = Named(name="Navn", phone="1")
    assert "CLASS:CONFIDENTIAL" in opened(made, concern(named))["frist.ics"]
    assert "frist.ics" not in opened(made, concern(named, Urgency.NOT_URGENT))


def test_outside_is_neutral(certificates: tuple[Certified | Reason, ...]) -> None:
    """The outer header holds a reference and a day, CRLF only, and AES-256-CBC inside."""
    sealed = sealer(certificates).seal(concern(TEACHER), reference=REFERENCE, now=NOW)
    outer = message_from_bytes(for_the_line(sealed.body))
    assert (outer["Subject"], outer["Message-ID"]) == (
        "Referencenummer ABCD-2345",
        "<ABCD2345@test.example>",
    )
    assert outer["Date"].endswith(" 00:00:00 +0100")
    assert not re.search(rb"(?<!\r)\n", for_the_line(sealed.body))
    shown = openssl("cms", "-cmsout", "-print", "-noout", given=for_the_line(sealed.body)).decode()
    assert "aes-256-cbc" in shown
    assert shown.count("d.ktri") == 3


def test_size_outside_tells_no_track_age_or_urgency(
    certificates: tuple[Certified | Reason, ...],
) -> None:
    """Within the few bytes that a signature and a block of the cipher vary by."""
    made, named = sealer(certificates), Named(name="Navn", phone="1")
    sizes = [
        len(made.seal(concern(reporter, urgency), reference=REFERENCE, now=NOW).body)
        for reporter in (Anonymous(), named, TEACHER)
        for urgency in Urgency
    ]
    assert max(sizes) - min(sizes) <= 16


def test_sender_and_subject_are_vouched_for(certificates: tuple[Certified | Reason, ...]) -> None:
    """By the signature, as RFC 9788 writes it; what stands outside may be changed on the way."""
    sealed = sealer(certificates).seal(concern(TEACHER), reference=REFERENCE, now=NOW)
    outer = message_from_bytes(for_the_line(sealed.body), policy=policy.SMTP)
    inside = open_letter(for_the_line(sealed.body), pem(rsa_key(0)), own(certificates[0]), TRUSTED)
    assert inside["Content-Type"].params["hp"] == "cipher"
    for name in ("From", "Subject"):
        assert inside[name] == outer[name]
        assert f"{name}: {outer[name]}" in inside.get_all("HP-Outer", [])
    assert "To" not in inside


def test_expired_is_left_out_at_each_seal(certificates: tuple[Certified | Reason, ...]) -> None:
    """A bad certificate costs only its own recipient; when none is left nothing is sealed."""
    made = sealer((Reason.UNREADABLE, certificates[0]))
    assert made.seal(concern(TEACHER), reference=REFERENCE, now=NOW).recipients == (
        "r1@test.example",
    )
    assert [reason for _, reason in made.unusable(NOW)] == [Reason.UNREADABLE]
    with pytest.raises(NoUsableRecipient):
        made.seal(concern(TEACHER), reference=REFERENCE, now=NOW + 400 * DAY)


def test_header_injection_is_refused(certificates: tuple[Certified | Reason, ...]) -> None:
    """Neither a reference nor a sender can begin another header."""
    with pytest.raises(ValueError, match="reference"):
        sealer(certificates).seal(concern(TEACHER), reference="ABCD\r\nB:", now=NOW)
    with pytest.raises(ValueError, match="sender"):
        Outside(sender="a@b\r\nBcc: c@d", subject="x")


def own(certificate_of: Certified | Reason) -> bytes:
    """A recipient's certificate, PEM."""
    assert isinstance(certificate_of, Certified)
    return certificate_of.certificate.public_bytes(Encoding.PEM)


def test_gpgsm_opens_it(certificates: tuple[Certified | Reason, ...]) -> None:
    """GnuPG decrypts the letter and accepts the signature over the bytes that openssl accepts."""
    body = for_the_line(
        sealer(certificates).seal(concern(TEACHER), reference=REFERENCE, now=NOW).body
    )
    with Gpgsm(pem(rsa_key(1)), own(certificates[1]), TRUSTED) as reader:
        content = reader.open_letter(body)
    assert content == verified(decrypted(body, pem(rsa_key(0)), own(certificates[0])), TRUSTED)


def test_gpgsm_refuses_a_strangers_signature(
    certificates: tuple[Certified | Reason, ...],
) -> None:
    """Who has our coordinators' certificates, which are public, cannot write to them as us."""
    _, theirs = stranger()
    body = for_the_line(
        sealer(certificates, theirs).seal(concern(TEACHER), reference=REFERENCE, now=NOW).body
    )
    with (
        Gpgsm(pem(rsa_key(0)), own(certificates[0]), TRUSTED) as reader,
        pytest.raises(subprocess.CalledProcessError),
    ):
        reader.open_letter(body)


def test_signature_does_not_tell_when(certificates: tuple[Certified | Reason, ...]) -> None:
    """To the second it would; and Thunderbird holds it against Date, which is a day."""
    body = for_the_line(
        sealer(certificates).seal(concern(TEACHER), reference=REFERENCE, now=NOW).body
    )
    _, signature = split(decrypted(body, pem(rsa_key(0)), own(certificates[0])))
    shown = openssl("cms", "-cmsout", "-inform", "DER", "-print", "-noout", given=signature)
    assert re.search(rb" signedAttrs:\s+<ABSENT>", shown)
    assert b"signingTime" not in shown


def test_altered_letter_fails(certificates: tuple[Certified | Reason, ...]) -> None:
    """The signature is what guards the content: one sign changed and it does not hold."""
    body = for_the_line(
        sealer(certificates).seal(concern(TEACHER), reference=REFERENCE, now=NOW).body
    )
    signed = decrypted(body, pem(rsa_key(0)), own(certificates[0]))
    with pytest.raises(subprocess.CalledProcessError):
        verified(signed.replace(b"Referencenummer", b"Referencenummex", 1), TRUSTED)


def test_signed_bytes_are_canonical(certificates: tuple[Certified | Reason, ...]) -> None:
    """RFC 8551, section 3.1.1: CRLF, seven bits, short lines, no blank before a line end."""
    body = for_the_line(
        sealer(certificates).seal(concern(TEACHER), reference=REFERENCE, now=NOW).body
    )
    content, _ = split(decrypted(body, pem(rsa_key(0)), own(certificates[0])))
    lines = content.split(b"\r\n")
    assert content.isascii()
    assert [line for line in lines if b"\n" in line or b"\r" in line or len(line) > 200] == []
    assert [line for line in lines if line.endswith((b" ", b"\t"))] == []


def test_recipient_certificates_rotate(certificates: tuple[Certified | Reason, ...]) -> None:
    """While both are listed each key opens; a letter that waits still opens with the old one."""
    old, new = certificates[:2]
    waiting = sealer((old,)).seal(concern(TEACHER), reference=REFERENCE, now=NOW)
    between = sealer((old, new)).seal(concern(TEACHER), reference=REFERENCE, now=NOW)
    after = sealer((new,)).seal(concern(TEACHER), reference=REFERENCE, now=NOW)
    readable = [
        [opens(for_the_line(one.body), number, certificates[number]) for number in (0, 1)]
        for one in (waiting, between, after)
    ]
    assert readable == [[True, False], [True, True], [False, True]]


def opens(body: bytes, number: int, certificate_of: Certified | Reason) -> bool:
    """Whether this key opens the letter and its signature holds."""
    try:
        open_letter(body, pem(rsa_key(number)), own(certificate_of), TRUSTED)
    except subprocess.CalledProcessError:
        return False
    return True


def test_one_mailbox_with_two_keys_gets_one_mail(
    certificates: tuple[Certified | Reason, ...],
) -> None:
    """A shared mailbox during a change of keys: two keys inside, one envelope address."""
    pair = tuple(
        recipients.Recipient(address="shared@test.example", name=f"R{at}", certificate=one)
        for at, one in enumerate(certificates[:2])
    )
    made = Sealer(
        lambda: pair,
        signer.load(*signing()),
        lambda *_: b"Content-Type: text/plain\r\n\r\nx\r\n",
        OUTSIDE,
    )
    sealed = made.seal(concern(TEACHER), reference=REFERENCE, now=NOW)
    shown = openssl("cms", "-cmsout", "-print", "-noout", given=for_the_line(sealed.body)).decode()
    assert (sealed.recipients, shown.count("d.ktri")) == (("shared@test.example",), 2)


def test_recovery_key_opens_but_gets_no_mail(
    certificates: tuple[Certified | Reason, ...],
) -> None:
    """Management can open every letter with the key in the safe; alone it receives nothing."""
    reader = recipients.Recipient(address="r@test.example", name="R", certificate=certificates[0])
    safe = recipients.Recipient(address="", name="Safe", certificate=certificates[1])
    ours = signer.load(*signing())
    sealed = Sealer(
        lambda: (reader, safe), ours, lambda *_: b"Content-Type: text/plain\r\n\r\nx\r\n", OUTSIDE
    ).seal(concern(TEACHER), reference=REFERENCE, now=NOW)
    assert sealed.recipients == ("r@test.example",)
    assert opens(for_the_line(sealed.body), 1, certificates[1])
    with pytest.raises(NoUsableRecipient):
        Sealer(lambda: (safe,), ours, lambda *_: b"x", OUTSIDE).seal(
            concern(TEACHER), reference=REFERENCE, now=NOW
        )


def test_signing_key_rotates(certificates: tuple[Certified | Reason, ...]) -> None:
    """A letter carries the chain of its day: who trusts the authority trusts the next leaf too."""
    new = trusted().leaf("infohus@test.example", organisation="Test", now=NOW, days=30)
    waiting = for_the_line(
        sealer(certificates).seal(concern(TEACHER), reference=REFERENCE, now=NOW).body
    )
    later = for_the_line(
        sealer(certificates, new).seal(concern(TEACHER), reference=REFERENCE, now=NOW).body
    )
    key, reader = pem(rsa_key(0)), own(certificates[0])
    other, _ = stranger()
    for body in (waiting, later):
        open_letter(body, key, reader, TRUSTED)
        with pytest.raises(subprocess.CalledProcessError):
            open_letter(body, key, reader, other.certificate)


def test_midnight_passes_while_running(certificates: tuple[Certified | Reason, ...]) -> None:
    """One sealer, two seconds: a certificate that ends between them is left out of the second."""
    ends = certificates[0]
    assert isinstance(ends, Certified)
    made = sealer((replace(ends, not_after=NOW), certificates[1]))
    both, one = (
        made.seal(concern(TEACHER), reference=REFERENCE, now=second).recipients
        for second in (NOW, NOW + 1)
    )
    assert (len(both), one) == (2, ("r1@test.example",))
    assert [reason for _, reason in made.unusable(NOW + 1)] == [Reason.EXPIRED]
