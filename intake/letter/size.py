"""How large a letter is made, so that its size tells no more than a class of how much was written.

It is reckoned from what everybody is asked, as if all else were there: track, age, urgency and
files make no difference. What a person with a name is asked besides lies within the frame, as long
as the form takes it, in any European language; in signs of several bytes each it counts as words.
"""

import json
from collections.abc import Iterator

from intake.concern import Concern, told
from intake.letter import case_file
from intake.letter.mime import length_in_base64, plain
from intake.letter.visible import quoted

FRAME = 68_000
"""Bytes of everything but those words: labels, tasks, what is asked of a person with a name, the
sheet with every field full, the calendar file and the privacy notice; measured 66,900 at most."""

CASE_FILE = 3_000
"""Bytes of the case file but for the words: it names no reporter; measured 1,600."""


def least(concern: Concern, *, has_case_file: bool = False) -> int:
    """Bytes of the inside of a letter with these words, whoever wrote them about whomever."""
    return least_of("\n".join(asked_of_all(concern)), has_case_file=has_case_file)


def asked_of_all(concern: Concern) -> Iterator[str]:
    """What was written where everybody may write, whoever they are; empty where nothing was."""
    own = {"track", *vars(concern.reporter)}
    return (each for name, each in told(concern) if type(each) is str and name not in own)


def least_of(words: str, *, has_case_file: bool = False) -> int:
    """The same for these words, whatever they answer."""
    recorded = json.dumps(words, ensure_ascii=False).encode("utf-8", "backslashreplace")
    size = FRAME + len(plain(quoted(words))) + length_in_base64(recorded)
    if not has_case_file:
        return size
    return size + CASE_FILE + length_in_base64(case_file.as_written(words).encode("utf-8"))
