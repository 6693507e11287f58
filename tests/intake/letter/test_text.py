"""The text of the letter: the order of the design, nothing shortened, no imitation of us."""

from dataclasses import replace

import pytest

from intake.concern import (
    LONGEST_TEXT,
    AgeBand,
    Anonymous,
    EmergencyCall,
    Named,
    Urgency,
)
from intake.letter.mime import plain
from intake.letter.received import Received
from intake.letter.text import LetterText
from tests.intake.letter.given import NAMED, PROCEDURE, RECEIVED, TEACHER, WORDS, concern

STEPS = ("Første skridt", "Andet skridt")
TEXT = LetterText(WORDS, replace(PROCEDURE, steps=lambda age: STEPS))


def test_order_is_the_designs() -> None:
    """What to decide first, then everything given, then the list to tick."""
    text = TEXT.write(concern(TEACHER, Urgency.NOW), RECEIVED)
    day = "fredag den 15. januar 2027"
    order = [
        f"{WORDS.get_filled('head.reference', reference='ABCD-2345', day=day)} ",
        f"{WORDS.get_filled('head.adds_to', reference='HJKM-2345')}\n",
        WORDS["head.urgency.now"],
        WORDS["head.emergency_call.made"],
        WORDS["head.track.professional"],
        WORDS.get_filled("head.assess.unknown", day="lørdag den 16. januar 2027"),
        "møde senest fredag den 22. januar 2027; én dags varsel er muligt",
        WORDS["head.lead.unknown"],
        WORDS["head.mark.too_fast"],
        WORDS["given.title"],
        WORDS["next.title"],
        WORDS.get_filled("next.register", system="Arkivet"),
        "[ ] Første skridt\n[ ] Andet skridt\n",
    ]
    places = [text.index(one) for one in order]
    assert places[0] == 0
    assert places == sorted(places)


@pytest.mark.parametrize("call", EmergencyCall)
def test_now_is_never_changed(call: EmergencyCall) -> None:
    """What a person chose stands first in the letter, and once more among the answers."""
    written = replace(concern(Anonymous(), Urgency.NOW), emergency_call=call)
    text = TEXT.write(written, RECEIVED)
    assert text.split("\n\n")[1].strip() == WORDS["head.urgency.now"]
    assert WORDS[f"head.emergency_call.{call}"] in text
    assert f"{WORDS['given.urgency']}: {WORDS['choice.urgency.now']}\n" in text


def test_what_was_not_answered_is_one_line() -> None:
    """Twelve empty answers are no twelve lines."""
    written = replace(concern(NAMED), when="", where="", earlier_reference="")
    text = TEXT.write(written, RECEIVED)
    labels = [WORDS[f"given.{name}"] for name in ("when", "where", "earlier_reference")]
    assert f"{WORDS['given.unanswered']}: {', '.join(labels)}, " in text
    assert not any(f"\n{label}:" in text for label in labels)


def test_the_list_is_for_this_letter() -> None:
    """Nobody calls back an anonymous reporter; a grown person's letter is no notification."""
    adult = replace(concern(NAMED).person, age=AgeBand.ADULT)
    named, anonymous = (
        TEXT.write(replace(concern(each), person=adult), RECEIVED) for each in (NAMED, Anonymous())
    )
    assert WORDS["next.call_back"] in named
    assert WORDS["next.call_back"] not in anonymous
    assert WORDS["next.notice"] not in anonymous
    assert "24 timer" not in named
    assert "næste" not in anonymous
    assert WORDS["next.no_message"] in TEXT.write(concern(TEACHER), RECEIVED)


@pytest.mark.parametrize(
    ("now", "day", "last"),
    [
        (1_800_053_999, "fredag den 15. januar 2027", "fredag den 22. januar 2027"),
        (1_800_054_000, "lørdag den 16. januar 2027", "lørdag den 23. januar 2027"),
        (1_814_306_399, "tirsdag den 29. juni 2027", "tirsdag den 6. juli 2027"),
        (1_798_757_999, "torsdag den 31. december 2026", "torsdag den 7. januar 2027"),
        (1_798_758_000, "fredag den 1. januar 2027", "fredag den 8. januar 2027"),
        (1_806_271_199, "søndag den 28. marts 2027", "søndag den 4. april 2027"),
        (1_824_933_600, "søndag den 31. oktober 2027", "søndag den 7. november 2027"),
    ],
)
def test_days_are_the_municipalitys(now: int, day: str, last: str) -> None:
    """Both sides of midnight in Denmark, over new year, and in both halves of the year."""
    received = Received(reference="ABCD2345", now=now, procedure=PROCEDURE)
    text = TEXT.write(concern(NAMED), received)
    assert text.startswith(WORDS.get_filled("head.reference", reference="ABCD-2345", day=day))
    assert f"møde senest {last}" in text


def test_longest_text_is_whole() -> None:
    """20,000 code points, in lines of any length, come through quoted-printable unchanged."""
    written = ("æ" * 997 + "\n" + "🙂" * 2 + "\n" + ". " * 50 + "\n") * 20
    written = (written * 2)[:LONGEST_TEXT]
    text = TEXT.write(concern(Anonymous(), text=written), RECEIVED)
    assert "".join(f"\n| {line}" for line in written.split("\n")) in text
    assert max(len(line) for line in plain(text).split(b"\r\n")) <= 76


def test_each_line_of_theirs_is_quoted() -> None:
    """Hidden characters and line breaks of all kinds are shown by number."""
    text = TEXT.write(concern(NAMED), RECEIVED)
    assert "\n| | Referencenummer: falsk[U+000D]X[U+2028]Y[U+0000][U+202E]abc مرحبا" in text
    assert "\n| Bcc: a@b.c\n| .\n| --x\n" in text


def test_names_cannot_imitate_us() -> None:
    """Every field of theirs is quoted, short ones too."""
    text = TEXT.write(concern(Named(name="A\n\nDet gør I nu", email="b")), RECEIVED)
    assert "\n| A\n| \n| Det gør I nu\n" in text


def test_meeting_is_told_when_not_urgent_too() -> None:
    """The infohus decides what is urgent (F50), not the reporter."""
    text = TEXT.write(concern(NAMED, Urgency.NOT_URGENT), RECEIVED)
    assert "Hvis I vurderer sagen som hastende: møde senest" in text


def test_a_question_that_was_not_asked_is_not_unanswered() -> None:
    """Only whoever says "now" is asked about 112."""
    asked = {
        urgency: WORDS["given.emergency_call"]
        in TEXT.write(replace(concern(Anonymous(), urgency), emergency_call=None), RECEIVED)
        for urgency in Urgency
    }
    assert asked == {urgency: urgency is Urgency.NOW for urgency in Urgency}
