"""The texts of one language, filled with the municipality's names and safe to put in a page."""

from collections.abc import Mapping
from datetime import date

from markupsafe import Markup, escape

from intake.facts import Language, Municipality, Texts


class Words:
    """`words("key", name=value)`: escaped, unless a value is markup of our own."""

    def __init__(self, texts: Texts, municipality: Municipality, language: Language) -> None:
        self._texts = texts
        names = {
            "municipality": municipality.municipality.name,
            "short": municipality.municipality.short,
            "infohus": municipality.infohus.name,
            "notification_unit": municipality.notification_unit,
        }
        self._names = {name: escape(value) for name, value in names.items()}
        self.language = language
        self._whole: dict[str, Markup] = {}
        """What has no other gap than the municipality's names, filled once."""

    def __call__(self, key: str, **values: object) -> Markup:
        if values:
            return self._filled(key, self._names | {k: escape(v) for k, v in values.items()})
        if key not in self._whole:
            self._whole[key] = self._filled(key, self._names)
        return self._whole[key]

    def _filled(self, key: str, escaped: Mapping[str, Markup]) -> Markup:
        return Markup(str(escape(self._texts[key])).format(**escaped))  # noqa: S704 escaped, all

    def number(self, value: int) -> str:
        """A whole number as this language groups it."""
        return self.language.number(value)

    def day(self, day: date) -> str:
        """A date as this language writes it: 26. november 2026, 26 November 2026."""
        return self.language.dated(day, self._texts["page.months"].split())
