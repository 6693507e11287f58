"""Real mail software: letters pass Postfix whole, and open with openssl and gpgsm."""

import base64
import random
from collections.abc import Iterator
from email import message_from_bytes
from pathlib import Path

import pytest

from intake.alarm import Word
from intake.message import SealedMessage
from intake.outbox import Outbox
from intake.sealing import recipients, signer
from intake.sealing.certificates import read
from intake.sealing.outside import Outside
from intake.sealing.sealer import Sealer
from intake.sending.forwarder import Forwarder
from intake.sending.smtp import SmtpDelivery, SmtpServer
from tests.certificates import NOW, certificate, pem, rsa_key, signing, stranger, trusted
from tests.gpgsm import Gpgsm
from tests.intake.sealed import Clock, letter, put
from tests.openssl import open_letter
from tests.servers.faulty import FaultyServer
from tests.servers.postfix import Postfix
from tests.servers.tls import authority

SENDER = "infohus@test.example"
HELD_BACK = "defer_transports = virtual"
SOON = ("queue_run_delay = 1s", "minimal_backoff_time = 1s", "maximal_backoff_time = 1s")
"""Postfix looks again at what it deferred."""
TEXT = "Æblegrød på Ærø 👩‍👩‍👧 " + "lang linje " * 400 + "\r\n.\r\n..\r\nFrom os\r\n"


def note(size: int) -> bytes:
    """A MIME part with 8-bit text in long lines and an attachment of `size` random bytes."""
    content = base64.encodebytes(random.Random(7).randbytes(size)).replace(b"\n", b"\r\n")
    return (
        b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\n'
        b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        + TEXT.encode()
        + b"\r\n--b\r\nContent-Type: application/octet-stream\r\n"
        + b"Content-Transfer-Encoding: base64\r\n\r\n"
        + content
        + b"\r\n--b--\r\n"
    )


def parts(inside: bytes) -> tuple[bytes, bytes]:
    """Header and body: sender and subject stand in the sealed header too (RFC 9788)."""
    head, _, body = inside.partition(b"\r\n\r\n")
    return head, body


@pytest.fixture
def outbox(tmp_path: Path) -> Iterator[Outbox]:
    """An empty outbox."""
    url = f"sqlite:///{tmp_path / 'outbox.sqlite'}"
    Outbox.create(url)
    made = Outbox(url)
    yield made
    made.close()


def sealed(tmp_path: Path, reference: str, inside: bytes) -> SealedMessage:
    """A letter to Ane (key 0) and Bo (key 1)."""
    readers = []
    for number, name in enumerate(("ane", "bo")):
        file = tmp_path / f"{name}.pem"
        if not file.exists():
            file.write_bytes(certificate(rsa_key(number)))
        found = read(file)
        address = f"{name}@test.example"
        readers.append(recipients.Recipient(address=address, name=name, certificate=found))

    def write(*_: object) -> bytes:
        raise AssertionError

    outside = Outside(sender=SENDER, subject="Brev {reference}")
    sealer = Sealer(lambda: tuple(readers), signer.load(*signing()), write, outside)
    return sealer.seal_note(inside, reference=reference, now=NOW)


def forwarder(outbox: Outbox, port: int, alarms: list[str] | None = None) -> Forwarder:
    """A forwarder to Postfix."""
    server = SmtpServer(
        host="localhost",
        port=port,
        security="starttls",
        sender=SENDER,
        ca_file=authority().ca_file,
        step_seconds=10,
    )
    told = alarms if alarms is not None else []
    return Forwarder(
        outbox=outbox, delivery=SmtpDelivery(server), clock=Clock(NOW), alarm=told.append
    )


def test_letters_of_any_size_pass_and_open(outbox: Outbox, tmp_path: Path) -> None:
    """8-bit text, long lines, lone dots and a large attachment, byte for byte at both readers."""
    insides = {"AAAAAAAA": note(100), "BBBBBBBB": note(5_000_000)}
    for reference, inside in insides.items():
        put(outbox, sealed(tmp_path, reference, inside), NOW)
    with Postfix("ane", "bo") as postfix:
        assert forwarder(outbox, postfix.port).forward_once(NOW) == 4
        letters = {name: postfix.wait_for(name, 2) for name in ("ane", "bo")}
    keys = {"ane": rsa_key(0), "bo": rsa_key(1)}
    for name, key in keys.items():
        own = (tmp_path / f"{name}.pem").read_bytes()
        with Gpgsm(pem(key), own, trusted().certificate) as gpgsm:
            for one in letters[name]:
                inside = insides[str(message_from_bytes(one)["Message-ID"])[1:9]]
                head, body = parts(gpgsm.open_letter(one))
                assert body == parts(inside)[1]
                assert f"From: {SENDER}".encode() in head.splitlines()
                opened = open_letter(one, pem(key), own, trusted().certificate)
                assert opened.get_content_type() == "multipart/mixed"
                assert message_from_bytes(inside).get_payload(0).get_payload(decode=True) == (  # type: ignore[union-attr]
                    opened.get_payload(0).get_payload(decode=True)  # type: ignore[union-attr]
                )


def test_altered_letter_is_not_verified(tmp_path: Path) -> None:
    """What the tests call opened is really verified."""
    own = sealed(tmp_path, "AAAAAAAA", note(100))
    certificate_ = (tmp_path / "ane.pem").read_bytes()
    with Gpgsm(pem(rsa_key(0)), certificate_, trusted().certificate) as gpgsm:
        assert parts(gpgsm.open_letter(own.body))[1] == parts(note(100))[1]
        stranger = sealed_by_a_stranger(tmp_path)
        with pytest.raises(Exception, match="returned non-zero"):
            gpgsm.open_letter(stranger.body)


def sealed_by_a_stranger(tmp_path: Path) -> SealedMessage:
    """To Ane, signed by somebody else."""
    found = read(tmp_path / "ane.pem")
    reader = recipients.Recipient(address="ane@test.example", name="A", certificate=found)
    other = signer.load(*stranger()[1])
    outside = Outside(sender=SENDER, subject="Brev {reference}")
    made = Sealer(lambda: (reader,), other, lambda *_: b"", outside)
    return made.seal_note(note(100), reference="AAAAAAAA", now=NOW)


def test_unknown_mailbox_is_held_and_the_other_gets_the_letter(outbox: Outbox) -> None:
    """550 from Postfix itself."""
    put(outbox, letter("AAAAAAAA", "ane@test.example", "gone@test.example"), NOW)
    alarms: list[str] = []
    with Postfix("ane") as postfix:
        assert forwarder(outbox, postfix.port, alarms).forward_once(NOW) == 1
        assert len(postfix.wait_for("ane")) == 1
    assert [(one.recipient, one.reason) for one in outbox.held()] == [
        ("gone@test.example", "recipient refused 550")
    ]
    assert alarms == [Word.HELD]


def test_letter_larger_than_the_server_takes_is_held(outbox: Outbox) -> None:
    """Before a byte of it is sent."""
    put(outbox, SealedMessage("AAAAAAAA", ("ane@test.example",), b"x: y\r\n\r\n" * 20_000), NOW)
    with Postfix("ane", more=("message_size_limit = 90000",)) as postfix:
        assert forwarder(outbox, postfix.port).forward_once(NOW) == 0
    assert [one.reason for one in outbox.held()] == ["letter too large"]


def test_killed_with_mail_in_its_queue_it_delivers_when_started_again(outbox: Outbox) -> None:
    """What it accepted is its own to deliver: once, and it does."""
    for number in range(5):
        put(outbox, letter(f"N{number:07}", "ane@test.example"), NOW)
    with Postfix("ane", more=(HELD_BACK, *SOON)) as postfix:
        assert forwarder(outbox, postfix.port).forward_once(NOW) == 5
        postfix.kill()
        assert postfix.letters("ane") == []
        postfix.forget(HELD_BACK)
        postfix.start()
        delivered = [message_from_bytes(one)["Message-ID"] for one in postfix.wait_for("ane", 5)]
    assert sorted(delivered) == [f"<N{number:07}@test.example>" for number in range(5)]


def test_letter_accepted_and_then_bounced_comes_to_the_mailbox_of_the_sender(
    outbox: Outbox,
) -> None:
    """A human reads there which letter it was; the letter itself is not in the bounce."""
    put(outbox, letter("AAAAAAAA", "away@test.example"), NOW)
    with FaultyServer() as beyond:
        beyond.faults["ehlo"] = b"250 localhost\r\n"
        beyond.faults["rcpt"] = b"550 5.1.1 no such mailbox\r\n"
        with Postfix("infohus", elsewhere={"away": beyond.port}) as postfix:
            assert forwarder(outbox, postfix.port).forward_once(NOW) == 1
            (bounce,) = postfix.wait_for("infohus")
    assert b"<AAAAAAAA@test.example>" in bounce
    assert b"SEALED" not in bounce
