"""What other programs make of our PDF files: poppler shows and reads them, qpdf checks them."""

import subprocess
import tempfile
from itertools import pairwise
from pathlib import Path


def run(program: str, *arguments: str, given: bytes) -> bytes:
    """What the program says of the file; a failure or a warning raises."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "given.pdf"
        file.write_bytes(given)
        command = [program, *(str(file) if one == "FILE" else one for one in arguments)]
        done = subprocess.run(command, capture_output=True, check=True)
    assert not done.stderr, done.stderr
    return done.stdout


def read(pdf: bytes) -> list[str]:
    """The lines that somebody copies out of the file, without blank ones."""
    text = run("pdftotext", "-layout", "FILE", "-", given=pdf).decode()
    return [line.strip() for line in text.replace("\f", "\n").split("\n") if line.strip()]


def spoken(pdf: bytes) -> list[tuple[str, str]]:
    """What a screen reader meets: pairs of the nearest element with a role, and the text."""
    found, role = [], ""
    for line in run("pdfinfo", "-struct-text", "FILE", given=pdf).decode().split("\n"):
        if line.strip().startswith('"'):
            found.append((role, line.strip().strip('"')))
        elif "(inline)" not in line and "NonStruct" not in line:
            role = line.split("(")[0].strip()
    return found


def check(pdf: bytes) -> None:
    """Raise when the file is not whole."""
    run("qpdf", "--check", "FILE", given=pdf)


INK = 200
"""Grey values below are ink: thin strokes are drawn pale at this size."""


class Picture:
    """A page as a printer draws it: grey values, 72 dots to the inch, so that a dot is a point."""

    def __init__(self, pdf: bytes, page: int) -> None:
        which = ("-f", str(page), "-l", str(page))
        made = run("pdftoppm", "-gray", "-r", "72", *which, "FILE", given=pdf)
        kind, size, _, self._dots = made.split(b"\n", 3)
        assert kind == b"P5"
        self.width, self.height = map(int, size.split())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Picture) and self._dots == other._dots

    __hash__ = None  # type: ignore[assignment]

    def rows(self, box: tuple[float, float, float, float]) -> list[bool]:
        """For each row of dots inside a box (PDF corners), from above: whether there is ink."""
        left, low, right, high = (round(side) for side in box)
        return [
            any(dot < INK for dot in self._row(row)[left:right])
            for row in range(self.height - high, self.height - low)
        ]

    def lines(self, box: tuple[float, float, float, float]) -> int:
        """How many lines of text stand in the box, with white between them."""
        rows = [False, *self.rows(box)]
        return sum(now and not before for before, now in pairwise(rows))

    def _row(self, row: int) -> bytes:
        return self._dots[row * self.width : (row + 1) * self.width]
