"""Which files go with which letter: presence and absence, each by its own rule."""

from dataclasses import replace
from email import message_from_bytes, policy
from functools import partial
from itertools import product

import pytest

from intake.concern import Anonymous, Call, Reporter, Urgency
from intake.facts import Sbsys, action_card, municipality
from intake.letter.received import Procedure
from intake.letter.writer import LetterWriter
from tests.intake.letter.given import (
    NAMED,
    NOTICES,
    NOW,
    PROCEDURE,
    REFERENCE,
    TEACHER,
    WORDS,
    concern,
    letter_writer,
)
from tests.places import ROOT

ALWAYS = ["henvendelse.json", "grundregistrering.pdf"]
KINDS = {
    "henvendelse.json": "application/json",
    "grundregistrering.pdf": "application/pdf",
    "os2forms.xml": "application/xml",
    "frist.ics": "text/calendar",
    "orientering.pdf": "application/pdf",
}


FILED = replace(PROCEDURE, sbsys=Sbsys(form_id="f", kle="27.24.00", case_template="7"))


def parts(
    reporter: Reporter, urgency: Urgency, procedure: Procedure = PROCEDURE, **changes: object
) -> dict[str, bytes]:
    """The files of a letter by name, in order; "" is the text."""
    written = concern(reporter, urgency)
    for name, value in changes.items():
        object.__setattr__(written, name, value)
    inside = letter_writer(procedure).write(written, REFERENCE, NOW)
    letter = message_from_bytes(inside, policy=policy.SMTP)
    found = {}
    for part in letter.iter_parts():
        name = part.get_filename() or ""
        assert part.get_content_type() == KINDS.get(name, "text/plain")
        content = part.get_payload(decode=True)
        assert isinstance(content, bytes)
        found[name] = content
    return found


@pytest.mark.parametrize(
    ("reporter", "urgency"), list(product((Anonymous(), NAMED, TEACHER), Urgency))
)
def test_files_are_those_that_belong(reporter: Reporter, urgency: Urgency) -> None:
    """Record and sheet always; a date unless "ikke akut"; the notice to whoever gave a name."""
    expected = ["", *ALWAYS]
    expected += ["frist.ics"] if urgency is not Urgency.NOT_URGENT else []
    expected += [] if isinstance(reporter, Anonymous) else ["orientering.pdf"]
    assert list(parts(reporter, urgency)) == expected


@pytest.mark.parametrize("reporter", [Anonymous(), NAMED])
def test_the_case_file_goes_where_it_is_asked_for(reporter: Reporter) -> None:
    """With every letter of that municipality, and only there."""
    assert list(parts(reporter, Urgency.NOT_URGENT, FILED))[:4] == ["", *ALWAYS, "os2forms.xml"]


@pytest.mark.parametrize(("language", "notice"), [("da", "da"), ("en", "en"), ("ar", "da")])
def test_notice_is_in_the_reporters_language(language: str, notice: str) -> None:
    """In Danish where we have no other."""
    found = parts(NAMED, Urgency.NOT_URGENT, language=language)
    assert found["orientering.pdf"] == NOTICES[notice].content


def test_a_notice_is_needed_to_write_at_all() -> None:
    """Without it the duty to inform would be forgotten in silence."""
    with pytest.raises(ValueError, match="notice"):
        LetterWriter(WORDS, PROCEDURE, {})


def test_steps_are_the_action_cards() -> None:
    """The list to tick is what the site and the receipt say, in the municipality's names."""
    card = action_card.load(municipality.load(ROOT / "municipality.toml"))
    procedure = replace(PROCEDURE, steps=partial(card.steps, "da"))
    letter = letter_writer(procedure).write(concern(TEACHER), REFERENCE, NOW)
    text = message_from_bytes(letter, policy=policy.SMTP).get_body(("plain",))
    assert text is not None
    lines = text.get_content().splitlines()
    steps = [line[4:] for line in lines[lines.index(WORDS["next.card"]) :] if line[:4] == "[ ] "]
    assert steps == list(card.steps("da"))
    assert len(steps) >= 8


def test_everything_is_plain() -> None:
    """No HTML and nothing remote anywhere (EFAIL)."""
    letter = letter_writer(FILED).write(concern(TEACHER), REFERENCE, NOW)
    kinds = {part.get_content_type() for part in message_from_bytes(letter).walk()}
    assert kinds == {"multipart/mixed", "text/plain", *KINDS.values()}
    found = parts(TEACHER, Urgency.WITHIN_DAYS, FILED)
    told = ("", "henvendelse.json", "os2forms.xml", "frist.ics")
    assert [name for name in told if b"http" in found[name]] == []


@pytest.mark.parametrize(
    ("name", "whose"),
    [("Kim", "Kims"), ("Jens", "Jens'"), ("Max", "Max'"), ("Bo (prøve)", "Bo (prøve)'s")],
)
def test_call_says_first_whose_code_it_was(name: str, whose: str) -> None:
    """Then the number; a name cannot begin a line of its own."""
    call = Call(written_with=name, taken_by="Kim\nHASTER")
    lines = parts(Anonymous(), Urgency.NOW, call=call)[""].decode().splitlines()
    assert lines[0].startswith(f"Telefonnotat, skrevet med {whose} telefonkode. Referencenummer ")
    assert lines[2] == "Kim HASTER tager sig af henvendelsen."
    files = ["", *ALWAYS, "frist.ics", "orientering.pdf"]
    assert list(parts(NAMED, Urgency.WITHIN_DAYS, call=call)) == files
    assert "Telefonnotat" not in parts(Anonymous(), Urgency.NOW)[""].decode()


def test_call_that_somebody_takes_asks_nobody_to_acknowledge() -> None:
    """The code stands there for what comes later; until somebody takes it all are asked."""
    with_codes = replace(PROCEDURE, code=lambda reference: "KODE")
    writer = LetterWriter(WORDS, with_codes, NOTICES)
    texts = []
    for taker in ("Kim", ""):
        written = replace(concern(NAMED), call=Call(written_with="Bo", taken_by=taker))
        inside = message_from_bytes(writer.write(written, REFERENCE, NOW), policy=policy.SMTP)
        body = inside.get_body(("plain",))
        assert body is not None
        texts.append(str(body.get_content()))
    taken, waiting = texts
    assert WORDS["next.acknowledge"] not in taken
    assert WORDS["next.acknowledge"] in waiting
    assert WORDS["head.acknowledged"] in taken
    assert WORDS["head.acknowledge"] in waiting
    assert all("KODE" in text for text in texts)
