"""Says who we are: user and password in UTF-8 (RFC 4616), inside TLS only.

`smtplib` writes them in ASCII: a password with æ, ø or å could never be said.
"""

import base64
import smtplib

from intake.sending.talk import Talk

LET_IN, GO_ON = 235, 334
_NOT_THAT_WAY = (500, 501, 502, 504)
"""The server offers a way that it does not know; a wrong password is another answer."""


def log_in(talk: Talk, user: str, password: str) -> None:
    """Return when the server let us in. Raises `OSError` and `SMTPException`."""
    offered = talk.esmtp_features.get("auth", "").upper().split()
    ways = [way for name, way in (("PLAIN", _plain), ("LOGIN", _login)) if name in offered]
    if not ways:
        raise smtplib.SMTPNotSupportedError
    for way in ways:
        code, words = way(talk, user, password)
        if code == LET_IN:
            return
        if code not in _NOT_THAT_WAY:
            break
    raise smtplib.SMTPAuthenticationError(code, words)


def _plain(talk: Talk, user: str, password: str) -> tuple[int, bytes]:
    said = _encoded(f"\0{user}\0{password}")
    answer = talk.docmd("AUTH", f"PLAIN {said}")
    return talk.docmd(said) if answer[0] == GO_ON else answer


def _login(talk: Talk, user: str, password: str) -> tuple[int, bytes]:
    answer = talk.docmd("AUTH", "LOGIN")
    for word in (user, password):
        if answer[0] != GO_ON:
            break
        answer = talk.docmd(_encoded(word))
    return answer


def _encoded(words: str) -> str:
    return base64.b64encode(words.encode()).decode()
