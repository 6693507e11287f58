"""The ledger: what the document claims, and the approved sentences that carry it.

Each function that judges returns its complaints, so that a test can see it complain.
"""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Literal

from intake.facts import texts
from intake.facts.municipality import Municipality
from tests.site.pages import Page, Site

HERE = Path(__file__).parent
LANGUAGES: tuple[Literal["da", "en"], ...] = ("da", "en")
NO_END = r"(?<!stk\.)(?<!art\.)(?<!f\.eks\.)(?<!e\.g\.)(?<!bl\.a\.)(?<!vedr\.)(?<!nr\.)"
SENTENCE_END = re.compile(rf"(?<=[.!?:]){NO_END}\s+")


@dataclass(frozen=True, kw_only=True)
class Claim:
    """One thing the document says; the fields are explained at the top of claims.toml."""

    key: str
    fact: str
    lines: tuple[int, int]
    words: str
    strength: tuple[str, ...]
    page: str
    da: str
    en: str
    link: str = ""
    governed: tuple[str, ...] = ()
    why: str = ""

    def address(self, language: str) -> str:
        """Of the page that carries it."""
        return f"/{self.page}/" if language == "da" else f"/en/{self.page}/"


@dataclass(frozen=True, kw_only=True)
class Ledger:
    """Claims in the document's order, lines without a claim, and the lists of strength words."""

    claims: tuple[Claim, ...]
    no_claim: dict[tuple[int, int], str]
    strength: dict[str, dict[str, list[str]]]

    def found(self, text: str, language: str) -> set[str]:
        """The strengths whose words stand in the text; the longest words are looked for first."""
        words = [(word, name) for name, row in self.strength.items() for word in row[language]]
        left, names = f" {text.casefold()} ", set()
        for word, name in sorted(words, key=lambda pair: -len(pair[0])):
            left, count = re.subn(rf"(?<!\w){re.escape(word)}(?!\w)", "|", left)
            names |= {name} if count else set()
        return names


def read() -> Ledger:
    """The ledger of this project."""
    rows: dict[str, Any] = tomllib.loads((HERE / "claims.toml").read_text(encoding="utf-8"))
    return Ledger(
        claims=tuple(Claim(**_frozen(row)) for row in rows["claim"]),
        no_claim={tuple(row["lines"]): row["reason"] for row in rows["no_claim"]},
        strength=rows["strength"],
    )


def _frozen(row: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(part) if isinstance(part, list) else part for name, part in row.items()}


def document() -> list[str]:
    """The document's text, line by line; the first has the number 1."""
    return (HERE / "document.txt").read_text(encoding="utf-8").splitlines()


def signs(text: str) -> str:
    """The text without spaces and hyphens: so a word broken over two lines is whole again."""
    return re.sub(r"[\s-]", "", text)


def run(lines: list[str], ledger: Ledger) -> list[tuple[str, int]]:
    """Every sign of the document with its line, without the lines that hold no claim."""
    out = {n for first, last in ledger.no_claim for n in range(first, last + 1)}
    numbered = enumerate(lines, 1)
    return [(sign, n) for n, line in numbered if n not in out for sign in signs(line)]


def places(claim: Claim, signed: list[tuple[str, int]]) -> list[range] | None:
    """Where its words stand, if they stand on its lines and fill the first and the last of them."""
    first, last = claim.lines
    inside = [at for at, (_, line) in enumerate(signed) if first <= line <= last]
    text = "".join(signed[at][0] for at in inside)
    found, after = [], 0
    for part in map(signs, claim.words.split(" … ")):
        if (at := text.find(part, after)) < 0:
            return None
        after = at + len(part)
        found.append(range(inside[at], inside[at] + len(part)))
    ends = {signed[found[0].start][1], max(signed[part.stop - 1][1] for part in found)}
    return found if ends == {first, last} else None


def unread(ledger: Ledger, lines: list[str]) -> dict[int, str]:
    """What of the document no claim holds, by line."""
    signed = run(lines, ledger)
    held = {at for claim in ledger.claims for part in places(claim, signed) or () for at in part}
    left: defaultdict[int, str] = defaultdict(str)
    for at, (sign, line) in enumerate(signed):
        if at not in held and sign.isalnum():
            left[line] += sign
    return dict(left)


def misread(ledger: Ledger, lines: list[str]) -> list[str]:
    """Claims whose words, or the strength of whose words, are not the document's."""
    signed, wrong, before = run(lines, ledger), [], set[str]()
    for claim in ledger.claims:
        own = set(claim.strength) - {"er"}
        if places(claim, signed) is None:
            wrong.append(f"{claim.key}: not on lines {claim.lines}: {claim.words}")
        said = ledger.found(claim.words, "da")
        if said != own and not claim.why:
            wrong.append(f"{claim.key}: the document says {sorted(said)}, not {sorted(own)}")
        if not set(claim.governed) <= before:
            wrong.append(f"{claim.key}: the claim before does not say {claim.governed}")
        before = own | set(claim.governed)
    return wrong


def misjudged(ledger: Ledger, language: Literal["da", "en"]) -> list[str]:
    """Approved sentences that are stronger or weaker than what they carry."""
    wanted: defaultdict[str, set[str]] = defaultdict(set)
    for claim in ledger.claims:
        wanted[getattr(claim, language)] |= {*claim.strength, *claim.governed} - {"er"}
    return [
        f"{sentence}: says {sorted(found)}, the document {sorted(names)}"
        for sentence, names in wanted.items()
        if (found := ledger.found(sentence, language)) != names
    ]


def sentences(page: Page) -> list[str]:
    """What one sees of the page, sentence by sentence."""
    lines = (" ".join(line.replace("\xad", "").split()) for line in page.text.splitlines())
    return [each for line in lines if line for each in SENTENCE_END.split(line)]


def windows(parts: list[str], length: int) -> Iterator[str]:
    """Following sentences in one, of every beginning, up to about that length."""
    for start in range(len(parts)):
        text = parts[start]
        for part in parts[start + 1 :]:
            if len(text) >= length:
                break
            text = f"{text} {part}"
        yield text


def nearest(approved: str, page: Page) -> str:
    """What on the page is most like the approved sentence: itself, if it stands there."""
    seen = list(windows(sentences(page), len(approved)))
    if approved in seen:
        return approved
    return max(seen, key=lambda text: SequenceMatcher(None, approved, text).ratio())


def approved(claim: Claim, language: str, municipality: Municipality) -> str:
    """Its sentence with the contact persons and their labels in it."""
    people = [
        SimpleNamespace(
            name=person.name,
            role=person.role,
            mobile=" ".join(re.findall("..", person.mobile)),
            email=person.email,
        )
        for person in municipality.contacts
    ]
    labels = texts.load(f"site.{language}")
    return str(getattr(claim, language)).format(contacts=people, texts=labels)


def changed(claim: Claim, language: str, site: Site, municipality: Municipality) -> str:
    """Both sentences, when the page no longer holds the approved one; "" when it does."""
    page, wanted = site.pages[claim.address(language)], approved(claim, language, municipality)
    there = nearest(wanted, page)
    if there != wanted:
        return f"{claim.key} {page.address}\n  approved: {wanted}\n  nearest:  {there}"
    if claim.link and claim.link not in page.links:
        return f"{claim.key} {page.address}: no link to {claim.link}"
    return ""
