"""What a reporter answers when the infohus has asked. Personal like a concern."""

from dataclasses import dataclass

from intake.concern import Concern, Mark


@dataclass(frozen=True, kw_only=True, repr=False)
class Reply:
    """What a reporter answers to a question of the infohus; nothing else is asked of them."""

    text: str
    language: str
    reference: str
    number: int
    """Of the question, to the letter with this reference."""
    marks: frozenset[Mark] = frozenset()


Told = Concern | Reply
"""What becomes a letter."""
