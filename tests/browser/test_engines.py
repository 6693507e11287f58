"""The whole form in browsers of other makers and other years, with the script, to the letter."""

from typing import Any

import pytest

from intake.concern import EmergencyCall, Urgency
from intake.facts import texts
from tests.browser.navigators import served
from tests.browser.walking import Walker
from tests.engines import Engine
from tests.engines.chromium_87 import OldChromium
from tests.intake.reporter import invented_infohus

FIRST, THEN = "Han siger, æøå 🙂", "Han siger det igen, «ÆØÅ»"
LANGUAGES = pytest.mark.parametrize("language", ["da", "en"])
pytestmark = pytest.mark.browser


@LANGUAGES
def test_walks_the_whole_form(engine: Engine, language: str) -> None:
    """Past 112, back, on, a change, and Send; no step loads a page."""
    house: Any = invented_infohus()
    words = texts.load(language)
    with served(house) as origin:
        person = Walker(engine, origin, language).opens().presses("continue")
        person.chooses(track="named").presses("continue")
        person.writes(text=FIRST).chooses(urgency="now").presses("continue")
        assert "112" in person.reads()
        assert person.presses("back").holds("text") == FIRST
        person.presses("continue").says_of_the_call("not_made")
        person.chooses(age="adult", residence="here").presses("continue")
        person.writes(reporter_name="Åse Ø", reporter_phone="12345678").presses("continue")
        assert person.reads() == words["check.heading"]
        person.presses("change-worry").writes(text=THEN).presses("continue")
        person.presses("change-danger").says_of_the_call("made")
        person.presses("send")
        assert person.reads() == words["receipt.heading"]
        assert not person.sees(THEN)
        assert person.stayed()
    (concern,) = house.clerk.sealer.sealed
    assert (concern.text, concern.reporter.name) == (THEN, "Åse Ø")
    assert (concern.urgency, concern.emergency_call) == (Urgency.NOW, EmergencyCall.MADE)
    assert len(house.clerk.outbox.rows) == 1


def test_an_old_browser_asks_before_it_closes_what_was_typed(chromium: OldChromium) -> None:
    """Not before anything was, and not after Send."""
    with served() as origin:
        person = Walker(chromium, origin).opens()
        assert chromium.closes()
        person.presses("continue").chooses(track="anonymous").presses("continue")
        assert chromium.closes()
        person.writes(text=FIRST)
        assert not chromium.closes()
        person.chooses(urgency="not_urgent").presses("continue")
        assert not chromium.closes()
        person.chooses(age="adult", residence="here").presses("continue").presses("send")
        assert chromium.closes()
