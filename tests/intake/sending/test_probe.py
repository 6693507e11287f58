"""A mail server that would take nothing is known before there is a letter for it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from intake.alarm import Word
from intake.message import TemporaryFailure, Unreachable
from intake.outbox import Outbox
from tests.intake.sealed import FakeDelivery, put
from tests.intake.sending.office import Office, fail

MINUTE, HOUR = 60, 3_600


@pytest.fixture
def outbox(tmp_path: Path) -> Iterator[Outbox]:
    """An empty outbox."""
    url = f"sqlite:///{tmp_path / 'outbox.sqlite'}"
    Outbox.create(url)
    made = Outbox(url)
    yield made
    made.close()


def is_away() -> None:
    raise Unreachable("gaierror: Temporary failure in name resolution")


def rests(office: Office, seconds: int) -> None:
    """The forwarder's own passes, a minute apart, with its looks at the ages."""
    for minute in range(seconds // MINUTE):
        office.once(MINUTE)
        if minute % 10 == 0:
            office.forwarder.watch(office.clock.now)


def test_a_mail_server_that_is_away_rings_within_the_hour_without_any_letter(
    outbox: Outbox,
) -> None:
    """And the reason is known at once: `status` shows it."""
    office = Office(outbox)
    office.delivery.answer = is_away
    office.once()
    assert "name resolution" in office.forwarder.waiting.reason
    rests(office, HOUR)
    assert set(office.alarms) == {Word.NO_MAIL}


def test_a_mail_server_that_comes_back_is_no_trouble_any_more(outbox: Outbox) -> None:
    """The reason goes with the next look, and nothing rings."""
    office = Office(outbox)
    office.delivery.answer = is_away
    office.once()
    office.delivery.answer = lambda: None
    rests(office, 2 * HOUR)
    assert (office.forwarder.waiting.reason, office.alarms) == ("", [])


def test_nobody_is_asked_more_often_than_four_times_an_hour(outbox: Outbox) -> None:
    """Each asking is a line in the mail server's log."""
    office = Office(outbox)
    office.once()
    asked = office.delivery.probed
    rests(office, HOUR)
    assert (asked, office.delivery.probed) == (1, 5)


def test_a_letter_that_is_tried_tells_the_same(outbox: Outbox) -> None:
    """The server is not asked beside it."""
    put(outbox)
    office = Office(outbox)
    assert office.once() == 1
    office.once(14 * MINUTE)
    assert office.delivery.probed == 0


def test_a_letter_that_waits_is_not_forgotten_for_a_server_that_answers(outbox: Outbox) -> None:
    """It is the letter that is refused for now: the probe does not say that all is well."""
    put(outbox)
    office = Office(outbox, FakeDelivery(fail(*[TemporaryFailure("450")] * 99)))
    rests(office, HOUR)
    assert Word.LATE in office.alarms
    assert office.forwarder.waiting.reason == "450"
