"""The words of the alarm: fixed, and nothing else ever leaves by it."""

from enum import StrEnum


class Word(StrEnum):
    """What there is to see to."""

    HELD = "held"
    LATE = "late"
    OVERDUE = "overdue"
    NO_MAIL = "no-mail"
    NO_KEY = "no-key"
    ONE_KEY = "one-key"
    LEFT_OUT = "left-out"
    STORE = "store"
    NO_ROOM = "no-room"
    FLOOD = "flood"
    RECIPIENTS = "recipients"
    UNREAD = "unread"
    ENDING = "ending"
    HUNG = "hung"
    CHECK = "check"
    UNIT_FAILED = "unit-failed"
    TEST = "test"
