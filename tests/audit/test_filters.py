"""Two spam filters judge a real letter, at every hour of the day: none of its points is ours."""

import re
import subprocess
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from zoneinfo import ZoneInfo

import pytest

from intake.days import begins, day_of
from intake.sending.transfer import addressed, for_the_line
from tests.certificates import NOW
from tests.intake.coordinator import sealer
from tests.intake.letter.given import TEACHER, concern

pytestmark = pytest.mark.audit
TO = "r1@test.example"
HERE = ZoneInfo("Europe/Copenhagen")
JUNK = 5.0
"""SpamAssassin's own line."""
POINTS = re.compile(r"^ *(-?\d+\.\d) ([A-Z][A-Z0-9_]+) ", re.MULTILINE)
EDGES = (1, 23)
"""The hours by which 1.0.0 was judged: its Date was in the future until eleven."""


def letter() -> bytes:
    """As it goes over the line to one recipient."""
    sealed = sealer().seal(concern(TEACHER), reference="ABCD2345", now=NOW)
    return for_the_line(addressed(sealed.body, TO))


def taken_in_at(hour: int) -> bytes:
    """The letter with the line that the recipient's server adds when it comes at this hour."""
    came = begins(day_of(NOW)).astimezone(HERE).replace(hour=hour, minute=30)
    road = "from mail.test.example (mail.test.example [10.1.2.3]) by mx.test.example with ESMTPS"
    return f"Received: {road}; {format_datetime(came)}\r\n".encode() + letter()


def by_spamassassin(mail: bytes) -> dict[str, float]:
    """Points by rule."""
    done = subprocess.run(
        ["spamassassin", "--local", "--test-mode"], input=mail, capture_output=True, check=True
    )
    told = done.stdout.decode(errors="replace")
    return {rule: float(points) for points, rule in POINTS.findall(told.split("pts rule name")[1])}


@pytest.mark.parametrize("hour", range(24))
def test_spamassassin_lets_it_pass_at_every_hour(hour: int) -> None:
    """Not by a hair: far from the line at which mail becomes junk."""
    points = by_spamassassin(taken_in_at(hour))
    assert "DATE_IN_FUTURE" not in " ".join(points)
    assert points["ENCRYPTED_MESSAGE"] < 0
    assert sum(points.values()) < JUNK / 2, points


@pytest.mark.parametrize("hour", EDGES)
def test_spamassassin_gives_no_point_for_our_headers_at_the_edges(hour: int) -> None:
    """At 01:30 and at 23:30."""
    points = by_spamassassin(taken_in_at(hour))
    assert {rule: given for rule, given in points.items() if given > 0} == {}


def test_the_judge_would_tell() -> None:
    """A Date in the future and nobody in To, as in 1.0.0: both cost."""
    tomorrow = format_datetime(datetime.now(UTC) + timedelta(hours=20))
    old = re.sub(rb"(?m)^Date: .*\r$", f"Date: {tomorrow}\r".encode(), taken_in_at(1))
    old = old.replace(f"To: {TO}".encode(), b"To: undisclosed-recipients:;", 1)
    points = by_spamassassin(old)
    assert sum(given for given in points.values() if given > 0) > 1
