"""The whole form as Orca reads it aloud in Firefox: what should be heard, and nothing twice."""

from collections.abc import Callable
from pathlib import Path

import pytest

from intake.concern import LONGEST_TEXT
from intake.facts import texts
from tests.browser.navigators import served
from tests.browser.walking import Walker
from tests.engines.firefox import firefox
from tests.engines.orca import NotHeard, Orca, orca

pytestmark = [pytest.mark.browser, pytest.mark.audit]
FOCUS = "selector => { document.querySelector(selector).focus(); }"
FILL = """(selector, length) => {
  const field = document.querySelector(selector);
  field.value = "a".repeat(length);
  field.setSelectionRange(length, length);
}"""
WALKS = 3
PAGES = ("way", "worry", "danger", "person", "contact", "check", "receipt")


@pytest.mark.parametrize("language", ["da", "en"])
def test_each_thing_is_heard_once(tmp_path: Path, language: str) -> None:
    """Each heading, the mistake, each field with its hint; of a letter typed nothing."""
    in_some_walk(tmp_path, lambda folder: walks(folder, language))


def in_some_walk(tmp_path: Path, walk: Callable[[Path], None]) -> None:
    """In one of three walks Orca must hear all; what is said twice is a fault in each of them."""
    for number in range(WALKS):
        folder = tmp_path / str(number)
        folder.mkdir()
        try:
            walk(folder)
        except NotHeard as silence:
            print(f"walk {number}: {silence}")
        else:
            return
    raise AssertionError("not heard whole in any walk")


def walks(folder: Path, language: str) -> None:
    """Through the whole form once."""
    words = texts.load(language)
    headings = {page: words[f"{page}.heading"].format(emergency="112") for page in PAGES}
    with (
        served() as origin,
        orca(folder) as reader,
        firefox(folder / "profile", surroundings=reader.surroundings) as window,
    ):
        person = Walker(window, origin, language).opens()
        reader.hears(words["page.published"])
        person.presses("continue")
        reader.hears(headings["way"])
        person.presses("continue")
        reader.hears(words["page.summary"])
        person.chooses(track="named")
        reader.hears(words["way.track.means.named"])
        person.presses("continue")
        reader.hears(headings["worry"])
        types(person, reader, words)
        person.chooses(urgency="now")
        reader.settles()
        person.presses("continue")
        reader.hears(headings["danger"])
        person.says_of_the_call("made")
        reader.hears(headings["person"])
        person.chooses(age="adult", residence="here")
        reader.settles()
        person.presses("continue")
        reader.hears(headings["contact"])
        person.writes(reporter_name="Vibeke", reporter_phone="12345678")
        reader.settles()
        person.presses("continue")
        reader.hears(headings["check"])
        person.presses("send")
        reader.hears(headings["receipt"])
        told = [each for each in reader.said() if " heading level " in each]
    first = f"{words['page.summary']} heading level 2."
    expected = [f"{heading} heading level 1." for heading in headings.values()]
    assert told == [expected[0], first, *expected[1:]]


def types(person: Walker, reader: Orca, words: texts.Texts) -> None:
    """A few letters, then as many as there is room for."""
    field, hint = '[name="text"]', words["worry.text.hint"]
    person.engine.runs(FOCUS, field)
    assert reader.hears(hint).count(hint) == 1
    for sign in "abc":
        person.engine.types(sign)
        reader.settles()
    person.engine.runs(FOCUS, '[name="when"]')
    assert_silent(reader.hears(words["worry.when.label"]), words)
    person.engine.runs(FOCUS, field)
    person.engine.runs(FILL, field, LONGEST_TEXT - 999)
    person.engine.types("ab")
    near = words["worry.text.near"]
    assert reader.hears(near).count(near) == 1


def assert_silent(heard: list[str], words: texts.Texts) -> None:
    """Neither the hint nor the counter."""
    counter = words["worry.text.of"].partition("{")[0]
    assert [each for each in heard if words["worry.text.hint"] in each or counter in each] == []
