"""Digests tell the same letter from a changed one, and tell nobody else anything."""

from dataclasses import replace

import pytest

from intake.accepting.digest import Digests
from intake.concern import Concern, EmergencyCall, Mark, Urgency
from tests.intake.letter.given import NAMED, concern

ID = b"0123456789abcdef"
DIGESTS = Digests(b"a key of this installation")
SENT = concern(NAMED)


def test_same_letter_has_the_same_digest() -> None:
    """Also in the other language and with marks: the same was written."""
    again = replace(SENT, language="en", marks=frozenset({Mark.TOO_FAST}))
    assert DIGESTS.content(ID, again) == DIGESTS.content(ID, SENT)


@pytest.mark.parametrize(
    "changed",
    [
        replace(SENT, text=SENT.text + "."),
        replace(SENT, urgency=Urgency.NOT_URGENT),
        replace(SENT, person=replace(SENT.person, identification="en anden")),
        replace(SENT, emergency_call=EmergencyCall.NOT_MADE),
    ],
)
def test_changed_letter_has_another_digest(changed: Concern) -> None:
    """One sign is enough."""
    assert changed != SENT
    assert DIGESTS.content(ID, changed) != DIGESTS.content(ID, SENT)


def test_two_people_with_the_same_words_are_not_seen_to() -> None:
    """The draft's id is part of the digest."""
    assert DIGESTS.content(b"another id", SENT) != DIGESTS.content(ID, SENT)


def test_nobody_without_the_key_can_test_a_guess() -> None:
    """Another key gives other digests, of content and of submission."""
    other = Digests(b"another key")
    assert other.content(ID, SENT) != DIGESTS.content(ID, SENT)
    assert other.submission(ID) != DIGESTS.submission(ID)
    assert ID not in DIGESTS.submission(ID)
