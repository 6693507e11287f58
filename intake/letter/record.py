"""`henvendelse.json`: everything the reporter gave, exact, for programs.

Version 2 is described by `files/henvendelse-2.schema.json`, which the site publishes. A field is
never renamed or given a new meaning inside a version.
"""

import json
from typing import Any

from intake.concern import (
    Concern,
    needs_assessment_within_24_hours,
    proposed_case_lead,
    track,
)
from intake.letter.mime import Attachment
from intake.letter.received import Received
from intake.reference import shown

FORMAT = "infohus-henvendelse"
VERSION = 2
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
        "reference": shown(received.reference),
        "received": received.day.isoformat(),
        **vars(concern),
        "person": vars(concern.person),
        "reporter": {"track": track(concern.reporter), **vars(concern.reporter)},
        "marks": sorted(concern.marks),
        "call": concern.call and vars(concern.call),
        "proposed_case_lead": proposed_case_lead(concern.person.age),
        "assess_within_24_hours": needs_assessment_within_24_hours(concern.person.age),
    }
