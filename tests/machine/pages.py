"""The pages of the handbook as scripts: their blocks, and what an operator writes into them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from tests.places import ROOT

PAGES = ("install", "operations", "keys", "many", "package")
"""All that tell an operator what to type."""
BLOCK = re.compile(r"(?ms)(?:\A|\n\n)((?:[^\n]+\n)+)\n```sh\n(.*?)^```$")
"""The paragraph before it, and its lines."""
HERE = re.compile(r"(?s)<<'(\w+)'\n.*?\n\1\n")
"""What a command is given to read."""


@dataclass(frozen=True, kw_only=True)
class Block:
    """What is copied into a shell in one go."""

    page: str
    chapter: str
    said: str
    script: str

    @property
    def is_executed(self) -> bool:
        return "**Not executed**" not in self.said

    @property
    def commands(self) -> int:
        """Lines to type."""
        return len(re.findall(r"(?m)^[^\s#]", HERE.sub("\n", self.script)))

    def edited(self, words: Mapping[str, str]) -> str:
        """The script with what an operator writes into it."""
        script = self.script
        for old, new in words.items():
            script = re.sub(rf"(?<![A-Z]){re.escape(old)}(?![A-Z])", new, script)
        return script


def text(page: str) -> str:
    return (ROOT / "handbook" / f"{page}.md").read_text(encoding="utf-8")


def blocks(page: str, chapter: str = "") -> list[Block]:
    """Of a page, or of the chapter whose heading begins so, in order."""
    chapters = re.findall(r"(?ms)^## ([^\n]+)\n(.*?)(?=^## |\Z)", text(page))
    return [
        Block(page=page, chapter=heading, said=said, script=script)
        for heading, content in chapters
        if heading.startswith(chapter)
        for said, script in BLOCK.findall("\n" + content)
    ]


def everything() -> list[Block]:
    return [block for page in PAGES for block in blocks(page)]


def the(words: str) -> Block:
    """The only block that holds these words."""
    (block,) = (block for block in everything() if words in block.script)
    return block


def edits(said: str) -> list[str]:
    """The numbers of what an operator is asked to write."""
    return re.findall(r"\*\*Edit ?(\d*)\*\*", said)
