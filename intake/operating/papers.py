"""`papers`: what a data protection officer needs, in Danish, filled from facts and settings.

They name recipients and their mailboxes, so the files are for their owner alone.
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import fields
from pathlib import Path
from urllib.parse import urlsplit

from intake.days import day_of, numbers
from intake.facts import Fact, Loop, Texts, read_texts
from intake.installation import Installation
from intake.operating import check
from intake.sealing import Recipient

Say = Callable[[str], None]
TEMPLATES = Path(__file__).parents[1] / "papers"


def papers(installation: Installation, folder: Path, say: Say) -> int:
    """Write every paper into the folder, over those of last time."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    values = dict(filling(installation, read_texts("papers.da").worded(installation.facts.loop)))
    for template in sorted(TEMPLATES.glob("*.md")):
        path = folder / template.name
        path.touch(mode=0o600)
        path.write_text(template.read_text(encoding="utf-8").format(**values), encoding="utf-8")
        say(str(path))
    return 0


def filling(installation: Installation, words: Texts) -> Iterator[tuple[str, str]]:
    """What stands between the braces of the papers."""
    facts = installation.facts
    yield "today", numbers(day_of(installation.clock()))
    yield "municipality", facts.municipality.name
    yield "infohus", facts.infohus.name
    yield "ssp", facts.ssp.name
    yield "notification_unit", facts.notification_unit
    yield "system", facts.registration.system
    for field in fields(facts.privacy):
        yield field.name, said(getattr(facts.privacy, field.name), words)
    for name in ("open", "monitored", "monitored_hours", "readers", "dpia_date", "anonymous_staff"):
        yield name, said(getattr(facts.intake, name), words)
    yield "intake_legal_basis", said(facts.intake.legal_basis, words)
    for name in ("draft_days", "transit_max_days", "keep_days", "tombstone_days"):
        yield name, str(getattr(facts.intake, name))
    yield from looped(facts.loop, words)
    yield "forward_delay_minutes", str(facts.intake.forward_delay_minutes)
    yield from installed(installation, words)


def looped(loop: Loop, words: Texts) -> Iterator[tuple[str, str]]:
    """Whether a human must acknowledge letters, and what follows for each paper."""
    step = "remind" if loop.reminds else "acknowledge" if loop.is_on else "off"
    rows = (("telephone", loop.telephone), ("code", loop.gives_codes))
    yield "rows", "".join(words[f"rows.{name}"] for name, is_on in rows if is_on)
    yield "telephone", words[f"telephone.{'on' if loop.telephone else 'off'}"]
    days = {"days": loop.keep_unacknowledged_days, "hours": loop.unread_hours}
    codes = "questions" if loop.asks else "status" if loop.gives_codes else "off"
    yield "loop", f"{words.get_filled(f'loop.{step}', **days)} {words[f'loop.codes.{codes}']}"
    yield "loop_risk", words.get_filled(f"loop.risk.{step}", **days)
    yield (
        "loop_deletion",
        words.get_filled(f"loop.deletion.{'on' if loop.is_on else 'off'}", **days),
    )


def installed(installation: Installation, words: Texts) -> Iterator[tuple[str, str]]:
    """What only the settings know."""
    form = installation.form
    people, now = installation.people(), installation.clock()
    yield "store", store(installation.settings.database, words)
    yield "smtp_host", installation.mail.host
    yield "recipients", str(len(people))
    yield "keys", "\n".join(key(recipient, words, now) for recipient in people)
    yield "signing_end", words.get_filled("key.end", days=installation.signer.days_left(now))
    yield "loop_keys", str(len(form.loop_keys))
    yield "code_key", str(int(bool(form.code_key)))
    yield "draft_keys", str(len(form.draft_keys))
    yield "questions", "\n".join(questions(installation, words)) or words["before.done"]
    yield "findings", "\n".join(seen_to(installation, words)) or words["before.done"]


def questions(installation: Installation, words: Texts) -> Iterator[str]:
    """What the municipality has not answered, as `confirm` tells it."""
    for question in installation.facts.questions():
        value = question.proposed or words["before.nothing"]
        yield words.get_filled("before.question", ask=question.ask, value=value, name=question.name)


def seen_to(installation: Installation, words: Texts) -> Iterator[str]:
    """What stands between this installation and its opening, as `check` says it."""
    for finding in check.findings(installation, dict(os.environ)):
        yield words.get_filled("before.finding", what=finding.what, cure=finding.cure)


def said(fact: Fact, words: Texts) -> str:
    """The answer, or the question with what we propose."""
    if fact.settled:
        return fact.proposed
    if fact.value == "":
        return words.get_filled("fact.missing", ask=fact.ask)
    return words.get_filled("fact.proposed", ask=fact.ask, value=fact.proposed)


def store(url: str, words: Texts) -> str:
    """Where letters wait; never the password in the address."""
    parts = urlsplit(url)
    if parts.scheme.startswith("sqlite"):
        return words.get_filled("store.sqlite", place=parts.path.replace("//", "/"))
    return words.get_filled("store.postgresql", place=parts.hostname or "localhost")


def key(recipient: Recipient, words: Texts, now: int) -> str:
    """One recipient's row: who holds the key, until when, and whether it was tried."""
    opened = recipient.test_letter_opened
    holder, tried = words["key.recovery"], words["key.not_tried"]
    if recipient.gets_mail:
        holder = words.get_filled("key.holder", address=recipient.address)
        tried = words["key.unopened"]
    if opened:
        tried = words.get_filled("key.opened", day=numbers(opened))
    end = words["key.unusable"]
    if recipient.unusable(now) is None:
        end = words.get_filled("key.end", days=recipient.days_left(now))
    return words.get_filled("key.row", name=recipient.name, holder=holder, end=end, opened=tried)
