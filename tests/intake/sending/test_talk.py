"""Accepted is only a 2xx to our own last dot, whatever is said at whichever step."""

import random
import re
import threading
import tracemalloc
from collections.abc import Iterator
from typing import Any

import pytest

from intake.message import PermanentFailure, TemporaryFailure, Unreachable
from intake.sending.replies import MOST_BYTES
from intake.sending.smtp import SmtpDelivery, SmtpServer
from intake.sending.talk import Talk
from tests.intake.sealed import letter
from tests.servers.faulty import ENDLESS, FaultyServer
from tests.servers.tls import authority

YES = {
    "greeting": (220,),
    "ehlo": (),  # a bare 250 offers no STARTTLS
    "starttls": (220,),
    "ehlo-tls": (250,),
    "auth": (235,),
    "mail": (250,),
    "rcpt": (250, 251, 252),
    "data": (354,),
    "body": range(200, 300),
}
"""By hand from RFC 5321, 3207 and 4954; no other reply at that step may lead to accepted."""
RIGHT = {
    "greeting": b"220 localhost ESMTP\r\n",
    "ehlo": b"250-localhost\r\n250 STARTTLS\r\n",
    "starttls": b"220 go ahead\r\n",
    "ehlo-tls": b"250-localhost\r\n250 AUTH PLAIN\r\n",
    "auth": b"235 welcome\r\n",
    "mail": b"250 ok\r\n",
    "rcpt": b"250 ok\r\n",
    "data": b"354 go on\r\n",
    "body": b"250 taken\r\n",
}
CODES = (
    *(200, 211, 214, 220, 221, 235, 250, 251, 252, 299),
    *(334, 354, 399, 421, 432, 450, 451, 452, 454, 455, 499),
    *(500, 501, 502, 503, 504, 530, 535, 550, 551, 552, 553, 554, 555, 599),
)
UNFINISHED = (b"\0", b"354", b"250", b"250-ok\r\n", b"\x16\x03\x01\x02\x00\x01")
NO_REPLIES = (
    *(b"\r\n", b"ok\r\n", b"25\r\n", b"+25 ok\r\n", b" 250 ok\r\n", b"2500 ok\r\n"),
    *(b"000 ok\r\n", b"150 ok\r\n", b"999 ok\r\n", b"250_ok\r\n", b"*" * 70_000),
    *(b"250-ok\r\n550 no\r\n", b"550-no\r\n250 ok\r\n"),
)
STRAYS = (
    *(b"250 ok\r\n", b"354 go on\r\n", b"220 hi\r\n", b"451 no\r\n", b"550 no\r\n"),
    *(b"2", b"\r\n"),
)
PATIENT = {"step_seconds": 20.0, "talk_seconds": 40.0}
IMPATIENT = {"step_seconds": 0.3, "talk_seconds": 2.0}
"""With whoever says half a word."""
ONE_YES = re.compile(rb"(2\d\d-[^\n]*\n)*2\d\d( [^\n]*)?\n")


@pytest.fixture
def server() -> Iterator[FaultyServer]:
    """A server that does nothing wrong yet."""
    with FaultyServer() as made:
        yield made


def delivery(port: int, **more: Any) -> SmtpDelivery:
    """To a server on this machine."""
    given: dict[str, Any] = {"host": "localhost", "security": "starttls"} | PATIENT | more
    return SmtpDelivery(
        SmtpServer(
            port=port,
            sender="infohus@test.example",
            ca_file=authority().ca_file,
            **given,
        )
    )


def is_accepted(server: FaultyServer, step: str, **patience: float) -> bool:
    """Whether we believe that a letter was, over a connection of its own."""
    login = {"user": "infohus", "password": "secret"} if step == "auth" else {}
    post = delivery(server.port, **login, **patience)
    try:
        post.deliver(letter())
    except (TemporaryFailure, PermanentFailure):
        return False
    finally:
        post.close()
    return True


@pytest.mark.parametrize("step", YES)
def test_every_code_at_every_step(server: FaultyServer, step: str) -> None:
    """In one line and in two; the yes of another step is no yes."""
    wrong = []
    for code in CODES:
        for reply in (f"{code} words\r\n", f"{code}-words\r\n{code} more\r\n", f"{code}\r\n"):
            server.faults[step] = reply.encode()
            if is_accepted(server, step) != (code in YES[step]):
                wrong.append(reply)
    assert wrong == []


@pytest.mark.parametrize("step", YES)
def test_what_is_no_reply_at_every_step(server: FaultyServer, step: str) -> None:
    """Whatever `int` or a hopeful reader would make of it."""
    wrong = []
    for said in NO_REPLIES:
        server.faults[step] = said
        if is_accepted(server, step):
            wrong.append(said)
    for said in UNFINISHED:
        server.faults[step] = said
        if is_accepted(server, step, **IMPATIENT):
            wrong.append(said)
    assert wrong == []


@pytest.mark.parametrize("step", YES)
def test_one_word_more_than_was_asked_at_every_step(server: FaultyServer, step: str) -> None:
    """The right reply and another behind it: before TLS, after RCPT, after DATA, after the dot."""
    wrong = []
    for stray in STRAYS:
        server.faults[step] = RIGHT[step] + stray
        if is_accepted(server, step):
            wrong.append(stray)
    assert wrong == []


@pytest.mark.parametrize("step", list(YES)[:-2])
def test_a_word_that_comes_late_is_no_answer_to_what_we_said_meanwhile(step: str) -> None:
    """Whether it is seen before we speak or read as the answer: from then on nothing fits."""
    for stray in STRAYS:
        with FaultyServer() as server:
            server.late[step] = stray
            assert not is_accepted(server, step), stray


def test_nothing_is_sent_to_a_server_that_spoke_before_it_was_asked(server: FaultyServer) -> None:
    """A wrong yes to DATA, an early yes to the dot: no byte of the letter."""
    for early in (b"250 ok\r\n", b"251 ok\r\n", b"354 go on\r\n250 taken\r\n"):
        server.faults["data"] = early
        with pytest.raises(TemporaryFailure, match="OutOfStep"):
            delivery(server.port).deliver(letter())
    server.settle()
    assert server.bodies == []


@pytest.mark.parametrize(
    ("after", "before"), [("rcpt", "the command DATA"), ("data", "the letter"), ("data", "the dot")]
)
def test_nothing_is_said_to_a_server_that_spoke_by_itself(
    server: FaultyServer, monkeypatch: pytest.MonkeyPatch, after: str, before: str
) -> None:
    """A yes that came before our word is none to it: the word is not even said."""
    may_speak = threading.Event()

    def stray() -> bytes:
        assert may_speak.wait(20)
        return b"250 ok\r\n"

    def once_it_spoke(name: str, word: str) -> None:
        say = getattr(Talk, name)

        def said(talk: Talk, first: Any, *more: Any) -> Any:
            if word in ("the letter", first):
                may_speak.set()
                assert server.said_late.acquire(timeout=20)
            return say(talk, first, *more)

        monkeypatch.setattr(Talk, name, said)

    server.late[after] = stray
    words = {"the command DATA": "data", "the dot": "."}
    once_it_spoke("docmd" if before in words else "letter", words.get(before, before))
    with pytest.raises(TemporaryFailure, match="OutOfStep: words unasked"):
        delivery(server.port).deliver(letter())
    server.settle()
    assert server.bodies == []
    assert ("DATA" in server.verbs()) == (after == "data")


def test_a_goodbye_after_accepted_takes_nothing_back(server: FaultyServer) -> None:
    """Else a server of one letter a connection would get each letter for ever."""
    server.faults["body"] = b"250 taken\r\n421 one letter at a time\r\n"
    post = delivery(server.port)
    post.deliver(letter())
    post.deliver(letter())
    post.close()
    assert (len(server.bodies), server.connections) == (2, 2)
    assert server.verbs().count("MAIL") == 2


def test_a_goodbye_said_meanwhile_on_a_kept_connection_costs_nothing(server: FaultyServer) -> None:
    """It is seen before a word is said there."""
    server.late["body"] = b"421 idle too long\r\n"
    post = delivery(server.port)
    for _ in range(2):
        post.deliver(letter())
        assert server.said_late.acquire(timeout=20)
    post.close()
    assert (len(server.bodies), server.connections) == (2, 2)
    assert server.verbs().count("MAIL") == 2


def test_whatever_a_server_says_accepted_is_what_it_answered_to_the_whole_letter() -> None:
    """A thousand talks of chance: right replies, wrong ones, strays, at all steps at once."""
    chance = random.Random(15)
    pool = [*RIGHT.values(), *(f"{code} x\r\n".encode() for code in CODES), *NO_REPLIES]
    accepted = 0
    with FaultyServer(implicit=True) as server:
        post = delivery(server.port, security="implicit")
        said: dict[str, bytes] = {}

        def answer(step: str) -> bytes:
            wrong = chance.random() < 0.15
            said[step] = chance.choice(pool) if wrong else RIGHT[step]
            said[step] += chance.choice(STRAYS) if chance.random() < 0.05 else b""
            return said[step]

        for step in YES:
            server.faults[step] = lambda step=step: answer(step)  # type: ignore[misc]
        for _ in range(1_000):
            said.clear()
            bodies = len(server.bodies)
            try:
                post.deliver(letter())
            except (TemporaryFailure, PermanentFailure):
                continue
            accepted += 1
            assert len(server.bodies) == bodies + 1
            assert said["data"].startswith(b"354")
            assert ONE_YES.fullmatch(said["body"])
        post.close()
    assert 200 < accepted < 900


@pytest.mark.parametrize("step", YES)
def test_endless_replies_cost_what_one_reply_may_hold(server: FaultyServer, step: str) -> None:
    """Before TLS anybody on the wire can send them. Measured: what is kept, not how long."""
    server.faults[step] = ENDLESS
    post = delivery(server.port, user="infohus", password="secret")
    tracemalloc.start()
    with pytest.raises(TemporaryFailure) as caught:
        post.deliver(letter())
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    post.close()
    assert "endless reply" in str(caught.value)
    assert isinstance(caught.value, Unreachable) == (step not in ("rcpt", "data", "body"))
    assert most < 16 * MOST_BYTES
