"""Letters come in: the clerk, send-once, limits, and every way to say no.

What stays true: nothing is said to be received before the sealed letter is committed, and one draft
becomes one letter however often it is sent.
"""

from intake.accepting.clerk import ChangedSince, Clerk, Receipt
from intake.accepting.digest import Digests
from intake.accepting.doors import TO_OPEN
from intake.accepting.limits import Budget, Limits
from intake.accepting.refusals import Refusal, Refused, is_cross_site

__all__ = [
    "TO_OPEN",
    "Budget",
    "ChangedSince",
    "Clerk",
    "Digests",
    "Limits",
    "Receipt",
    "Refusal",
    "Refused",
    "is_cross_site",
]
