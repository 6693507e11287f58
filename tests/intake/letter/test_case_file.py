"""`os2forms.xml`: the structure that OS2forms writes, nobody's number, no post, and no reporter."""

from dataclasses import fields, replace
from xml.etree import ElementTree

import pytest

from intake.concern import Anonymous, PersonOfConcern, Professional, Reporter, Urgency
from intake.facts import Sbsys
from intake.letter import case_file, record
from intake.letter.received import Received
from intake.letter.sheet import WHO_WROTE
from tests.intake.letter.given import (
    HARD,
    NAMED,
    NOW,
    PROCEDURE,
    REFERENCE,
    TEACHER,
    WORDS,
    concern,
)

SBSYS = Sbsys(form_id="infohus", kle="27.24.00", case_template="77")
FILED = Received(reference=REFERENCE, now=NOW, procedure=replace(PROCEDURE, sbsys=SBSYS))
REPORTERS: tuple[Reporter, ...] = (Anonymous(), NAMED, TEACHER)
SHAPE = {
    "OS2FormsId": "infohus",
    "SBSYSJournalisering": {
        "PrimaerPartCprNummer": "",
        "PrimaerPartCvrNummer": "",
        "KLe": "27.24.00",
        "SagSkabelonId": "77",
    },
    "DigitalForsendelse": {
        "Slutbruger": {
            "CprNummer": "",
            "CvrNummer": "",
            "Navn": "",
            "Adresse": "",
            "Postnr": "",
            "Postdistrikt": "",
        },
        "Kvittering": {"TitelTekst": "Referencenummer ABCD-2345", "BodyTekst": ""},
        "MaaSendesTilDFF": "nej",
    },
}
"""What `os2forms_sbsys` writes (WebformAttachmentSbsysXml.php), without what identifies anybody."""


def content(reporter: Reporter, **changes: str) -> bytes:
    """The file of a concern."""
    file = case_file.attachment(concern(reporter, **changes), FILED, WORDS)  # type: ignore[arg-type]
    assert file is not None
    return file.content


def nested(element: ElementTree.Element) -> object:
    """Elements as dictionaries in order, texts as strings."""
    if len(element):
        return {inner.tag: nested(inner) for inner in element}
    return element.text or ""


def parsed(reporter: Reporter, **changes: str) -> dict[str, object]:
    """The file as a program reads it."""
    root = ElementTree.fromstring(content(reporter, **changes))  # noqa: S314  # our own file
    assert root.tag == "os2formsFormular"
    found = nested(root)
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize("reporter", REPORTERS)
def test_structure_is_that_of_os2forms(reporter: Reporter) -> None:
    """Element by element, in order; CPR and CVR empty and no digital post, whoever writes."""
    found = parsed(reporter)
    assert list(found) == [*SHAPE, "FormularData"]
    assert {name: found[name] for name in SHAPE} == SHAPE
    assert content(reporter).startswith(b"<?xml version='1.0' encoding='utf-8'?>")


def test_nothing_without_the_municipalitys_numbers() -> None:
    """Off unless all three are given."""
    received = Received(reference=REFERENCE, now=NOW, procedure=PROCEDURE)
    assert case_file.attachment(concern(TEACHER), received, WORDS) is None


def test_holds_only_what_the_record_holds() -> None:
    """Each field is one of the record's, with its value as text."""
    written = concern(TEACHER, text="Kort")
    values = record.record(written, FILED)
    values |= values.pop("person") | values.pop("reporter")
    data = parsed(TEACHER, text="Kort")["FormularData"]
    assert isinstance(data, dict)
    assert {name: str(values[name] or "") for name in data} == data
    asked = {each.name for each in fields(PersonOfConcern)} | {"text", "urgency", "when", "where"}
    assert asked <= set(data)


@pytest.mark.parametrize("reporter", [NAMED, TEACHER])
def test_no_reporter_is_named(reporter: Reporter) -> None:
    """Who writes stands in the letter and its record, not in what a program files."""
    given = [each for each in vars(reporter).values() if each and each not in ("no", "made")]
    text = content(reporter, text="Kort").decode()
    assert len(given) >= 3
    assert [each for each in given if each in text] == []
    own = record.attachment(concern(reporter), FILED).content.decode()
    assert [each for each in given if each not in own] == []


def test_a_professionals_underretning_is_told() -> None:
    """It decides what the infohus does next, and names nobody."""
    data = parsed(TEACHER)["FormularData"]
    assert isinstance(data, dict)
    assert data["statutory_notification"] == "made"
    assert {each.name for each in fields(Professional)} > WHO_WROTE


def test_hard_characters_are_held_or_shown() -> None:
    """What XML 1.0 cannot hold is shown by its number; markup stays text."""
    data = parsed(NAMED, text=HARD + "\ud800\ufffe\uffff<b>&amp;]]>")["FormularData"]
    assert isinstance(data, dict)
    shown = data["text"]
    assert shown.endswith("[U+D800][U+FFFE][U+FFFF]<b>&amp;]]>")
    assert "[U+0000]" in shown
    assert "مرحبا 👩\u200d👩" in shown
    assert case_file.as_written("<&>\uffff") == "&lt;&amp;&gt;[U+FFFF]"


def test_file_goes_whatever_the_urgency() -> None:
    """It is filed also when nothing is urgent."""
    assert case_file.attachment(concern(NAMED, Urgency.NOT_URGENT), FILED, WORDS) is not None
