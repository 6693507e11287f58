"""A letter's size tells a class of how much was written, and nothing else."""

from dataclasses import replace
from email import message_from_bytes, policy
from itertools import product
from random import Random
from typing import Any

import pytest

from intake.concern import (
    AgeBand,
    Anonymous,
    Concern,
    PersonOfConcern,
    Reporter,
    Residence,
    Urgency,
)
from intake.facts import Sbsys
from intake.form import Step
from intake.form.questions import QUESTIONS
from intake.letter.font import load
from intake.letter.mime import SIZES, mixed, padded
from intake.letter.received import Procedure, Received
from intake.letter.size import FRAME, asked_of_all, least
from tests.intake.letter.given import (
    NAMED,
    NOW,
    PROCEDURE,
    REFERENCE,
    TEACHER,
    concern,
    letter_writer,
)

LONGEST = {
    question.attribute or question.name: question.longest
    for question in QUESTIONS
    if question.step is Step.CONTACT and question.longest
}


def full_of(words: str) -> Reporter:
    """Everything that a person with a name is asked, as long as the form takes it."""
    given: dict[str, Any] = {name: (words * 500)[:longest] for name, longest in LONGEST.items()}
    return replace(TEACHER, **given)


REPORTERS: tuple[Reporter, ...] = (Anonymous(), NAMED, TEACHER, full_of("skoleåret på Ærø "))
FILED = replace(
    PROCEDURE, sbsys=Sbsys(form_id="f" * 36, kle="27.24.00 G01", case_template="7" * 36)
)
"""Each letter carries a case file too."""
_SIGNS = [sign for sign in load().numbers if sign.strip()]
_NARROW = sorted(_SIGNS, key=load().widths.__getitem__)[:64]
HARD_TO_PACK = "".join(Random(1).choices(_NARROW, k=9_000))
"""Of the letters that the sheet holds most of, in no order: no zlib makes it much smaller."""
TEXTS = (
    HARD_TO_PACK,
    "kort",
    "x" * 4_000,
    "æ" * 9_000,
    "🙂" * 20_000,
    "\n" * 20_000,
    "\u202e" * 20_000,
)


def letters(text: str) -> list[Concern]:
    """The same words by everybody, of every age and urgency."""
    found = []
    for reporter, urgency, age in product(REPORTERS, Urgency, AgeBand):
        written = concern(reporter, urgency, text=text)
        found.append(replace(written, person=replace(written.person, age=age)))
    return found


def unpadded(written: Concern, procedure: Procedure) -> int:
    """Bytes of the letter as it is."""
    writer = letter_writer(procedure)
    received = Received(reference=REFERENCE, now=NOW, procedure=procedure)
    files = tuple(writer._files(written, received))
    return len(mixed(writer._text.write(written, received), files))


@pytest.mark.parametrize(
    ("text", "procedure"),
    [*((text, PROCEDURE) for text in TEXTS), ("x" * 4_000, FILED), (TEXTS[-1], FILED)],
)
def test_track_age_urgency_and_files_make_no_difference(text: str, procedure: Procedure) -> None:
    """One size for the same words, and one of a few; an ordinary letter is of the first."""
    sizes = {len(letter_writer(procedure).write(one, REFERENCE, NOW)) for one in letters(text)}
    assert len(sizes) == 1
    assert sizes <= set(SIZES)
    assert (sizes == {SIZES[0]}) == (len(text) <= 4_000)


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: f"{text[0]!r}-{len(text)}")
def test_everything_that_is_not_words_lies_within_the_frame(text: str) -> None:
    """Else a letter would be of the next class because of who wrote it."""
    frames = [unpadded(one, PROCEDURE) - (least(one) - FRAME) for one in letters(text)]
    assert max(frames) <= FRAME


def test_contact_in_signs_of_many_bytes_counts_as_words() -> None:
    """A class tells how much was written, by whomever: never more."""
    emoji = concern(full_of("🙂"), Urgency.NOT_URGENT, text="x" * 4_000)
    size = len(letter_writer(PROCEDURE).write(emoji, REFERENCE, NOW))
    assert size in {
        len(letter_writer(PROCEDURE).write(one, REFERENCE, NOW)) for one in letters("x" * 9_000)
    }


@pytest.mark.parametrize("text", TEXTS[-3:], ids=lambda text: f"{text[0]!r}-{len(text)}")
def test_the_case_file_lies_within_what_it_was_given(text: str) -> None:
    """Its words beside its own frame: else it would lift some letters into the next class."""
    more = [unpadded(one, FILED) - unpadded(one, PROCEDURE) for one in letters(text)]
    given = [least(one, has_case_file=True) - least(one) for one in letters(text)]
    assert max(a - b for a, b in zip(more, given, strict=True)) <= 0


@pytest.mark.parametrize("missing", [0, 1, 2, 3, 75, 76, 77, 78, 5_000])
def test_what_fills_a_letter_is_no_part_of_it(missing: int) -> None:
    """To the byte, in short lines, behind the last boundary."""
    letter = mixed("x" * 40, ())
    filled = padded(letter + b"~" * (SIZES[0] - len(letter) - missing - 2) + b"\r\n", 0)
    assert len(filled) == SIZES[0] - (missing == 1)
    assert filled.endswith(b"\r\n")
    parsed = message_from_bytes(padded(letter, 0), policy=policy.SMTP)
    assert [part.get_content().strip() for part in parsed.iter_parts()] == ["x" * 40]
    assert max(map(len, padded(letter, 0).split(b"\r\n"))) <= 153


def test_a_letter_above_every_class_is_a_multiple_of_the_largest() -> None:
    """None is refused for its size here."""
    assert len(padded(mixed("x", ()), 3 * SIZES[-1] - 5)) == 3 * SIZES[-1]


def test_what_all_are_asked_is_what_the_form_asks_without_regard_to_who_writes() -> None:
    """By it the size of a letter is reckoned: a new question of the form is in it."""
    asked = {each.holds for each in QUESTIONS if not each.options and each.part is not Reporter}
    of_person: dict[str, Any] = {name: name for name in asked if hasattr(PersonOfConcern, name)}
    own: dict[str, Any] = {name: name for name in asked - of_person.keys()}
    person = PersonOfConcern(age=AgeBand.ADULT, residence=Residence.HERE, **of_person)
    told = replace(concern(full_of("x")), person=person, **own)
    assert set(asked_of_all(told)) == asked
