"""Phone numbers as people read and press them."""

from collections.abc import Callable

from markupsafe import Markup


def phone(number: object, words: Callable[[str], str] | None = None) -> Markup:
    """A number as a link, in pairs; one that is not confirmed says so."""
    digits = "".join(sign for sign in str(number) if sign.isdigit())
    if len(digits) != 8:
        link = Markup('<a class="phone" href="tel:{0}">{1}</a>').format(digits, number)
    else:
        pairs = " ".join(digits[i : i + 2] for i in range(0, 8, 2))
        link = Markup('<a class="phone" href="tel:+45{0}">{1}</a>').format(digits, pairs)
    if words is not None and not getattr(number, "confirmed", True):
        return link + Markup(' <span class="unconfirmed">{0}</span>').format(
            words("page.unconfirmed")
        )
    return link
