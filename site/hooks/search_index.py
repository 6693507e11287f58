"""The index that search reads: one file for each language, made of the built pages themselves.

A word is written in one spelling for all: `spell` and `fold` here and in `site/assets/site.js` are
the same two steps, so that the reader's word meets the page's.
"""

import json
import re
import tomllib
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

WORDS = Path(__file__).with_name("search.toml")
SOFT_HYPHEN = "\u00ad"
DANISH = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa"})
WEIGHTS = {"title": 16, "keywords": 16, "description": 8, "headings": 6, "text": 1}
"""How much a word counts, by where it stands."""
MOST, MOST_IN_TEXT = 24, 4
NUMBER = re.compile(r"(?<!\d)(?:\d\d \d\d \d\d \d\d|\d{3} \d{3})(?!\d)")
"""A telephone number as pages show it."""


def write(folder: Path, language: str, pages: list[tuple[str, Path]]) -> None:
    """Write `search.LANGUAGE.json` of these pages: each an address and its file."""
    read = [(address, Reader().read(file.read_text(encoding="utf-8"))) for address, file in pages]
    text = json.dumps(index(language, read), ensure_ascii=False, separators=(",", ":"))
    (folder / f"search.{language}.json").write_text(text, encoding="utf-8")


def index(language: str, pages: list[tuple[str, dict[str, str]]]) -> dict[str, object]:
    """What the script needs: pages by number, each word's weight on them, phrases, word lists."""
    known = tomllib.loads(WORDS.read_text(encoding="utf-8"))
    stop = {spell(word) for word in known["function_words"][language].split()}
    weights = defaultdict[str, list[int]](list)
    for number, (_, page) in enumerate(pages):
        for word, weight in sorted(weigh(page, stop).items()):
            weights[word] += [number, weight]
    return {
        "pages": [
            [address, page["title"], page["description"], *foreign(page, language)]
            for address, page in pages
        ],
        "words": dict(sorted(weights.items())),
        "phrases": [
            [phrase, number] for number, (_, page) in enumerate(pages) for phrase in phrases(page)
        ],
        "function_words": sorted(stop),
        "danger": [
            [fold(word) for word in spell(entry).split()]
            for entry in known["danger"]["both"] + known["danger"][language]
        ],
    }


def foreign(page: dict[str, str], language: str) -> Iterator[str]:
    """The page's own language, where it is not the reader's."""
    if page["lang"] != language:
        yield page["lang"]


def weigh(page: dict[str, str], stop: set[str]) -> Counter[str]:
    """Each folded word of a page and how much it counts there.

    A telephone number counts more the more of them the page has: there one looks a number up.
    """
    weighed = Counter[str]()
    for part, weight in WEIGHTS.items():
        text = NUMBER.sub(lambda number: number[0].replace(" ", ""), spell(page[part]))
        counted = Counter(fold(word) for word in words(text) if word not in stop)
        for word, times in counted.items():
            weighed[word] += min(times, MOST_IN_TEXT) if part == "text" else weight * times
    numbers = set(page["numbers"].split())
    weighed.update(dict.fromkeys(numbers, len(numbers)))
    return Counter({word: min(weight, MOST) for word, weight in weighed.items()})


def phrases(page: dict[str, str]) -> Iterator[str]:
    """The keywords of several words, as one string each: function words count in them."""
    for phrase in page["keywords"].split(","):
        if len(parts := words(spell(phrase))) > 1:
            yield " ".join(map(fold, parts))


def words(spelled: str) -> list[str]:
    """The words and numbers of a text, in any script."""
    return re.findall(r"[^\W_]+", spelled)


def spell(text: str) -> str:
    """Small letters without accents; æ, ø and å as ae, oe and aa, however they were composed."""
    small = unicodedata.normalize("NFC", text.lower()).translate(DANISH)
    apart = unicodedata.normalize("NFD", small)
    return " ".join("".join(each for each in apart if not "\u0300" <= each <= "\u036f").split())


def fold(word: str) -> str:
    """One spelling for a, å, aa, æ and ae, for o, ø and oe, and for single and double letters."""
    return re.sub(r"(?!^)([a-z])\1+", r"\1", re.sub("aa|ae", "a", word).replace("oe", "o"))


class Reader(HTMLParser):
    """Reads one page for search: title, headings and text of its main part."""

    def __init__(self) -> None:
        super().__init__()
        self._open: list[str] = []
        self._said: dict[str, list[str]] = {"title": [], "headings": [], "text": []}
        self._meta = {"description": "", "keywords": ""}
        self._lang, self._numbers = "", list[str]()

    def read(self, html: str) -> dict[str, str]:
        """The page by field."""
        self.feed(html)
        said = {
            key: " ".join(" ".join(parts).replace(SOFT_HYPHEN, "").split())
            for key, parts in self._said.items()
        }
        numbers = " ".join(self._numbers)
        return said | self._meta | {"lang": self._lang, "numbers": numbers}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remember which heading or part of the page the next words stand in."""
        named = dict(attrs)
        if tag == "html":
            self._lang = str(named.get("lang") or "")
        if tag == "meta" and named.get("name") in self._meta:
            self._meta[str(named["name"])] = str(named.get("content") or "")
        if "main" in self._open and (link := str(named.get("href"))).startswith("tel:"):
            self._numbers.append(link.removeprefix("tel:").removeprefix("+45"))
        if tag in ("main", "h1", "h2", "h3", "svg"):
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            del self._open[self._open.index(tag) :]

    def handle_data(self, data: str) -> None:
        """Sort the words by where they stand."""
        if "main" not in self._open or "svg" in self._open:
            return
        kinds = {"h1": "title", "h2": "headings", "h3": "headings"}
        self._said[kinds.get(self._open[-1], "text")].append(data)
