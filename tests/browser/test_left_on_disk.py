"""What a browser writes to the device: nothing of what was typed, whichever way a person went."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Playwright, sync_playwright

from intake.facts import texts
from tests import traces
from tests.browser.navigators import Reporter, served, serving
from tests.browser.walking import Walker, Writer
from tests.engines.firefox import firefox
from tests.intake.reporter import Person, invented_infohus, invented_municipality

CHROMIUM = "/usr/bin/chromium"
MARKER, PHONE = "Markoer7391", "73917391"
"""Each text holds the first; nothing else does."""
WORRY = {"text": f"En tekst {MARKER}", "where": f"Skole {MARKER}"}
CONTACT = {
    "reporter_name": f"Vibeke {MARKER}",
    "reporter_phone": PHONE,
    "reporter_email": f"{MARKER}@example.dk",
    "when_to_call": f"Aften {MARKER}",
    "workplace": f"Arbejde {MARKER}",
    "role": f"Job {MARKER}",
}
DECOY = {"reporter_name": "Lokkedue Hansen", "reporter_phone": "64826482"}
SENT_DECOY, LEFT_DECOY = "En lokkedue, der blev sendt", "En lokkedue, der blev stående"
DECOY_PAGE = b"""<!doctype html><html lang="en"><title>decoy</title><h1>decoy</h1>
<form method="post"><label>Name <input name="reporter_name" autocomplete="name"></label>
<label>Phone <input name="reporter_phone" type="tel" autocomplete="tel"></label>
<label>Text <textarea name="text"></textarea></label>
<button name="action" value="continue">Go on</button></form></html>"""
REMEMBERS_ALL: dict[str, str | int | bool] = {
    "browser__formfill__enable": True,
    "browser__sessionstore__resume_from_crash": True,
    "browser__sessionstore__interval": 200,
    "extensions__formautofill__addresses__enabled": True,
    "extensions__formautofill__addresses__supported": "on",
    "dom__disable_beforeunload": True,
}
"""Also what an unattended Firefox leaves; nobody is there to answer a question when it closes."""
Newcomer = Callable[[str], Writer]
"""A person in a new tab at the form, or at another address."""
pytestmark = pytest.mark.browser


def to_the_text(person: Writer) -> Writer:
    person.opens().presses("continue").chooses(track="professional").presses("continue")
    return person.writes(**WORRY)


def to_the_name(person: Writer, *without: str) -> Writer:
    to_the_text(person).chooses(urgency="not_urgent").presses("continue")
    person.chooses(age="adult", residence="here").presses("continue")
    return person.writes(**{name: text for name, text in CONTACT.items() if name not in without})


def to_check(person: Writer) -> Writer:
    return to_the_name(person).presses("continue")


def past_a_refusal(person: Writer, house: Any) -> Writer:
    to_check(person)
    house.clerk.outbox.breaks = True
    person.presses("send")
    house.clerk.outbox.breaks = False
    return person


def past_a_mistake(person: Writer) -> Writer:
    to_the_name(person, "reporter_phone", "reporter_email").presses("continue")
    return person.writes(reporter_phone=PHONE).presses("continue")


def past_112(person: Writer) -> Writer:
    to_the_text(person).chooses(urgency="now").presses("continue").says_of_the_call("made")
    return person.chooses(age="adult", residence="here").presses("back").presses("back")


WAYS: dict[str, Callable[[Writer, Any], Writer]] = {
    "stays at the text": lambda person, house: to_the_text(person),
    "stays at the name": lambda person, house: to_the_name(person),
    "straight": lambda person, house: to_check(person).presses("send"),
    "back": lambda person, house: to_the_name(person).presses("back").presses("continue"),
    "back in the browser": lambda person, house: to_check(person).goes_back_in_the_browser(),
    "change": lambda person, house: (
        to_check(person).presses("change-contact").presses("continue").presses("change-worry")
    ),
    "language": lambda person, house: to_the_name(person).presses("show").presses("continue"),
    "mistake": lambda person, house: past_a_mistake(person),
    "refusal": past_a_refusal,
    "112": lambda person, house: past_112(person),
    "exit": lambda person, house: to_the_name(person).exits(),
}


def house_with_exit(address: str) -> Any:
    """Its exit stays on this machine."""
    facts = invented_municipality()
    url = replace(facts.exit.url, value=address)
    return invented_infohus(municipality=replace(facts, exit=replace(facts.exit, url=url)))


def walks_every_way(newcomer: Newcomer) -> None:
    """Each in a tab of its own that stays open; then the decoy is taken."""
    with serving(decoy) as elsewhere:
        house = house_with_exit(elsewhere + "/")
        with served(house) as origin:
            for way in WAYS.values():
                way(newcomer(origin), house)
        takes_the_decoy(newcomer, elsewhere)
        assert len(house.clerk.outbox.rows) == 1


def takes_the_decoy(newcomer: Newcomer, elsewhere: str) -> None:
    """A form as others make them: sent once, and once left as it is."""
    newcomer(elsewhere).opens().writes(**DECOY, text=SENT_DECOY).presses("continue")
    newcomer(elsewhere).opens().writes(text=LEFT_DECOY)


def decoy(environ: Any, start: Any) -> list[bytes]:
    """A form as others make them."""
    start("200 OK", [("Content-Type", "text/html; charset=utf-8")])
    return [DECOY_PAGE]


def left(profile: Path, typed: Sequence[str] = (MARKER, PHONE)) -> dict[str, set[str]]:
    """What was found in the files of the profile, with their names."""
    found: dict[str, set[str]] = {}
    markers = [*typed, SENT_DECOY, LEFT_DECOY, *DECOY.values()]
    for line in traces.in_folder(profile, markers):
        file, _, marker = line.partition(": ")
        found.setdefault(marker, set()).add(file)
    return found


def brought_along(profile: Path, typed: Sequence[str] = (MARKER, PHONE)) -> list[str]:
    """What stands plainly in Firefox's own scripts and lists; they are long, and go afterwards."""
    found = []
    for folder in (profile / "startupCache", profile / "storage" / "permanent" / "chrome"):
        for file in (path for path in folder.rglob("*") if path.is_file()):
            blob = file.read_bytes()
            plain = {marker: traces.needles(marker)[0] for marker in typed}
            found += [
                f"{file.name}: {marker}"
                for marker, needles in plain.items()
                if any(needle in blob for needle in needles)
            ]
        shutil.rmtree(folder)
    return found


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as found:
        yield found


@contextmanager
def chromium(playwright: Playwright, profile: Path, **context: Any) -> Iterator[Newcomer]:
    """Somebody in a new tab of a Chromium with this profile."""
    window = playwright.chromium.launch_persistent_context(
        profile, executable_path=CHROMIUM, args=["--no-first-run"], **context
    )
    yield lambda origin: Reporter(window.new_page(), origin)
    window.close()


def test_chromium_writes_nothing_of_it(tmp_path: Path, playwright: Playwright) -> None:
    """It remembers the decoy's name and telephone, and what stood in the decoy's field."""
    with chromium(playwright, tmp_path / "profile") as newcomer:
        walks_every_way(newcomer)
    found = left(tmp_path / "profile")
    assert all("Web Data" in found.pop(marker) for marker in DECOY.values())
    assert found.pop(SENT_DECOY)
    found.pop(LEFT_DECOY, None)  # not before its page is left
    assert found == {}


def test_firefox_writes_nothing_of_it(tmp_path: Path) -> None:
    """Its history of forms and its session remember the decoy, and nothing of ours."""
    with firefox(tmp_path / "profile", REMEMBERS_ALL) as window:

        def newcomer(origin: str) -> Walker:
            window.takes_a_new_tab()
            return Walker(window, origin)

        walks_every_way(newcomer)
    assert brought_along(tmp_path / "profile") == []
    found = left(tmp_path / "profile")
    assert all("formhistory.sqlite" in found.pop(marker) for marker in DECOY.values())
    assert found.pop(LEFT_DECOY) == {"sessionstore.jsonlz4"}
    found.pop(SENT_DECOY, None)
    assert found == {}


def test_without_a_script_the_browser_keeps_it_and_the_page_says_so(
    tmp_path: Path, playwright: Playwright
) -> None:
    """Plain posts lie in the session's files: the search finds them, and people are told."""
    with (
        chromium(playwright, tmp_path / "profile", java_script_enabled=False) as newcomer,
        served() as origin,
    ):
        to_check(newcomer(origin)).presses("send")
    assert set(left(tmp_path / "profile")) == {MARKER, PHONE}
    assert Person().opens().page.count(texts.load("da")["page.without_script"]) == 1
    assert texts.load("en")["page.without_script"] in Person(address="/en/write").fills_in().page
