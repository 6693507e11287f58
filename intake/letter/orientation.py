"""`orientering.pdf`: the privacy notice that a reporter with a name is to be sent (F105, F106).

The coordinator sends it on by e-mail or letter. It is the same for everybody who writes in one
language, so it is made once, and holds nothing of a reporter.
"""

from collections.abc import Iterator, Sequence
from typing import Protocol

from intake.facts import LANGUAGES, Municipality, Texts, read_privacy_notice
from intake.letter import pdf
from intake.letter.mime import Attachment
from intake.letter.pdf import Block

NAME = "orientering.pdf"


class Section(Protocol):
    """A part of the notice."""

    @property
    def heading(self) -> str: ...
    @property
    def paragraphs(self) -> Sequence[str]: ...


def attachment(
    words: Texts, language: str, infohus: str, sections: Sequence[Section]
) -> Attachment:
    """The notice in one language, the infohus's name and the page at the foot of each."""
    title = words[f"orientation.{language}"]
    foot = words[f"orientation.foot_{language}"].replace("{infohus}", infohus)
    content = pdf.document(title, language, _blocks(title, sections), foot)
    return Attachment(name=NAME, content_type="application/pdf", content=content)


def every(words: Texts, facts: Municipality) -> dict[str, Attachment]:
    """The municipality's notice in each language."""
    return {
        each.code: attachment(
            words,
            each.code,
            facts.infohus.name,
            read_privacy_notice(each.code).sections(facts, "full"),
        )
        for each in LANGUAGES
    }


def _blocks(title: str, sections: Sequence[Section]) -> Iterator[Block]:
    yield Block("H1", title)
    for section in sections:
        yield Block("H2", section.heading)
        yield from (Block("P", text) for text in section.paragraphs)
