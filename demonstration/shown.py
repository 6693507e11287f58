"""Attachments as a mail program opens them, in the page: a PDF as pictures, a date, a text."""

import base64
import re
import shutil
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from itertools import count

from intake.days import numbers

MOST_PAGES = 10
DOTS_PER_INCH = "80"
_FOLDED = re.compile(r"\r?\n[ \t]")
"""RFC 5545, section 3.1: a long line goes on in the next."""
_ESCAPED = re.compile(r"\\(.)")


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One attachment. Of pictures, a date and a text one is there; of none, only its name."""

    name: str
    pictures: tuple[str, ...] = ()
    """`data:` addresses, a page each."""
    date: tuple[str, ...] = ()
    text: str = ""


def shown(files: dict[str, tuple[str, bytes]]) -> list[Shown]:
    """Every attachment, in its order."""
    return [_shown(name, kind, content) for name, (kind, content) in files.items()]


def _shown(name: str, kind: str, content: bytes) -> Shown:
    match kind:
        case "application/pdf":
            return Shown(name=name, pictures=_pictures(content))
        case "text/calendar":
            return Shown(name=name, date=_date(content.decode()))
        case "application/json" | "text/plain":
            return Shown(name=name, text=content.decode())
    return Shown(name=name)


@lru_cache(maxsize=100)
def _pictures(pdf: bytes) -> tuple[str, ...]:
    """Every page, drawn by poppler; none where the machine has no poppler."""
    program = shutil.which("pdftoppm")
    pictures: list[str] = []
    for page in count(1) if program else ():
        picture = _page(str(program), pdf, str(page))
        if not picture or page > MOST_PAGES:
            break
        pictures.append("data:image/png;base64," + base64.b64encode(picture).decode())
    return tuple(pictures)


def _page(program: str, pdf: bytes, page: str) -> bytes:
    """As PNG; nothing behind the last page."""
    command = [program, "-png", "-r", DOTS_PER_INCH, "-f", page, "-l", page, "-"]
    return subprocess.run(command, input=pdf, capture_output=True, check=False).stdout  # noqa: S603 poppler, found by its name


def _date(calendar: str) -> tuple[str, ...]:
    """What a calendar shows of an entry of one whole day."""
    lines = (line.partition(":") for line in _FOLDED.sub("", calendar).splitlines())
    named = {name.partition(";")[0]: _ESCAPED.sub(_plain, value) for name, _, value in lines}
    day = datetime.strptime(named["DTSTART"], "%Y%m%d").replace(tzinfo=UTC)
    when = f"Hele dagen {numbers(day)}"
    return (named["SUMMARY"], when, *(named[name] for name in ("DESCRIPTION",) if name in named))


def _plain(escaped: re.Match[str]) -> str:
    return " " if escaped[1] in "nN" else escaped[1]
