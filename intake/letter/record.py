"""`henvendelse.json`: everything the reporter gave, exact, for programs.

Version 1 is described by `files/henvendelse-1.schema.json`, which the site publishes. A field is
never renamed or given a new meaning inside a version.
"""

import json
from typing import Any

from intake.concern import (
    Anonymous,
    Concern,
    Named,
    Professional,
    Reporter,
    needs_assessment_within_24_hours,
    proposed_case_lead,
)
from intake.letter.mime import Attachment
from intake.letter.received import Received

FORMAT = "infohus-henvendelse"
VERSION = 1
_lines = json.JSONEncoder(ensure_ascii=False, separators=(",\n", ": ")).encode


def attachment(concern: Concern, received: Received) -> Attachment:
    """The record as a file, a line for each field.

    A lone surrogate, which UTF-8 cannot hold, is written as its escape.
    """
    text = _lines(record(concern, received)) + "\n"
    return Attachment(
        name="henvendelse.json",
        content_type='application/json; charset="utf-8"',
        content=text.encode("utf-8", "backslashreplace"),
    )


def record(concern: Concern, received: Received) -> dict[str, Any]:
    """The concern as JSON values, texts untouched."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "reference": received.shown,
        "received": received.day.isoformat(),
        "language": concern.language,
        "text": concern.text,
        "when": concern.when,
        "where": concern.where,
        "urgency": concern.urgency,
        "called_112": concern.called_112,
        "person": vars(concern.person),
        "reporter": _reporter(concern.reporter),
        "earlier_reference": concern.earlier_reference,
        "adds_to": concern.adds_to,
        "marks": sorted(concern.marks),
        "proposed_case_lead": proposed_case_lead(concern.person.age),
        "assess_within_24_hours": needs_assessment_within_24_hours(concern.person.age),
    }


def _reporter(reporter: Reporter) -> dict[str, Any]:
    match reporter:
        case Anonymous():
            return {"track": "anonymous"}
        case Named():
            return {"track": "named", **_reachable(reporter)}
        case Professional():
            return {
                "track": "professional",
                **_reachable(reporter),
                "workplace": reporter.workplace,
                "role": reporter.role,
                "statutory_notification": reporter.statutory_notification,
            }


def _reachable(reporter: Named | Professional) -> dict[str, str]:
    return {
        "name": reporter.name,
        "phone": reporter.phone,
        "email": reporter.email,
        "when_to_call": reporter.when_to_call,
    }
