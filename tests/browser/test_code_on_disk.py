"""What a browser writes to the coordinator's device: no code, whichever way it was given."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from intake.facts import texts
from intake.web import Infohus
from tests.browser import test_left_on_disk as disk
from tests.browser.navigators import served, serving
from tests.browser.test_left_on_disk import DECOY, LEFT_DECOY, SENT_DECOY, Newcomer, chromium
from tests.browser.walking import Walker, Writer
from tests.engines.firefox import firefox
from tests.intake.loop.house import Looped

PASTED = "Markoer7391"
"""Copied from the letter along with the code."""
pytestmark = pytest.mark.browser
playwright = disk.playwright


@pytest.fixture
def looped(tmp_path: Path) -> Iterator[Looped]:
    """Switched on, on SQLite."""
    made = Looped(tmp_path, f"sqlite:///{tmp_path / 'outbox.sqlite'}")
    yield made
    made.closes()


def types(person: Writer, code: str) -> Writer:
    person.address = person.address.replace("/skriv", "/kvittering")
    return person.opens().writes(code=f"{PASTED} {code}")


def looks(person: Writer, code: str) -> Writer:
    return types(person, code).presses("show")


def acts(person: Writer, code: str) -> Writer:
    return looks(person, code).chooses(choice="read").presses("act")


WAYS: dict[str, Callable[[Writer, str], Writer]] = {
    "typed": types,
    "looked": looks,
    "acted": acts,
    "acted twice": lambda person, code: (
        acts(person, code).chooses(choice="finished").presses("act")
    ),
    "mistake": lambda person, code: looks(person, code[:-1]).writes(code=code).presses("show"),
    "no choice": lambda person, code: looks(person, code).presses("act"),
    "back in the browser": lambda person, code: looks(person, code).goes_back_in_the_browser(),
    "exit": lambda person, code: looks(person, code).exits(),
}


def with_exit(house: Infohus, address: str) -> Infohus:
    """Its exit stays on this machine."""
    facts = house.municipality
    url = replace(facts.exit.url, value=address)
    return replace(house, municipality=replace(facts, exit=replace(facts.exit, url=url)))


def walks_every_way(newcomer: Newcomer, looped: Looped) -> list[str]:
    """Each in a tab of its own that stays open; then the decoy. What must not be left."""
    code = looped.code(looped.receives())
    with serving(disk.decoy) as elsewhere:
        house = with_exit(looped.installation.infohus(), elsewhere + "/")
        with served(house) as origin:
            for way in WAYS.values():
                way(newcomer(origin), code)
        disk.takes_the_decoy(newcomer, elsewhere)
    return [PASTED, code[10:], code[10:].replace("-", "")]


def test_chromium_writes_no_code(tmp_path: Path, looped: Looped, playwright: Playwright) -> None:
    """It remembers what was sent by the decoy's form."""
    with chromium(playwright, tmp_path / "profile") as newcomer:
        typed = walks_every_way(newcomer, looped)
    found = disk.left(tmp_path / "profile", typed)
    assert all("Web Data" in found.pop(marker) for marker in DECOY.values())
    assert found.pop(SENT_DECOY)
    found.pop(LEFT_DECOY, None)
    assert found == {}


def test_firefox_writes_no_code(tmp_path: Path, looped: Looped) -> None:
    """Its history of forms and its session remember the decoy's."""
    with firefox(tmp_path / "profile", disk.REMEMBERS_ALL) as window:

        def newcomer(origin: str) -> Walker:
            window.takes_a_new_tab()
            return Walker(window, origin)

        typed = walks_every_way(newcomer, looped)
    assert disk.brought_along(tmp_path / "profile", typed) == []
    found = disk.left(tmp_path / "profile", typed)
    assert all("formhistory.sqlite" in found.pop(marker) for marker in DECOY.values())
    assert found.pop(LEFT_DECOY) == {"sessionstore.jsonlz4"}
    found.pop(SENT_DECOY, None)
    assert found == {}


def test_without_a_script_it_is_kept_and_the_page_says_so(
    tmp_path: Path, looped: Looped, playwright: Playwright
) -> None:
    """As on the form."""
    code = looped.code(looped.receives())
    with (
        chromium(playwright, tmp_path / "profile", java_script_enabled=False) as newcomer,
        served(looped.installation.infohus()) as origin,
    ):
        acts(newcomer(origin), code)
    assert PASTED in disk.left(tmp_path / "profile", [PASTED])
    said = texts.load("da")["page.without_script"]
    assert said in looped.client.get("/kvittering").get_data(as_text=True)
