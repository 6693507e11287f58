"""The script, where something is missing, goes wrong, or is on its way out of the door."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Dialog, Page, Request

from intake.facts import texts
from intake.form import Step
from tests.browser.navigators import Reporter, served
from tests.intake.reporter import invented_infohus
from tests.servers import until

TEXT = "Ord7391 som ikke må forsvinde"
NOTE_LEAVING = "addEventListener('beforeunload', () => { window.isLeaving = true; })"
LANGUAGES = pytest.mark.parametrize("language", ["da", "en"])
pytestmark = pytest.mark.browser

THROWS = "() => { throw new Error('not in this browser'); }"
OLDER = """
  delete SubmitEvent.prototype.submitter;
  FormData = new Proxy(FormData, { construct: (own, [form]) => new own(form) });
  for (const kind of [Element, Document, DocumentFragment])
    for (const name of ["append", "prepend", "replaceChildren"]) delete kind.prototype[name];
"""
"""A browser without what came after 2018: it shows the steps in place all the same."""
TOO_OLD = {
    "no fetch": "delete window.fetch",
    "no URLSearchParams": "delete window.URLSearchParams",
    "no FormData": "delete window.FormData",
    "no walk over FormData": "delete FormData.prototype.forEach",
    "no walk over nodes": "delete NodeList.prototype.forEach",
    "no DOMParser": "delete window.DOMParser",
    "no template": "delete window.HTMLTemplateElement",
    "no closest": "delete Element.prototype.closest",
    "no pushState": "delete History.prototype.pushState",
}
"""Browsers that are left to post by themselves."""
BROKEN = {
    "FormData breaks": f"FormData = new Proxy(FormData, {{ construct: {THROWS} }})",
    "fetch breaks": f"window.fetch = {THROWS}",
    "DOMParser breaks": f"DOMParser.prototype.parseFromString = {THROWS}",
    "history breaks": f"History.prototype.pushState = {THROWS}",
    "the page cannot be shown": f"Document.prototype.createDocumentFragment = {THROWS}",
}
"""Everything is there, and something does not work."""


class Somebody(Reporter):
    """A reporter whose browser tells what it loads, and what it asks."""

    def __init__(self, page: Page, origin: str, language: str) -> None:
        super().__init__(page, origin, language)
        self.loaded: list[str] = []
        """Pages that the browser went for by itself."""
        self.asked: list[str] = []
        """Kinds of question that had to be answered, and were answered with no."""
        self.faults: list[str] = []
        page.on("request", self._notes)
        page.on("dialog", self._stays)
        page.on("pageerror", lambda error: self.faults.append(str(error)))

    def _notes(self, request: Request) -> None:
        if request.is_navigation_request():
            self.loaded.append(request.url)

    def _stays(self, dialog: Dialog) -> None:
        self.asked.append(dialog.type)
        dialog.dismiss()

    def holds(self, name: str) -> str:
        return self.page.locator(f'[name="{name}"]').input_value()

    def reloads(self) -> str:
        """What the browser did: `asked`, or `loaded` the page again."""
        before = len(self.asked), len(self.loaded)

        def did() -> bool:
            self.page.wait_for_load_state()
            return (len(self.asked), len(self.loaded)) != before

        self.page.evaluate("() => { window.old = true; setTimeout(() => location.reload()); }")
        assert until(did)
        if len(self.asked) > before[0]:
            return "asked"
        self.page.wait_for_function("() => !window.old")
        return "loaded"

    def presses_in_vain(self, button: str) -> str:
        """What the page says then, with the focus on it."""
        self.page.locator(button).first.click()
        self.page.wait_for_selector("[data-failed] :focus")
        return self.page.locator("[data-failed]").inner_text()


@contextmanager
def somebody(
    browser: Browser, *, house: Any = None, language: str = "da", before: str = ""
) -> Iterator[Somebody]:
    """Somebody whose browser was changed before the page came; no fault is left uncaught."""
    with served(house) as origin, browser.new_context() as context:
        context.add_init_script(before)
        person = Somebody(context.new_page(), origin, language)
        yield person
        assert person.faults == []


def sends(person: Somebody, house: Any) -> None:
    """Past 112, Back and a change, to the receipt; and the letter is as it was written."""
    person.opens().presses("continue").chooses(track="anonymous").presses("continue")
    person.writes(text="something else").chooses(urgency="now").presses("continue")
    person.presses("back").writes(text=TEXT).presses("continue").says_of_the_call("made")
    person.chooses(age="adult", residence="here").presses("continue").presses("send")
    assert person.reads() == texts.load("da")["receipt.heading"]
    assert {concern.text for concern in house.clerk.sealer.sealed} == {TEXT}
    assert len(house.clerk.outbox.rows) == 1
    assert person.asked == []


def test_an_older_browser_shows_the_steps_in_place(browser: Browser) -> None:
    """What only newer ones have is not used."""
    house: Any = invented_infohus()
    with somebody(browser, house=house, before=OLDER) as person:
        sends(person, house)
        assert len(person.loaded) == 1


@pytest.mark.parametrize("before", TOO_OLD.values(), ids=TOO_OLD)
def test_a_browser_that_lacks_something_posts_by_itself(browser: Browser, before: str) -> None:
    """And the page says what such a browser keeps, as it does without a script."""
    said = texts.load("da")["page.without_script"]
    with somebody(browser, before=before) as person:
        for step in (person.opens(), person.presses("continue")):
            assert step.page.get_by_text(said).is_visible()
        person.chooses(track="anonymous").presses("continue").writes(text=TEXT).presses("back")
        assert len(person.loaded) == 4
        assert person.asked == []


@pytest.mark.parametrize("before", BROKEN.values(), ids=BROKEN)
def test_what_breaks_is_left_to_the_browser(browser: Browser, before: str) -> None:
    """No page goes blank, and no button does nothing."""
    house: Any = invented_infohus()
    with somebody(browser, house=house, before=before) as person:
        sends(person, house)
        assert len(person.loaded) > len(Step)


def test_asks_before_what_was_typed_is_lost(browser: Browser) -> None:
    """Not when only something was chosen, not for a call, not after Send."""
    with somebody(browser) as person:
        person.opens()
        assert person.reloads() == "loaded"
        person.presses("continue").chooses(track="anonymous")
        assert person.reloads() == "loaded"
        person.presses("continue").chooses(track="anonymous").presses("continue")
        person.writes(text=TEXT)
        assert person.reloads() == "asked"
        assert person.holds("text") == TEXT
        person.chooses(urgency="now").presses("continue")
        assert person.reloads() == "asked"
        person.says_of_the_call("made").chooses(age="adult", residence="here")
        person.presses("continue").presses("send")
        assert person.reloads() == "loaded"


def test_nobody_is_asked_on_the_way_to_112(browser: Browser) -> None:
    """A browser takes a call for leaving the page, and must not ask whether to stay."""
    with somebody(browser) as person:
        person.opens().presses("continue").chooses(track="anonymous").presses("continue")
        person.writes(text=TEXT).chooses(urgency="now").presses("continue")
        person.page.evaluate(NOTE_LEAVING)
        person.page.locator('a[href="tel:112"]').first.click()
        person.page.wait_for_function("window.isLeaving")
        assert person.asked == []
        assert person.reads().startswith("Ring 112")


def test_nobody_is_asked_at_the_exit(browser: Browser) -> None:
    """Whoever must be gone is gone."""
    with somebody(browser) as person:
        person.page.route("https://vejret.example/", lambda route: route.fulfill(body="Sol"))
        person.opens().presses("continue").chooses(track="anonymous").presses("continue")
        person.writes(text=TEXT).page.locator("[data-exit]").click()
        person.page.wait_for_url("https://vejret.example/")
        assert person.asked == []


@LANGUAGES
def test_without_network_the_page_says_what_is_so(browser: Browser, language: str) -> None:
    """Only Send can have arrived; all else sent nothing, and nothing is lost."""
    words = texts.load(language)
    unsent, unknown = words["unsent.heading"], words["unreachable.heading"]
    house: Any = invented_infohus()
    with somebody(browser, house=house, language=language) as person:
        person.opens().goes_to_check(TEXT)
        person.page.context.set_offline(True)
        for button in ('[value="back"]', '[value="show"]', '[value="change-worry"]'):
            assert unsent in person.presses_in_vain(button)
        assert unknown in person.presses_in_vain('[value="send"]')
        assert unsent in person.presses_in_vain('[value="back"]')
        assert person.page.locator("[data-failed]").count() == 1
        person.page.context.set_offline(False)
        person.presses("change-worry").page.context.set_offline(True)
        assert unsent in person.presses_in_vain('[value="continue"]')
        assert person.holds("text") == TEXT
        person.page.context.set_offline(False)
        person.presses("continue").presses("send")
        assert person.reads() == words["receipt.heading"]


def test_a_pull_does_not_reload(browser: Browser) -> None:
    """Whoever scrolls up past the top of a page on a telephone stays there."""
    with somebody(browser) as person:
        style = "getComputedStyle(document.documentElement).overscrollBehaviorY"
        assert person.opens().page.evaluate(style) == "contain"


def test_back_past_a_reload_loses_nothing(browser: Browser) -> None:
    """Pages from before it are gone; what is here stays, however often Back is pressed."""
    with somebody(browser) as person:
        person.opens().presses("continue").chooses(track="anonymous").presses("continue")
        assert person.reloads() == "loaded"
        person.presses("continue").chooses(track="anonymous").presses("continue")
        person.writes(text=TEXT)
        person.page.evaluate("history.go(-4)")
        person.page.wait_for_function("history.state.at === 0")
        assert person.holds("text") == TEXT
        assert person.loaded == [person.address] * 2
