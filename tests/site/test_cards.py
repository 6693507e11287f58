"""The language cards: complete in each language, and published only when somebody approved them."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from intake.facts import municipality
from intake.facts.municipality import Municipality
from tests.places import ROOT
from tests.site import approval
from tests.site.conftest import build
from tests.site.hooks import cards
from tests.site.pages import Site

ORIGINAL = "da"
KEYS = sorted(each.stem for each in (ROOT / "site" / "cards").glob("*.toml"))
OTHERS = [key for key in KEYS if key != ORIGINAL]
PLACES = re.compile(r"{\w+}")
MUST_BE_SAID = {"underretning", "sikkerhedskonsulenter"}
"""Danish words that the reader needs on the telephone; German bends none of them either."""


@pytest.fixture(scope="module")
def facts() -> Municipality:
    """Our own municipality: it has approved no card yet."""
    return municipality.load(ROOT / "municipality.toml")


@pytest.fixture(scope="module")
def review(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The edition in which every card stands."""
    folder = tmp_path_factory.mktemp("review") / "built"
    done = build(folder, SITE_EDITION="review")
    assert done.returncode == 0, done.stdout + done.stderr
    return Site(folder)


@pytest.fixture(scope="module")
def approved(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The published edition of a municipality that has approved the Arabic card."""
    return approval.approved(tmp_path_factory.mktemp("approved"), "ar")


def test_each_language_has_a_card_and_each_card_a_language(facts: Municipality) -> None:
    """The file of facts says who approves; the folder of cards holds what is approved."""
    assert sorted(row.key for row in facts.language) == OTHERS


@pytest.mark.parametrize("key", OTHERS)
def test_a_card_says_all_that_the_original_says(key: str) -> None:
    """The same keys, the same names filled in, and the Danish words to say on the telephone."""
    original, card = cards.read(ORIGINAL), cards.read(key)
    assert list(card) == list(original)
    for name in original:
        assert card[name].strip(), name
        assert sorted(PLACES.findall(card[name])) == sorted(PLACES.findall(original[name])), name
    assert set(re.findall(r"\*(\w+)\*", " ".join(card[name] for name in card))) >= MUST_BE_SAID


@pytest.mark.parametrize("key", KEYS)
def test_a_card_is_short(key: str) -> None:
    """What a frightened person reads in two minutes."""
    card = cards.read(key)
    assert sum(len(card[name].split()) for name in card) <= 280


def test_nothing_is_published_that_nobody_approved(site: Site) -> None:
    """No card, no link to one, no mention of one; and the page of languages is whole without."""
    assert not [each for each in site.pages if each.startswith("/sprog/") and each != "/sprog/"]
    for address in ("/sprog/", "/en/sprog/"):
        page = site.pages[address]
        assert not [link for link in page.links if re.match(r"/sprog/\w+/", link)]
        assert not any("Kort" in words or "Cards" in words for _, words in page.headings)
        assert "tel:+4541749090" in page.links
    index = (site.folder / "search.da.json").read_text(encoding="utf-8")
    assert "العربية" in index, "the page of languages is found by its language's name"
    assert "/sprog/ar/" not in index


def test_an_approved_card_is_published_alone(approved: Site) -> None:
    """The page, its links from both lists, and its place in both searches and the map."""
    made = [each for each in approved.pages if re.match(r"/sprog/\w+/", each)]
    assert made == ["/sprog/ar/"]
    for address in ("/sprog/", "/en/sprog/"):
        links = approved.pages[address].links
        assert [link for link in links if re.match(r"/sprog/\w+/", link)] == made
    for language in ("da", "en"):
        index = (approved.folder / f"search.{language}.json").read_text(encoding="utf-8")
        assert '"/sprog/ar/"' in index


def test_who_may_approve_is_asked(facts: Municipality) -> None:
    """Each card that nobody approved is a question to the municipality."""
    asked = {question.name for question in facts.questions()}
    assert {f"language.{key}.approved_by" for key in OTHERS} <= asked
    first = replace(
        facts.language[0],
        approved_by=replace(facts.language[0].approved_by, value="Nogen", answered="2026-11-26"),
    )
    answered = replace(facts, language=(first, *facts.language[1:]))
    assert cards.shown(answered, review=False) == [first]
    assert len(cards.shown(answered, review=True)) == len(OTHERS)


@pytest.mark.parametrize("key", OTHERS)
def test_a_card_says_its_language_and_direction(
    review: Site, facts: Municipality, key: str
) -> None:
    """The page is the card's; the frame around it is Danish and runs from left to right."""
    page = review.pages[f"/sprog/{key}/"]
    (row,) = (each for each in facts.language if each.key == key)
    assert page.lang == key
    assert f'<html lang="{key}" dir="{row.direction}"' in page.html
    assert page.html.count('<div lang="da" dir="ltr">') == 2
    assert page.title.startswith(cards.read(key)["title"])
    assert [words for level, words in page.headings if level == 1] == [cards.read(key)["title"]]


@pytest.mark.parametrize("key", OTHERS)
def test_a_card_holds_every_way_to_help(review: Site, facts: Municipality, key: str) -> None:
    """112, 114, the hotline and each coordinator; the notification; the consultants; both sites."""
    page = review.pages[f"/sprog/{key}/"]
    numbers = [f"tel:+45{each.mobile}" for each in facts.contacts]
    wanted = ["tel:112", "tel:114", f"tel:+45{facts.hotline.phone}", *numbers]
    wanted += [str(facts.underretning.url), facts.consultants.url, "/", "/en/"]
    assert [each for each in wanted if each not in page.links] == []


@pytest.mark.parametrize("key", OTHERS)
def test_no_number_can_be_turned_around(review: Site, key: str) -> None:
    """Pairs of digits in a text that runs from right to left would change places."""
    (main,) = re.findall(r"<main[^>]*>(.*)</main>", review.pages[f"/sprog/{key}/"].html, re.DOTALL)
    kept = re.compile(r'<bdi dir="ltr">.*?</bdi>', re.DOTALL)
    assert len(kept.findall(main)) >= 6
    assert not re.search(r"\d", re.sub(r"<[^>]*>", "", kept.sub("", main)))


def test_a_star_and_a_brace_are_no_markup(tmp_path: Path, facts: Municipality) -> None:
    """What a translator writes is text, but for stars and the names between braces."""
    assert cards.danish("<b>") == '<bdi lang="da">&lt;b&gt;</bdi>'
    card = cards.Card(ORIGINAL, facts)
    assert card("child").count('<bdi lang="da">') == 2
    assert "<" not in re.sub(r"</?bdi[^>]*>", "", str(card("child")))
