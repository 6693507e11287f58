"""`grundregistrering.pdf`: the nine fields of the base registration (F91), as far as known.

What the reporter gave is put where it belongs, so that nobody retypes it. Nationality, assessment
and decision are the infohus's own and stay empty (gap G20). The reporter's name and how to reach
them stand in the letter and never here: the sheet is kept for every case.
"""

from collections.abc import Iterator

from intake.concern import Anonymous, Concern, Professional, Relation
from intake.facts.texts import Texts
from intake.letter import font
from intake.letter.filling import Filled, PdfForm
from intake.letter.mime import Attachment
from intake.letter.received import Received

NAME = "grundregistrering.pdf"
MOST = 6_000
"""Code points looked at: more than the largest box holds of the narrowest letter."""
FIELD_OF_RELATION = {
    Relation.FAMILY: "family",
    Relation.FRIEND: "family",
    Relation.SCHOOL_OR_WORK: "school",
    Relation.PROFESSIONAL: "reporter",
    Relation.OTHER: "reporter",
}
"""How the reporter knows the person tells of family and network, or of school and work."""


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
        words, person = self._words, concern.person
        yield "geography", self._said("residence", words[f"choice.residence.{person.residence}"])
        if concern.where:
            yield "geography", self._said("where", concern.where)
        if person.relation is not None:
            field = FIELD_OF_RELATION[person.relation]
            yield field, words[f"sheet.relation.{person.relation}"]
        yield from (("reporter", line) for line in self._reporter(concern))
        yield (
            "description",
            words.get_filled("sheet.reference", reference=received.shown),
        )
        if concern.when:
            yield "description", self._said("when", concern.when)
        yield "description", self._said("urgency", words[f"choice.urgency.{concern.urgency}"])
        yield "description", f"\n{concern.text}"

    def _reporter(self, concern: Concern) -> Iterator[str]:
        """In what role somebody wrote; not who."""
        reporter, words = concern.reporter, self._words
        if isinstance(reporter, Anonymous):
            yield words["head.track.anonymous"]
            return
        yield words[f"head.track.{type(reporter).__name__.lower()}"]
        yield words["sheet.name_in_letter"]
        if isinstance(reporter, Professional) and reporter.statutory_notification is not None:
            answer = words[f"choice.statutory_notification.{reporter.statutory_notification}"]
            yield self._said("statutory_notification", answer)

    def _said(self, label: str, what: str) -> str:
        return f"{self._words[f'given.{label}']}: {what}"
