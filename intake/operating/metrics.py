"""`/metrics` in Prometheus' text form (0.0.4), named as its conventions ask.

Only what stands now, never a counter of who came: in a small municipality one more letter between
two questions would be one person. So waiting and held letters are told as none, or some.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

HOUR = 3_600
Figures = Mapping[str, int | str]


@dataclass(frozen=True, kw_only=True)
class Gauge:
    """One figure, and how it is told."""

    figure: str
    name: str
    help: str
    factor: int = 1
    only_whether: bool = False
    """1 for any number: small numbers are people."""


GAUGES = (
    Gauge(
        figure="waiting",
        name="infohus_letters_waiting",
        help="Whether letters wait for a mail server (1) or none does (0).",
        only_whether=True,
    ),
    Gauge(
        figure="held",
        name="infohus_letters_held",
        help="Whether letters are held for a human (1) or none is (0).",
        only_whether=True,
    ),
    Gauge(
        figure="oldest_hours",
        name="infohus_oldest_letter_age_seconds",
        help="Age of the oldest letter that no mail server has accepted, in whole hours.",
        factor=HOUR,
    ),
    Gauge(
        figure="unfinished_hours",
        name="infohus_oldest_unfinished_letter_age_seconds",
        help="Age of the oldest letter that is not accepted everywhere, in whole hours.",
        factor=HOUR,
    ),
    Gauge(
        figure="unacknowledged_hours",
        name="infohus_oldest_unacknowledged_letter_age_seconds",
        help="Age of the oldest letter that no human has acknowledged, in whole hours.",
        factor=HOUR,
    ),
    Gauge(
        figure="ending",
        name="infohus_letters_ending",
        help="Whether letters that nobody acknowledged are deleted within seven days (1).",
        only_whether=True,
    ),
    Gauge(
        figure="usable",
        name="infohus_recipients_usable",
        help="Recipients whose certificate can be sealed to.",
    ),
    Gauge(
        figure="refused",
        name="infohus_letters_refused",
        help="Whether letters were refused because too many came, since the form started (1).",
        only_whether=True,
    ),
    Gauge(
        figure="mail_away",
        name="infohus_mail_server_failing",
        help="Whether the mail server took nothing when it was last tried (1).",
    ),
    Gauge(
        figure="alarm_unheard",
        name="infohus_alarm_words_unheard",
        help="Words of the alarm that nobody has heard yet.",
    ),
    Gauge(
        figure="signing_days",
        name="infohus_signing_certificate_remaining_seconds",
        help="Until the signing certificate ends, in whole days.",
        factor=24 * HOUR,
    ),
    Gauge(
        figure="recipient_days",
        name="infohus_recipient_certificate_remaining_seconds",
        help="Until the first usable certificate of a recipient ends, in whole days.",
        factor=24 * HOUR,
    ),
)


def exposition(figures: Figures) -> str:
    """What Prometheus reads; a figure that this process does not know is left out."""
    return "".join(_lines(figures))


def _lines(figures: Figures) -> Iterator[str]:
    for gauge in GAUGES:
        value = figures.get(gauge.figure)
        if not isinstance(value, int):
            continue
        told = int(value > 0) if gauge.only_whether else value * gauge.factor
        yield f"# HELP {gauge.name} {gauge.help}\n# TYPE {gauge.name} gauge\n{gauge.name} {told}\n"
    process = figures.get("process", "")
    yield "# HELP infohus_process_info Which process answers.\n# TYPE infohus_process_info gauge\n"
    yield f'infohus_process_info{{process="{process}"}} 1\n'
