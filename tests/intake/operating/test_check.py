"""`check` names each thing that stands in the way, and its cure."""

import os
import re
import ssl
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from intake.alarm import Spool, Word
from intake.days import DAY
from intake.operating import reach, units
from intake.operating.check import check, findings
from intake.operating.finding import Finding
from intake.outbox import Outbox
from tests.intake.operating.conftest import House
from tests.places import READ_TODAY, ROOT
from tests.servers.faulty import FaultyServer
from tests.servers.mail import MailServer
from tests.servers.postgres import shared
from tests.servers.tls import Authority, authority


@pytest.fixture
def mail() -> Iterator[MailServer]:
    """The municipality's mail server."""
    with MailServer() as server:
        yield server


@pytest.fixture
def house(house: House, mail: MailServer) -> House:
    """An installation at that mail server, with a sender's mailbox that is read."""
    house.environ |= {
        "INFOHUS_SMTP_PORT": str(mail.port),
        "INFOHUS_SMTP_CA_FILE": str(authority().ca_file),
        "INFOHUS_SENDER_READ": "2026-11-02",
    }
    return house


def wrong(house: House) -> list[str]:
    """What the check finds."""
    return [finding.what for finding in findings(house.load(), house.environ)]


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_whole_installation_has_nothing_to_see_to(house: House) -> None:
    """0, and it says so."""
    assert check(house.load(), house.environ, house.say) == 0
    assert house.said == ["everything is as it must be"]


def test_every_finding_has_a_cure(house: House) -> None:
    """Whoever reads it knows what to do next."""
    (house.folder / "municipality.toml").write_text(
        (ROOT / "municipality.toml").read_text(encoding="utf-8"), encoding="utf-8"
    )
    house.has_recipients()
    house.environ["INFOHUS_ALARM_COMMAND"] = ""
    (house.folder / "recipients" / "recipients.toml").write_text("recipient = []\n")
    found = list(findings(house.load(), house.environ))
    assert len(found) >= 8
    assert all(one.cure for one in found)
    assert check(house.load(), house.environ, house.say) == 1


@pytest.mark.parametrize("name", ["open", "monitored", "readers", "dpia_date", "legal_basis"])
def test_an_open_decision_is_found(house: House, name: str) -> None:
    """The five of G11."""
    unanswered(house, "intake", name)
    assert [what.split()[0] for what in wrong(house)] == [f"intake.{name}"]


@pytest.mark.parametrize(
    "name",
    ["controller", "contact", "dpo", "legal_basis", "retention", "processor", "transfer"],
)
def test_a_gap_in_the_privacy_notice_is_found(house: House, name: str) -> None:
    """GDPR article 13: without it nobody may be asked to write."""
    unanswered(house, "privacy", name)
    assert [what.split()[0] for what in wrong(house)] == [f"privacy.{name}"]


def unanswered(house: House, table: str, name: str) -> None:
    """The municipality has not said this yet."""
    path = house.folder / "municipality.toml"
    lines = path.read_text(encoding="utf-8").splitlines()
    at = lines.index(f"[{table}]")
    number = next(i for i in range(at, len(lines)) if lines[i].startswith(f"{name} ="))
    lines[number] = lines[number].replace('answered = "2026-11-01"', 'answered = ""')
    path.write_text("\n".join(lines), encoding="utf-8")


def test_one_key_is_not_enough(house: House) -> None:
    """Two recipients under different keys are needed to open."""
    house.has_recipients(1)
    assert any("1 recipients under different keys" in what for what in wrong(house))


def test_a_demonstration_certificate_is_refused(house: House) -> None:
    """Production never seals to a key that was made to be thrown away."""
    house.has_recipients(1, 2, organisation="DEMONSTRATION")
    assert sum("(demonstration)" in what for what in wrong(house)) == 2


def test_an_unopened_test_letter_is_found(house: House) -> None:
    """Until a human has opened one, nobody knows that they can."""
    house.has_recipients(1, 2, opened=False)
    assert sum("nobody has opened a test letter" in what for what in wrong(house)) == 2


def test_a_signing_certificate_for_another_address_is_found(house: House) -> None:
    """An authority wrote another one, or the sender was changed: each letter would be shown as
    false.
    """
    house.environ["INFOHUS_SENDER"] = "Infohus@Test.example"
    assert wrong(house) == []
    house.environ["INFOHUS_SENDER"] = "other@test.example"
    (what,) = wrong(house)
    assert "is not for other@test.example" in what


def test_a_signing_certificate_that_vouches_for_itself_is_found(house: House) -> None:
    """As 1.0.0 made it: letters are signed on, and a program that shows them as false is named."""
    path = house.folder / "signing.pem"
    path.write_bytes(x509.load_pem_x509_certificate(path.read_bytes()).public_bytes(Encoding.PEM))
    (found,) = findings(house.load(), house.environ)
    assert "vouches for itself" in found.what
    assert "signing-ca.pem" in found.cure


@pytest.mark.parametrize("name", ["signing.key", "draft-keys", "digest-key"])
def test_a_secret_that_others_can_read_is_found(house: House, name: str) -> None:
    """Group and others."""
    (house.folder / name).chmod(0o640)
    assert len(wrong(house)) == 1


def test_a_missing_alarm_is_found(house: House) -> None:
    """Mail cannot tell that mail is broken."""
    house.environ["INFOHUS_ALARM_COMMAND"] = ""
    assert ["no alarm command" in what for what in wrong(house)] == [True]


def test_what_was_read_too_long_ago_is_found(house: House) -> None:
    """G10: the document's contacts age, and so do numbers and links of others."""
    replace(house.folder / "municipality.toml", READ_TODAY, 'read = "2024-11"')
    found = wrong(house)
    for name in ("document", "hotline.phone", "source.tegn"):
        assert sum(what.startswith(f"{name} was read") for what in found) == 1, name


def test_an_address_that_the_mail_server_refuses_is_found(house: House, mail: MailServer) -> None:
    """The others are asked too, and nobody is sent anything."""
    mail.box.answers["mailbox1@test.example"] = ["550 no such mailbox"]
    mail.box.answers["infohus@test.example"] = ["450 come back later"]
    assert wrong(house) == [
        "mailbox1@test.example: the mail server will not take mail for it",
        "infohus@test.example: the mail server hesitates (recipient refused 450)",
    ]
    assert mail.box.received == []


@pytest.mark.parametrize(
    ("name", "value", "told", "cure"),
    [
        ("SMTP_HOST", "127.0.0.1", "SSLCertVerificationError: IP address mismatch", "SMTP_HOST"),
        ("SMTP_PORT", "1", "ConnectionRefusedError: Connection refused", "firewall"),
        ("SMTP_SECURITY", "implicit", "SSLError: WRONG_VERSION_NUMBER", "_SECURITY"),
        ("SMTP_CA_FILE", "", "unable to get local issuer certificate", "SMTP_CA_FILE"),
        ("SMTP_USER", "infohus", "SMTPAuthenticationError: 535", "password"),
    ],
)
def test_a_mail_server_that_cannot_be_used_is_found_once(
    house: House, name: str, value: str, told: str, cure: str
) -> None:
    """In the library's own words, with what to look at."""
    (house.folder / "password").touch(mode=0o600)
    house.environ["INFOHUS_SMTP_PASSWORD_FILE"] = str(house.folder / "password")
    house.environ[f"INFOHUS_{name}"] = value
    (found,) = findings(house.load(), house.environ)
    assert found.what.startswith("the mail server cannot be used (")
    assert told in found.what
    assert cure in found.cure


def test_an_authority_that_newer_pythons_do_not_believe_has_its_own_cure(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Python 3.13 asks for RFC 5280 to the letter; older ones do when they are told to."""
    poor = Authority("An authority without key usage", key_usage=False)
    strict = ssl.create_default_context
    monkeypatch.setattr(ssl, "create_default_context", lambda **more: _strict(strict(**more)))
    with MailServer(context=poor.context()) as server:
        house.environ |= {
            "INFOHUS_SMTP_PORT": str(server.port),
            "INFOHUS_SMTP_CA_FILE": str(poor.ca_file),
        }
        (found,) = findings(house.load(), house.environ)
    poor.remove()
    assert "CA cert does not include key usage extension" in found.what
    assert "RFC 5280" in found.cure


def _strict(context: ssl.SSLContext) -> ssl.SSLContext:
    context.verify_flags |= ssl.VERIFY_X509_STRICT
    return context


def test_a_mail_server_that_refuses_the_sender_is_found_once(house: House) -> None:
    """Not as an address of a coordinator that it would not take mail for."""
    with FaultyServer() as server:
        server.faults["mail"] = b"550 not you\r\n"
        house.environ["INFOHUS_SMTP_PORT"] = str(server.port)
        (found,) = findings(house.load(), house.environ)
    assert found.what == "the mail server cannot be used (sender refused 550)"
    assert "INFOHUS_SENDER" in found.cure


@pytest.mark.parametrize(
    ("trouble", "cure"),
    [
        ("gaierror: Name or service not known", "name servers"),
        ("SSLCertVerificationError: certificate has expired", "clock"),
        ("SSLCertVerificationError: Missing Authority Key Identifier", "RFC 5280"),
        ("SSLCertVerificationError: Path length given without key usage keyCertSign", "RFC 5280"),
        ("SSLCertVerificationError: self-signed certificate in certificate chain", "CA_FILE"),
        ("SMTPNotSupportedError", "nothing is sent in clear"),
        ("login wanted 530", "INFOHUS_SMTP_USER"),
        ("SSLError: NO_SHARED_CIPHER", "no more than these words"),
        ("OutOfStep: endless reply", "no more than these words"),
    ],
)
def test_cure_is_told_where_it_is_known_and_made_up_nowhere(trouble: str, cure: str) -> None:
    """The words of the library are shown beside it in any case."""
    assert cure in reach.cure(trouble)


def test_a_sender_that_nobody_reads_is_found(house: House) -> None:
    """Bounces would come to nobody."""
    del house.environ["INFOHUS_SENDER_READ"]
    assert any("infohus@test.example is read" in what for what in wrong(house))


def test_a_database_server_that_waits_for_no_disk_is_found(house: House) -> None:
    """The one of these tests."""
    house.environ["INFOHUS_DATABASE"] = shared().database()
    Outbox.create(house.environ["INFOHUS_DATABASE"])
    installation = house.load()
    (found,) = findings(installation, house.environ)
    installation.outbox.close()
    assert found.what.startswith("PostgreSQL runs with fsync off")


def with_spool(house: House) -> Spool:
    """As on a server, where the units set the folder."""
    house.environ["INFOHUS_ALARM_FOLDER"] = str(house.folder / "alarm")
    return Spool(house.folder / "alarm")


def test_an_alarm_that_nobody_was_seen_to_hear_is_found(house: House) -> None:
    """Green means that it would be heard: a test within a hundred days says so."""
    spool = with_spool(house)
    (what,) = wrong(house)
    assert what == "no test of the alarm was heard within 100 days"
    spool(Word.TEST)
    spool.heard(Word.TEST)
    assert wrong(house) == []
    for days in (-101, 2):  # long ago; and while the clock was ahead
        heard = time.time() + days * DAY
        os.utime(house.folder / "alarm" / "heard" / "test", (heard, heard))
        assert len(wrong(house)) == 1


def test_a_word_that_waits_is_found(house: House) -> None:
    """With the reason."""
    spool = with_spool(house)
    spool(Word.TEST)
    spool.heard(Word.TEST)
    spool(Word.LATE)
    spool.failed(Word.LATE, "it ended with 22")
    assert wrong(house) == ["nobody has heard the alarm: late waits (it ended with 22)"]


def test_a_site_without_its_own_address_is_found(house: House) -> None:
    """security.txt and the language cards need it."""
    path = house.folder / "municipality.toml"
    text, count = re.subn(
        r"(?ms)(^\[site\].*?^url = )\{[^}]*\}",
        r'\1{ value = "", answered = "", ask = "?", meanwhile = "?" }',
        path.read_text("utf-8"),
        count=1,
    )
    assert count == 1
    path.write_text(text, "utf-8")
    assert [what.split()[0] for what in wrong(house)] == ["site.url"]


def test_on_a_server_the_units_judge_the_mail_server_themselves(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Root's own road to it says nothing; what both see is said once."""
    house.environ["INFOHUS_SMTP_PORT"] = "1"
    seen: list[set[str]] = []

    def judged(_: units.Family, *, loop: bool, known: set[str]) -> Iterator[Finding]:
        seen.append(known)
        yield Finding(what="infohus-web: cannot", cure="look")

    monkeypatch.setattr(units, "are_here", lambda _: True)
    monkeypatch.setattr(units, "findings", judged)
    house.has_recipients(1, 2, opened=False)
    assert wrong(house)[-1] == "infohus-web: cannot"
    assert not any("mail server" in what for what in wrong(house))
    assert any("opened a test letter" in what for what in seen[0])
