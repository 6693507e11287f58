"""The page in easy Danish is easy: short words, short sentences, one thought in each."""

import pytest

from tests.readability import lix, split
from tests.site.pages import Site
from tests.site.prose import blocks

VERY_EASY = 20
MEAN, LONGEST = 7, 14


@pytest.fixture(scope="module")
def sentences(site: Site) -> list[str]:
    """Every sentence of its running text."""
    html = site.pages["/let-dansk/"].html
    return [each for block in blocks(html, "da") for each in split(block)]


def test_it_is_very_easy(sentences: list[str]) -> None:
    """LIX well under 20, where a newspaper has 40."""
    found = lix(sentences)
    print(f"let-dansk {found:.1f}")
    assert found < VERY_EASY - 3


def test_its_sentences_are_short(sentences: list[str]) -> None:
    """Seven words or fewer on average; the one about a child is the same as everywhere."""
    lengths = [len(each.split()) for each in sentences]
    assert sum(lengths) / len(lengths) <= MEAN
    assert [each for each in sentences if len(each.split()) > LONGEST] == []


def test_the_english_page_leads_to_it(site: Site) -> None:
    """The pair tells what the page is and opens it."""
    assert "/let-dansk/" in site.pages["/en/let-dansk/"].links
