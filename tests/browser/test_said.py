"""What a screen reader is given to say, by the browser's own tree: each thing once."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, CDPSession

from intake.concern import LONGEST_TEXT
from intake.facts import texts
from tests.browser.navigators import Reporter, served

Node = dict[str, Any]
LANGUAGES = pytest.mark.parametrize("language", ["da", "en"])
NOTE_CHANGES = """() => {
  window.spoken = [];
  for (const live of document.querySelectorAll("[role=status], [role=alert], [aria-live]"))
    new MutationObserver(() => window.spoken.push(live.textContent))
      .observe(live, { childList: true, characterData: true, subtree: true });
}"""
"""From now on, what live regions would say."""
pytestmark = pytest.mark.browser


class Tree:
    """The accessibility tree of a page."""

    def __init__(self, session: CDPSession) -> None:
        nodes: list[Node] = session.send("Accessibility.getFullAXTree")["nodes"]
        self.nodes = [node for node in nodes if not node["ignored"]]

    def named(self, name: str) -> list[str]:
        """The roles of what has this name, besides the text itself."""
        return [role(node) for node in self.nodes if value(node, "name") == name and spoken(node)]

    def focused(self) -> tuple[str, str]:
        """Role and name of what has the focus, besides the page itself."""
        (found,) = [
            (role(node), value(node, "name"))
            for node in self.nodes
            if has(node, "focused") and role(node) != "RootWebArea"
        ]
        return found

    def described(self, name: str) -> str:
        """What is said of the field with this name, after its name."""
        (node,) = [
            node for node in self.nodes if value(node, "name") == name and has(node, "focusable")
        ]
        return value(node, "description")

    def live(self) -> list[tuple[str, str]]:
        """Role and manner of what speaks when it changes."""
        return [
            (role(node), str(manner))
            for node in self.nodes
            if (manner := property_of(node, "live")) not in (None, "off")
        ]


def role(node: Node) -> str:
    return value(node, "role")


def value(node: Node, name: str) -> str:
    return str(node.get(name, {}).get("value", ""))


def spoken(node: Node) -> bool:
    return role(node) not in {"StaticText", "InlineTextBox"}


def has(node: Node, name: str) -> bool:
    return property_of(node, name) is True


def property_of(node: Node, name: str) -> object:
    return {each["name"]: each["value"].get("value") for each in node.get("properties", [])}.get(
        name
    )


@contextmanager
def somebody(browser: Browser, language: str) -> Iterator[Reporter]:
    with served() as origin, browser.new_context() as context:
        yield Reporter(context.new_page(), origin, language).opens().presses("continue")


def tree(person: Reporter) -> Tree:
    return Tree(person.page.context.new_cdp_session(person.page))


@LANGUAGES
def test_the_title_of_the_mistakes_is_said_once(browser: Browser, language: str) -> None:
    """It is a heading with the focus; no alert and no group says it too."""
    title = texts.load(language)["page.summary"]
    with somebody(browser, language) as person:
        person.presses("continue").page.wait_for_selector("#summary-title:focus")
        found = tree(person)
        assert found.named(title) == ["heading"]
        assert found.focused() == ("heading", title)
        assert found.live() == []


@LANGUAGES
def test_a_letter_typed_says_nothing(browser: Browser, language: str) -> None:
    """The hint is told once, with the field; the count is a text beside it, and is kept up."""
    words = texts.load(language)
    with somebody(browser, language) as person:
        person.chooses(track="anonymous").presses("continue")
        person.page.evaluate(NOTE_CHANGES)
        before = tree(person).described(words["worry.text.label"])
        person.page.locator("[name=text]").press_sequentially("Tre")
        assert before == words["worry.text.hint"]
        assert tree(person).described(words["worry.text.label"]) == before
        assert person.page.locator("#text-count").inner_text().startswith("3 ")
        assert person.page.evaluate("window.spoken") == []


@LANGUAGES
def test_the_end_of_the_room_is_said_rarely_and_politely(browser: Browser, language: str) -> None:
    """Once when it comes near and once when it is past, however much is typed there."""
    words = texts.load(language)
    with somebody(browser, language) as person:
        person.chooses(track="anonymous").presses("continue")
        person.page.evaluate(NOTE_CHANGES)
        for length in (LONGEST_TEXT - 999, LONGEST_TEXT, LONGEST_TEXT + 1):
            person.writes(text="a" * length)
            person.page.locator("[name=text]").press_sequentially("bb")
        person.writes(text="kort")
        said = [words["worry.text.near"], words["worry.text.over"], ""]
        assert person.page.evaluate("window.spoken") == said
        assert tree(person).live() == [("status", "polite")]


@LANGUAGES
def test_what_could_not_be_fetched_is_said_once(browser: Browser, language: str) -> None:
    """The heading that says that nothing was sent has the focus."""
    title = texts.load(language)["unsent.heading"]
    with somebody(browser, language) as person:
        person.page.context.set_offline(True)
        person.page.locator('[value="back"]').click()
        person.page.wait_for_selector("[data-failed] :focus")
        found = tree(person)
        assert found.named(title) == ["heading"]
        assert found.focused() == ("heading", title)
        assert found.live() == []
