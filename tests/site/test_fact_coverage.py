"""Every fact of the municipality's document stands on its page, in both languages.

Found in the visible words of the built pages, never by marks planted for the test.
"""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.site.pages import Page, Site

FACTS: dict[str, dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("facts.toml").read_text(encoding="utf-8")
)


def words(page: Page) -> str:
    """The visible words as one line."""
    return " ".join(page.text.split()).casefold()


def lacks(fact: dict[str, Any], page: Page) -> list[str]:
    """What of the fact the page does not say."""
    said = words(page)
    wanted = [*fact.get(page.language, ()), *fact.get("order", ())]
    missing = [each for each in wanted if each.casefold() not in said]
    if "link" in fact and fact["link"] not in page.links:
        missing.append(fact["link"])
    places = [said.find(each.casefold()) for each in fact.get("order", ())]
    return missing + (["in this order"] if places != sorted(places) else [])


def test_the_list_is_whole() -> None:
    """All 118 facts, and words or a link for each in both languages."""
    assert list(FACTS) == [f"F{number:02}" for number in range(1, 119)]
    for name, fact in FACTS.items():
        assert "order" in fact or (fact["da"] and fact["en"]), name


@pytest.mark.parametrize("language", ["da", "en"])
def test_each_fact_stands_on_its_page(site: Site, language: str) -> None:
    """What the municipality said is what we publish."""
    missed = {}
    for name, fact in FACTS.items():
        for slug in [fact["page"]] if isinstance(fact["page"], str) else fact["page"]:
            root = "/" if language == "da" else "/en/"
            address = root if slug == "index" else f"{root}{slug}/"
            if gone := lacks(fact, site.pages[address]):
                missed[f"{name} {address}"] = gone
    assert missed == {}
