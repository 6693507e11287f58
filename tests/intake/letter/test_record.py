"""`henvendelse.json` is what its published schema says, for every concern the form can make."""

import json
from collections.abc import Iterator
from dataclasses import fields, replace
from enum import StrEnum
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from intake import concern as domain
from intake.concern import (
    AgeBand,
    Anonymous,
    Call,
    CaseLead,
    Concern,
    EmergencyCall,
    Mark,
    Named,
    PersonOfConcern,
    Professional,
    Relation,
    Reporter,
    Residence,
    StatutoryNotification,
    Urgency,
)
from intake.letter import record
from tests.intake.letter.given import HARD, NAMED, RECEIVED, TEACHER, concern

SCHEMA = json.loads(
    (Path(record.__file__).parent / "files" / "henvendelse-2.schema.json").read_text("utf-8")
)
CALLS: tuple[EmergencyCall | None, ...] = (*EmergencyCall, None)
VALIDATOR = Draft202012Validator(SCHEMA)
REPORTERS: tuple[Reporter, ...] = (
    Anonymous(),
    NAMED,
    TEACHER,
    Professional(name="x", workplace=""),
)


def every_concern() -> Iterator[Concern]:
    """All combinations of what is chosen, with texts given and not given."""
    choices = product(Urgency, AgeBand, Residence, (*Relation, None), CALLS, REPORTERS)
    for urgency, age, residence, relation, called, reporter in choices:
        person = PersonOfConcern(age=age, residence=residence, relation=relation)
        yield Concern(
            reporter=reporter,
            text="x",
            urgency=urgency,
            person=person,
            language="en",
            emergency_call=called,
        )
    yield from (concern(reporter) for reporter in REPORTERS)
    for taker in ("", "Bo"):
        yield replace(concern(NAMED), call=Call(written_with="Kim", taken_by=taker))


def mistakes(value: object) -> list[str]:
    """What the schema says against a record."""
    return [error.message for error in VALIDATOR.iter_errors(value)]


def keys(value: object) -> Iterator[str]:
    """Every key of nested objects."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from keys(inner)


def test_schema_is_a_schema() -> None:
    """Version 1 is itself valid, and its name holds the version and no host."""
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$id"] == f"henvendelse-{record.VERSION}.schema.json"


def test_every_record_is_valid() -> None:
    """Whatever is chosen, the record is as published."""
    made = [json.loads(record.attachment(one, RECEIVED).content) for one in every_concern()]
    assert len(made) > 600
    assert [found for one in made if (found := mistakes(one))] == []


@pytest.mark.parametrize("key", [*SCHEMA["required"], "new"])
def test_a_missing_or_new_field_is_a_mistake(key: str) -> None:
    """A change of the record needs a change of the schema, and that a new version."""
    made: dict[str, Any] = record.record(concern(TEACHER), RECEIVED)
    made = {**made, "new": ""} if key == "new" else {k: v for k, v in made.items() if k != key}
    assert mistakes(made)


@pytest.mark.parametrize("kind", [Concern, PersonOfConcern, Named, Professional, Call])
def test_every_field_of_the_domain_is_there(kind: Any) -> None:
    """A field that a concern gets later cannot be forgotten here."""
    call = Call(written_with="Kim")
    held = set(keys(record.record(replace(concern(TEACHER), call=call), RECEIVED)))
    assert {field.name for field in fields(kind)} - held == set()


@pytest.mark.parametrize(
    ("place", "choices"),
    [
        ("urgency", Urgency),
        ("person.properties.age", AgeBand),
        ("person.properties.residence", Residence),
        ("person.properties.relation", [*Relation, None]),
        ("emergency_call", [*EmergencyCall, None]),
        ("proposed_case_lead", [*CaseLead, None]),
        ("marks.items", Mark),
        ("reporter.oneOf.2.properties.statutory_notification", [*StatutoryNotification, None]),
    ],
)
def test_choices_are_those_of_the_domain(place: str, choices: list[StrEnum]) -> None:
    """The schema promises no choice that is never made, and knows all that are."""
    found: Any = SCHEMA["properties"]
    for step in place.split("."):
        found = found[int(step) if step.isdecimal() else step]
    assert found["enum"] == list(choices)


def test_texts_are_exact() -> None:
    """What is shown by number in the letter stands here as it was written."""
    made = json.loads(record.attachment(concern(NAMED), RECEIVED).content)
    assert made["text"] == HARD
    assert SCHEMA["properties"]["text"]["maxLength"] == domain.LONGEST_TEXT


def test_lone_surrogate_does_not_stop_a_letter() -> None:
    """JSON can escape what UTF-8 cannot hold."""
    content = record.attachment(concern(NAMED, text="a\ud800b"), RECEIVED).content
    assert json.loads(content)["text"] == "a\ud800b"
