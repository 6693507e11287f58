"""Delivery over real sockets: TLS to a verified name, or nothing sent."""

import ssl
import time
from base64 import b64encode
from collections.abc import Iterator
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest

from intake.message import PermanentFailure, SealedMessage, TemporaryFailure, Unreachable
from intake.sending.smtp import SmtpDelivery, SmtpServer
from tests.intake.sealed import ANE, BO, letter
from tests.servers.faulty import CLOSE, DRIP, HANG, STEPS, FaultyServer
from tests.servers.mail import MailServer
from tests.servers.names import has_addresses
from tests.servers.tls import Authority, authority

SENDER = "infohus@test.example"
BEFORE_THE_LETTER = ("greeting", "ehlo", "starttls", "handshake", "ehlo-tls", "mail")
PATIENCE = (0.3, 3.0, 9.0)
"""Seconds of silence; where a machine is too slow for the first, the next."""


def delivery(port: int, **more: Any) -> SmtpDelivery:
    """A delivery to a server on this machine, by its right name and authority."""
    given: dict[str, Any] = {"host": "localhost", "security": "starttls", "sender": SENDER}
    given |= {"ca_file": authority().ca_file, "step_seconds": 5.0, "talk_seconds": 9.0}
    return SmtpDelivery(SmtpServer(port=port, **(given | more)))


@pytest.fixture
def faulty() -> Iterator[FaultyServer]:
    """A server that does nothing wrong yet."""
    with FaultyServer() as server:
        yield server


def nothing_sent(server: FaultyServer) -> bool:
    """Neither an address nor a letter nor a password was said."""
    return not server.bodies and not {"MAIL", "RCPT", "DATA", "AUTH"} & set(server.verbs())


def test_each_recipient_stands_alone_in_to() -> None:
    """One letter, two mails: neither names nobody, and neither names the other."""
    body = b"From: a@b.c\r\nTo: undisclosed-recipients:;\r\n\r\nx\r\n"
    with MailServer() as server:
        post = delivery(server.port)
        for recipient in (ANE, BO):
            post.deliver(SealedMessage("ABCDEFGH", (recipient,), body))
        post.close()
    received = server.box.received
    assert [message_from_bytes(one.body)["To"] for one in received] == [ANE, BO]


@pytest.mark.parametrize("security", ["starttls", "implicit"])
def test_letters_arrive_byte_for_byte_over_one_connection(security: str) -> None:
    """Envelope, body with lines of dots, and one connection for three letters."""
    body = b"Subject: x\r\n\r\n.\r\n..\r\n.hidden\r\n" + (b"x" * 900 + b"\r\n") * 300
    with MailServer(implicit=security == "implicit") as server:
        post = delivery(server.port, security=security)
        for _ in range(3):
            post.deliver(letter().__class__("ABCDEFGH", (ANE,), body))
        post.close()
    assert [one.body for one in server.box.received] == [body] * 3
    assert {(one.sender, *one.recipients) for one in server.box.received} == {(SENDER, ANE)}
    assert len({one.session for one in server.box.received}) == 1


def test_login_is_said_inside_tls() -> None:
    """The right password is let in by a server that takes none in clear."""
    with MailServer(login=("infohus", "secret")) as server:
        post = delivery(server.port, user="infohus", password="secret")
        post.deliver(letter())
        post.close()
    assert len(server.box.received) == 1


def test_login_is_said_inside_implicit_tls() -> None:
    """User and password as RFC 4616 writes them, before the letter."""
    with FaultyServer(implicit=True) as server:
        post = delivery(server.port, security="implicit", user="infohus", password="secret")
        post.deliver(letter())
        post.close()
    said = b64encode(b"\0infohus\0secret").decode()
    assert server.commands[1:3] == [f"AUTH PLAIN {said}", f"mail FROM:<{SENDER}> SIZE=189 RET=HDRS"]


@pytest.mark.parametrize("way", ["PLAIN", "LOGIN"])
def test_password_with_danish_letters_is_let_in(way: str) -> None:
    """In UTF-8 (RFC 4616), by a server that compares it sign by sign."""
    user, password = "blåmejse", "rødgrød med fløde, Æbeltoft 😀"
    with MailServer(login=(user, password), ways=(way,)) as server:
        post = delivery(server.port, user=user, password=password)
        post.deliver(letter())
        post.close()
        with pytest.raises(Unreachable, match="SMTPAuthenticationError: 535"):
            delivery(server.port, user=user, password="rodgrod").deliver(letter())
    assert len(server.box.received) == 1


def test_wrong_password_leaves_the_letter_as_it_was() -> None:
    """It is the installation's mistake, not the letter's."""
    with MailServer(login=("infohus", "secret")) as server:
        post = delivery(server.port, user="infohus", password="wrong")
        with pytest.raises(Unreachable):
            post.deliver(letter())
    assert server.box.received == []


def test_server_without_login_is_not_used_when_there_is_a_password(faulty: FaultyServer) -> None:
    """A server that forgot how to ask for the password is not the one we know."""
    faulty.faults["ehlo-tls"] = b"250 localhost\r\n"
    with pytest.raises(Unreachable):
        delivery(faulty.port, user="infohus", password="secret").deliver(letter())
    assert nothing_sent(faulty)


@pytest.mark.parametrize(
    ("step", "answer"),
    [
        ("ehlo", b"250 localhost\r\n"),
        ("starttls", b"454 not now\r\n"),
        ("starttls", b"554 never\r\n"),
        ("greeting", b"554 go away\r\n"),
        ("ehlo", b"550 no\r\n"),
        ("ehlo-tls", b"421 bye\r\n"),
        ("ehlo-tls", b"nonsense\r\n"),
        ("mail", b"530 first log in\r\n"),
        ("mail", b"421 too busy\r\n"),
        ("mail", b"503 not now\r\n"),
        ("mail", b"354 go on\r\n"),
    ],
)
def test_server_that_cannot_be_used_gets_no_letter(
    faulty: FaultyServer, step: str, answer: bytes
) -> None:
    """No STARTTLS, no greeting, no login, no sense: the letter is untouched."""
    faulty.faults[step] = answer
    with pytest.raises(Unreachable):
        delivery(faulty.port).deliver(letter())
    assert not {"RCPT", "DATA"} & set(faulty.verbs())
    if step != "mail":
        assert nothing_sent(faulty)


def test_stripped_starttls_with_a_password_says_no_password(faulty: FaultyServer) -> None:
    """Who hides STARTTLS from us learns nothing."""
    faulty.faults["ehlo"] = b"250-localhost\r\n250 AUTH PLAIN LOGIN\r\n"
    with pytest.raises(Unreachable):
        delivery(faulty.port, user="infohus", password="secret").deliver(letter())
    assert nothing_sent(faulty)


def test_unknown_authority_is_not_believed(faulty: FaultyServer) -> None:
    """A certificate that somebody else signed."""
    other = Authority("Somebody else")
    with pytest.raises(Unreachable):
        delivery(faulty.port, ca_file=other.ca_file).deliver(letter())
    other.remove()
    assert nothing_sent(faulty)


def test_system_authorities_do_not_believe_ours(faulty: FaultyServer) -> None:
    """Without a CA file only the system's are believed."""
    with pytest.raises(Unreachable):
        delivery(faulty.port, ca_file=None).deliver(letter())
    assert nothing_sent(faulty)


@pytest.mark.parametrize("implicit", [False, True])
def test_wrong_name_is_not_believed(implicit: bool) -> None:
    """A true certificate, for another host."""
    context = authority().context("other.example")
    security = "implicit" if implicit else "starttls"
    with FaultyServer(implicit=implicit, context=context) as server:
        with pytest.raises(Unreachable):
            delivery(server.port, security=security).deliver(letter())
        assert nothing_sent(server)


def test_address_instead_of_a_name_is_not_believed(faulty: FaultyServer) -> None:
    """The certificate names a host, not an address."""
    with pytest.raises(Unreachable):
        delivery(faulty.port, host="127.0.0.1").deliver(letter())
    assert nothing_sent(faulty)


def old_tls() -> ssl.SSLContext:
    """A server that speaks TLS 1.1 and nothing newer."""
    context = authority().context()
    context.set_ciphers("ALL:@SECLEVEL=0")
    with pytest.warns(DeprecationWarning, match="TLS"):
        context.minimum_version = ssl.TLSVersion.TLSv1_1
    with pytest.warns(DeprecationWarning, match="TLS"):
        context.maximum_version = ssl.TLSVersion.TLSv1_1
    return context


def test_tls_older_than_1_2_is_not_spoken() -> None:
    """The server does speak it, as a client that allows it shows."""
    with FaultyServer(context=old_tls()) as server:
        with pytest.raises(Unreachable):
            delivery(server.port).deliver(letter())
        assert nothing_sent(server)
        lax = delivery(server.port)
        lax._context.set_ciphers("ALL:@SECLEVEL=0")
        with pytest.warns(DeprecationWarning, match="TLS"):
            lax._context.minimum_version = ssl.TLSVersion.TLSv1_1
        lax.deliver(letter())
        lax.close()
        assert len(server.bodies) == 1


def test_nobody_listening_is_unreachable() -> None:
    """Refused connections are the server's matter."""
    with FaultyServer() as server:
        port = server.port
    with pytest.raises(Unreachable):
        delivery(port).deliver(letter())


def test_every_address_of_the_server_is_tried(
    faulty: FaultyServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first does not listen; the certificate is still compared with the name."""
    has_addresses(monkeypatch, "localhost", "127.0.0.2", "127.0.0.1")
    post = delivery(faulty.port)
    post.deliver(letter())
    post.close()
    assert len(faulty.bodies) == 1


def test_missing_ca_file_is_told_at_start(tmp_path: Path) -> None:
    """Not at the first letter."""
    with pytest.raises(FileNotFoundError):
        delivery(1, ca_file=tmp_path / "missing.pem")


@pytest.mark.parametrize(
    ("answer", "kind"),
    [("450 busy", TemporaryFailure), ("550 unknown", PermanentFailure)],
)
def test_one_of_three_refused_leaves_the_others(answer: str, kind: type[Exception]) -> None:
    """By its own answer, on the same connection."""
    with MailServer() as server:
        server.box.answers[BO] = [answer]
        post = delivery(server.port)
        post.deliver(letter("AAAAAAAA", ANE))
        with pytest.raises(kind) as caught:
            post.deliver(letter("AAAAAAAA", BO))
        post.deliver(letter("BBBBBBBB", ANE))
        post.close()
    assert not isinstance(caught.value, Unreachable)
    assert str(caught.value) == f"recipient refused {answer[:3]}"
    assert [one.recipients for one in server.box.received] == [[ANE], [ANE]]
    assert len({one.session for one in server.box.received}) == 1


@pytest.mark.parametrize(
    ("step", "answer", "kind"),
    [
        ("body", b"451 later\r\n", TemporaryFailure),
        ("body", b"554 no\r\n", PermanentFailure),
        ("data", b"452 full\r\n", TemporaryFailure),
        ("data", b"554 no\r\n", PermanentFailure),
        ("rcpt", b"421 bye\r\n", TemporaryFailure),
        ("rcpt", b"999 what\r\n", TemporaryFailure),
        ("mail", b"552 any words\r\n", PermanentFailure),
        ("mail", b"550 who are you\r\n", PermanentFailure),
        ("mail", b"554 no\r\n", PermanentFailure),
        ("mail", b"452 full\r\n", TemporaryFailure),
        ("mail", b"451 later\r\n", TemporaryFailure),
        ("rcpt", b"354 go on\r\n", TemporaryFailure),
        ("data", b"250 ok\r\n", TemporaryFailure),
        ("body", b"354 go on\r\n", TemporaryFailure),
    ],
)
def test_letter_refused_is_told_by_kind_and_the_next_goes_through(
    faulty: FaultyServer, step: str, answer: bytes, kind: type[Exception]
) -> None:
    """4xx for now, 5xx for good; no server text is repeated; the next letter is not hurt."""
    faulty.faults[step] = answer
    post = delivery(faulty.port)
    with pytest.raises(kind) as caught:
        post.deliver(letter())
    assert not isinstance(caught.value, Unreachable)
    assert answer[4:].strip().decode() not in str(caught.value)
    faulty.faults.clear()
    before = len(faulty.bodies)
    post.deliver(letter())
    post.close()
    assert len(faulty.bodies) == before + 1


@pytest.mark.parametrize("fault", [HANG, CLOSE, DRIP])
@pytest.mark.parametrize("step", STEPS)
def test_server_that_fails_at_any_step_is_left_in_time(
    faulty: FaultyServer, step: str, fault: str
) -> None:
    """Silence, a closed connection or endless dripping: a temporary failure, soon."""
    faulty.faults[step] = fault
    for seconds in PATIENCE:
        post = delivery(faulty.port, step_seconds=seconds, talk_seconds=2 * seconds)
        begun = time.monotonic()
        with pytest.raises(TemporaryFailure) as caught:
            post.deliver(letter())
        post.close()
        assert time.monotonic() - begun < 2 * seconds + 10
        if step in faulty.failed:
            break
    assert isinstance(caught.value, Unreachable) == (step in BEFORE_THE_LETTER)


def test_kept_connection_that_the_server_closed_is_opened_anew(faulty: FaultyServer) -> None:
    """An idle server's goodbye costs nothing."""
    post = delivery(faulty.port)
    post.deliver(letter())
    faulty.faults["mail"] = lambda: faulty.faults.clear() or b"421 idle too long\r\n"  # type: ignore[func-returns-value]
    post.deliver(letter())
    post.close()
    assert (len(faulty.bodies), faulty.connections) == (2, 2)


def test_bounce_is_asked_for_without_the_letter(faulty: FaultyServer) -> None:
    """Where the server offers DSN."""
    post = delivery(faulty.port)
    post.deliver(letter())
    post.close()
    mail, rcpt = faulty.commands[-4:-2]
    assert "RET=HDRS" in mail
    assert f"SIZE={len(letter().body)}" in mail
    assert rcpt.endswith("NOTIFY=FAILURE")


def test_no_bounce_is_asked_for_where_it_is_not_offered(faulty: FaultyServer) -> None:
    """The plain words of every mail server."""
    faulty.faults["ehlo-tls"] = b"250 localhost\r\n"
    post = delivery(faulty.port)
    post.deliver(letter())
    post.close()
    assert faulty.commands[-4:-2] == [f"mail FROM:<{SENDER}>", f"rcpt TO:<{ANE}>"]


def test_answer_smuggled_in_before_tls_ends_the_talk(faulty: FaultyServer) -> None:
    """What an attacker adds behind the 220 in clear is no answer inside TLS, and is told."""
    faulty.faults["starttls"] = b"220 go ahead\r\n554 smuggled\r\n"
    with pytest.raises(Unreachable, match="OutOfStep: more than one reply"):
        delivery(faulty.port).deliver(letter())
    assert nothing_sent(faulty)


def test_refusal_that_may_be_the_old_connection_s_is_asked_for_anew(faulty: FaultyServer) -> None:
    """Some servers take so many letters a connection, and refuse the next at MAIL."""
    post = delivery(faulty.port)
    post.deliver(letter())
    faulty.faults["mail"] = lambda: faulty.faults.clear() or b"452 too many\r\n"  # type: ignore[func-returns-value]
    post.deliver(letter())
    post.close()
    assert (len(faulty.bodies), faulty.connections) == (2, 2)


def test_connection_that_will_not_begin_anew_is_given_up(faulty: FaultyServer) -> None:
    """The next letter gets its own; the refusal stands."""
    faulty.faults |= {"rcpt": b"550 unknown\r\n", "rset": b"500 what\r\n"}
    post = delivery(faulty.port)
    with pytest.raises(PermanentFailure, match="recipient refused 550"):
        post.deliver(letter())
    faulty.faults.clear()
    post.deliver(letter())
    post.close()
    assert (len(faulty.bodies), faulty.connections) == (1, 2)


def test_whole_delivery_has_one_end_however_the_time_is_spent(faulty: FaultyServer) -> None:
    """A kept line that is dead, then a slow server: not twice the time."""
    post = delivery(faulty.port, step_seconds=4.0, talk_seconds=5.0)
    post.deliver(letter())
    faulty.faults["mail"] = HANG
    begun = time.monotonic()
    with pytest.raises(Unreachable, match="TimeoutError"):
        post.deliver(letter())
    assert time.monotonic() - begun < 7.5
    assert faulty.connections == 2


def test_letter_that_breaks_our_own_code_leaves_no_half_talk(faulty: FaultyServer) -> None:
    """An address that no SMTP command can carry: the next letter begins anew."""
    post = delivery(faulty.port)
    with pytest.raises(UnicodeEncodeError):
        post.deliver(letter("ABCDEFGH", "åse@test.example"))
    post.deliver(letter())
    post.close()
    assert (len(faulty.bodies), faulty.connections) == (1, 2)


def test_question_says_what_refuses_the_sender_refuses_everybody(faulty: FaultyServer) -> None:
    """`check` tells it once, not at each address."""
    faulty.faults["mail"] = b"550 not you\r\n"
    with pytest.raises(Unreachable, match="sender refused 550"):
        delivery(faulty.port).ask(ANE)


def test_we_greet_with_the_domain_of_the_sender_only(faulty: FaultyServer) -> None:
    """The machine's own name is nobody's business."""
    post = delivery(faulty.port)
    post.deliver(letter())
    post.close()
    greetings = {one for one in faulty.commands if one.lower().startswith("ehlo")}
    assert greetings == {"ehlo test.example"}


def test_each_mail_has_exactly_one_recipient(faulty: FaultyServer) -> None:
    """No recipient learns of another."""
    with pytest.raises(ValueError, match="too many"):
        delivery(faulty.port).deliver(letter("ABCDEFGH", ANE, BO))
    assert faulty.connections == 0
