"""`grundregistrering.pdf`: whose it is, and the nine fields of the base registration (F91).

What the reporter gave is put where it belongs, so that nobody retypes it. Nationality, assessment
and decision are the infohus's own and stay empty (gap G20). The reporter's name and how to reach
them stand in the letter and never here: the sheet is kept for every case.
"""

from collections.abc import Iterator
from dataclasses import fields
from enum import StrEnum

from intake.concern import Anonymous, Answer, Concern, Professional, Relation, told, track
from intake.days import numbers
from intake.facts import Texts
from intake.letter import font
from intake.letter.filling import Filled, PdfForm
from intake.letter.mime import Attachment
from intake.letter.received import Received
from intake.reference import shown

NAME = "grundregistrering.pdf"
MOST = 2_500
"""Code points looked at: more than the largest box holds of what anybody writes."""
ELSEWHERE = "description"
PLACES = {"residence": "geography", "where": "geography", "statutory_notification": "reporter"}
"""Which field of the sheet an answer belongs to; all others belong to the description."""
PLACE_OF_RELATION = {
    Relation.SELF: "reporter",
    Relation.FAMILY: "family",
    Relation.FRIEND: "family",
    Relation.SCHOOL_OR_WORK: "school",
    Relation.PROFESSIONAL: "reporter",
    Relation.OTHER: "reporter",
}
"""How the reporter knows the person tells of family and network, or of school and work."""
WHO_WROTE = frozenset(each.name for each in fields(Professional)) - {"statutory_notification"}
"""And how to reach them: that stands in the letter alone, in no file that is kept."""
OWN_LINES = frozenset({"track", "text"})


class Sheet:
    """Fills in the sheet in the letter's words."""

    def __init__(self, words: Texts) -> None:
        self._words = words
        self._font = font.load()
        self._form = PdfForm(font.FILES / NAME, self._font)

    def attachment(self, concern: Concern, received: Received) -> Attachment:
        """The sheet of one concern."""
        fields: dict[str, list[str]] = {}
        for name, line in self._lines(concern, received):
            fields.setdefault(name, []).append(line)
        fitted = {name: self._fit(name, "\n".join(lines)) for name, lines in fields.items()}
        return Attachment(
            name=NAME,
            content_type="application/pdf",
            content=self._form.fill(fitted),
        )

    def _fit(self, name: str, text: str) -> Filled:
        continued = self._words["sheet.continued"]
        shown = self._font.showable(text[:MOST], self._words["sheet.unshown"])
        whole = shown if len(text) <= MOST else f"{shown}\n{continued}"
        return self._form.fit(name, whole, continued)

    def _lines(self, concern: Concern, received: Received) -> Iterator[tuple[str, str]]:
        """Pairs of field and line, in the order of the sheet."""
        yield "infohus", received.procedure.infohus
        yield from (("reporter", line) for line in self._reporter(concern))
        yield (
            ELSEWHERE,
            self._words.get_filled(
                "sheet.reference", reference=shown(received.reference), day=numbers(received.day)
            ),
        )
        for name, answer in told(concern):
            if answer and name not in WHO_WROTE | OWN_LINES:
                yield self._line(name, answer)
        yield ELSEWHERE, f"\n{concern.text}"

    def _line(self, name: str, answer: Answer) -> tuple[str, str]:
        """Where an answer goes, and what it says there."""
        if isinstance(answer, Relation):
            return PLACE_OF_RELATION[answer], self._words[f"sheet.relation.{answer}"]
        is_choice = isinstance(answer, StrEnum)
        said = self._words[f"choice.{name}.{answer}"] if is_choice else str(answer)
        return PLACES.get(name, ELSEWHERE), f"{self._words[f'given.{name}']}: {said}"

    def _reporter(self, concern: Concern) -> Iterator[str]:
        """In what role somebody wrote; not who."""
        yield self._words[f"head.track.{track(concern.reporter)}"]
        if not isinstance(concern.reporter, Anonymous):
            yield self._words["sheet.name_in_letter"]
