"""What the municipality must tell whoever gives it personal data (GDPR articles 12 to 14).

The words are ours and the values the municipality's; a value it has not given or not confirmed is
shown as such. One source for the page, the form, the receipt and `orientering.pdf`.
"""

from dataclasses import dataclass
from typing import Literal

from intake.facts import texts
from intake.facts.municipality import Municipality
from intake.facts.municipality.fact import Fact
from intake.facts.texts import Texts

Kind = Literal["full", "child"]


@dataclass(frozen=True)
class Section:
    """A heading and its paragraphs, plain text."""

    heading: str
    paragraphs: tuple[str, ...]


class PrivacyNotice:
    """The notice in one language."""

    def __init__(self, words: Texts, language: str) -> None:
        self._words = words
        self._language = language

    def sections(self, municipality: Municipality, kind: Kind) -> tuple[Section, ...]:
        """All that article 13 asks for, or the short version that a child of 13 understands."""
        values = self._values(municipality)
        found = [key for key in self._words if key.startswith(f"{kind}.")]
        keys = dict.fromkeys(key.split(".")[1] for key in found)
        return tuple(
            Section(
                self._words[f"{kind}.{key}.heading"],
                tuple(
                    self._words.get_filled(f"{kind}.{key}.{part}", **values)
                    for part in ("text", "more", "last")
                    if f"{kind}.{key}.{part}" in found
                ),
            )
            for key in keys
        )

    def _values(self, municipality: Municipality) -> dict[str, str]:
        privacy = municipality.privacy
        return {
            "municipality": municipality.municipality.name,
            "infohus": municipality.infohus.name,
            "regional": municipality.infohus.regional_name,
            "notification_unit": municipality.notification_unit,
            "ssp": municipality.ssp.name,
            "keep_days": str(municipality.intake.keep_days),
            "child_line": municipality.child_line.name,
            "child_phone": self._shown(municipality.child_line.phone),
            "controller": self._shown(privacy.controller),
            "contact": self._shown(privacy.contact),
            "dpo": self._shown(privacy.dpo),
            "legal_basis": self._shown(privacy.legal_basis),
            "retention": self._shown(privacy.retention),
            "processor": self._shown(privacy.processor),
        }

    def _shown(self, fact: Fact) -> str:
        if not fact:
            return self._words["value.missing"]
        value = fact[self._language]
        return value if fact.confirmed else f"{value} {self._words['value.unconfirmed']}"


def load(language: str) -> PrivacyNotice:
    """The notice in `da` or `en`."""
    return PrivacyNotice(texts.load(f"privacy.{language}"), language)
