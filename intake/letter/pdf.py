"""A tagged PDF of headings and paragraphs, in the font of `files/`; the standard library writes it.

ISO 32000-1, section 14.8: each block is a structure element (H1, H2, P) in reading order, so that
it can be read aloud and its text copied. One column on A4, no pictures, no links, no dates.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from string import digits
from typing import Literal

from intake.letter import font
from intake.letter.embedding import embed
from intake.letter.font import Font
from intake.letter.section import THOROUGH, section, stream

Role = Literal["H1", "H2", "P"]
WIDTH, HEIGHT, MARGIN = 595.28, 841.89, 62.0
SIZES: dict[Role, float] = {"H1": 17, "H2": 12, "P": 10.5}
BEFORE: dict[Role, float] = {"H1": 0, "H2": 14, "P": 4}
TOGETHER: dict[Role, float] = {"H1": 60, "H2": 48, "P": 0}
"""Points that must be free below a heading, so that none stands alone at the foot of a page."""
LEADING = 1.4
FOOT_SIZE, FOOT_HEIGHT = 9, 36
UNSHOWN = "[?]"
_HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3"


@dataclass(frozen=True)
class Block:
    """A heading or a paragraph, plain text."""

    role: Role
    text: str


@dataclass(frozen=True)
class _Line:
    page: int
    block: int
    height: float
    """Points above the foot of the page."""
    text: str
    """With the blank it was broken at: without it two words would be read as one."""


def document(title: str, language: str, blocks: Iterable[Block], foot: str = "") -> bytes:
    """The file; the same input gives the same bytes. `foot` has `{page}` and `{pages}`."""
    return _File(title, language, tuple(blocks)).write(foot)


def place(blocks: tuple[Block, ...], letters: Font) -> list[_Line]:
    """Every line with its page and its height above the foot of the page."""
    placed: list[_Line] = []
    page, height = 0, HEIGHT - MARGIN
    for number, block in enumerate(blocks):
        text = letters.showable(block.text, UNSHOWN).replace("§ ", "§\N{NO-BREAK SPACE}")
        size = SIZES[block.role]
        height -= BEFORE[block.role]
        for start, end in letters.lines(text, size, WIDTH - 2 * MARGIN):
            if height - size * LEADING - TOGETHER[block.role] < MARGIN:
                page, height = page + 1, HEIGHT - MARGIN
            height -= size * LEADING
            blank = text[end : end + 1].replace("\n", "")
            placed.append(_Line(page, number, height, text[start:end] + blank))
    return placed


class _File:
    """Objects in the order they are added; a number can be given out before its content."""

    def __init__(self, title: str, language: str, blocks: tuple[Block, ...]) -> None:
        self._title, self._language, self._blocks = title, language, blocks
        self._font = font.load()
        self._objects: list[bytes] = []
        self._catalog, self._pages, self._tree, self._root = (self._add("") for _ in range(4))
        self._elements = [self._add("") for _ in blocks]
        self._pieces: list[list[str]] = [[] for _ in blocks]
        """For each block, where its marked content stands: on one page or on two."""

    def write(self, foot: str) -> bytes:
        numbers, parents = [], []
        placed = place(self._blocks, self._font)
        pages = placed[-1].page + 1
        shown = (*(line.text for line in placed), self._font.showable(foot, UNSHOWN), digits)
        letters = embed(self._font.only("".join(shown)), self._add)
        for at, lines in groupby(placed, key=lambda line: line.page):
            content, held = self._content(list(lines))
            footing = self._foot(foot.format(page=at + 1, pages=pages))
            page = self._page(at, letters, content + footing)
            for mark, block in enumerate(held):
                self._pieces[block].append(f"<< /Type /MCR /Pg {page} 0 R /MCID {mark} >>")
            numbers.append(page)
            parents.append(f"{at} [{_references(self._elements[block] for block in held)}]")
        count = f"/Count {len(numbers)} /Kids [{_references(numbers)}]"
        self._set(self._pages, f"<< /Type /Pages {count} >>")
        self._structure(parents)
        return self._finish()

    def _structure(self, parents: list[str]) -> None:
        """The tree that a screen reader follows."""
        root, tree = self._root, self._tree
        for element, block, kids in zip(self._elements, self._blocks, self._pieces, strict=True):
            self._set(
                element,
                f"<< /Type /StructElem /S /{block.role} /P {root} 0 R /K [{' '.join(kids)}] >>",
            )
        kids_of_root = _references(self._elements)
        self._set(root, f"<< /Type /StructElem /S /Document /P {tree} 0 R /K [{kids_of_root}] >>")
        self._set(
            tree,
            f"<< /Type /StructTreeRoot /K {root} 0 R "
            f"/ParentTree << /Nums [{' '.join(parents)}] >> /ParentTreeNextKey {len(parents)} >>",
        )
        self._set(
            self._catalog,
            f"<< /Type /Catalog /Pages {self._pages} 0 R /StructTreeRoot {tree} 0 R "
            f"/MarkInfo << /Marked true >> /Lang ({self._language}) "
            f"/ViewerPreferences << /DisplayDocTitle true >> >>",
        )

    def _content(self, lines: list[_Line]) -> tuple[bytes, list[int]]:
        """A page's drawing, and which block each of its marks belongs to."""
        drawn: list[str] = []
        held: list[int] = []
        for block, own in groupby(lines, key=lambda line: line.block):
            drawn.append(f"/{self._blocks[block].role} << /MCID {len(held)} >> BDC")
            for line in own:
                drawn.append(
                    f"BT /F {SIZES[self._blocks[block].role]} Tf {MARGIN} {line.height:.2f} Td "
                    f"{self._font.hexadecimal(line.text)} Tj ET"
                )
            drawn.append("EMC")
            held.append(block)
        return "\n".join(drawn).encode("ascii"), held

    def _foot(self, text: str) -> bytes:
        """A line that is seen and not read aloud between two halves of a paragraph."""
        shown = self._font.hexadecimal(self._font.showable(text, UNSHOWN))
        return (
            "\n/Artifact << /Type /Pagination /Subtype /Footer >> BDC\n"
            f"BT /F {FOOT_SIZE} Tf {MARGIN} {FOOT_HEIGHT} Td {shown} Tj ET\nEMC"
        ).encode("ascii")

    def _page(self, at: int, letters: int, content: bytes) -> int:
        body = self._add(stream("", content, THOROUGH))
        return self._add(
            f"<< /Type /Page /Parent {self._pages} 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] "
            f"/Resources << /Font << /F {letters} 0 R >> >> /Contents {body} 0 R "
            f"/StructParents {at} /Tabs /S >>"
        )

    def _add(self, content: str | bytes) -> int:
        self._objects.append(content.encode("ascii") if isinstance(content, str) else content)
        return len(self._objects)

    def _set(self, number: int, content: str) -> None:
        self._objects[number - 1] = content.encode("ascii")

    def _finish(self) -> bytes:
        info = self._add(f"<< /Title <feff{self._title.encode('utf-16-be').hex()}> >>")
        mark = hashlib.sha256(b"".join(self._objects)).hexdigest()[:32]
        return _HEADER + section(
            dict(enumerate(self._objects, 1)),
            after=_HEADER,
            free=len(self._objects) + 1,
            trailer=f"/Root {self._catalog} 0 R /Info {info} 0 R /ID [<{mark}> <{mark}>]",
            effort=THOROUGH,
        )


def _references(numbers: Iterable[int]) -> str:
    return " ".join(f"{number} 0 R" for number in numbers)
