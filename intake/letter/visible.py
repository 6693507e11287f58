"""The reporter's own words, shown so that they cannot pass for ours.

Every line of theirs begins with `| `. Characters that would break a line, turn the direction of
writing or hide are shown by their number, `[U+202E]`; the exact text stands in the JSON record.
"""

import re

QUOTE = "| "

_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
"""Controls except tab and line feed, bidi controls, Unicode's line ends, invisible signs, lone
surrogates. Joiners (U+200C, U+200D) stay: Persian and emoji are written with them."""


def visible(text: str) -> str:
    """The text with hidden characters replaced by their numbers."""
    return _HIDDEN.sub(lambda found: f"[U+{ord(found[0]):04X}]", text)


def quoted(text: str) -> str:
    """Each line of the text after the quote mark."""
    return "\n".join(f"{QUOTE}{line}" for line in visible(text).split("\n"))
