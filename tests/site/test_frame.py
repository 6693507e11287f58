"""The frame of every page: whose it is, what it is about, and the way out."""

import re

import pytest

from intake.facts import language_of, texts
from tests.site.hooks import facts
from tests.site.pages import Page, Site

WATCHED = (
    "aere",
    "bekymret",
    "dig-selv",
    "er-det-et-tegn",
    "hvad-skal-jeg-goere",
    "kontakt",
    "saadan-kan-du-tale",
    "underretning",
    "ven-eller-soeskende",
)
"""Pages that somebody may read while another looks on."""


def part(page: Page, tag: str) -> str:
    """The page's header or footer."""
    (found,) = re.findall(rf"<{tag} .*?</{tag}>", page.html, re.DOTALL)
    return str(found)


@pytest.mark.parametrize("tag", ["header", "footer"])
def test_each_page_says_whose_it_is_and_what_it_is_about(site: Site, tag: str) -> None:
    """Name, subject and publisher stand in every header and every footer."""
    municipality = facts.read()
    for page in site.pages.values():
        subject = texts.load(f"site.{page.language}")["page.subject"]
        for words in (municipality.infohus.name, subject, municipality.municipality.name):
            assert f">{words}<" in part(page, tag), (page.address, words)


def test_the_footer_leads_to_the_publisher(site: Site) -> None:
    """The municipality's own website, named by the municipality's name."""
    municipality = facts.read().municipality
    link = rf'<a href="{re.escape(str(municipality.website))}"[^>]*>{municipality.name}</a>'
    for page in site.pages.values():
        assert re.search(link, part(page, "footer")), page.address


def test_each_page_says_which_way_it_is_written(site: Site) -> None:
    """The direction comes with the language."""
    for page in site.pages.values():
        opening = f'<html lang="{page.language}" dir="{language_of(page.language).direction}"'
        assert opening in page.html, page.address


@pytest.mark.parametrize("root", ["/", "/en/"])
def test_the_way_out_stands_where_somebody_may_look_on(site: Site, root: str) -> None:
    """Before everything else on the page but the link that skips it."""
    for slug in WATCHED:
        page = site.pages[f"{root}{slug}/"]
        assert page.html.count("data-exit") == 1, page.address
        assert page.links[1] == str(facts.read().exit.url), page.address
        assert 'class="watched"' in page.html, page.address


def test_a_page_without_a_way_out_keeps_no_room_for_it(site: Site) -> None:
    """The two go together."""
    for page in site.pages.values():
        assert ('class="watched"' in page.html) is ("data-exit" in page.html), page.address
