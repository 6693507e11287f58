"""The whole story in browsers of other makers and other years: a code, a question, an answer."""

from collections.abc import Iterator
from pathlib import Path
from typing import Self

import pytest

from intake.facts import texts
from tests.browser.navigators import served
from tests.browser.walking import Walker
from tests.engines import Engine
from tests.intake.loop.house import Looped

pytestmark = pytest.mark.browser
QUESTION, ANSWER = "Hvilken skole går han på?", "På Havneskolen, «æøå»"
NEIGHBOUR = "Naboens søn taler om våben"
LOOKING = {"da": "/svar", "en": "/en/answer"}
LANGUAGES = pytest.mark.parametrize("language", LOOKING)
TEXT_OF = "selector => document.querySelector(selector).textContent"


@pytest.fixture
def looped(tmp_path: Path) -> Iterator[Looped]:
    """Everything switched on, on SQLite."""
    installed = Looped(tmp_path, f"sqlite:///{tmp_path / 'outbox.sqlite'}", "questions")
    yield installed
    installed.closes()


class Visitor(Walker):
    """Somebody at a page that wants a code."""

    def __init__(self, engine: Engine, origin: str, address: str) -> None:
        super().__init__(engine, origin)
        self.address = origin + address

    def gives(self, code: str, action: str = "show") -> Self:
        """The code, on a page that is opened anew; the address stays without it."""
        self.opens().writes(code=code).presses(action)
        assert self.engine.runs("() => location.href") == self.address
        return self

    def copies(self, selector: str) -> str:
        """What stands on the page there."""
        return str(self.engine.runs(TEXT_OF, selector))


def sent(engine: Engine, origin: str, language: str) -> tuple[str, str]:
    """An anonymous letter; its number and its code, as the receipt shows them."""
    person = Visitor(engine, origin, "/skriv" if language == "da" else "/en/write").opens()
    person.presses("continue").chooses(track="anonymous").presses("continue")
    person.writes(text=NEIGHBOUR).chooses(urgency="not_urgent").presses("continue")
    person.chooses(age="adult", residence="here").presses("continue").presses("send")
    assert person.stayed()
    return person.copies(".reference"), person.copies(".code")


@LANGUAGES
def test_reporter_is_asked_answers_and_sees_the_end(
    engine: Engine, looped: Looped, language: str
) -> None:
    """From the receipt to the last look; the answer lies in a letter of its own."""
    words = texts.load(language)
    with served(looped.installation.infohus()) as origin:
        reference, code = sent(engine, origin, language)
        letters = looped.code(reference.replace("-", ""))
        kim = Visitor(engine, origin, "/kvittering")
        kim.gives(letters).chooses(choice="take:Kim").presses("act")
        kim.writes(question=QUESTION).presses("ask")
        assert kim.stayed()
        reporter = Visitor(engine, origin, LOOKING[language]).gives(code.lower())
        assert reporter.sees(QUESTION)
        reporter.presses("reply").writes(text=ANSWER).presses("continue").presses("send")
        assert reporter.reads() == words["replied.heading"]
        assert reporter.stayed()
        kim.gives(letters).chooses(choice="finished").presses("act")
        reporter.gives(code)
        assert reporter.sees(words["answer.states.finished"])
        assert not reporter.sees(QUESTION)
    letters_text = [looped.reads(lease) for lease in looped.mails()]
    answers = [text for text in letters_text if f"til {reference}." in text]
    assert answers
    assert all(f"| {ANSWER}" in text for text in answers)


def test_caller_is_given_a_code_that_works(engine: Engine, looped: Looped) -> None:
    """A call is written down in one page; what is read aloud leads to its letter."""
    telephone = looped.installation.telephone
    assert telephone is not None
    own = telephone.code(telephone.holders[0])
    with served(looped.installation.infohus()) as origin:
        kim = Visitor(engine, origin, "/telefon").gives(own, "open")
        kim.writes(text=NEIGHBOUR)
        kim.chooses(urgency="not_urgent", age="adult", residence="here", track="anonymous")
        kim.chooses(taker="take:Kim").presses("send")
        assert kim.reads() == texts.load("telephone.da")["call.sent.heading"]
        assert kim.stayed()
        caller = Visitor(engine, origin, "/svar").gives(kim.copies("h2 ~ h2 ~ p > [translate=no]"))
        assert caller.sees(texts.load("da")["answer.states.read"].partition("{")[0])
