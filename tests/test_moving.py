"""Another municipality takes it over by one file: no word of the first remains, site and form."""

import dataclasses
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from intake.facts import municipality
from tests.intake.loop.test_switched_off import CHANGING
from tests.intake.reporter import Person
from tests.places import INVENTED, ROOT

REAL = ROOT / "municipality.toml"
STEMS = ("vesthimmer", "nordjy", "thillemann", "husum", "poskovic")
"""Parts of names that a page could hold in another form."""
TEXT = (".html", ".json", ".js", ".css", ".svg", ".xml", ".txt", ".ics")
NATIONAL = {"hotline", "emergency", "child_line", "appeals", "consultants"} | {
    "law", "exit", "source", "language"
}  # fmt: skip
"""Tables that are the same in all of Denmark; their names may stand in a text."""
UNSEEN = {"ask", "meanwhile", "source", "key", "read", "answered"}
"""Keys whose values are no words of a place."""
EVERYDAY = ("En uge senere er hun stadig bange",)
"""Sentences of a page that say the same by chance, and belong to no municipality."""
SHORTEST = 5
"""Signs; a shorter value (a count, 112) says nothing of a place."""


def values(part: object) -> Iterator[str]:
    """Every value of a municipality's file; the questions to it are not shown."""
    if isinstance(part, dict):
        yield from (
            one
            for name, row in part.items()
            if name not in UNSEEN | NATIONAL
            for one in values(row)
        )
    elif isinstance(part, (list, tuple)):
        yield from (one for row in part for one in values(row))
    elif isinstance(part, str):
        yield part


def own_words() -> set[str]:
    """What stands in the real file and not in the invented one, and the stems."""
    real = set(values(dataclasses.asdict(municipality.load(REAL))))
    invented = set(values(dataclasses.asdict(municipality.load(INVENTED))))
    pairs = {spaced(value) for value in real if value.isdecimal()}
    found = {value for value in real - invented | pairs if len(value) >= SHORTEST}
    return {value.casefold() for value in found} | set(STEMS)


def spaced(number: str) -> str:
    """A phone number as pages show it."""
    return " ".join(number[at : at + 2] for at in range(0, len(number), 2))


def remains(text: str) -> set[str]:
    """The words of the first municipality in this text."""
    folded = text.casefold()
    for sentence in EVERYDAY:
        folded = folded.replace(sentence.casefold(), "")
    return {word for word in own_words() if word in folded}


@pytest.fixture(scope="module")
def moved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the invented municipality."""
    folder = tmp_path_factory.mktemp("moved")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-d", str(folder)]
    environ = os.environ | {"INFOHUS_MUNICIPALITY": str(INVENTED), "NO_MKDOCS_2_WARNING": "1"}
    # Without --quiet: with it MkDocs counts no warning, and nothing is strict.
    done = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def test_the_search_would_find_them() -> None:
    """A decoy: the real file itself is full of them."""
    assert len(remains(REAL.read_text(encoding="utf-8"))) > len(STEMS) + 20


def test_no_word_of_the_first_remains_on_the_site(moved: Path) -> None:
    """Both languages, pages, search index and figures."""
    files = [path for path in moved.rglob("*") if path.suffix in TEXT]
    assert len([path for path in files if path.suffix == ".html"]) > 40
    found = {
        str(path.relative_to(moved)): left
        for path in files
        if (left := remains(path.read_text(encoding="utf-8")))
    }
    assert found == {}


@pytest.mark.parametrize("address", ["/skriv", "/en/write"])
def test_no_word_of_the_first_remains_in_the_form(address: str) -> None:
    """From the first step to the receipt."""
    person = Person(address=address).opens()
    pages = [person.page, person.fills_in("professional").page, person.sends().page]
    assert "Andeby" in pages[0]
    assert [remains(CHANGING.sub(r"\1", page)) for page in pages] == [set(), set(), set()]
