"""The base registration: nine fields in order, filled with what belongs there and nothing else."""

import io
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter

from intake.concern import Anonymous, Concern, Reporter
from intake.letter.font import FILES
from intake.letter.sheet import MOST, NAME, PLACE_OF_RELATION, Sheet
from tests.intake.letter.given import HARD, NAMED, RECEIVED, TEACHER, WORDS, concern
from tests.poppler import Picture, check, read, spoken

SHEET = Sheet(WORDS)
BLANK = (FILES / NAME).read_bytes()
LABELS = [
    "Infohus",
    "Geografi / Område",
    "Nationalitet",
    "Bemærkninger om familie og netværk",
    "Tilknytning til skole, uddannelse og arbejde",
    "Oplysninger vedr. afsender af bekymringen (ikke personfølsomme oplysninger)",
    "Beskrivelse af henvendelsen, herunder bekymringstegn",
    "Vurdering af henvendelsen",
    "Hvem vurdering er lavet af",
    "Beslutning",
]
OURS_TO_LEAVE = ("nationality", "assessment", "assessed_by", "decision")
DANISH = "Blåbærgrød på ærø – ÆØÅ — „citat“ … €\nNæste linje\n\nNyt afsnit"


def filled(written: Concern) -> bytes:
    """The sheet of a concern."""
    return SHEET.attachment(written, RECEIVED).content


def values(pdf: bytes) -> dict[str, str]:
    """Every field and its value, as a program that files the sheet reads it."""
    fields = PdfReader(io.BytesIO(pdf)).get_form_text_fields()
    return {name: value or "" for name, value in fields.items()}


def boxes(pdf: bytes) -> dict[str, tuple[int, tuple[float, float, float, float]]]:
    """Page and inside of each field's box."""
    found = {}
    for number, page in enumerate(PdfReader(io.BytesIO(pdf)).pages, 1):
        annotations: Any = page["/Annots"]
        for one in annotations:
            left, first, right, second = map(float, one.get_object()["/Rect"])
            low, high = sorted((first, second))
            found[one.get_object()["/T"]] = (number, (left + 2, low + 2, right - 2, high - 2))
    return found


def lines_in(pdf: bytes, name: str) -> int:
    """How many lines are printed in a box."""
    page, box = boxes(pdf)[name]
    return Picture(pdf, page).lines(box)


@pytest.mark.parametrize("pdf", [BLANK, filled(concern(TEACHER))])
def test_labels_are_read_aloud_in_order(pdf: bytes) -> None:
    """F91, LIT; each a paragraph of its own before its field."""
    found = [text for role, text in spoken(pdf) if role == "P"]
    assert [text for text in found if text in LABELS] == LABELS


def test_it_says_whose_it_is_and_which_page_of_how_many() -> None:
    """A printed page that lies alone can be put back."""
    pdf = filled(concern(TEACHER))
    assert values(pdf)["infohus"] == "Infohus Andeby"
    lines = read(pdf)
    assert lines.index("Infohus Andeby") < lines.index("Side 1 af 2") < lines.index("Side 2 af 2")
    assert lines[-1] == "Side 2 af 2"


def test_fields_are_named_by_their_labels() -> None:
    """What a screen reader says at each field is what stands above it."""
    fields = PdfReader(io.BytesIO(BLANK)).get_fields() or {}
    assert [field["/TU"] for field in fields.values()] == LABELS


@pytest.mark.parametrize("reporter", [Anonymous(), NAMED, TEACHER])
def test_what_is_the_infohuses_own_stays_empty(reporter: Reporter) -> None:
    """Nationality is never asked (G20); assessment and decision are made by people."""
    found = values(filled(concern(reporter)))
    assert [found[name] for name in OURS_TO_LEAVE] == [""] * 4
    assert [lines_in(filled(concern(reporter)), name) for name in OURS_TO_LEAVE] == [0] * 4


def test_what_is_known_stands_where_it_belongs() -> None:
    """Nobody retypes it."""
    found = values(filled(concern(TEACHER, text="Ordene")))
    assert found["geography"] == "Hvor: på Å-gade\nBor i kommunen: ja"
    assert found["school"] == WORDS["sheet.relation.school_or_work"]
    assert found["reporter"].split("\n") == [
        WORDS["head.track.professional"],
        WORDS["sheet.name_in_letter"],
        "Er der lavet en underretning: ja",
    ]
    number = WORDS.get_filled("sheet.reference", reference="ABCD-2345", day="15.1.2027")
    assert found["description"].startswith(f"{number}\n{WORDS['given.when']}: i går\n")
    assert found["description"].endswith("\n\nOrdene")
    for name in ("age", "emergency_call", "identification"):
        assert f"\n{WORDS[f'given.{name}']}: " in found["description"]


@pytest.mark.parametrize(("relation", "field"), PLACE_OF_RELATION.items())
def test_relation_has_its_field(relation: Any, field: str) -> None:
    """Family and friends tell of the network, school and work of the daily life."""
    found = values(filled(concern(NAMED, relation=relation)))
    told = WORDS[f"sheet.relation.{relation}"]
    assert [name for name, value in found.items() if told in value] == [field]


def test_anonymous_is_told() -> None:
    """Nobody looks for a name that is not there."""
    assert values(filled(concern(Anonymous())))["reporter"] == WORDS["head.track.anonymous"]


@pytest.mark.parametrize("reporter", [NAMED, TEACHER])
def test_never_who_wrote(reporter: Any) -> None:
    """No name, contact, workplace or position: in no field and nowhere on paper."""
    written = concern(reporter, text="x")
    pdf = filled(written)
    shown = "\n".join((*values(pdf).values(), *read(pdf)))
    given = [getattr(reporter, name, "") for name in ("name", "phone", "email", "when_to_call")]
    given += [getattr(reporter, name, "") for name in ("workplace", "role")]
    assert [one for one in given if one and one in shown] == []


def test_danish_is_printed_and_copied_right() -> None:
    """Letters, dashes, quotes and line breaks, in the value, as text, and on the picture."""
    pdf = filled(concern(Anonymous(), text=DANISH))
    description = values(pdf)["description"]
    assert description.endswith(f"\n\n{DANISH}")
    lines = [line for line in DANISH.split("\n") if line]
    assert [line for line in read(pdf) if line in lines] == lines
    assert lines_in(pdf, "description") == len(description.split("\n")) - DANISH.count("\n\n") - 1


def test_nothing_is_printed_outside_its_box() -> None:
    """A filled sheet differs from the blank one inside the boxes alone."""
    pdf = filled(concern(TEACHER, text="æ" * 20_000))
    page, (left, low, right, high) = boxes(pdf)["description"]
    picture, blank = Picture(pdf, page), Picture(BLANK, page)
    above = (0.0, high + 5, picture.width, high + 14)
    below = (0.0, 0.0, picture.width, low - 5)
    beside = (0.0, low, left - 5, high), (right + 5, low, picture.width, high)
    assert [picture.rows(box) for box in (above, below)] == [
        blank.rows(box) for box in (above, below)
    ]
    assert not any(any(picture.rows(box)) for box in beside)


@pytest.mark.parametrize(
    "text",
    [
        "Langt ord " * 2_000,
        "x\n" * 10_000,
        "æ" * 20_000,
        "i" * (MOST + 1),
        "م" * 20_000,
        "مرحبا" * 10 + "\n" + "x " * 9_000,
    ],
)
def test_longer_than_its_box_says_so(text: str) -> None:
    """It ends "fortsættes i brevet", in the value and on paper, within the box."""
    pdf = filled(concern(Anonymous(), text=text))
    assert values(pdf)["description"].endswith("fortsættes i brevet")
    assert [line for line in read(pdf) if line.endswith("fortsættes i brevet")]
    check(pdf)


def test_every_line_of_a_full_box_is_printed_whole() -> None:
    """The last line, which says that there is more, is not cut by the edge of the box."""
    pdf = filled(concern(Anonymous(), text="x\n" * 10_000))
    page, (left, low, right, _) = boxes(pdf)["description"]
    value = values(pdf)["description"]
    assert lines_in(pdf, "description") == len([line for line in value.split("\n") if line])
    assert not any(Picture(pdf, page).rows((left, low, right, low + 2)))


def test_value_is_not_broken_where_lines_are() -> None:
    """Copied into another system, a paragraph is a paragraph; only shown lines are in it."""
    text = "et ord til " * 40
    assert values(filled(concern(Anonymous(), text=text)))["description"].endswith(text)


def test_what_exactly_fits_is_not_continued() -> None:
    """The last line of the box is used."""
    lines = [str(number) for number in range(100)]
    counts = [
        values(filled(concern(Anonymous(), text="\n".join(lines[:most]))))["description"]
        for most in range(1, 60)
    ]
    whole = [value for value in counts if "fortsættes" not in value]
    assert 15 < len(whole) < 40
    first_too_long = counts[len(whole)]
    assert len(first_too_long.split("\n")) == len(whole[-1].split("\n"))


def test_signs_the_font_lacks_become_a_note() -> None:
    """Nothing is dropped in silence; one note for signs in a row."""
    value = values(filled(concern(Anonymous(), text="før مرحبا بك 🙂 efter")))["description"]
    assert value.endswith(f"før {WORDS['sheet.unshown']} efter")
    assert "[U+202E]" in values(filled(concern(Anonymous(), text=HARD)))["description"]


def test_it_can_be_filled_in_further_and_saved() -> None:
    """The coordinator adds what is theirs; what was there stays."""
    writer = PdfWriter(clone_from=io.BytesIO(filled(concern(TEACHER, text="Ordene"))))
    writer.update_page_form_field_values(
        writer.pages[1], {"decision": "Vi gør æ, ø og å"}, auto_regenerate=False
    )
    saved = io.BytesIO()
    writer.write(saved)
    found = values(saved.getvalue())
    assert found["decision"] == "Vi gør æ, ø og å"
    assert found["description"].endswith("Ordene")


def test_it_is_a_whole_file_and_begins_with_the_blank_one() -> None:
    """An incremental update: the form itself is untouched, tags included."""
    pdf = filled(concern(TEACHER))
    check(pdf)
    assert pdf.startswith(BLANK)


def test_two_sheets_of_one_concern_hold_no_date() -> None:
    """Nothing in the file tells when it was made."""
    assert not {"/CreationDate", "/ModDate"} & set(
        PdfReader(io.BytesIO(filled(concern(TEACHER)))).metadata or {}
    )


def test_signs_that_end_a_text_in_the_file_are_escaped() -> None:
    """Brackets, backslashes, and signs whose second byte is one: Ĩ is U+0128, ś is U+015B."""
    text = "a) (b \\ \\) ĨũŜŝčĊ (((\\"
    pdf = filled(concern(Anonymous(), text=text))
    check(pdf)
    assert values(pdf)["description"].endswith(f"\n\n{text}")
