"""Phone numbers as people read and press them."""

from functools import lru_cache

from markupsafe import Markup

from intake.facts import grouped


@lru_cache(maxsize=64)
def phone(number: object) -> Markup:
    """A number as a link."""
    digits = "".join(sign for sign in str(number) if sign.isdigit())
    address = f"+45{digits}" if len(digits) == 8 else digits
    return Markup('<a class="phone" href="tel:{}">{}</a>').format(address, grouped(digits))
