"""Two spam filters judge a real letter, at every hour of the day: none of its points is ours."""

import re
import subprocess
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from intake.days import begins, day_of
from intake.sealing import Certified, Outside, Recipient, Sealer, read, read_signer
from intake.sending.transfer import addressed, for_the_line
from tests.certificates import NOW, certificate, rsa_key, signing
from tests.intake.letter.given import TEACHER, WORDS, concern, letter_writer
from tests.servers.rspamd import Rspamd

pytestmark = pytest.mark.audit
TO = "r1@test.example"
HERE = ZoneInfo("Europe/Copenhagen")
JUNK = 5.0
"""SpamAssassin's own line."""
POINTS = re.compile(r"^ *(-?\d+\.\d) ([A-Z][A-Z0-9_]+) ", re.MULTILINE)
A_SINGLE_ROAD = "ONCE_RECEIVED"
"""There is no more than one server between us and the recipient's: the municipality's own."""
EDGES = (1, 23)
"""The hours by which 1.0.0 was judged: its Date was in the future until eleven."""


def certified() -> Certified:
    """A coordinator's certificate."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.pem"
        path.write_bytes(certificate(rsa_key(1)))
        found = read(path)
    assert isinstance(found, Certified)
    return found


def letter() -> bytes:
    """As it goes over the line to one recipient."""
    outside = Outside(sender="infohus@test.example", subject=WORDS["outside.subject"])
    reader = Recipient(address=TO, name="R", certificate=certified())
    made = Sealer(lambda: (reader,), read_signer(*signing()), letter_writer().write, outside)
    sealed = made.seal(concern(TEACHER), reference="ABCD2345", now=NOW)
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


@pytest.mark.parametrize("hour", [0, 1, 4, 8, 12, 18, 23])
def test_spamassassin_lets_it_pass_all_day(hour: int) -> None:
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


@pytest.fixture(name="rspamd", scope="module")
def _rspamd() -> Iterator[Rspamd]:
    with Rspamd() as judge:
        yield judge


@pytest.mark.parametrize("hours", EDGES)
def test_rspamd_gives_no_point_for_our_headers(rspamd: Rspamd, hours: int) -> None:
    """As old as the letter is at 01:00 and at 23:00: rspamd goes by the real clock."""
    points = rspamd.judges(dated(letter(), -hours), TO)
    ours = {rule: given for rule, given in points.items() if given > 0 and rule != A_SINGLE_ROAD}
    assert ours == {}


def test_rspamd_would_tell(rspamd: Rspamd) -> None:
    """A Date in the future and nobody in To, as in 1.0.0."""
    old = dated(letter(), 20).replace(f"To: {TO}".encode(), b"To: undisclosed-recipients:;", 1)
    assert sum(rspamd.judges(old, TO).values()) > JUNK


def dated(mail: bytes, hours: int) -> bytes:
    """The same with a Date of so many hours from now."""
    when = format_datetime(datetime.now(UTC) + timedelta(hours=hours))
    return re.sub(rb"(?m)^Date: .*\r$", f"Date: {when}\r".encode(), mail, count=1)


def test_spamassassin_would_tell() -> None:
    """A Date in the future and nobody in To, as in 1.0.0: both cost."""
    old = dated(taken_in_at(1), 48).replace(
        f"To: {TO}".encode(), b"To: undisclosed-recipients:;", 1
    )
    points = by_spamassassin(old)
    assert sum(given for given in points.values() if given > 0) > 1
