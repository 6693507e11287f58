"""The text of the letter: first what to decide, then everything the reporter gave, then what to do.

The order is the design's and is tested. Nothing that was given is left out, shortened or moved
within itself; a line without the quote mark is ours, a line with it is the reporter's.
"""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum

from intake.concern import (
    Anonymous,
    Answer,
    Concern,
    Mark,
    Urgency,
    VoiceMessage,
    needs_assessment_within_24_hours,
    proposed_case_lead,
    told,
    track,
)
from intake.facts import Texts
from intake.letter.received import Procedure, Received
from intake.letter.visible import quoted, visible
from intake.reference import shown


class LetterText:
    """Writes the text of letters in the given words."""

    def __init__(self, words: Texts, procedure: Procedure) -> None:
        self.words = words
        self._procedure = procedure

    def write(self, concern: Concern, received: Received) -> str:
        """The whole text, lines ended by LF."""
        head = (f"{line}\n" for line in self._head(concern, received))
        blocks = (*head, *self._given(concern), *self._next(concern, received))
        return "\n".join((*blocks, ""))

    def _head(self, concern: Concern, received: Received) -> list[str]:
        """What the coordinator must decide, most pressing first."""
        words, age = self.words, concern.person.age
        lines = [self._first_line(concern, received), *self._urgency(concern)]
        if concern.call and concern.call.taken_by:
            name = _one_line(concern.call.taken_by)
            lines.insert(1, words.get_filled("head.taken", name=name))
        lines.append(words[f"head.track.{track(concern.reporter)}"])
        if needs_assessment_within_24_hours(age):
            last = self.day(received.assess_by)
            lines.append(words.get_filled(f"head.assess.{age}", day=last))
        lines.append(self._meeting(received))
        lines.append(words[f"head.lead.{proposed_case_lead(age) or 'unknown'}"])
        lines += self.code(received.reference, is_taken=_is_taken(concern))
        return lines + [words[f"head.mark.{mark}"] for mark in Mark if mark in concern.marks]

    def _first_line(self, concern: Concern, received: Received) -> str:
        words = self.words
        line = words.get_filled(
            "head.reference",
            reference=shown(received.reference),
            day=self.day(received.day),
            whose=genitive(_one_line(concern.call.written_with)) if concern.call else "",
        )
        if not concern.adds_to:
            return line
        adds_to = _one_line(shown(concern.adds_to))
        return f"{line} {words.get_filled('head.adds_to', reference=adds_to)}"

    def _urgency(self, concern: Concern) -> list[str]:
        words = self.words
        lines = [words[f"head.urgency.{concern.urgency}"]]
        if concern.urgency is Urgency.NOW and concern.emergency_call:
            lines.append(words[f"head.emergency_call.{concern.emergency_call}"])
        return lines

    def _meeting(self, received: Received) -> str:
        words = self.words
        days = self._procedure.notice_days
        notice = "one" if days == 1 else "several"
        return words.get_filled(
            "head.meeting",
            day=self.day(received.meeting_by),
            notice=words.get_filled(f"notice.{notice}", days=str(days)),
        )

    def code(self, reference: str, *, is_taken: bool = False) -> list[str]:
        """How a letter is acknowledged, where letters are: the code on a line of its own."""
        if self._procedure.code is None:
            return []
        what_for = "acknowledged" if is_taken else "acknowledge"
        return [self.words[f"head.{what_for}"], self._procedure.code(reference)]

    def _given(self, concern: Concern) -> tuple[str, ...]:
        """Every answer, in the order of the form; what was not answered in one line at the end."""
        answers = (*told(concern), ("language", concern.language))
        unanswered = [
            self.words[f"given.{name}"]
            for name, answer in answers
            if not answer and (name != "emergency_call" or concern.urgency is Urgency.NOW)
        ]
        lines = [self._answer(name, answer) for name, answer in answers if answer]
        if unanswered:
            lines.append(f"{self.words['given.unanswered']}: {', '.join(unanswered)}.\n")
        return (self.title("given.title"), *lines)

    def _answer(self, name: str, answer: Answer) -> str:
        """A label, then what was chosen, in our words; or the reporter's own words, quoted."""
        label = self.words[f"given.{name}"]
        if isinstance(answer, StrEnum) or name == "track":
            return f"{label}: {self.words[f'choice.{name}.{answer}']}\n"
        if name == "language":
            return f"{label}: {self.language(str(answer))}\n"
        return f"{label}:\n{quoted(str(answer))}\n"

    def language(self, code: str) -> str:
        """A language that we have no word for is shown as it is."""
        key = f"choice.language.{code}"
        return self.words[key] if key in self.words else _one_line(code)

    def _next(self, concern: Concern, received: Received) -> Iterator[str]:
        """What the infohus does now with this letter, as a list to tick."""
        yield self.title("next.title")
        yield from (f"[ ] {task}" for task in self._tasks(concern, received))
        yield f"\n{self.words['next.card']}"
        yield from (f"[ ] {step}" for step in self._procedure.steps(concern.person.age))

    def _tasks(self, concern: Concern, received: Received) -> Iterator[str]:
        """Only what this letter asks for."""
        words, reporter = self.words, concern.reporter
        if self._procedure.code is not None and not _is_taken(concern):
            yield words["next.acknowledge"]
        if needs_assessment_within_24_hours(concern.person.age):
            yield words.get_filled("next.assess", day=self.day(received.assess_by))
        if not isinstance(reporter, Anonymous):
            yield words["next.call_back"]
            if reporter.voice_message is VoiceMessage.NO:
                yield words["next.no_message"]
            yield words["next.notice"]
        yield words.get_filled("next.register", system=self._procedure.register)
        yield words.get_filled("next.meeting", day=self.day(received.meeting_by))
        yield words["next.elsewhere"]

    def title(self, key: str) -> str:
        """A heading, underlined as plain text can."""
        title = self.words[key]
        return f"\n{title}\n{'=' * len(title)}\n"

    def day(self, day: date) -> str:
        """With the day of the week."""
        words = self.words
        weekday, month = words[f"weekday.{day.isoweekday()}"], words[f"month.{day.month}"]
        return f"{weekday} den {day.day}. {month} {day.year}"


def genitive(name: str) -> str:
    """Kims, Jens', Bo (vikar)'s: the rules of Dansk Sprognævn."""
    if name[-1:] in tuple("sxzSXZ"):
        return f"{name}'"
    return f"{name}s" if name[-1:].isalpha() else f"{name}'s"


def _is_taken(concern: Concern) -> bool:
    """Whether whoever took the call takes the letter too: that acknowledges it."""
    return concern.call is not None and bool(concern.call.taken_by)


def _one_line(text: str) -> str:
    return visible(text).replace("\n", " ")
