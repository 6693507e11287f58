"""The text of the letter: first what to decide, then everything the reporter gave, then what to do.

The order is the design's and is tested. Nothing that was given is left out, shortened or moved
within itself; a line without the quote mark is ours, a line with it is the reporter's.
"""

from datetime import date

from intake.concern import (
    Anonymous,
    Concern,
    Mark,
    Named,
    Professional,
    Reporter,
    needs_assessment_within_24_hours,
    proposed_case_lead,
)
from intake.facts.texts import Texts
from intake.letter.received import Received, show
from intake.letter.visible import quoted, visible


class LetterText:
    """Writes the text of letters in the given words."""

    def __init__(self, words: Texts, steps: tuple[str, ...]) -> None:
        """`steps`: what the infohus does next, one line each, from the action card."""
        self._words = words
        self._steps = steps

    def write(self, concern: Concern, received: Received) -> str:
        """The whole text, lines ended by LF."""
        blocks = (*self._head(concern, received), *self._given(concern), *self._next())
        return "\n".join((*blocks, ""))

    def _head(self, concern: Concern, received: Received) -> tuple[str, ...]:
        """What the coordinator must decide, most pressing first."""
        words, age = self._words, concern.person.age
        lines = [
            words.get_filled(
                "head.reference", reference=received.shown, day=self._day(received.day)
            ),
            words[f"head.track.{_track(concern.reporter)}"],
        ]
        if needs_assessment_within_24_hours(age):
            lines.append(words[f"head.assess.{age}"])
        lines += self._urgency(concern, received)
        lines.append(words[f"head.lead.{proposed_case_lead(age)}"])
        lines += [words[f"head.mark.{mark}"] for mark in Mark if mark in concern.marks]
        if concern.adds_to:
            lines.append(
                words.get_filled("head.adds_to", reference=_one_line(show(concern.adds_to)))
            )
        return tuple(f"{line}\n" for line in lines)

    def _urgency(self, concern: Concern, received: Received) -> list[str]:
        words = self._words
        line = words[f"head.urgency.{concern.urgency}"]
        if concern.called_112:
            line = f"{line} {words['head.called_112']}"
        notice = "one" if received.notice_days == 1 else "several"
        return [
            line,
            words.get_filled(
                "head.meeting",
                day=self._day(received.meeting_by),
                notice=words.get_filled(f"notice.{notice}", days=str(received.notice_days)),
            ),
        ]

    def _given(self, concern: Concern) -> tuple[str, ...]:
        """Every answer, in the order of the form."""
        person = concern.person
        return (
            self._title("given.title"),
            *self._quote("text", concern.text),
            *self._quote("when", concern.when),
            *self._quote("where", concern.where),
            *self._quote("earlier_reference", concern.earlier_reference),
            self._choice("urgency", concern.urgency),
            self._choice("called_112", "yes" if concern.called_112 else "no"),
            self._choice("age", person.age),
            self._choice("residence", person.residence),
            self._choice("relation", person.relation),
            *self._quote("identification", person.identification),
            *self._reporter(concern.reporter),
            self._choice("language", concern.language),
        )

    def _reporter(self, reporter: Reporter) -> tuple[str, ...]:
        match reporter:
            case Anonymous():
                return (self._choice("track", "anonymous"),)
            case Named():
                return (self._choice("track", "named"), *self._reachable(reporter))
            case Professional():
                return (
                    self._choice("track", "professional"),
                    *self._reachable(reporter),
                    *self._quote("workplace", reporter.workplace),
                    *self._quote("role", reporter.role),
                    self._choice("statutory_notification", reporter.statutory_notification),
                )

    def _reachable(self, reporter: Named | Professional) -> tuple[str, ...]:
        return (
            *self._quote("name", reporter.name),
            *self._quote("phone", reporter.phone),
            *self._quote("email", reporter.email),
            *self._quote("when_to_call", reporter.when_to_call),
        )

    def _next(self) -> tuple[str, ...]:
        """What the infohus does now, as a list to tick."""
        if not self._steps:
            return ()
        return (self._title("next.title"), *(f"[ ] {step}" for step in self._steps))

    def _title(self, key: str) -> str:
        title = self._words[key]
        return f"\n{title}\n{'=' * len(title)}\n"

    def _quote(self, label: str, text: str) -> tuple[str, ...]:
        """A label, then the reporter's own words."""
        if not text:
            return (f"{self._words[f'given.{label}']}: {self._words['given.empty']}\n",)
        return (f"{self._words[f'given.{label}']}:", f"{quoted(text)}\n")

    def _choice(self, label: str, choice: str | None) -> str:
        """A label and what was chosen, in our words."""
        known = self._words["given.empty"] if choice is None else self._word(label, choice)
        return f"{self._words[f'given.{label}']}: {known}\n"

    def _word(self, label: str, choice: str) -> str:
        """A language that we have no word for is shown as it is."""
        if label == "language" and choice not in ("da", "en"):
            return _one_line(choice)
        return self._words[f"choice.{label}.{choice}"]

    def _day(self, day: date) -> str:
        words = self._words
        weekday, month = words[f"weekday.{day.isoweekday()}"], words[f"month.{day.month}"]
        return f"{weekday} den {day.day}. {month} {day.year}"


def _track(reporter: Reporter) -> str:
    return type(reporter).__name__.lower()


def _one_line(text: str) -> str:
    return visible(text).replace("\n", " ")
