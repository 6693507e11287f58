"""What a running process tells of itself at its own socket: counts and ages."""

from dataclasses import asdict

from intake.operating.ringing import unheard
from intake.outbox import Awaited
from intake.sending import LAST_DAYS, Forwarder
from intake.sending_half import SendingHalf

FORM, FORWARDER, BOTH = "form", "forwarder", "form and forwarder"
"""Which process answers."""
Figures = dict[str, int | str]
"""By name; numbers for `/metrics`, words too for `/status`."""


def of_store(half: SendingHalf) -> Figures:
    """What waits, and whether the alarm was heard: any process sees it."""
    figures: Figures = asdict(half.outbox.count(half.clock()))
    figures |= unacknowledged(half)
    return figures | {"alarm_unheard": len(unheard(half.settings.alarm_folder))}


def of_forwarder(forwarder: Forwarder) -> Figures:
    """Why the mail server takes nothing, in a word and in a number."""
    reason = forwarder.waiting.reason
    return {"reason": reason, "mail_away": int(bool(reason))}


def waiting(half: SendingHalf) -> Awaited:
    """Letters that no human has acknowledged."""
    longest = half.facts.loop.keep_unacknowledged_days
    return half.outbox.awaited(half.clock(), longest - LAST_DAYS)


def unacknowledged(half: SendingHalf) -> dict[str, int]:
    """The same in numbers, ages in hours; nothing where no letter waits for a human."""
    awaited = waiting(half)
    if not (half.facts.loop.is_on or awaited.letters):
        return {}
    return {
        "unacknowledged": awaited.letters,
        "unacknowledged_hours": awaited.oldest_hours,
        "ending": awaited.ending,
    }
