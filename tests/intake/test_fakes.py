"""What stands in for a part in tests does what the part does: one contract for both."""

import inspect
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from intake.accepting import clerk
from intake.concern import Anonymous
from intake.outbox import Filed, Outbox
from intake.sealing import NoUsableRecipient, Sealer
from intake.sending.delivery import Delivery
from intake.sending.smtp import SmtpDelivery, SmtpServer
from tests.certificates import NOW
from tests.intake import coordinator, sealed
from tests.intake.letter.given import concern
from tests.intake.reporter import FakeOutbox, FakeSealer
from tests.intake.sealed import FakeDelivery
from tests.servers.mail import MailServer
from tests.servers.tls import authority

SUBMISSION, OTHER = b"submission", b"another"
SUMMER_NIGHT = 1_782_856_800
"""30 June 2026, 22:00 UTC: 1 July in Denmark."""


@pytest.fixture(params=["fake", "real"])
def outbox(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[clerk.Letterbox]:
    """Open and empty."""
    if request.param == "fake":
        yield FakeOutbox()
        return
    url = f"sqlite:///{tmp_path / 'outbox.sqlite'}"
    Outbox.create(url)
    real = Outbox(url)
    yield real
    real.close()


@pytest.fixture(params=[FakeSealer, coordinator.sealer], ids=["fake", "real"])
def sealer(request: pytest.FixtureRequest) -> clerk.Sealing:
    """With keys that are good."""
    sealer: clerk.Sealing = request.param()
    return sealer


@pytest.fixture(params=["fake", "real"])
def delivery(request: pytest.FixtureRequest) -> Iterator[Delivery]:
    """To a mail server that takes everything."""
    if request.param == "fake":
        yield FakeDelivery()
        return
    with MailServer() as server:
        yield SmtpDelivery(
            SmtpServer(
                host="localhost",
                port=server.port,
                security="starttls",
                sender="infohus@test.example",
                ca_file=authority().ca_file,
            )
        )


def test_an_outbox_keeps_the_first_letter_of_a_submission(outbox: clerk.Letterbox) -> None:
    """Sent again, it is the same letter; another one is another."""

    def put(reference: str, submission: bytes, digest: bytes) -> Filed:
        return outbox.put(
            sealed.letter(reference),
            submission=submission,
            digest=digest,
            now=SUMMER_NIGHT,
            not_before=SUMMER_NIGHT,
        )

    first = put("ABCDEFGH", SUBMISSION, b"1" * 32)
    again = put("JKLMNPQR", SUBMISSION, b"2" * 32)
    other = put("STUVWXYZ", OTHER, b"1" * 32)
    assert again == first == outbox.find(SUBMISSION)
    assert (first.reference, first.digest, first.day) == ("ABCDEFGH", b"1" * 32, date(2026, 7, 1))
    assert other.reference == "STUVWXYZ"
    assert outbox.find(b"unknown") is None


def test_an_outbox_counts_and_can_be_written(outbox: clerk.Letterbox) -> None:
    """Nothing waits in an empty one."""
    assert outbox.writable()
    assert outbox.count(NOW).oldest_hours == 0


def test_a_sealer_gives_the_letter_its_reference(sealer: clerk.Sealing) -> None:
    """And addresses it to somebody who can open it."""
    message = sealer.seal(concern(Anonymous()), reference="ABCDEFGH", now=NOW)
    assert message.reference == "ABCDEFGH"
    assert message.recipients
    assert message.body
    assert sealer.usable(NOW)


@pytest.mark.parametrize("nobody", ["fake", "real"])
def test_a_sealer_without_a_key_seals_nothing(nobody: str) -> None:
    """The form must close, not lose a letter."""
    real = coordinator.sealer()
    empty: clerk.Sealing = (
        FakeSealer(keys=0)
        if nobody == "fake"
        else Sealer(lambda: (), real._signer, real._write, real._outside)
    )
    with pytest.raises(NoUsableRecipient):
        empty.seal(concern(Anonymous()), reference="ABCDEFGH", now=NOW)


def test_a_delivery_delivers_again_after_it_was_closed(delivery: Delivery) -> None:
    """A closed connection is no end."""
    delivery.deliver(sealed.letter())
    delivery.close()
    delivery.deliver(sealed.letter())
    delivery.close()


@pytest.mark.parametrize(
    ("fake", "real"),
    [(FakeOutbox, Outbox), (FakeSealer, Sealer), (FakeDelivery, SmtpDelivery)],
    ids=["outbox", "sealer", "delivery"],
)
def test_a_fake_is_asked_as_the_real_part_is(fake: type, real: type) -> None:
    """Every verb of a fake that the real part has takes the same arguments."""
    verbs = [
        name for name in vars(fake) if not name.startswith("_") and callable(getattr(fake, name))
    ]
    shared = [name for name in verbs if hasattr(real, name)]
    assert shared
    for verb in shared:
        asked, answered = (inspect.signature(getattr(part, verb)) for part in (fake, real))
        assert list(asked.parameters) == list(answered.parameters), verb
        assert [each.kind for each in asked.parameters.values()] == [
            each.kind for each in answered.parameters.values()
        ], verb
