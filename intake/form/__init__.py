"""The form: one class per step, fields that draw themselves, and the way to a `Concern`.

Every POST goes to the page's own address (`/skriv`, `/en/write`) and carries
  `draft`   the signed answers of the other steps     `step`      the step it comes from
  `action`  the button pressed                        `homepage`  a trap; people leave it empty
and the fields of its step:
  start    -
  way      `track`: anonymous, named, professional
  worry    `text`, `when`, `where`, `earlier_reference`, `urgency`: not_urgent, within_days, now
  person   `age`: under_18, adult, unknown; `residence`: here, elsewhere, unknown;
           `relation`: family, friend, school_or_work, professional, other, unsaid; `identification`
  contact  `reporter_name`, `reporter_phone`, `reporter_email`, `when_to_call`; professionals also
           `workplace`, `role`, `statutory_notification`: made, not_made, unsure
  check    -
Actions: `continue`, `back`, `show`, `called` (112 was called), `change-STEP`, `send`.
"""

from intake.form.answers import to_concern
from intake.form.fields import LONGEST
from intake.form.path import Step, after, before, path, position
from intake.form.steps import FIELDS, Setting, StepForm, answer_fields, build, unfinished

__all__ = [
    "FIELDS",
    "LONGEST",
    "Setting",
    "Step",
    "StepForm",
    "after",
    "answer_fields",
    "before",
    "build",
    "path",
    "position",
    "to_concern",
    "unfinished",
]
