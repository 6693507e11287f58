"""`make asvs`: the table of ASVS 5.0 requirements, made from `handbook/asvs.toml`."""

import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
DATA = ROOT / "handbook" / "asvs.toml"
PAGE = ROOT / "handbook" / "asvs.md"
STATUSES = {"met": "met", "n/a": "not applicable", "not": "**not met**"}
LEVELS = (1, 2, 3)
NOT_MET = "not_met"
"""The list of what is not met, in the order of its weight."""
HEAD = """# ASVS 5.0, requirement by requirement

Made from `handbook/asvs.toml` by `make asvs`. The requirements themselves stand in the standard
(OWASP Application Security Verification Standard 5.0.0); here are their numbers, and our place.
"Met" names the test, or the words of a file, that show it; `tests/test_asvs.py` looks that each is
there. We measure ourselves by level 2; where we stand at level 3 is told, too. What is not met
stands first, each with its reason.
"""


@dataclass(frozen=True, kw_only=True)
class Requirement:
    """One number of the standard, and where we stand."""

    number: str
    level: int
    status: str
    evidence: str
    note: str


@dataclass(frozen=True, kw_only=True)
class Chapter:
    """Requirements of one kind; with a reason, none of them applies."""

    number: str
    title: str
    reason: str
    requirements: tuple[Requirement, ...]


def chapters() -> Iterator[Chapter]:
    """The whole standard, in its order."""
    for number, table in _read().items():
        if number == NOT_MET:
            continue
        title, reason = table.pop("title"), table.pop("reason", "")
        rows = tuple(requirement(name, row, reason) for name, row in table.items())
        yield Chapter(number=number, title=title, reason=reason, requirements=rows)


def weightiest_first(wanted: list[Chapter]) -> Iterator[Requirement]:
    """What is not met, as the list of its numbers orders it; a number that is met has no place."""
    missing = {
        requirement.number: requirement
        for chapter in wanted
        for requirement in chapter.requirements
        if requirement.status == "not"
    }
    yield from (missing[number] for number in _read()[NOT_MET])


def _read() -> dict[str, Any]:
    return tomllib.loads(DATA.read_text(encoding="utf-8"))


def requirement(number: str, row: list[str], reason: str) -> Requirement:
    """One row; a chapter that does not apply needs only the level."""
    level, status, evidence, note = row if len(row) == 4 else (row[0], "n/a", "", reason)
    return Requirement(number=number, level=int(level), status=status, evidence=evidence, note=note)


def counts(wanted: list[Chapter]) -> Counter[tuple[int, str]]:
    """How many of each level stand where."""
    return Counter(
        (requirement.level, requirement.status)
        for chapter in wanted
        for requirement in chapter.requirements
    )


def lines() -> Iterator[str]:
    """Markdown: how many requirements are met, then every chapter's own table."""
    wanted = list(chapters())
    number = counts(wanted)
    yield HEAD
    yield "| Level | Met | Not applicable | Not met | All |"
    yield "|---|---|---|---|---|"
    for level in LEVELS:
        each = [number[level, status] for status in STATUSES]
        yield f"| {level} | {each[0]} | {each[1]} | {each[2]} | {sum(each)} |"
    yield "\n## Not met, the weightiest first\n"
    yield "| Number | Level | Why |"
    yield "|---|---|---|"
    for missing in weightiest_first(wanted):
        yield f"| {missing.number} | {missing.level} | {missing.note} |"
    for chapter in wanted:
        yield f"\n## {chapter.number} {chapter.title}\n"
        if chapter.reason:
            yield f"Not applicable, all of it: {chapter.reason[0].lower()}{chapter.reason[1:]}\n"
        yield "| Number | Level | Status | Shown by | Note |"
        yield "|---|---|---|---|---|"
        yield from (row(requirement, chapter) for requirement in chapter.requirements)


def row(requirement: Requirement, chapter: Chapter) -> str:
    """One line of the table."""
    file, _, where = requirement.evidence.partition("::")
    shown = f"`{file}`: `{where}`" if file else ""
    note = "see above" if chapter.reason else requirement.note
    cells = (requirement.number, requirement.level, STATUSES[requirement.status], shown, note)
    return f"| {' | '.join(map(str, cells))} |"


def text() -> str:
    """What the page holds."""
    return "\n".join(lines()) + "\n"


def main() -> int:
    """Write the page anew."""
    PAGE.write_text(text(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
