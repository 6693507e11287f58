"""An editor's phrases, which nobody outside the municipality may meet: a closed list."""

import re
from html import unescape

DANISH = (
    "ikke bekræftet", "bekræftes", "har bekræftet", "bekræftet af kommunen", "at bekræfte",
    "skal godkende", "skal godkendes", "ikke godkendt", "mangler endnu", "mangler stadig",
    "kommunen mangler", "oplyst endnu", "fået linket", "ikke klar", "under udarbejdelse",
    "udkast", "kladde", "foreløbig", "vores læsning", "som vi læser", "dokumentet siger ikke",
    "kortet siger ikke", "siger heller ikke", "dokumentet har ingen", "dokumentet har ikke",
    "ikke tjekket", "gennemsyn", "spørgsmål til kommunen", "pladsholder", "finder ikke på noget",
)  # fmt: skip
ENGLISH = (
    "not confirmed", "be confirmed", "has confirmed", "yet to confirm", "confirm what",
    "must approve", "be approved", "not approved", "still missing", "not given yet",
    "have the link", "not ready", "in preparation", "under preparation", "draft", "provisional",
    "our reading", "as we read", "does not say", "nor does it say", "has no date", "not checked",
    "review edition", "questions to the municipality", "placeholder", "do not make things up",
    "lorem ipsum", "todo", "tbd",
)  # fmt: skip
REVIEWED: tuple[str, ...] = ()
"""Sentences that hold such a phrase and were read and found right."""


def editing(text: str) -> set[str]:
    """The phrases in this page, seen with its tags and without them."""
    both = f"{text} {re.sub('<[^>]+>', '', text)}"
    plain = " ".join(unescape(both).replace("\u00ad", "").casefold().split())
    for sentence in REVIEWED:
        plain = plain.replace(sentence.casefold(), "")
    return {
        phrase
        for phrase in DANISH + ENGLISH
        if re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", plain)
    }
