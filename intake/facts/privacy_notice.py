"""What the municipality must tell whoever gives it personal data (GDPR articles 12 to 14).

The words are ours and the values the municipality's. Where a paragraph needs a value that nobody
has given, its `_unsaid` twin stands in its place, or nothing. What is about the form is said when
it may open, which needs every value. One source for the page, the form, the receipt and
`orientering.pdf`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from string import Formatter
from typing import Literal

from intake.facts import texts
from intake.facts.languages import DANISH
from intake.facts.municipality import Municipality
from intake.facts.municipality.decisions import Loop
from intake.facts.municipality.fact import Fact, grouped
from intake.facts.texts import Texts

Kind = Literal["full", "child"]
UNSAID = "_unsaid"


@dataclass(frozen=True)
class Section:
    """A heading and its paragraphs, plain text."""

    heading: str
    paragraphs: tuple[str, ...]
    lacks: tuple[str, ...] = ()
    """The values that nobody has given and that would change it."""


class PrivacyNotice:
    """The notice in one language."""

    def __init__(self, words: Texts, language: str) -> None:
        self._words = words
        self._language = language

    def sections(self, municipality: Municipality, kind: Kind) -> tuple[Section, ...]:
        """All that article 13 asks for, or the short version that a child of 13 understands.

        What follows from the closed loop is said when the form may open.
        """
        is_open = municipality.may_open
        words = self._words.worded(municipality.loop if is_open else Loop())
        return PrivacyNotice(words, self._language)._all(municipality, kind)

    def _all(self, municipality: Municipality, kind: Kind) -> tuple[Section, ...]:
        values = {
            name: value[self._language] if isinstance(value, Fact) else value
            for name, value in _values(municipality).items()
            if value
        }
        is_open = municipality.may_open
        keys = [key for key in self._words if key.startswith(f"{kind}.")]
        names = dict.fromkeys(key.rpartition(".")[0] for key in keys)
        return tuple(
            Section(
                self._words[f"{name}.heading"],
                tuple(
                    self._words.get_filled(said, **values)
                    for key in keys
                    if key.startswith(f"{name}.")
                    for said in self._said(key, values, is_open=is_open)
                ),
                self._lacks([key for key in keys if key.startswith(f"{name}.")], values),
            )
            for name in names
        )

    def _lacks(self, keys: list[str], values: dict[str, str]) -> tuple[str, ...]:
        needed = [name for key in keys for name in _needed(self._words[key])]
        return tuple(name for name in dict.fromkeys(needed) if name not in values)

    def _said(self, key: str, values: dict[str, str], *, is_open: bool) -> Iterator[str]:
        """The key whose text stands at this place, if any does."""
        part = key.rpartition(".")[2]
        if part == "heading" or part.endswith(UNSAID) or (part.startswith("form") and not is_open):
            return
        if _needed(self._words[key]).keys() <= values.keys():
            yield key
        elif f"{key}{UNSAID}" in set(self._words):
            yield f"{key}{UNSAID}"


def load(language: str) -> PrivacyNotice:
    """The notice in this language; in Danish where it has not been translated."""
    said = language if texts.is_there(f"privacy.{language}") else DANISH.code
    return PrivacyNotice(texts.load(f"privacy.{said}"), said)


def _needed(text: str) -> dict[str, None]:
    """The names between the braces, in order."""
    return {name: None for _, name, _, _ in Formatter().parse(text) if name}


def _values(municipality: Municipality) -> dict[str, str | Fact]:
    privacy = municipality.privacy
    return {
        "municipality": municipality.municipality.name,
        "infohus": municipality.infohus.name,
        "regional": municipality.infohus.regional_name,
        "notification_unit": municipality.notification_unit,
        "ssp": municipality.ssp.name,
        "keep_days": str(municipality.intake.keep_days),
        "unacknowledged_days": str(municipality.loop.keep_unacknowledged_days),
        "tombstone_days": str(municipality.intake.tombstone_days),
        "readers": municipality.intake.readers,
        "child_line": municipality.child_line.name,
        "child_phone": grouped(str(municipality.child_line.phone)),
        "controller": privacy.controller,
        "contact": privacy.contact,
        "dpo": privacy.dpo,
        "legal_basis": privacy.legal_basis,
        "retention": privacy.retention,
        "processor": privacy.processor,
        "transfer": privacy.transfer,
    }
