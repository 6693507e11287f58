"""The inside of a letter: what a coordinator reads, and the files that come with it.

What stays true: it walks what was told, so that no answer is left out; nothing that was typed can
imitate our own lines or stand in a header; its size tells no more than a class of how much it is.
"""

from intake.letter.mime import mixed, padded
from intake.letter.orientation import every as orientations
from intake.letter.received import Procedure, Received
from intake.letter.sheet import Sheet
from intake.letter.size import FRAME
from intake.letter.text import LetterText
from intake.letter.visible import quoted as quoted_text
from intake.letter.visible import visible as visible_text
from intake.letter.writer import LetterWriter

__all__ = [
    "FRAME",
    "LetterText",
    "LetterWriter",
    "Procedure",
    "Received",
    "Sheet",
    "mixed",
    "orientations",
    "padded",
    "quoted_text",
    "visible_text",
]
