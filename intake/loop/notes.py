"""What is told to all about a letter: sealed notes, so that a false act is seen by everybody."""

from dataclasses import dataclass

from intake.days import day_of, numbers
from intake.facts import Texts
from intake.letter import FRAME, mixed, padded, quoted_text, visible_text
from intake.outbox import Practice
from intake.reference import shown


@dataclass(frozen=True, kw_only=True)
class NoteWriter:
    """Writes the inside of notes, in Danish; by size none can be told from a letter."""

    words: Texts
    infohus: str
    """Its name."""

    def write(self, note: str, now: int, sentence: str, practice: Practice | None) -> bytes:
        """One sentence about a letter under the note's own number: a MIME part."""
        heading = self.words.get_filled(
            "note.heading", infohus=self.infohus, note=shown(note), day=numbers(day_of(now))
        )
        lines = [heading, ""]
        if practice is not None:
            lines.append(self.words[f"note.{practice}"])
        text = "\n".join((*lines, sentence, "", self.words["note.false"], ""))
        return padded(mixed(text, ()), FRAME)

    def question(self, reference: str, number: int, text: str) -> str:
        """What was asked, quoted like a letter, so that it cannot imitate our own lines."""
        told = {"reference": shown(reference), "number": number}
        return f"{self.words.get_filled('note.question', **told)}\n\n{quoted_text(text)}"

    def sentence(self, key: str, reference: str, name: str = "", days: int = 0) -> str:
        """What happened to this letter."""
        told = {"reference": shown(reference), "name": visible_text(name), "days": days}
        return self.words.get_filled(f"note.{key}", **told)
