"""What an operator does with letters nobody here can read: count, hold, send again, let go."""

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from intake.installation import Installation, backups_of
from intake.loop import NotWaiting
from intake.operating import figures
from intake.operating.asking import reason, refused
from intake.operating.ringing import unheard
from intake.reference import kept
from intake.settings import Settings

Say = Callable[[str], None]
DONE, NOTHING = 0, 1


def status(installation: Installation, say: Say, *, as_json: bool = False) -> int:
    """Counts and ages, and why letters wait; as lines or as JSON."""
    told: dict[str, int | str] = asdict(installation.outbox.count(installation.clock()))
    told |= figures.unacknowledged(installation)
    listen = installation.settings.ops_listen
    told["reason"] = reason(listen) if told["waiting"] or listen else ""
    told["refused"] = refused(listen)
    told["alarm"] = ", ".join(unheard(installation.settings.alarm_folder))
    if as_json:
        say(json.dumps(told))
        return DONE
    for name, value in told.items():
        if value != "":
            say(f"{name} {value}")
    return DONE


def held(installation: Installation, say: Say) -> int:
    """Every held delivery: reference, recipient, since when, and the class of the refusal."""
    for delivery in installation.outbox.held():
        say(f"{delivery.reference} {delivery.recipient} {delivery.since} {delivery.reason}")
    return DONE


def release(installation: Installation, reference: str, say: Say) -> int:
    """Try the held deliveries of this letter again."""
    return _told(installation.outbox.release(kept(reference)), reference, "released", say)


def resend(installation: Installation, reference: str, say: Say) -> int:
    """Send a letter again that was accepted and is still kept."""
    return _told(
        installation.outbox.resend(kept(reference), installation.clock()),
        reference,
        "sent again",
        say,
    )


def acknowledge(installation: Installation, reference: str, say: Say) -> int:
    """For a coordinator who cannot open the letter and rang; all are told so."""
    try:
        installation.desk().acknowledge(kept(reference))
    except NotWaiting:
        return _told(0, reference, "acknowledged", say)
    say(f"{reference}: acknowledged, and all recipients are told that it was by telephone")
    return DONE


def purge(installation: Installation, say: Say) -> int:
    """Delete what the retention rule lets go."""
    rules, now = installation.facts.intake, installation.clock()
    gone = installation.outbox.purge(
        now,
        rules.keep_days,
        rules.tombstone_days,
        installation.facts.loop.keep_unacknowledged_days,
    )
    say(f"deleted {gone.letters} letters and {gone.tombstones} tombstones")
    if backups := backups_of(installation.settings).purge(now, rules.keep_days):
        say(f"deleted {backups} backups from before an upgrade")
    if not gone.wiped:
        say("the database's log still holds deleted bytes (ciphertext): run purge again")
    return DONE


def backup(settings: Settings, folder: Path, say: Say) -> int:
    """Copy the database, in use or not, into the folder."""
    say(f"saved: {backups_of(settings).save(folder)}")
    return DONE


def _told(count: int, reference: str, what: str, say: Say) -> int:
    if not count:
        say(f"nothing to do for {reference}: not known, or in no state for it")
        return NOTHING
    say(f"{reference}: {count} {what}")
    return DONE
