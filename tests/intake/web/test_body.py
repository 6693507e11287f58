"""The raw body of a POST: bounded, taken apart by hand, and never lost without a word."""

from io import BytesIO

import pytest

from intake.accepting.refusals import Refusal
from intake.concern import LONGEST_TEXT
from intake.serving import BODY_LIMIT, PAGE_LIMIT
from intake.web import body
from intake.web.body import LONGEST_BODY, MOST_FIELDS

FORM = "application/x-www-form-urlencoded"


def read(raw: bytes, length: int | None = None, kind: str = FORM) -> body.Body:
    return body.read(BytesIO(raw), length, kind)


def test_reads_danish_letters_spaces_and_line_ends() -> None:
    """Percent, plus, and every kind of line end become text with LF."""
    found = read(b"text=%C3%A6+%C3%B8%0D%0A%0Dslut&step=")
    assert found.fields == {"text": "æ ø\n\nslut", "step": ""}
    assert found.problem is None


def test_a_name_that_comes_twice_is_kept_beside() -> None:
    """The first counts, the second is shown to the reporter."""
    found = read(b"text=one&text=two")
    assert found.fields == {"text": "one"}
    assert found.repeated == (("text", "two"),)


def test_bad_utf8_is_told_and_what_can_be_read_is_kept() -> None:
    """The refusal can show what was typed."""
    found = read(b"text=abc%FF&where=her")
    assert found.problem is Refusal.NOT_UTF8
    assert found.fields["where"] == "her"
    assert found.fields["text"].startswith("abc")


@pytest.mark.parametrize("length", [LONGEST_BODY + 1, None])
def test_too_large_keeps_nothing(length: int | None) -> None:
    """Whether the length was stated or not."""
    found = read(b"a" * (LONGEST_BODY + 1), length)
    assert found.problem is Refusal.TOO_LARGE
    assert found.fields == {}


def test_another_kind_of_body_is_kept_as_text() -> None:
    """Somebody's script sent it; what it said can still be shown."""
    found = read(b"hello", kind="text/plain")
    assert found.problem is Refusal.WRONG_TYPE
    assert found.fields == {"text": "hello"}


def test_longest_text_fits_at_its_worst() -> None:
    """Every code point of four bytes, each percent-encoded, three times over."""
    assert 3 * len("%F0%9F%98%80") * LONGEST_TEXT < LONGEST_BODY


def test_many_fields_cost_little() -> None:
    """After the most that a form has, the rest is one field's text."""
    assert len(read(b"&".join(b"a%d=1" % n for n in range(10_000))).fields) <= MOST_FIELDS + 1


def test_the_marks_of_the_server_lie_above_what_the_form_can_need() -> None:
    """A longer question moves them: twice the body is read, fourteen times fit one page."""
    assert 2 * LONGEST_BODY <= BODY_LIMIT
    assert 14 * LONGEST_BODY <= PAGE_LIMIT


@pytest.mark.parametrize(("length", "asked"), [(7, 7), (None, LONGEST_BODY + 1)])
def test_room_is_made_for_what_is_announced(length: int | None, asked: int) -> None:
    """Room for the longest body would be laid out, and overwritten, for each letter."""
    sizes: list[int | None] = []

    class Line(BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            sizes.append(size)
            return super().read(size)

    assert body.read(Line(b"text=ab"), length, FORM).fields == {"text": "ab"}
    assert sizes == [asked]
