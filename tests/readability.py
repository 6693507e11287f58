"""LIX of Danish text: words a sentence, plus the share of words longer than six letters."""

import re
from collections.abc import Iterable


def lix(sentences: Iterable[str]) -> float:
    """Each item is one text; it may hold several sentences."""
    texts = [text for text in sentences if text.strip()]
    words = [word for text in texts for word in re.findall(r"[^\W\d_]+", text)]
    count = sum(max(1, len(split(text))) for text in texts)
    return len(words) / count + 100 * sum(len(word) > 6 for word in words) / len(words)


def split(text: str) -> list[str]:
    """The sentences of a text; a colon ends one too, as LIX counts it."""
    return [part for part in re.split(r"[.!?:](?:\s|$)", text) if part.strip()]


def longest_sentence(texts: Iterable[str]) -> int:
    """Words in the longest sentence."""
    return max(len(part.split()) for text in texts for part in split(text))
