"""The rules of the domain: who may lead, and what must be looked at within a day."""

import pytest

from intake.concern import (
    AgeBand,
    Anonymous,
    CaseLead,
    Concern,
    Named,
    PersonOfConcern,
    Residence,
    Urgency,
    needs_assessment_within_24_hours,
    proposed_case_lead,
)

SECRET = "Det jeg skriver"


@pytest.mark.parametrize(
    ("age", "lead"),
    [
        (AgeBand.UNDER_18, CaseLead.SSP),
        (AgeBand.ADULT, CaseLead.LOCAL_POLICE),
        (AgeBand.UNKNOWN, None),
    ],
)
def test_age_proposes_who_leads(age: AgeBand, lead: CaseLead | None) -> None:
    """SSP under 18, the local police over 18, and nobody is guessed at."""
    assert proposed_case_lead(age) is lead


def test_all_but_adults_are_assessed_within_a_day() -> None:
    """Whoever may be a child is treated as one."""
    found = {age for age in AgeBand if needs_assessment_within_24_hours(age)}
    assert found == {AgeBand.UNDER_18, AgeBand.UNKNOWN}


@pytest.mark.parametrize("reporter", [Anonymous(), Named(name=SECRET, phone=SECRET)])
def test_nothing_personal_is_shown_by_repr(reporter: Anonymous | Named) -> None:
    """A concern that ends in a log or a traceback tells nothing."""
    person = PersonOfConcern(age=AgeBand.ADULT, residence=Residence.HERE, identification=SECRET)
    concern = Concern(
        reporter=reporter, text=SECRET, urgency=Urgency.WITHIN_DAYS, person=person, language="da"
    )
    assert SECRET not in repr(concern) + repr(person) + repr(reporter)
