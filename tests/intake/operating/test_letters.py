"""The operator's verbs on letters nobody here can read."""

import json

from intake.installation import Installation, system_clock
from intake.message import SealedMessage
from intake.operating import letters
from tests.intake.operating.conftest import House


def with_letter(house: House) -> Installation:
    """One letter in the outbox."""
    installation = house.load()
    message = SealedMessage("ABCDEFGH", ("mailbox1@test.example",), b"sealed")
    installation.outbox.put(
        message, submission=b"1", digest=b"2", now=system_clock(), not_before=system_clock()
    )
    return installation


def test_status_counts(house: House) -> None:
    """As lines, and as JSON for a machine."""
    installation = with_letter(house)
    letters.status(installation, house.say)
    assert house.said[0] == "waiting 1"
    house.said.clear()
    letters.status(installation, house.say, as_json=True)
    assert json.loads(house.text)["waiting"] == 1


def test_a_held_letter_is_listed_and_released(house: House) -> None:
    """By its reference as it is written, with the dash."""
    installation = with_letter(house)
    (lease,) = installation.outbox.lease(system_clock(), 1)
    installation.outbox.hold(lease, system_clock(), "550")
    letters.held(installation, house.say)
    assert house.said[0].startswith("ABCDEFGH mailbox1@test.example ")
    assert letters.release(installation, "abcd-efgh", house.say) == letters.DONE
    assert installation.outbox.held() == []


def test_an_unknown_reference_says_so(house: House) -> None:
    """And the exit status tells a script."""
    installation = with_letter(house)
    assert letters.release(installation, "ZZZZ-ZZZZ", house.say) == letters.NOTHING
    assert letters.resend(installation, "ZZZZ-ZZZZ", house.say) == letters.NOTHING
    assert house.text.count("nothing to do for ZZZZ-ZZZZ") == 2


def test_an_accepted_letter_is_sent_again(house: House) -> None:
    """While it is kept."""
    installation = with_letter(house)
    (lease,) = installation.outbox.lease(system_clock(), 1)
    installation.outbox.accepted(lease, system_clock())
    assert installation.outbox.lease(system_clock(), 1) == []
    assert letters.resend(installation, "ABCD-EFGH", house.say) == letters.DONE
    assert len(installation.outbox.lease(system_clock(), 1)) == 1


def test_purge_leaves_what_is_not_accepted(house: House) -> None:
    """One rule: a letter that is not accepted everywhere is never deleted by itself."""
    installation = with_letter(house)
    letters.purge(installation, house.say)
    assert house.said[0] == "deleted 0 letters and 0 tombstones"
    assert installation.outbox.count(system_clock()).waiting == 1
