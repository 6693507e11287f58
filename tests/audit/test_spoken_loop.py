"""The pages that want a code, as Orca reads them aloud in Firefox: in order, and nothing twice."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from intake.facts import texts
from tests.audit.test_spoken import FOCUS, in_some_walk
from tests.browser.navigators import served
from tests.browser.test_story_in_engines import ANSWER, LOOKING, QUESTION, Visitor
from tests.engines.firefox import firefox
from tests.engines.orca import Orca, orca
from tests.intake.loop.house import Coordinator, Looped, Writer

pytestmark = [pytest.mark.browser, pytest.mark.audit]
SIGNS_TYPED = 3


@contextmanager
def listening(folder: Path, address: str) -> Iterator[tuple[Looped, Visitor, Orca]]:
    """Somebody with ears at this page, which was read to its end."""
    looped = Looped(folder, f"sqlite:///{folder / 'outbox.sqlite'}", "questions")
    with (
        served(looped.installation.infohus()) as origin,
        orca(folder) as reader,
        firefox(folder / "profile", surroundings=reader.surroundings) as window,
    ):
        visitor = Visitor(window, origin, address).opens()
        published = texts.load("en" if address.startswith("/en/") else "da")["page.published"]
        reader.hears(published)
        yield looped, visitor, reader
    looped.closes()


def in_order(heard: str, *sentences: str) -> None:
    """Each once, one after the other."""
    places = [heard.find(sentence) for sentence in sentences]
    assert -1 not in places, (sentences[places.index(-1)], heard)
    assert places == sorted(places), heard
    assert [heard.count(sentence) for sentence in sentences] == [1] * len(sentences), heard


def gives(code: str, visitor: Visitor, reader: Orca, *field: str, then: str) -> None:
    """Type a code after a mistake; of a sign typed nothing is said, and then this heading is."""
    visitor.engine.runs(FOCUS, "#code")
    in_order(" ".join(reader.hears(field[-1])), *field)
    for sign in code[:SIGNS_TYPED]:
        visitor.engine.types(sign)
        reader.settles()
    visitor.engine.types(code[SIGNS_TYPED:])
    reader.settles()
    visitor.presses("open" if visitor.address.endswith("/telefon") else "show")
    heard = reader.hears(f"{then} heading level 1.")
    assert [each for each in heard if any(words in each for words in field)] == []
    in_order(" ".join(heard), f"{then} heading level 1.")


@contextmanager
def asked(folder: Path, language: str) -> Iterator[tuple[Writer, Visitor, Orca]]:
    """A reporter with an open question, whose code was typed and shown."""
    words = texts.load(language)
    with listening(folder, LOOKING[language]) as (looped, visitor, reader):
        writer = Writer(looped.installation.infohus()).fills_in()
        writer.sends()
        letters = looped.code(writer.reference.replace("-", ""))
        kim = Coordinator(looped.client).says(letters, "read")
        kim.posts(code=letters, action="ask", number="1", question=QUESTION)
        visitor.presses("show")
        in_order(" ".join(reader.hears(words["page.summary"])), words["page.summary"])
        code = writer.code  # type: ignore[attr-defined]
        field = [words[f"answer.{key}"] for key in ("code", "problem.empty", "hint")]
        gives(code, visitor, reader, *field, then=words["answer.state"])
        yield writer, visitor, reader  # type: ignore[misc]


@pytest.mark.parametrize("language", LOOKING)
def test_reporter_hears_the_warning_and_then_the_question(tmp_path: Path, language: str) -> None:
    """The mistake, the field, the state, the warning before the question, the ways to answer."""
    in_some_walk(tmp_path, lambda folder: looks(folder, language))


def looks(folder: Path, language: str) -> None:
    """Read on, line by line, to the day of sending."""
    words = texts.load(language)
    with asked(folder, language) as (writer, visitor, reader):
        in_order(
            reader.reads_down(14),
            words["answer.states.read"].partition(" {")[0],
            words["answer.states.question"],
            words["answer.warning"],
            f"{words['answer.question']} heading level 2.",
            QUESTION,
            words["answer.choice"],
            *(f"{words[f'answer.{button}']} push button." for button in ("delete", "no_more")),
            words["answer.number"],
            writer.reference,
            words["answer.received"],
            f"{visitor.copies('dl > :last-child > dd')} description value.",
        )


@pytest.mark.parametrize("language", LOOKING)
def test_reporter_hears_the_way_of_the_answer(tmp_path: Path, language: str) -> None:
    """Each heading; the field with its hint once, and nothing of it for what is typed."""
    in_some_walk(tmp_path, lambda folder: answers(folder, language))


def answers(folder: Path, language: str) -> None:
    """In the form's own step, to its receipt."""
    words = texts.load(language)
    with asked(folder, language) as (writer, visitor, reader):
        visitor.presses("reply")
        reader.hears(f"{words['reply.heading']} heading level 1.")
        visitor.engine.runs(FOCUS, "#text")
        hint = words["reply.text.hint"]
        in_order(" ".join(reader.hears(hint)), words["reply.text.label"], hint)
        visitor.writes(text=ANSWER)
        reader.settles()
        visitor.presses("continue")
        heard = reader.hears(f"{words['check.heading']} heading level 1.")
        assert [each for each in heard if hint in each] == []
        visitor.presses("send")
        reader.hears(f"{words['replied.heading']} heading level 1.")
        in_order(reader.reads_down(1), words["replied.to"].format(reference=writer.reference))


def test_coordinator_hears_which_letter_it_is_and_that_the_question_is_asked(
    tmp_path: Path,
) -> None:
    """Which letter, its state, the choice, the question's field with its hint, and the outcome."""
    in_some_walk(tmp_path, asks)


def asks(folder: Path) -> None:
    """From an empty field to a question that is asked."""
    words = texts.load("da")
    with listening(folder, "/kvittering") as (looped, visitor, reader):
        reference = looped.receives()
        letters = looped.code(reference)
        visitor.presses("show")
        reader.hears(words["page.summary"])
        heading = f"{words['acknowledge.matter']} {reference[:4]}-{reference[4:]}"
        field = [words[f"acknowledge.{key}"] for key in ("code", "problem.empty", "hint")]
        gives(letters, visitor, reader, *field, then=heading)
        visitor.chooses(choice="read").presses("act")
        reader.hears(f"{words['acknowledge.done_heading']} heading level 1.")
        visitor.engine.runs(FOCUS, "#question")
        hint = words["asking.hint"].format(left=5)
        label = words["asking.label"].format(number=1)
        in_order(" ".join(reader.hears(hint)), f"{label} entry.", hint)
        visitor.writes(question=QUESTION)
        reader.settles()
        visitor.presses("ask")
        heard = reader.hears(f"{words['asking.done_heading']} heading level 1.")
        assert [each for each in heard if hint in each] == []
        in_order(
            reader.reads_down(6),
            words["asking.done"],
            words["acknowledge.matter"],
            words["acknowledge.received"],
            words["acknowledge.state"],
            words["acknowledge.states.read"],
        )


def test_whoever_answers_the_telephone_hears_what_to_say(tmp_path: Path) -> None:
    """In the order of the call; at the end number and code, sign by sign."""
    in_some_walk(tmp_path, writes_down)


def writes_down(folder: Path) -> None:
    """From the code to what is read aloud."""
    say = texts.load("telephone.da")
    with listening(folder, "/telefon") as (looped, visitor, reader):
        telephone = looped.installation.telephone
        assert telephone is not None
        own = telephone.code(telephone.holders[0])
        gives(own, visitor, reader, say["call.code"], say["call.hint"], then=say["call.new"])
        visitor.engine.runs(FOCUS, "#text")
        hint = say["worry.text.hint"]
        in_order(" ".join(reader.hears(hint)), say["worry.text.label"], hint)
        visitor.writes(text=ANSWER)
        reader.settles()  # else it follows the caret, late, back from where somebody went on to
        visitor.engine.runs(FOCUS, "#taker")
        heard = reader.hears(say["call.taker.take"].format(name="Kim"))
        assert [each for each in heard if hint in each] == []
        visitor.chooses(urgency="not_urgent", age="adult", residence="here", track="anonymous")
        visitor.chooses(taker="take:Kim").presses("send")
        reader.hears(f"{say['call.sent.heading']} heading level 1.")
        number = visitor.copies("p > [translate=no]")
        in_order(
            reader.reads_down(8),
            say["call.sent.taken"].format(name="Kim"),
            f"{say['call.sent.number']} heading level 2.",
            f"{say['call.sent.number_is']} {number}",
            visitor.copies(".spelled > li > span"),
        )
