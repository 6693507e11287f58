"""The reporter's own words, shown so that they cannot pass for ours.

Every line of theirs begins with `| `. Characters that would break a line, turn the direction of
writing or hide are shown by their number, `[U+202E]`; the exact text stands in the JSON record.
"""

import re

QUOTE = "| "

_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f"
    "\u2028-\u202e\u2060-\u206f\u2800\u3164\ufeff\uffa0\ufff0-\ufffc\ud800-\udfff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
"""Controls except tab and line feed, bidi controls, Unicode's line ends, lone surrogates, and every
sign that shows nothing (Default_Ignorable_Code_Point, UAX #44). Joiners (U+200C, U+200D) and the
first variation selectors (U+FE00 to U+FE0F) stay: Persian and emoji are written with them."""


def visible(text: str) -> str:
    """The text with hidden characters replaced by their numbers."""
    return _HIDDEN.sub(lambda sign: f"[U+{ord(sign[0]):04X}]", text)


def quoted(text: str) -> str:
    """Each line of the text after the quote mark."""
    return "\n".join(f"{QUOTE}{line}" for line in visible(text).split("\n"))
