"""What search reads: the pages' own words, in one spelling."""

import re
import tomllib

import pytest

from tests.places import ROOT
from tests.site.hooks import search_index
from tests.site.test_finish import PAGE

KNOWN = tomllib.loads((ROOT / "site" / "hooks" / "search.toml").read_text(encoding="utf-8"))
SCRIPT = (ROOT / "site" / "assets" / "site.js").read_text(encoding="utf-8")
NEWER = re.compile(
    r"\.(at|findLast|findLastIndex|hasOwn|groupBy|toSorted|toReversed|toSpliced|with|canParse"
    r"|withResolvers|isWellFormed|checkVisibility|showPopover|replaceAll|any)\("
    r"|structuredClone|:has\(|\bstatic\b|\binert\b|\(\?<[=!]|\bimport\b|\bawait\b|\?\?=|\|\|="
)
"""What a Chromium, Firefox or Safari of 2020 may not know; all of it stops a whole script."""


def page(**parts: str) -> dict[str, str]:
    """A page that holds these parts and nothing else."""
    return dict.fromkeys(search_index.WEIGHTS, "") | {"lang": "da", "numbers": ""} | parts


def test_a_page_is_read_by_field() -> None:
    """The main part alone: no menu, and no words of a drawing."""
    assert search_index.Reader().read(PAGE) == {
        "title": "Titel",
        "headings": "Under",
        "text": "Ord om os Hvem Sag Os",
        "description": "Kort",
        "keywords": "ringe",
        "lang": "da",
        "numbers": "112 41749090",
    }


@pytest.mark.parametrize("spelling", ["Få", "FÅ", "fa\u030a", "faa", "fa", "fæ", "fae"])
def test_one_spelling_for_all(spelling: str) -> None:
    """However the letter was composed, written out or left without its ring."""
    assert search_index.fold(search_index.spell(spelling)) == "fa"


def test_double_letters_are_single_but_for_the_first() -> None:
    """Most slips in Danish are of this kind; SSP must not become what every word begins with."""
    assert [search_index.fold(each) for each in ("annonym", "ssp", "112")] == [
        "anonym",
        "ssp",
        "112",
    ]


def test_the_title_counts_more_than_the_text() -> None:
    """And a word that is said very often does not drown the others."""
    weights = search_index.weigh(page(title="Hotline", text="nummer " * 90), set())
    assert weights["hotline"] > weights["numer"] == search_index.MOST_IN_TEXT


def test_function_words_are_left_out_of_words_and_kept_in_phrases() -> None:
    """Father is not taken for the verb that is spelled like him without its ring."""
    made = search_index.index("da", [("/x/", page(keywords="jeg vil ud, min far, får"))])
    assert set(made["words"]) == {"far"}
    assert made["phrases"] == [["jeg vil ud", 0], ["min far", 0]]
    assert "faar" in made["function_words"]
    assert "far" not in made["function_words"]


def test_a_hit_in_another_language_says_so() -> None:
    """A language card among the hits is read aloud as what it is."""
    made = search_index.index("da", [("/x/", page(lang="ar")), ("/y/", page())])
    assert [each[3:] for each in made["pages"]] == [["ar"], []]


def test_a_number_is_one_word_however_it_is_shown() -> None:
    """Pairs and threes of digits become one; two numbers in a row stay two."""
    weights = search_index.weigh(page(text="41 74 90 90, 116 111 eller 112 og 114"), set())
    assert {"41749090", "116111", "112", "114"} <= weights.keys()


def test_a_page_with_many_numbers_is_where_one_looks_them_up() -> None:
    """The same number counts more on the page of contacts."""
    many = search_index.weigh(page(numbers="112 41749090 116111"), set())
    one = search_index.weigh(page(numbers="112"), set())
    assert many["112"] > one["112"]


def test_no_word_of_danger_is_overruled() -> None:
    """A word of danger that stands alone is no function word of either language."""
    for language in ("da", "en"):
        made = search_index.index(language, [])
        stop = {search_index.fold(word) for word in made["function_words"]}
        alone = {entry[0] for entry in made["danger"] if len(entry) == 1}
        assert not alone & stop
        assert len(alone) > 60


def test_the_script_spells_as_the_index_does() -> None:
    """The two places hold the same letters; the browser tests show that they meet."""
    for piece in ('normalize("NFC")', 'normalize("NFD")', "aa|ae", "(?!^)([a-z])\\1+"):
        assert piece in SCRIPT, piece
    source = (ROOT / "site" / "hooks" / "search_index.py").read_text(encoding="utf-8")
    for piece in ('normalize("NFC"', 'normalize("NFD"', "aa|ae", "(?!^)([a-z])\\1+"):
        assert piece in source, piece


def test_the_script_works_in_an_engine_of_2020() -> None:
    """One word that the engine does not know would take the menu and the way out along."""
    for decoy in ("list.at(-1)", "a ??= b", "/(?<=a)b/", "one.replaceAll(a, b)"):
        assert NEWER.search(decoy)
    assert not NEWER.search(SCRIPT), NEWER.search(SCRIPT)
