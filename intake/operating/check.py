"""`check`: everything that must be true before opening, each with what to do about it."""

import stat
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from intake.accepting import Budget
from intake.alarm import Spool, Word
from intake.days import DAY, day_of
from intake.facts import Municipality
from intake.installation import Installation
from intake.operating import ends, following, ports, published, reach, units
from intake.operating.certificates import readers, signing
from intake.operating.finding import Finding, Say
from intake.operating.ringing import unheard
from intake.sealing import Recipient
from intake.settings import Settings

TESTED_DAYS = 100
"""How long a test of the alarm says that the next one would be heard."""


def check(installation: Installation, environ: Mapping[str, str], say: Say) -> int:
    """Print every finding; 0 when there is none, 1 when there is."""
    to_see_to = list(findings(installation, environ))
    for finding in to_see_to:
        say(f"- {finding.what}\n  cure: {finding.cure}")
    say(f"{len(to_see_to)} to see to" if to_see_to else "everything is as it must be")
    return int(bool(to_see_to))


def findings(installation: Installation, environ: Mapping[str, str]) -> Iterator[Finding]:
    """All that stands between this installation and an honest opening, each once."""
    family = units.Family.of(installation.settings.alarm_folder)
    known = list(_here(installation, environ))
    yield from known
    if units.are_here(family):
        yield from units.findings(
            family,
            loop=installation.facts.loop.is_on,
            known={finding.what for finding in known},
        )
    else:
        yield from mail(installation, installation.people())


def _here(installation: Installation, environ: Mapping[str, str]) -> Iterator[Finding]:
    """What can be judged wherever it is asked: not what hangs on a unit's own locks."""
    people, now = installation.people(), installation.clock()
    yield from decisions(installation.facts)
    yield from ages(installation.facts, day_of(now))
    yield from readers(people, now)
    yield from signing(installation.signer, installation.settings.sender, now)
    yield from secrets(environ)
    yield from store(installation)
    yield from bounces(installation.settings)
    yield from alarm(installation.settings, now)
    yield from ports.findings(installation.settings.ops_listen)
    for more in (following, published, ends):
        yield from (Finding(what=what, cure=cure) for what, cure in more.findings(installation))


def mail(installation: Installation, people: tuple[Recipient, ...]) -> Iterator[Finding]:
    """The mail server, and everybody's address there."""
    sender = installation.settings.sender
    addresses = (*(recipient.address for recipient in people if recipient.gets_mail), sender)
    for what, cure in reach.findings(installation.delivery(), addresses, installation.clock()):
        yield Finding(what=what, cure=cure)


def bounces(settings: Settings) -> Iterator[Finding]:
    """The mailbox that bounces come to."""
    if settings.sender_read is None:
        yield Finding(
            what=f"nobody has said that the mailbox {settings.sender} is read; bounces come there",
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
    if not facts.site.url:
        yield Finding(
            what="site.url is not answered: pages and security.txt do not say their own address",
            cure="write the public address, https://…, in municipality.toml, then publish again",
        )


def ages(facts: Municipality, today: date) -> Iterator[Finding]:
    """Numbers and links that nobody has compared with their source for too long."""
    for name, days in facts.too_old(today):
        yield Finding(
            what=f"{name} was read {days} days ago, more than {facts.site.max_age_days}",
            cure="compare it with its source again, then write today's date in `read`",
        )


def secrets(environ: Mapping[str, str]) -> Iterator[Finding]:
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
    if installation.outbox.free_bytes() < Budget().free_bytes:
        yield Finding(
            what="the disk is nearly full: no letter is accepted",
            cure="make room; what waits is sent meanwhile",
        )
    yield from _letters(installation)


def _letters(installation: Installation) -> Iterator[Finding]:
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


def alarm(settings: Settings, now: int) -> Iterator[Finding]:
    """Another road than mail, and whether anybody hears it."""
    if not settings.alarm_command:
        yield Finding(
            what="no alarm command is set: nobody is woken when mail itself is the trouble",
            cure="set INFOHUS_ALARM_COMMAND to a program that reaches a person",
        )
    elif settings.alarm_folder is not None:
        yield from _heard(settings.alarm_folder, now)


def _heard(folder: Path, now: int) -> Iterator[Finding]:
    for words in unheard(folder):
        yield Finding(
            what=f"nobody has heard the alarm: {words}",
            cure="systemctl status infohus-alarm.path infohus-alarm, and run its program by hand",
        )
    last = Spool(folder).last_heard(Word.TEST)
    if last is None or not -DAY < now - last <= TESTED_DAYS * DAY:
        yield Finding(
            what=f"no test of the alarm was heard within {TESTED_DAYS} days",
            cure="run `infohus alarm test --through web`, and --through forward",
        )
