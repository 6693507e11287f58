"""`frist.ics`: a suggestion with a reference and a date, and nothing of the matter."""

from icalendar import Calendar, Event

from intake.concern import Anonymous, Concern, Urgency
from intake.letter import deadline
from tests.intake.letter.given import RECEIVED, TEACHER, WORDS, concern


def event(written: Concern) -> Event:
    """The one event of the file."""
    made = deadline.attachment(written, RECEIVED, WORDS)
    assert made is not None
    (found,) = Calendar.from_ical(made.content).walk("VEVENT")
    assert isinstance(found, Event)
    return found


def test_absent_when_not_urgent() -> None:
    """ "Ikke akut" suggests no date."""
    assert deadline.attachment(concern(TEACHER, Urgency.NOT_URGENT), RECEIVED, WORDS) is None


def test_holds_reference_and_date_only() -> None:
    """Two concerns that share a reference and a day give the same file, byte by byte."""
    one = deadline.attachment(concern(TEACHER), RECEIVED, WORDS)
    other = deadline.attachment(concern(Anonymous(), text="andet"), RECEIVED, WORDS)
    assert one == other
    assert event(concern(TEACHER))["SUMMARY"] == "Forslag: frist for møde, ABCD-2345"


def test_is_a_tentative_confidential_day() -> None:
    """The last day of the infohus's own deadline (F50), taking up nobody's time."""
    found = event(concern(TEACHER))
    assert found.start.isoformat() == "2027-01-22"
    assert found.end.isoformat() == "2027-01-23"
    assert (found["CLASS"], found["STATUS"]) == ("CONFIDENTIAL", "TENTATIVE")
    assert (found["TRANSP"], "VALARM" in str(found)) == ("TRANSPARENT", False)


def test_clock_is_noon() -> None:
    """The stamp tells the day and not the hour."""
    assert event(concern(TEACHER)).DTSTAMP.isoformat() == "2027-01-15T12:00:00+00:00"
