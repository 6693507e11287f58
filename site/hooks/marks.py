"""How facts meet a page: as links, in pairs of digits, and with a mark when nobody confirmed them.

A `Marks` belongs to one page. It remembers whether the page showed anything unconfirmed, so that
the foot of the page can say so.
"""

from datetime import date
from typing import Any

from markupsafe import Markup, escape

from intake.facts.texts import Texts


class Marks:
    """The filters of one page."""

    def __init__(self, texts: Texts, language: str) -> None:
        self._texts, self._language = texts, language
        self.doubtful = False
        """Whether anything unconfirmed was shown."""

    def show(self, value: Any) -> Any:
        """What Jinja prints for any expression: a fact in the page's language."""
        if not hasattr(value, "confirmed") or not hasattr(value, "ask"):
            return value
        self.doubtful |= not value.confirmed
        return value[self._language]

    def unsure(self, *facts: Any) -> bool:
        """Whether any of these that is known at all is unconfirmed; all count as shown."""
        known = [fact for fact in facts if fact]
        for fact in known:
            self.show(fact)
        return any(not fact.confirmed for fact in known)

    def marked(self, fact: Any) -> Markup:
        """The value, with an inline mark unless confirmed."""
        value = escape(self.show(fact) or self._texts["link.unknown"])
        return value + self._mark(fact)

    def phone(self, number: Any) -> Markup:
        """A number to press, in pairs, with an inline mark unless confirmed."""
        digits = str(number)
        address = f"+45{digits}" if len(digits) == 8 else digits
        link = Markup('<a class="phone" href="tel:{}">{}</a>').format(address, pairs(digits))
        self.show(number)
        return link + self._mark(number)

    def mail(self, address: str) -> Markup:
        """An address as text: concerns never go by ordinary e-mail, so it is no link."""
        return Markup('<span class="mail">{}</span>').format(address)

    def link(self, url: Any, text: str, instead: str = "") -> str:
        """A Markdown link; neutral words when the address is unknown or unconfirmed."""
        if str(url) and getattr(url, "confirmed", True):
            return f"[{text}]({url})"
        self.show(url)
        return instead or self._texts["link.missing"]

    def day(self, iso: str | date) -> str:
        """A date as the language writes it."""
        day = date.fromisoformat(iso) if isinstance(iso, str) else iso
        return f"{day.day}.{day.month}.{day.year}" if self._language == "da" else day.isoformat()

    def _mark(self, fact: Any) -> Markup:
        if getattr(fact, "confirmed", True):
            return Markup()
        words = self._texts["page.unconfirmed"]
        return Markup(' <span class="unconfirmed">{}</span>').format(words)


def pairs(digits: str) -> str:
    """Eight digits in pairs, six in threes, others as they are."""
    step = {8: 2, 6: 3}.get(len(digits), len(digits))
    return " ".join(digits[at : at + step] for at in range(0, len(digits), step))
