"""`check`: everything that must be true before opening, each with what to do about it."""

import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from intake.accepting import TO_OPEN, Budget
from intake.days import day_of
from intake.facts import Municipality
from intake.installation import Installation
from intake.operating import following, published
from intake.operating.reach import refused
from intake.sealing import Reason, Recipient, Signer, count_keys, usable

Say = Callable[[str], None]
SIGNER_WARNING_DAYS = 60

CERTIFICATE_CURES = {
    Reason.EXPIRED: "get a new certificate",
    Reason.NOT_YET_VALID: "see whether our clock is right, or wait until it is valid",
    Reason.MISSING: "put the file into the recipients' folder under the name in recipients.toml",
    Reason.UNREADABLE: "save the certificate anew as .cer, .crt, .pem or .p7b",
    Reason.SEVERAL: "leave one recipient's certificate in the file; its authorities may stay",
    Reason.PRIVATE_KEY: (
        "delete this file at once, for it holds the private key (.p12, .pfx): have the certificate"
        " alone saved as .cer, and a new key made if others may have had the file"
    ),
    Reason.WRONG_KEY_TYPE: "get a certificate over an RSA key",
    Reason.KEY_TOO_SMALL: "get a certificate over a key of 3072 bits or more",
    Reason.WRONG_USE: "get a certificate that is for encrypting mail",
    Reason.DEMONSTRATION: "get a certificate that was not made by the demonstration",
}


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What is not as it must be, and the cure."""

    what: str
    cure: str


def check(installation: Installation, environ: dict[str, str], say: Say) -> int:
    """Print every finding; 0 when there is none, 1 when there is."""
    to_see_to = list(findings(installation, environ))
    for finding in to_see_to:
        say(f"- {finding.what}\n  cure: {finding.cure}")
    say(f"{len(to_see_to)} to see to" if to_see_to else "everything is as it must be")
    return int(bool(to_see_to))


def findings(installation: Installation, environ: dict[str, str]) -> Iterator[Finding]:
    """All that stands between this installation and an honest opening."""
    people, now = installation.people(), installation.clock()
    yield from decisions(installation.facts)
    yield from ages(installation.facts, day_of(now))
    yield from readers(people, now)
    yield from signing(installation.signer, now)
    yield from secrets(environ)
    yield from store(installation)
    yield from mail(installation, people)
    yield from alarm(installation)
    for more in (following, published):
        yield from (Finding(what=what, cure=cure) for what, cure in more.findings(installation))


def mail(installation: Installation, people: tuple[Recipient, ...]) -> Iterator[Finding]:
    """The mail server, everybody's address there, and the mailbox that bounces come to."""
    sender = installation.settings.sender
    addresses = (*(recipient.address for recipient in people if recipient.gets_mail), sender)
    for what, cure in refused(installation.delivery(), addresses):
        yield Finding(what=what, cure=cure)
    if installation.settings.sender_read is None:
        yield Finding(
            what=f"nobody has said that the mailbox {sender} is read; bounces come there",
            cure="mail it, let its reader answer, write the day in INFOHUS_SENDER_READ",
        )


def decisions(facts: Municipality) -> Iterator[Finding]:
    """What the municipality must answer before the form opens (G11, GDPR article 13)."""
    for name, fact in facts.needed():
        if not fact:
            yield Finding(
                what=f"{name} is not answered: the form stays closed",
                cure=f"ask the municipality ({fact.ask}) and write the answer in municipality.toml",
            )


def ages(facts: Municipality, today: date) -> Iterator[Finding]:
    """Numbers and links that nobody has compared with their source for too long."""
    for name, days in facts.too_old(today):
        yield Finding(
            what=f"{name} was read {days} days ago, more than {facts.site.max_age_days}",
            cure="compare it with its source again, then write today's date in `read`",
        )


def readers(people: tuple[Recipient, ...], at: int) -> Iterator[Finding]:
    """Who can open letters, and for how long."""
    keys = count_keys(tuple(reader for reader in usable(people, at) if reader.gets_letters))
    if keys < TO_OPEN:
        yield Finding(
            what=f"{keys} recipients under different keys can be used, {TO_OPEN} are needed",
            cure="put their certificates in the recipients' folder: RSA, 3072 bits or more",
        )
    for recipient in people:
        reason = recipient.unusable(at)
        if reason is not None:
            yield Finding(
                what=f"{recipient.name}: the certificate cannot be used ({reason})",
                cure=f"{CERTIFICATE_CURES[reason]}; until then no letter is sealed to them",
            )
        elif (days := recipient.warning(at)) is not None:
            yield Finding(
                what=f"{recipient.name}: the certificate ends within {days} days",
                cure="get the next one now and keep the old key: it opens the old letters",
            )
        if recipient.gets_mail and recipient.test_letter_opened is None:
            yield Finding(
                what=f"{recipient.name}: nobody has opened a test letter",
                cure="run `test-letter`, let them open it, write the date in recipients.toml",
            )


def signing(signer: Signer, at: int) -> Iterator[Finding]:
    """The key that tells the coordinators a letter is ours."""
    if signer.days_left(at) < SIGNER_WARNING_DAYS:
        yield Finding(
            what=f"our signing certificate ends in {signer.days_left(at)} days",
            cure="see the handbook, Rotation: the coordinators must know the new one first",
        )
    if signer.vouches_for_itself:
        yield Finding(
            what="our signing certificate vouches for itself: some mail programs show it as false",
            cure="name two files that are not there, run `init`, give signing-ca.pem to everybody",
        )
    if signer.is_demonstration:
        yield Finding(
            what="the signing certificate was made by the demonstration",
            cure="name two files that are not there and run `init`",
        )


def secrets(environ: dict[str, str]) -> Iterator[Finding]:
    """Files that only the service may read."""
    for name in (
        "SIGNING_KEY_FILE",
        "DRAFT_KEYS_FILE",
        "DIGEST_KEY_FILE",
        "LOOP_KEYS_FILE",
        "CODE_KEY_FILE",
        "SMTP_PASSWORD_FILE",
    ):
        path = environ.get(f"INFOHUS_{name}")
        if path and Path(path).stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            yield Finding(what=f"others can read the file of {name}", cure=f"chmod 600 {path}")


def store(installation: Installation) -> Iterator[Finding]:
    """Where letters wait, and whether any waits too long."""
    if not installation.outbox.writable():
        yield Finding(
            what="the database cannot be written to",
            cure="look at its disk, its rights and, for PostgreSQL, whether it runs",
        )
    for setting in installation.outbox.switched_off():
        yield Finding(
            what=f"PostgreSQL runs with {setting} off: a power cut can take what was received",
            cure=f"set {setting} = on in postgresql.conf and restart the server",
        )
    if installation.free_bytes() < Budget().free_bytes:
        yield Finding(
            what="the disk is nearly full: no letter is accepted",
            cure="make room; what waits is sent meanwhile",
        )
    counts = installation.outbox.count(installation.clock())
    if counts.held:
        yield Finding(
            what=f"{counts.held} deliveries are held",
            cure="see `held`; mend the reason, then `release REFERENCE`",
        )
    if counts.oldest_hours >= installation.facts.intake.late_hours:
        yield Finding(
            what=f"a letter has waited {counts.oldest_hours} hours",
            cure="see whether the forwarder runs and the mail server answers",
        )


def alarm(installation: Installation) -> Iterator[Finding]:
    """Another road than mail."""
    if not installation.settings.alarm_command:
        yield Finding(
            what="no alarm command is set: nobody is woken when mail itself is the trouble",
            cure="set INFOHUS_ALARM_COMMAND to a program that reaches a person",
        )
