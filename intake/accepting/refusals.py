"""Every way in which the form says no, with its status. Each has its words in `translations`.

A refusal never costs a person their text: the page shows what was typed, what to do and whom to
call. The mistakes a person makes in an answer are not here: those are said at the field.
"""

from enum import Enum


class Refusal(Enum):
    """Name of the words under `refusal.` in the texts, and the HTTP status."""

    TOO_LARGE = ("too_large", 413)
    WRONG_TYPE = ("wrong_type", 415)
    NOT_UTF8 = ("not_utf8", 400)
    CROSS_SITE = ("cross_site", 403)
    TAMPERED = ("tampered", 400)
    EXPIRED = ("expired", 400)
    UNKNOWN_FIELDS = ("unknown_fields", 400)
    TOO_MANY = ("too_many", 429)
    CLOSED = ("closed", 503)
    NO_KEY = ("no_key", 503)
    NO_ROOM = ("no_room", 503)
    NO_STORE = ("no_store", 503)
    BROKEN = ("broken", 500)

    def __init__(self, key: str, status: int) -> None:
        self.key = key
        self.status = status


class Refused(Exception):
    """The request stops here; the page that says why keeps what was typed."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.key)
        self.refusal = refusal


def is_cross_site(fetch_site: str | None, origin: str | None, own: str) -> bool:
    """Whether another site sent this form.

    Browsers that say where a request comes from are believed. From the others the origin must be
    `own`, missing, or `null`, which is what our own no-referrer policy makes browsers send.
    """
    if fetch_site is not None:
        return fetch_site not in {"same-origin", "none"}
    return origin not in {None, "null", own}
