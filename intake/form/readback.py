"""What was answered, as it is read back: on the check page, and on every page that says no."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from intake import reply_code
from intake.form.draft import REPLIES_TO
from intake.form.exposure import hints
from intake.form.path import way
from intake.form.question import Answers, Question, Step
from intake.form.questions import QUESTIONS, asked, met
from intake.form.words import Words


@dataclass(frozen=True, kw_only=True)
class Row:
    """One question with its answer."""

    step: Step
    """Where it can be changed."""
    label: Markup
    answer: str | None
    """The words of an option, the text as it was typed; None when there is none."""


def row(question: Question, answers: Answers, words: Words) -> Row:
    """A question with its answer, in the words of the page."""
    key, answer = f"{question.step}.{question.name}", answers.get(question.name, "")
    if answer in question.options:
        answer = words(f"{key}.options.{answer}")
    return Row(
        step=question.step, label=words(f"{key}.label"), answer=answer if answer.strip() else None
    )


def rows(answers: Answers, words: Words) -> list[Row]:
    """Every question this person meets, with the answer."""
    steps = way(answers)
    return [row(each, answers, words) for step in steps for each in asked(step, answers)]


def typed(
    answers: Answers, words: Words, strange: Sequence[tuple[str, str]] = ()
) -> list[tuple[str, str]]:
    """Everything there is, by label, whoever is asked for it; also what is no answer of ours."""
    by_name = {each.name: each for each in (*QUESTIONS, *met(answers))}
    given = (row(each, answers, words) for name, each in by_name.items() if name in answers)
    answered = [(str(each.label), each.answer) for each in given if each.answer is not None]
    return answered + [pair for pair in strange if answers.get(pair[0]) != pair[1]]


def exposed(answers: Answers) -> tuple[str, ...]:
    """What in an anonymous letter may show who wrote it."""
    is_anonymous = answers.get("track", "anonymous" if REPLIES_TO in answers else "") == "anonymous"
    return hints(_written(answers)) if is_anonymous else ()


def holds_code(answers: Answers) -> bool:
    """Whether a reporter's code stands in the letter: all who get it could use it."""
    return any(map(reply_code.stands_in, _written(answers)))


def _written(answers: Answers) -> Iterator[str]:
    """Every text that goes into the letter."""
    written = (each for each in met(answers) if not each.options)
    return (answers.get(each.name, "") for each in written)
