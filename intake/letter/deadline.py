"""`frist.ics`: a suggested date for the coordinator's own calendar, and nothing of the matter.

The infohus itself decides whether something is urgent (F50); hence "Forslag", tentative, and
nothing at all when the reporter says that it is not urgent. RFC 5545, an all-day event.
"""

from datetime import date, timedelta

from intake.concern import Concern, Urgency
from intake.facts import Texts
from intake.letter.mime import Attachment
from intake.letter.received import Received
from intake.reference import shown


def attachment(concern: Concern, received: Received, words: Texts) -> Attachment | None:
    """The file, or None when the reporter says that it is not urgent."""
    if concern.urgency is Urgency.NOT_URGENT:
        return None
    summary = words.get_filled("deadline.summary", reference=shown(received.reference))
    return Attachment(
        name="frist.ics",
        content_type='text/calendar; charset="utf-8"; method=PUBLISH',
        content="\r\n".join(_lines(received, summary)).encode(),
    )


def _lines(received: Received, summary: str) -> tuple[str, ...]:
    day, last = received.day, received.meeting_by
    return (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Infohus//Frist//DA",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:frist-{received.reference}",
        f"DTSTAMP:{_basic(day)}T120000Z",
        f"DTSTART;VALUE=DATE:{_basic(last)}",
        f"DTEND;VALUE=DATE:{_basic(last + timedelta(days=1))}",
        f"SUMMARY:{summary}",
        "CLASS:CONFIDENTIAL",
        "STATUS:TENTATIVE",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    )


def _basic(day: date) -> str:
    """ISO 8601 without dashes."""
    return day.isoformat().replace("-", "")
