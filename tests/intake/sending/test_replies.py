"""One reply of known shape is read; whatever else comes is told, and never kept."""

import smtplib

import pytest

from intake.sending.replies import MOST_BYTES, MOST_LINES, OutOfStep, Replies


class Source:
    """Gives what it has, in the pieces it was given, and counts."""

    def __init__(self, *pieces: bytes, endless: bytes = b"") -> None:
        self._pieces = list(pieces)
        self._endless = endless
        self.given = 0

    def __call__(self, most: int) -> bytes:
        piece = self._pieces.pop(0) if self._pieces else self._endless * (most or 1)
        self.given += len(piece[:most])
        if piece[most:]:
            self._pieces.insert(0, piece[most:])
        return piece[:most]


@pytest.mark.parametrize(
    ("said", "read"),
    [
        (b"250 ok\r\n", (250, b"ok")),
        (b"250\r\n", (250, b"")),
        (b"354 go on\n", (354, b"go on")),
        (b"250-one\r\n250-\r\n250 two\r\n", (250, b"one\n\ntwo")),
        ("451 prøv igen\r\n".encode(), (451, "prøv igen".encode())),
    ],
)
def test_a_reply_is_read_in_whatever_pieces_it_comes(said: bytes, read: tuple[int, bytes]) -> None:
    """Code and words; nothing is left."""
    for pieces in ([said], [bytes([one]) for one in said]):
        replies = Replies(Source(*pieces))
        assert replies.read() == read
        assert not replies.waiting


@pytest.mark.parametrize(
    "said",
    [
        b"\r\n",
        b"ok\r\n",
        b"25 ok\r\n",
        b" 250 ok\r\n",
        b"+25 ok\r\n",
        b"2500 ok\r\n",
        b"250_ok\r\n",
        b"150 ok\r\n",
        b"650 ok\r\n",
        b"\0250 ok\r\n",
        "２５０ ok\r\n".encode(),
        b"250-one\r\n550 two\r\n",
        b"250-one\r\ntwo\r\n",
        b"250-one\r\n\r\n250 two\r\n",
    ],
)
def test_what_has_not_the_shape_of_a_reply_is_none(said: bytes) -> None:
    """`int` would read some of these as 250."""
    with pytest.raises(OutOfStep, match="no reply"):
        Replies(Source(said)).read()


@pytest.mark.parametrize("more", [b"250 ok\r\n", b"5", b"\r\n", b"\0", b"42"])
def test_one_reply_with_more_behind_it_is_told(more: bytes) -> None:
    """Nobody knows any more what the next answer belongs to."""
    with pytest.raises(OutOfStep, match="more than one"):
        Replies(Source(b"250 ok\r\n" + more)).read()


def test_a_goodbye_behind_a_reply_takes_nothing_back_but_waits() -> None:
    """421 may be said at any time (RFC 5321, section 3.8)."""
    replies = Replies(Source(b"250 ok\r\n421 bye\r\n"))
    assert replies.read() == (250, b"ok")
    assert replies.waiting


@pytest.mark.parametrize("piece", [b"220-\r\n", b"220-" + b"x" * 500 + b"\r\n", b"2", b"\r"])
def test_endless_replies_are_left_after_what_may_be_kept(piece: bytes) -> None:
    """Short lines, long lines, one line without an end: so many bytes and no more are taken."""
    source = Source(endless=piece)
    with pytest.raises(OutOfStep, match="endless"):
        Replies(source).read()
    assert source.given <= MOST_BYTES


def test_the_longest_reply_is_read() -> None:
    """The bounds are where they are said to be."""
    lines = [b"250-x\r\n"] * (MOST_LINES - 1)
    assert Replies(Source(*lines, b"250 x\r\n")).read()[0] == 250
    with pytest.raises(OutOfStep, match="endless"):
        Replies(Source(*lines, b"250-x\r\n", b"250 x\r\n")).read()
    whole = b"250 " + b"x" * (MOST_BYTES - 6) + b"\r\n"
    assert Replies(Source(whole)).read()[0] == 250
    with pytest.raises(OutOfStep, match="endless"):
        Replies(Source(b"250 x" + whole[4:])).read()


@pytest.mark.parametrize("said", [b"", b"250", b"250-one\r\n", b"250 ok"])
def test_a_line_that_ends_in_the_middle_is_no_reply(said: bytes) -> None:
    """Also when what came looks like yes."""
    with pytest.raises(smtplib.SMTPServerDisconnected):
        Replies(Source(*[said] if said else [])).read()
