"""The table of ASVS requirements is whole, and what it names as evidence is there."""

import re
from collections import Counter

import pytest

from tools import asvs
from tools.asvs import ROOT, STATUSES, Requirement, chapters, text, weightiest_first

CHAPTERS = list(chapters())
ALL = [one for chapter in CHAPTERS for one in chapter.requirements]
MET = [one for one in ALL if one.status == "met"]
STANDARD = {1: 70, 2: 183, 3: 92}
"""Requirements of each level in ASVS 5.0.0."""


def is_there(evidence: str) -> bool:
    """Whether the file holds the test, or the words."""
    file, _, where = evidence.partition("::")
    path = ROOT / file
    if not where or not path.is_file():
        return False
    words = path.read_text(encoding="utf-8")
    if file.startswith("tests/"):
        return re.search(rf"^def {where}\(", words, re.MULTILINE) is not None
    return where in words


def test_every_requirement_has_one_row() -> None:
    """As many as the standard has at each level, in its order, none twice."""
    assert Counter(one.level for one in ALL) == STANDARD
    numbers = [tuple(map(int, one.number.removeprefix("V").split("."))) for one in ALL]
    assert numbers == sorted(set(numbers))


def test_every_row_says_where_we_stand() -> None:
    """What is met is shown; what is not, or does not apply, has its reason."""
    assert {one.status for one in ALL} == set(STATUSES)
    assert [one.number for one in ALL if (one.status == "met") != bool(one.evidence)] == []
    assert [one.number for one in ALL if one.status != "met" and not one.note] == []
    assert all(
        one.number.startswith(f"{each.number}.") for each in CHAPTERS for one in each.requirements
    )


def test_what_is_not_met_is_told_first_and_in_order() -> None:
    """Each once, with its reason; a row that is met by now has no place there."""
    told = [each.number for each in weightiest_first(CHAPTERS)]
    assert sorted(told) == sorted(each.number for each in ALL if each.status == "not")


@pytest.mark.parametrize("one", MET, ids=lambda one: one.number)
def test_what_is_named_is_there(one: Requirement) -> None:
    """The file, and in it the test or the words."""
    assert is_there(one.evidence), one.evidence


@pytest.mark.parametrize(
    "evidence",
    [
        "tests/none.py::test_x",
        "tests/test_asvs.py::test_none",
        "pyproject.toml::no such words",
        "pyproject.toml",
        "",
    ],
)
def test_what_is_not_there_is_found(evidence: str) -> None:
    """A test that was renamed makes the row fall."""
    assert not is_there(evidence)


def test_the_page_is_made_from_the_rows() -> None:
    """`make asvs` was run after the last change."""
    assert asvs.PAGE.read_text(encoding="utf-8") == text()
