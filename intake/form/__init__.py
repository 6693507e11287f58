"""The form: its questions, the way through them, and the way to a `Concern`.

What stays true: the server keeps nothing before Send, the answers travel in the page as a signed
draft; whoever holds a `Concern` needs no second look at its answers. Every POST goes to the page's
own address and carries `draft` (the signed answers of the other steps), `step` (where it comes
from), `action` (the button pressed: `continue`, `back`, `show`, `change-STEP`, `send`), `homepage`
(a trap that people leave empty), and the fields of its step, named as in `QUESTIONS`.
"""

from intake.form.answers import to_concern, to_reply
from intake.form.call import Moment, heard, moment
from intake.form.draft import Draft, Drafts, ExpiredDraft, TamperedDraft
from intake.form.forms import Setting, StepForm, build, build_call
from intake.form.path import before, position, unfinished, way
from intake.form.question import Answers, Step
from intake.form.questions import QUESTIONS, asked
from intake.form.readback import Row, exposed, holds_code, rows, typed
from intake.form.words import Words

__all__ = [
    "QUESTIONS",
    "Answers",
    "Draft",
    "Drafts",
    "ExpiredDraft",
    "Moment",
    "Row",
    "Setting",
    "Step",
    "StepForm",
    "TamperedDraft",
    "Words",
    "asked",
    "before",
    "build",
    "build_call",
    "exposed",
    "heard",
    "holds_code",
    "moment",
    "position",
    "rows",
    "to_concern",
    "to_reply",
    "typed",
    "unfinished",
    "way",
]
