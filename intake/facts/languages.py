"""The languages of the site and the form. A third one is a row here, its texts, and its pages.

Danish is the original and stands first: a fact that another language lacks is said in Danish.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class Language:
    """One language in which everything can be read and written."""

    code: str
    """As HTML's `lang` has it, and in the names of the files of texts and pages."""
    name: str
    """What its speakers call it."""
    switch: str
    """What the link to a page in this language says."""
    direction: str = "ltr"
    """Which way it is written: HTML's `dir`."""
    root: str
    """Where its pages begin."""
    form: str
    """The one address of the form."""
    answer: str
    """Where a reporter looks again."""
    day: str
    """A date, from the number of the `day`, the name of the `month`, and the `year`."""
    thousands: str
    """What stands between the thousands of a number."""

    def dated(self, day: date, months: Sequence[str]) -> str:
        """A date with the month by name."""
        return self.day.format(day=day.day, month=months[day.month - 1], year=day.year)

    def number(self, value: int) -> str:
        """A whole number, grouped."""
        return f"{value:,}".replace(",", self.thousands)


DANISH = Language(
    code="da",
    name="Dansk",
    switch="På dansk",
    root="/",
    form="/skriv",
    answer="/svar",
    day="{day}. {month} {year}",
    thousands=".",
)
ENGLISH = Language(
    code="en",
    name="English",
    switch="In English",
    root="/en/",
    form="/en/write",
    answer="/en/answer",
    day="{day} {month} {year}",
    thousands=",",
)
LANGUAGES = (DANISH, ENGLISH)


def language_of(code: str) -> Language:
    """The language with this code. Raises `LookupError`."""
    for language in LANGUAGES:
        if language.code == code:
            return language
    raise LookupError(code)


def language_at(path: str, languages: Sequence[Language] = LANGUAGES) -> Language:
    """The language of an address: of all roots it begins with, the longest."""
    fitting = (language for language in languages if path.startswith(language.root))
    return max(fitting, key=lambda language: len(language.root), default=languages[0])
