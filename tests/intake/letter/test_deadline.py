"""`frist.ics`: a suggestion with a reference and a date, and nothing of the matter."""

from datetime import date

from icalendar import Calendar

from intake.concern import Anonymous, Concern, Urgency
from intake.letter import deadline
from tests.intake.letter.given import RECEIVED, TEACHER, WORDS, concern


def event(written: Concern) -> dict[str, str]:
    """The properties of the one event, as a calendar reads them: one a line (RFC 5545)."""
    made = deadline.attachment(written, RECEIVED, WORDS)
    assert made is not None
    lines = made.content.decode().split("\r\n")
    begin, end = lines.index("BEGIN:VEVENT"), lines.index("END:VEVENT")
    assert (lines[0], lines[-2:]) == ("BEGIN:VCALENDAR", ["END:VCALENDAR", ""])
    assert max(len(line.encode()) for line in lines) <= 75
    assert not any("\n" in line for line in lines)
    return dict(line.split(":", 1) for line in lines[begin + 1 : end])


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
    assert found["DTSTART;VALUE=DATE"] == "20270122"
    assert found["DTEND;VALUE=DATE"] == "20270123"
    assert (found["CLASS"], found["STATUS"]) == ("CONFIDENTIAL", "TENTATIVE")
    assert found["TRANSP"] == "TRANSPARENT"


def test_clock_is_noon() -> None:
    """The stamp tells the day and not the hour."""
    assert event(concern(TEACHER))["DTSTAMP"] == "20270115T120000Z"


def test_a_calendar_reads_it() -> None:
    """One all-day event on the suggested day, as a program that is not ours understands it."""
    made = deadline.attachment(concern(TEACHER), RECEIVED, WORDS)
    assert made is not None
    calendar = Calendar.from_ical(made.content)
    (read,) = calendar.events
    assert read.errors == []
    assert (read.start, read.end) == (date(2027, 1, 22), date(2027, 1, 23))
    assert read["SUMMARY"] == "Forslag: frist for møde, ABCD-2345"
    assert set(read) == {
        *("UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "CLASS", "STATUS", "TRANSP"),
    }
