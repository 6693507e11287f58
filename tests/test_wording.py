"""One name for one thing, and the one sentence on children: pages, form, letter and papers.

What must not be said was found by strangers, who read the first edition against the law and the
municipality's document.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from intake.facts import texts

ROOT = Path(__file__).parents[1]
WORDS = ROOT / "intake" / "translations"
CHILD = {
    "da": "Er du bekymret for, at et barn bliver svigtet eller er i fare? "
    "Så lav en underretning, også hvis du er i tvivl. Du kan have pligt til det.",
    "en": "Are you worried that a child is neglected or in danger? "
    "Then make a notification, even if you are not sure. You may have a duty to do so.",
}
"""Barnets lov § 135 needs knowledge; for worry Ankestyrelsen says bør."""
DANISH = {
    r"bange for, at et barn": "the one sentence on children",
    r"\ber ikke en underretning": "erstatter ikke en underretning",
    r"[Dd]et afgør kommunen": "the right to be told, its exceptions, and who assesses",
    r"[Kk]endingsnummer": "referencenummer",
    r"[Nn]etadresse": "IP-adresse",
    r"lige alvorligt": "the document does not weigh them",
    r"Infohuset beslutter, hvem": "the document does not say who leads at unknown age",
    r"nationale hold": "nationale team",
    r"dagpleje": "dagtilbud",
    r"\blåst|\blåse\b": "kryptere",
    r"skal ikke journalføre": "har ikke pligt til at journalføre",
    r"[Mm]ini-infohus for": "that covers the municipality",
}
"""What must not be said, and what to say."""
ENGLISH = {
    r"fear that a child": "the one sentence on children",
    r"is not a (statutory )?notification": "does not replace a notification",
    r"network address": "IP address",
    r"Leave this site": "Leave this page",
    r"sparring": "advice",
    r"\bmend\b": "correct",
    r"[Nn]ational hotline against": "the Anti-Radicalisation Hotline",
    r"\bTake it that\b": "Assume",
    r"\bconcrete (assessment|concern)": "specific",
    r"[Pp]re-emptive": "early intervention",
}


def said(language: str) -> Iterator[tuple[str, str]]:
    """Every text of a language for readers: by its file, without the Danish names in English."""
    suffix = ".en.md" if language == "en" else ".md"
    for path in sorted((ROOT / "docs").rglob(f"*{suffix}")):
        if language == "en" or not path.name.endswith(".en.md"):
            page = re.sub(r"^keywords:.*$", "", path.read_text(encoding="utf-8"), flags=re.M)
            plain = re.sub(r'<span lang="da">.*?</span>', "", page)  # keywords: what people type
            yield str(path.relative_to(ROOT)), plain
    for path in sorted(WORDS.glob("*.toml")):
        ours = path.stem.endswith(".en") or path.stem == "en"
        if ours == (language == "en"):
            yield str(path.relative_to(ROOT)), "\n".join(values(path.stem))
    if language == "da":
        for path in sorted((*(ROOT / "intake" / "papers").glob("*.md"), COORDINATOR)):
            yield str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")


COORDINATOR = ROOT / "handbook" / "koordinator.md"


def values(name: str) -> list[str]:
    """The texts of one file of words."""
    loaded = texts.load(name)
    return [loaded[key] for key in loaded]


@pytest.mark.parametrize(("language", "banned"), [("da", DANISH), ("en", ENGLISH)])
def test_nothing_is_said_that_was_found_wrong(language: str, banned: dict[str, str]) -> None:
    """Each with what to say instead."""
    found = {
        f"{name}: {pattern}": instead
        for name, text in said(language)
        for pattern, instead in banned.items()
        if re.search(pattern, text)
    }
    assert found == {}


@pytest.mark.parametrize(("language", "banned"), [("da", DANISH), ("en", ENGLISH)])
def test_each_pattern_finds_what_it_is_for(language: str, banned: dict[str, str]) -> None:
    """A decoy: none of them is spelled so that it can find nothing."""
    decoys = {
        "da": "Vær bange for, at et barn. Det er ikke en underretning. Det afgør kommunen. "
        "Kendingsnummer. Netadresse. lige alvorligt. Infohuset beslutter, hvem. nationale hold. "
        "dagpleje. låst. Du skal ikke journalføre. mini-infohus for",
        "en": "You fear that a child. It is not a notification. network address. Leave this site. "
        "sparring. mend. national hotline against. Take it that. concrete concern. pre-emptive",
    }
    assert [pattern for pattern in banned if not re.search(pattern, decoys[language])] == []


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_sentence_on_children_is_the_same_everywhere(language: str) -> None:
    """In the form before writing, on its receipt, in the box of the pages, and beside the law."""
    form, site = texts.load(language), texts.load(f"site.{language}")
    page = ROOT / "docs" / ("lov.md" if language == "da" else "lov.en.md")
    places = {
        "start": form["start.notification"],
        "receipt": form["receipt.notification"],
        "box": site["notification.text"],
        "law": page.read_text(encoding="utf-8"),
    }
    lacking = [
        name
        for name, text in places.items()
        if CHILD[language] not in re.sub(r" \((<span[^>]*>)?underretning(</span>)?\)", "", text)
    ]
    assert lacking == []
