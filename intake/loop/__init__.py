"""The closed loop: a human has the letter, and says so; who does not is reminded.

What stays true: off unless the municipality switches it on; nothing of a concern is read here, and
letters hold no link; a look changes nothing, an act is idempotent, and every act is told to all
in a sealed note; no row holds the name of who acted. A reporter's code is stored nowhere, and what
is asked of them lies sealed to it.
"""

from intake.loop.asking import Fault, Questions, questions_of
from intake.loop.codes import Codes, Mistake
from intake.loop.desk import TAKE, Desk, Matter, NotWaiting
from intake.loop.drill import Outcome, newest_outcome
from intake.loop.drill import is_time as is_time_for_drill
from intake.loop.keys import Keys
from intake.loop.notes import NoteWriter
from intake.loop.replies import Replies, State, Status
from intake.loop.telephone import Telephone

__all__ = [
    "TAKE",
    "Codes",
    "Desk",
    "Fault",
    "Keys",
    "Matter",
    "Mistake",
    "NotWaiting",
    "NoteWriter",
    "Outcome",
    "Questions",
    "Replies",
    "State",
    "Status",
    "Telephone",
    "is_time_for_drill",
    "newest_outcome",
    "questions_of",
]
