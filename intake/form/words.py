"""The texts of one language, filled with the municipality's names and safe to put in a page."""

from datetime import date

from markupsafe import Markup, escape

from intake.facts import Language, Municipality, Texts


class Words:
    """`words("key", name=value)`: escaped, unless a value is markup of our own."""

    def __init__(self, texts: Texts, municipality: Municipality, language: Language) -> None:
        self._texts = texts
        self._names = {
            "municipality": municipality.municipality.name,
            "short": municipality.municipality.short,
            "infohus": municipality.infohus.name,
            "notification_unit": municipality.notification_unit,
        }
        self.language = language
        self._whole: dict[str, Markup] = {}
        """What has no other gap than the municipality's names, filled once."""

    def __call__(self, key: str, **values: object) -> Markup:
        if values:
            return escape(self._texts[key]).format(**(self._names | values))
        if key not in self._whole:
            self._whole[key] = escape(self._texts[key]).format(**self._names)
        return self._whole[key]

    def number(self, value: int) -> str:
        """A whole number as this language groups it."""
        return self.language.number(value)

    def day(self, day: date) -> str:
        """A date as this language writes it: 26. november 2026, 26 November 2026."""
        return self.language.dated(day, self._texts["page.months"].split())
