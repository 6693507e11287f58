"""A reminder is the same ciphertext under another subject, day and Message-ID."""

from dataclasses import replace
from email import message_from_bytes

import pytest

from intake.message import Kind, SealedMessage
from intake.outbox import Lease
from intake.sending.again import as_it_goes
from tests.intake.sealed import DAY, NOW

HEAD = (
    b"From: infohus@test.example\r\nSubject: Referencenummer ABCD-EFGH\r\n"
    b"Date: Thu, 14 Jan 2027 00:00:00 +0100\r\nMessage-ID: <ABCDEFGH@test.example>\r\n"
    b"Content-Transfer-Encoding: binary\r\n\r\n"
)
CONTENT = b"\x00Subject: not a header\r\n\r\nDate: nor this\r\n" * 3
LETTER = Lease(
    id=1,
    token="t",
    message=SealedMessage("ABCDEFGH", ("ane@test.example",), HEAD + CONTENT),
    attempts=0,
    until=NOW,
)
SUBJECT = "Referencenummer ABCD-EFGH: afventer jeres kvittering"
REMINDER = replace(LETTER, kind=Kind.REMINDER, subject=SUBJECT)


def test_letter_goes_as_it_is() -> None:
    """Byte for byte."""
    assert as_it_goes(LETTER, NOW) is LETTER.message


def test_reminder_has_another_head_and_the_same_content() -> None:
    """Date is the first second of the day on which it goes."""
    sent = as_it_goes(REMINDER, NOW)
    head = message_from_bytes(sent.body)
    assert head["Subject"] == SUBJECT
    assert head["Date"] == "Fri, 15 Jan 2027 00:00:00 +0100"
    assert head["Message-ID"] == "<ABCDEFGH.r1@test.example>"
    assert sent.body.partition(b"\r\n\r\n")[2] == CONTENT
    assert (sent.reference, sent.recipients) == ("ABCDEFGH", ("ane@test.example",))


def test_each_turn_has_a_message_id_of_its_own() -> None:
    """No mail program drops one as a double; the same turn sent twice is known again."""
    turns = [replace(REMINDER, went=went) for went in range(11)]
    turns += [replace(turn, kind=Kind.SUBSTITUTE) for turn in turns]
    names = {message_from_bytes(as_it_goes(turn, NOW).body)["Message-ID"] for turn in turns}
    assert len(names) == 22
    assert as_it_goes(REMINDER, NOW).body == as_it_goes(REMINDER, NOW + 60).body
    assert as_it_goes(REMINDER, NOW).body != as_it_goes(REMINDER, NOW + DAY).body


@pytest.mark.parametrize("subject", ["a\r\nBcc: x@y", "æ"])
def test_subject_that_is_none_is_refused(subject: str) -> None:
    """Whoever can write to the database begins no header."""
    with pytest.raises(ValueError, match="subject"):
        as_it_goes(replace(REMINDER, subject=subject), NOW)
