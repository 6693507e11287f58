"""Gentle hints to an anonymous writer whose text may show who they are. They never block."""

import re
from collections.abc import Iterable

SIGNS = {
    "cpr": re.compile(r"(?<!\d)[0-3]\d[01]\d{3}[ -]?\d{4}(?!\d)"),
    "phone": re.compile(r"(?<![\d-])(?:\+45 ?|0045 ?)?[2-9]\d(?: ?\d\d){3}(?![\d-])"),
    "email": re.compile(r"[^\s@]{1,64}@[^\s@]{1,255}\.[A-Za-z]{2,}"),
    "family": re.compile(
        r"\b(?:min|mit|mine|vores|my|our) (?:\w+ )?"
        r"(?:søn|datter|børn|barn|bror|søster|mand|kone|kæreste|nevø|niece|fætter|kusine|elev|"
        r"son|daughter|child|children|brother|sister|husband|wife|partner|nephew|cousin|pupil)\w*",
        re.IGNORECASE,
    ),
}
"""By the name of the hint under `exposure.` in the texts."""


def hints(texts: Iterable[str]) -> tuple[str, ...]:
    """Names of what was found, in a fixed order."""
    whole = "\n".join(texts)
    return tuple(name for name, sign in SIGNS.items() if sign.search(whole))
