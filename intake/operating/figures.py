"""What a running process tells of itself at its own socket: counts, ages and certificates."""

from collections.abc import Iterator
from dataclasses import asdict

from intake.installation import Installation
from intake.operating import following, ports
from intake.operating.ringing import unheard
from intake.sending import Forwarder

Figure = tuple[str, int | str]


def told(
    installation: Installation, *, has_form: bool, forwarder: Forwarder | None
) -> dict[str, int | str]:
    """By name; numbers for `/metrics`, words too for `/status`."""
    figures: dict[str, int | str] = asdict(installation.outbox.count(installation.clock()))
    figures |= following.counts(installation)
    figures["alarm_unheard"] = len(unheard(installation.settings.alarm_folder))
    figures["process"] = ports.FORM if forwarder is None else ports.FORWARDER
    if has_form:
        figures |= dict(_of_form(installation))
    if forwarder is not None:
        figures["process"] = ports.BOTH if has_form else ports.FORWARDER
        figures["reason"] = forwarder.waiting.reason
        figures["mail_away"] = int(bool(forwarder.waiting.reason))
    return figures


def _of_form(installation: Installation) -> Iterator[Figure]:
    now = installation.clock()
    usable = installation.sealer.usable(now)
    yield "usable", len(usable)
    yield "refused", installation.limits.refused
    yield "signing_days", installation.signer.days_left(now)
    if ends := [days for each in usable if (days := each.days_left(now)) is not None]:
        yield "recipient_days", min(ends)
