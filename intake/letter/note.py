"""Letters that are no concern: the test letter, and the weekly sign of life.

They are sealed in the same shape as every other letter. They hold references, counts, dates and the
names of recipients; never a word of a concern.
"""

from dataclasses import dataclass
from datetime import date

from intake.letter.mime import mixed
from intake.letter.received import show
from intake.letter.visible import visible
from intake.texts import Texts


@dataclass(frozen=True, kw_only=True)
class CertificateState:
    """A recipient's certificate, or our own signing certificate."""

    name: str
    ends: date | None
    """The last day; None when it cannot be read."""
    usable: bool
    proven: bool = True
    """Whether a human has opened a test letter."""


@dataclass(frozen=True, kw_only=True)
class Week:
    """How it went since the last sign of life; references are whole, eight signs."""

    since: date
    until: date
    received: tuple[str, ...]
    accepted: tuple[str, ...]
    """By every recipient's mail server."""
    held: tuple[str, ...]
    oldest_hours: int
    """Age of the oldest letter that waits; 0 when none does."""
    certificates: tuple[CertificateState, ...]


class NoteWriter:
    """Writes notes in the letter's words, as MIME parts for `Sealer.seal_note`."""

    def __init__(self, words: Texts) -> None:
        self._words = words

    def test_letter(self, reference: str, day: date) -> bytes:
        """A letter to try a key with: who can read this can read a concern."""
        words = self._words
        lines = (
            words.get_filled("note.test.title", reference=show(reference), day=self._day(day)),
            "",
            words["note.test.no_concern"],
            words["note.test.opened"],
            words["note.test.write"],
            words["note.test.letters"],
            "",
        )
        return mixed("\n".join(lines), ())

    def sign_of_life(self, reference: str, week: Week) -> bytes:
        """What came and went since the last one; it comes also when nothing did."""
        words = self._words
        until = self._day(week.until)
        lines = [
            words.get_filled("note.life.title", reference=show(reference), day=until),
            "",
            words["note.life.compare"],
            words.get_filled("note.life.since", day=self._day(week.since)),
            "",
            *self._references("received", week.received),
            *self._references("accepted", week.accepted),
            *self._references("held", week.held),
            self._oldest(week.oldest_hours),
            "",
            words["note.life.certificates"],
            *(self._certificate(one) for one in week.certificates),
            "",
        ]
        return mixed("\n".join(lines), ())

    def _references(self, kind: str, references: tuple[str, ...]) -> list[str]:
        label = self._words[f"note.life.{kind}"]
        listed = ", ".join(show(one) for one in references)
        return [f"{label}: {len(references)}" + (f" ({listed})" if listed else "")]

    def _oldest(self, hours: int) -> str:
        if not hours:
            return self._words["note.life.none_waits"]
        return self._words.get_filled("note.life.oldest", hours=str(hours))

    def _certificate(self, one: CertificateState) -> str:
        words = self._words
        told = [
            words.get_filled("note.life.ends", day=self._day(one.ends))
            if one.ends
            else words["note.life.unreadable"]
        ]
        if not one.usable:
            told.append(words["note.life.unusable"])
        if not one.proven:
            told.append(words["note.life.unproven"])
        return f"- {visible(one.name)}: {', '.join(told)}"

    def _day(self, day: date) -> str:
        return f"{day.day}. {self._words[f'month.{day.month}']} {day.year}"
