"""The raw body of a POST, read within a bound and kept in memory, never in a file.

Flask decodes bad UTF-8 silently; here the bytes are looked at first. Whatever is wrong with a body,
as much of it as can be read is handed on, so that the refusal can show what was typed.
"""

from dataclasses import dataclass, field, replace
from typing import IO
from urllib.parse import unquote_to_bytes

from intake.accepting import Refusal
from intake.form import QUESTIONS

PERCENT_ENCODED = 12
"""Bytes of one code point at worst: four, each as %XX."""
LONGEST_ANSWERS = sum(question.longest for question in QUESTIONS)
"""Code points of all texts that the form asks for."""
LONGEST_TEXTS = PERCENT_ENCODED * LONGEST_ANSWERS
"""Bytes of these texts as a browser sends them."""
LONGEST_DRAFT = LONGEST_TEXTS // 2
"""Bytes of the draft, which holds them once more: base64 needs no percent signs."""
MARGIN = 4
"""Times the largest honest body: what is longer is told so, long before it is a burden."""
LONGEST_BODY = MARGIN * (LONGEST_TEXTS + LONGEST_DRAFT)
MOST_FIELDS = 60


@dataclass(frozen=True, kw_only=True, repr=False)
class Body:
    """Fields by name with LF line ends; `problem` is the first thing wrong with the bytes."""

    fields: dict[str, str] = field(default_factory=dict)
    repeated: tuple[tuple[str, str], ...] = ()
    problem: Refusal | None = None


def read(stream: IO[bytes], length: int | None, content_type: str) -> Body:
    """Read and take apart one body; above `LONGEST_BODY` bytes nothing is kept."""
    if length is not None and length > LONGEST_BODY:
        return Body(problem=Refusal.TOO_LARGE)
    raw = stream.read(LONGEST_BODY + 1 if length is None else length)
    if len(raw) > LONGEST_BODY:
        return Body(problem=Refusal.TOO_LARGE)
    if content_type.partition(";")[0].strip().lower() != "application/x-www-form-urlencoded":
        return replace(_whatever(raw), problem=Refusal.WRONG_TYPE)
    return parse(raw)


def _whatever(raw: bytes) -> Body:
    """Our own form under a wrong name, or else a text."""
    form = parse(raw)
    if "draft" in form.fields:
        return form
    return Body(fields={"text": _with_lf(raw.decode(errors="replace"))} if raw else {})


def parse(raw: bytes) -> Body:
    """Take a percent-encoded form apart; a name that comes twice is kept beside the fields."""
    fields: dict[str, str] = {}
    repeated: list[tuple[str, str]] = []
    problem: Refusal | None = None
    for pair in raw.split(b"&", MOST_FIELDS):
        name, _, value = (
            unquote_to_bytes(part) for part in pair.replace(b"+", b" ").partition(b"=")
        )
        if not _is_utf8(name) or not _is_utf8(value):
            problem = Refusal.NOT_UTF8
        key, text = name.decode(errors="replace"), _with_lf(value.decode(errors="replace"))
        if key in fields:
            repeated.append((key, text))
        elif key:
            fields[key] = text
    return Body(fields=fields, repeated=tuple(repeated), problem=problem)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _with_lf(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
