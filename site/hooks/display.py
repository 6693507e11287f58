"""How a fact is shown: as a link, in pairs of digits, as a date. One `Display` for each language.

No page may show what is neither read in a public source nor answered by the municipality: it asks
with `{% if fact %}` and says something complete and true without it. A page that does not ask stops
the build.
"""

from datetime import date
from typing import Any

from markupsafe import Markup
from mkdocs.exceptions import PluginError

from intake.facts import Fact, Texts, grouped, language_of


class Display:
    """The filters of a page."""

    def __init__(self, texts: Texts, language: str) -> None:
        self._language = language
        self._tongue = language_of(language)
        self._months = texts["date.months"].split()

    def show(self, value: Any) -> Any:
        """What Jinja prints for any expression: a fact in the page's language."""
        return said(value)[self._language] if isinstance(value, Fact) else value

    def phone(self, number: Any) -> Markup:
        """A number to press, in pairs."""
        digits = str(said(number))
        address = f"+45{digits}" if len(digits) == 8 else digits
        return Markup('<a class="phone" href="tel:{}">{}</a>').format(address, grouped(digits))

    def mail(self, address: str) -> Markup:
        """An address as text: concerns never go by ordinary e-mail, so it is no link."""
        return Markup('<span class="mail">{}</span>').format(address)

    def link(self, url: Any, text: str, instead: str = "") -> str:
        """A Markdown link; the words in its place while the address is not said."""
        if isinstance(url, Fact) and not url and instead:
            return instead
        return f"[{text}]({said(url)})"

    def day(self, when: str | date) -> str:
        """A date as the language writes it; of an ISO month the month."""
        year, month, *day = (str(when) if isinstance(when, date) else when).split("-")
        if not day:
            return f"{self._months[int(month) - 1]} {year}"
        return self._tongue.dated(date(int(year), int(month), int(day[0])), self._months)


def said(value: Any) -> Any:
    """The same, if a page may say it. Raises `PluginError`."""
    if isinstance(value, Fact) and not value:
        raise PluginError(f"a page shows what nobody has answered: {value.ask}")
    return value
