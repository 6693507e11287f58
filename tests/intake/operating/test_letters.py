"""The operator's verbs on letters nobody here can read."""

import json
import os
import subprocess
import sys

import pytest

from intake.installation import Installation, system_clock
from intake.message import SealedMessage
from intake.operating import asking, letters
from tests.intake.operating.conftest import House
from tests.places import ROOT
from tests.servers import free_port


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


def test_status_says_where_the_reason_for_waiting_is_to_be_had(house: House) -> None:
    """Never silently nothing; with nothing waiting there is nothing to say."""
    letters.status(house.load(), house.say)
    assert "reason" not in house.text
    letters.status(with_letter(house), house.say)
    assert f"reason {asking.NOT_ASKED}" in house.said
    house.environ["INFOHUS_OPS_LISTEN"] = f"127.0.0.1:{free_port()}"
    letters.status(house.load(), house.say)
    assert f"reason {asking.SILENT}" in house.said


@pytest.mark.parametrize("command", ["status", "--help"])
def test_a_reader_who_has_seen_enough_gets_no_traceback(house: House, command: str) -> None:
    """`infohus status | head`: the pipe is closed before all is said."""
    with_letter(house)
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [sys.executable, "-m", "intake", command],
        stdout=write,
        stderr=subprocess.PIPE,
        env=os.environ | house.environ,
        cwd=ROOT,
        check=False,
    )
    os.close(write)
    assert (done.stderr, done.returncode) == (b"", 1)


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
