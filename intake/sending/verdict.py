"""What a reply means for the letter under way.

`smtplib` leaves the first digit to its caller; here each step has the codes that fit it (RFC 5321,
section 4.3.2), and any other yes is a reply to something else.
"""

import smtplib
from typing import Literal

from intake.message import PermanentFailure, TemporaryFailure, Unreachable
from intake.sending.replies import OutOfStep

Step = Literal["sender", "recipient", "data", "letter"]
"""MAIL, RCPT, DATA and the last dot of the letter itself."""
_YES = {"sender": (250,), "recipient": (250, 251, 252), "data": (354,), "letter": range(200, 300)}
_SERVER_LEAVES = 421
_WRONG_ORDER = 503
_LOGIN_WANTED = (530, 534, 535, 538)
"""RFC 4954: at MAIL these are about who we are, not about the letter."""
_TOO_LARGE = 552


def judge(step: Step, code: int) -> None:
    """Return when the reply is the yes of this step.

    Raises `TemporaryFailure` or `PermanentFailure` for the letter, `Unreachable` when nobody is let
    in, and `SMTPException` when nothing more can be said on this connection.
    """
    if code in _YES[step]:
        return
    if code == _SERVER_LEAVES:
        raise smtplib.SMTPResponseException(code, b"")
    if code < 400 or code == _WRONG_ORDER:
        raise OutOfStep(f"{code} to the {step}")
    if step == "sender" and code in _LOGIN_WANTED:
        raise Unreachable(f"login wanted {code}")
    if step == "sender" and code == _TOO_LARGE:
        raise PermanentFailure("letter too large")
    refusal = PermanentFailure if code >= 500 else TemporaryFailure
    raise refusal(f"{step} refused {code}")
