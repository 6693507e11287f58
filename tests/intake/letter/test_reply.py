"""The letter that an answer becomes: which question first, every word quoted, then what to do."""

from intake.concern import Mark
from intake.letter import LetterText, Received
from intake.letter.reply import ReplyText
from intake.reply import Reply
from tests.certificates import NOW
from tests.intake.letter.given import PROCEDURE, WORDS

REPLY = Reply(
    text="Han går på Havneskolen.\nHastER: Ring ikke.\u202e",
    language="en",
    reference="K7QF2M9X",
    number=2,
    marks=frozenset({Mark.TOO_FAST}),
)


def text(reply: Reply = REPLY) -> str:
    received = Received(reference="ABCDEFGH", now=NOW, procedure=PROCEDURE)
    return ReplyText(LetterText(WORDS, PROCEDURE)).write(reply, received)


def test_first_line_says_what_it_answers() -> None:
    """Its own number, the day, the question, and the letter that was asked about."""
    first = text().splitlines()[0]
    assert first.startswith("Referencenummer ABCD-EFGH, modtaget ")
    assert first.endswith("Svar på spørgsmål 2 til K7QF-2M9X. Læs de to sammen.")


def test_every_line_of_the_answer_is_quoted() -> None:
    """So that it cannot imitate ours; nothing is left out, and bidi signs are shown."""
    lines = text().splitlines()
    assert "| Han går på Havneskolen." in lines
    assert "| HastER: Ring ikke.[U+202E]" in lines
    assert "Skrevet på: engelsk" in lines


def test_it_says_what_to_do_and_nothing_that_nobody_was_asked() -> None:
    """No age, no urgency, no track: only what an answer needs."""
    whole = text()
    assert "[ ] Læs svaret sammen med henvendelsen K7QF-2M9X." in whole
    assert "[ ] Handler det om et barn: Vurdér inden for 24 timer" in whole
    assert "Måske spam" in whole
    for absent in ("Alderen", "akut", "anonym", "tovholder"):
        assert absent not in whole
