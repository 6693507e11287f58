"""Each code means one thing at each step."""

import smtplib

import pytest

from intake.message import PermanentFailure, TemporaryFailure, Unreachable
from intake.sending.replies import OutOfStep
from intake.sending.verdict import Step, judge

STEPS: tuple[Step, ...] = ("sender", "recipient", "data", "letter")


@pytest.mark.parametrize("step", STEPS)
def test_no_code_is_passed_over(step: Step) -> None:
    """Of all that a server can say, a step has few that mean yes, and the rest is told."""
    yes = []
    for code in range(200, 600):
        try:
            judge(step, code)
        except (TemporaryFailure, PermanentFailure, smtplib.SMTPException):
            continue
        yes.append(code)
    wanted = {"sender": [250], "recipient": [250, 251, 252], "data": [354]}
    assert yes == wanted.get(step, list(range(200, 300)))


@pytest.mark.parametrize(
    ("step", "code", "kind", "told"),
    [
        ("sender", 550, PermanentFailure, "sender refused 550"),
        ("sender", 452, TemporaryFailure, "sender refused 452"),
        ("sender", 552, PermanentFailure, "letter too large"),
        ("sender", 530, Unreachable, "login wanted 530"),
        ("recipient", 530, PermanentFailure, "recipient refused 530"),
        ("recipient", 552, PermanentFailure, "recipient refused 552"),
        ("recipient", 354, OutOfStep, "354 to the recipient"),
        ("data", 250, OutOfStep, "250 to the data"),
        ("data", 503, OutOfStep, "503 to the data"),
        ("letter", 354, OutOfStep, "354 to the letter"),
        ("letter", 451, TemporaryFailure, "letter refused 451"),
        ("letter", 421, smtplib.SMTPResponseException, "421"),
    ],
)
def test_what_is_refused_is_told_by_kind(
    step: Step, code: int, kind: type[Exception], told: str
) -> None:
    """For now or for good, for this letter or for all."""
    with pytest.raises(kind, match=told) as caught:
        judge(step, code)
    assert caught.type is kind
