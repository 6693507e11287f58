"""The forwarder: what is accepted leaves, what is not waits or is held, nothing is lost."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from intake.alarm import Word
from intake.message import PermanentFailure, SealedMessage, TemporaryFailure, Unreachable
from intake.outbox import Outbox, StoreUnavailable
from intake.outbox.leases import SECONDS as LEASE
from intake.sending.smtp import SmtpDelivery, SmtpServer
from tests.intake.sealed import ANE, BO, DAY, HOUR, NOW, FakeDelivery, letter, put
from tests.intake.sending.office import Office, fail
from tests.servers.faulty import FaultyServer
from tests.servers.mail import MailServer
from tests.servers.tls import authority

IN_TIME = 10.0


@pytest.fixture
def outbox(tmp_path: Path) -> Iterator[Outbox]:
    """An empty outbox."""
    url = f"sqlite:///{tmp_path / 'outbox.sqlite'}"
    Outbox.create(url)
    made = Outbox(url)
    yield made
    made.close()


def test_letter_reaches_every_recipient_once(outbox: Outbox) -> None:
    """And the outbox knows."""
    put(outbox, letter("AAAAAAAA", ANE, BO))
    office = Office(outbox)
    assert office.once() == 2
    assert office.once() == 0
    assert sorted(office.delivery.arrived) == [("AAAAAAAA", ANE), ("AAAAAAAA", BO)]
    assert outbox.count(NOW).waiting == 0
    assert outbox.known(outbox.find(b"AAAAAAAA").day)[0].accepted  # type: ignore[union-attr]


def test_temporary_failure_is_tried_again_with_growing_pauses(outbox: Outbox) -> None:
    """Greylisting: refused, and taken when it comes back."""
    put(outbox)
    office = Office(outbox, FakeDelivery(fail(TemporaryFailure("450"), TemporaryFailure("450"))))
    assert office.once() == 0
    assert office.once(60) == 0
    assert len(office.delivery.tried) == 1
    office.once(600)
    assert len(office.delivery.tried) == 2
    assert office.once(300) == 0
    assert office.once(900) == 1


def test_mail_server_dead_for_days_loses_nothing(outbox: Outbox) -> None:
    """Weeks of simulated time later every letter leaves, and the alarm was raised."""
    dead = True

    def act(_: SealedMessage) -> None:
        if dead:
            raise Unreachable("OSError")

    for number in range(30):
        put(outbox, letter(f"N{number:07}"))
    office = Office(outbox, FakeDelivery(act))
    for _ in range(15 * 24):
        office.once(HOUR)
        office.forwarder.watch(office.clock.now)
    assert set(office.alarms) == {Word.LATE, Word.OVERDUE}
    assert len(office.delivery.tried) <= 15 * 24
    dead = False
    office.once(HOUR)
    office.once()
    assert len({one for one, _ in office.delivery.arrived}) == 30
    assert outbox.count(office.clock.now).waiting == 0


def test_unreachable_server_is_left_alone_for_a_while(outbox: Outbox) -> None:
    """One try for all that waits; the letters lose no attempt and need no long pause."""
    for reference in ("AAAAAAAA", "BBBBBBBB"):
        put(outbox, letter(reference))
    office = Office(outbox, FakeDelivery(fail(Unreachable("away"))))
    assert office.once() == 0
    assert office.once(1) == 0
    assert len(office.delivery.tried) == 1
    assert office.once(15) == 2


@pytest.mark.parametrize("jump", [-365 * DAY, 365 * DAY])
def test_pause_for_the_server_counts_real_seconds(outbox: Outbox, jump: int) -> None:
    """A year back is not a year of silence, nor is a year on an end of patience."""
    put(outbox)
    office = Office(outbox, FakeDelivery(fail(Unreachable("away"))))
    office.once()
    office.jump(jump)
    assert office.once(1) == 0
    assert office.once(15) == 1


def test_permanent_failure_is_held_and_alarms(outbox: Outbox) -> None:
    """The other recipient gets the letter; a human sees to this one."""
    put(outbox, letter("AAAAAAAA", ANE, BO))
    office = Office(outbox, FakeDelivery(fail(PermanentFailure("recipient refused 550"))))
    assert office.once() == 1
    (held,) = outbox.held()
    assert (held.reference, held.reason) == ("AAAAAAAA", "recipient refused 550")
    assert office.alarms == [Word.HELD]
    assert office.once(30 * DAY) == 0


@pytest.mark.parametrize("answer", [b"550 no", b"554 no", b"552 no", b"452 no", b"451 no"])
def test_letter_refused_at_the_sender_keeps_nobody_behind_it_back(
    outbox: Outbox, answer: bytes
) -> None:
    """5xx is held and rung for, 4xx tried again later; the eight others leave at once."""
    for number in range(9):
        put(outbox, letter(f"N{number:07}"))
    with FaultyServer() as server:
        server.faults["mail"] = lambda: server.faults.clear() or answer + b"\r\n"  # type: ignore[func-returns-value]
        office = Office(outbox, smtp(server.port))
        assert office.once() == 8
    counts = outbox.count(NOW)
    is_for_good = answer.startswith(b"5")
    assert (counts.held, counts.waiting) == ((1, 0) if is_for_good else (0, 1))
    assert office.alarms == ([Word.HELD] if is_for_good else [])


def test_server_that_refuses_the_sender_for_good_of_every_letter_is_rung_for_at_once(
    outbox: Outbox,
) -> None:
    """With the first letter, and each waits for a human, who sees why."""
    for number in range(3):
        put(outbox, letter(f"N{number:07}"))
    with FaultyServer() as server:
        server.faults["mail"] = b"550 not you\r\n"
        office = Office(outbox, smtp(server.port))
        assert office.once() == 0
    assert office.alarms == [Word.HELD] * 3
    assert {one.reason for one in outbox.held()} == {"sender refused 550"}
    assert office.forwarder.waiting.reason == "sender refused 550"


@pytest.mark.parametrize(
    "error", [TemporaryFailure("sender refused 451"), Unreachable("TimeoutError")]
)
def test_server_that_takes_nothing_is_rung_for_within_the_hour(
    outbox: Outbox, error: Exception
) -> None:
    """Refused for now at every letter, or away: a day is too long for whoever wrote."""
    for number in range(3):
        put(outbox, letter(f"N{number:07}"))

    def act(_: SealedMessage) -> None:
        raise error

    office = Office(outbox, FakeDelivery(act))
    rung_after = next(minute for minute in range(120) if office.once(60) or office.alarms)
    assert 30 <= rung_after <= 60
    assert set(office.alarms) == {Word.LATE}


def test_server_that_takes_some_letters_is_not_rung_for(outbox: Outbox) -> None:
    """One mailbox that is full for hours: its letter is late by its own age, not before."""
    put(outbox, letter("AAAAAAAA"))

    def act(message: SealedMessage) -> None:
        if message.reference == "AAAAAAAA":
            raise TemporaryFailure("recipient refused 452")

    office = Office(outbox, FakeDelivery(act))
    for number in range(30):
        put(outbox, letter(f"N{number:07}"), office.clock.now)
        office.once(600)
    assert office.alarms == []
    assert outbox.count(office.clock.now).waiting == 1


@pytest.mark.parametrize("number_of_them", [1, 2, 5])
def test_letter_at_which_the_server_breaks_keeps_nobody_behind_it_back_for_ever(
    outbox: Outbox, number_of_them: int
) -> None:
    """It looks as if the server were away: whoever was tried then is tried last."""
    breaking = {f"A{number:07}" for number in range(number_of_them)}
    for reference in (*sorted(breaking), *(f"N{number:07}" for number in range(8))):
        put(outbox, letter(reference))

    def act(message: SealedMessage) -> None:
        if message.reference in breaking:
            raise Unreachable("SMTPServerDisconnected")

    office = Office(outbox, FakeDelivery(act))
    for _ in range(number_of_them + 1):
        office.once(700)
    assert len(office.delivery.arrived) == 8
    assert outbox.count(NOW).waiting == number_of_them


def test_reason_is_told_until_it_is_over_and_logged_when_it_changes(
    outbox: Outbox, caplog: pytest.LogCaptureFixture
) -> None:
    """By kind: a failed TLS talk is in the log, no address and no reference is."""
    put(outbox)
    expired = Unreachable("SSLCertVerificationError: certificate has expired")
    errors = (expired, expired, Unreachable("TimeoutError"))
    office = Office(outbox, FakeDelivery(fail(*errors)))
    assert office.forwarder.waiting.reason == ""
    seen = []
    for _ in range(4):
        office.once(700)
        seen.append(office.forwarder.waiting.reason)
    assert seen == [str(expired), str(expired), "TimeoutError", ""]
    assert [one.getMessage() for one in caplog.records] == [
        "letters wait: SSLCertVerificationError: certificate has expired",
        "letters wait: TimeoutError",
        "letters wait no longer",
    ]


def test_reason_goes_with_the_last_letter_that_waited(outbox: Outbox) -> None:
    """A letter held in March is no reason in April: `held` tells of it."""
    put(outbox)
    office = Office(outbox, FakeDelivery(fail(PermanentFailure("recipient refused 550"))))
    office.once()
    assert office.forwarder.waiting.reason == "recipient refused 550"
    office.forwarder.watch(NOW)
    assert office.forwarder.waiting.reason == ""


def test_letter_that_breaks_our_own_code_is_held(outbox: Outbox) -> None:
    """By the name of the error only; those behind it leave."""
    for reference in ("AAAAAAAA", "BBBBBBBB"):
        put(outbox, letter(reference))
    office = Office(outbox, FakeDelivery(fail(UnicodeError("ane@test.example"))))
    assert office.once() == 1
    assert [one.reason for one in outbox.held()] == ["UnicodeError"]
    assert office.alarms == [Word.HELD]


def test_batch_that_takes_long_begins_nothing_it_could_not_end(outbox: Outbox) -> None:
    """What is left of the lease must be enough for the slowest talk; the rest is given back."""
    for number in range(5):
        put(outbox, letter(f"N{number:07}"))
    office = Office(outbox)
    office.delivery.act = lambda _: office.passes(299)
    assert office.once() == 3
    assert LEASE == 900
    other = Office(outbox)
    other.clock.now = office.clock.now
    assert other.once() == 2


def test_answer_after_the_lease_ran_out_leaves_the_letter_to_the_other(outbox: Outbox) -> None:
    """Both send it under one Message-ID; the outbox believes only the one who has the lease."""
    put(outbox)
    with FaultyServer() as slow, MailServer() as quick:
        other = Office(outbox, smtp(quick.port))

        def late() -> bytes:
            other.clock.now = NOW + LEASE + 300
            assert other.once() == 1
            return b"250 at last\r\n"

        slow.faults["body"] = late
        office = Office(outbox, smtp(slow.port))
        office.once()
        assert slow.bodies == [one.body for one in quick.box.received]
    assert outbox.count(NOW + DAY).waiting == 0
    assert outbox.purge(NOW + DAY, 0, 60).letters == 1


def smtp(port: int) -> SmtpDelivery:
    """A delivery over a real socket."""
    return SmtpDelivery(
        SmtpServer(
            host="localhost",
            port=port,
            security="starttls",
            sender="infohus@test.example",
            ca_file=authority().ca_file,
            step_seconds=5,
        )
    )


def test_one_of_three_refused_over_a_real_server(outbox: Outbox) -> None:
    """Two accepted, one held, one connection, byte for byte."""
    put(outbox, letter("AAAAAAAA", ANE, BO, "cy@test.example"))
    with MailServer() as server:
        server.box.answers[BO] = ["550 unknown"]
        office = Office(outbox, smtp(server.port))
        assert office.once() == 2
    assert {one.recipients[0] for one in server.box.received} == {ANE, "cy@test.example"}
    assert {one.body for one in server.box.received} == {letter("AAAAAAAA").body}
    assert [one.recipient for one in outbox.held()] == [BO]


def test_many_letters_take_one_connection_that_is_closed_when_nothing_waits(
    outbox: Outbox,
) -> None:
    """Several batches, one talk, one goodbye."""
    for number in range(85):
        put(outbox, letter(f"N{number:07}"))
    with FaultyServer() as server:
        office = Office(outbox, smtp(server.port))
        assert [office.once() for _ in range(4)] == [40, 40, 5, 0]
        assert (server.connections, server.verbs().count("QUIT")) == (1, 1)
        assert len(server.bodies) == 85


def test_forwarders_side_by_side_send_each_letter_once(outbox: Outbox) -> None:
    """Four at a time on one outbox and one server: to every recipient, and to none twice."""
    everybody = (ANE, BO, "cy@test.example")
    for number in range(40):
        put(outbox, letter(f"N{number:07}", *everybody))
    with MailServer() as server, ThreadPoolExecutor(4) as pool:
        offices = [Office(outbox, smtp(server.port), batch=7) for _ in range(4)]

        def works(office: Office) -> int:
            return sum(iter(office.once, 0))

        shares = list(pool.map(works, offices))
    came = [(one.body, one.recipients[0]) for one in server.box.received]
    assert len(came) == len(set(came)) == sum(shares) == 120
    assert len([share for share in shares if share]) > 1
    assert outbox.count(NOW).waiting == 0


class Flaky:
    """An outbox whose database is away when told so."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox
        self.away: set[str] = set()

    def __getattr__(self, verb: str) -> Any:
        if verb in self.away:
            raise StoreUnavailable("away")
        return getattr(self._outbox, verb)


def test_acceptance_that_could_not_be_noted_is_noted_when_the_database_is_back(
    outbox: Outbox,
) -> None:
    """The letter is not sent again."""
    put(outbox)
    flaky = Flaky(outbox)
    flaky.away = {"accepted_all"}
    office = Office(flaky)
    with pytest.raises(StoreUnavailable):
        office.once()
    flaky.away = set()
    assert office.once(60) == 0
    assert len(office.delivery.tried) == 1
    assert outbox.count(NOW).waiting == 0


def running(office: Office) -> tuple[threading.Event, threading.Thread]:
    """The loop in a thread, and what stops it."""
    stop = threading.Event()
    thread = threading.Thread(target=office.forwarder.run, args=(stop,))
    thread.start()
    return stop, thread


def test_loop_goes_on_when_the_database_comes_back(outbox: Outbox) -> None:
    """It alarms meanwhile."""
    put(outbox)
    flaky = Flaky(outbox)
    flaky.away = {"lease"}
    arrived = threading.Event()
    office = Office(flaky, FakeDelivery(lambda _: arrived.set()), idle_seconds=0.01)
    alarmed = threading.Event()
    office.forwarder.alarm = lambda word: alarmed.set() if word == Word.STORE else None
    stop, thread = running(office)
    assert alarmed.wait(IN_TIME)
    flaky.away = set()
    assert arrived.wait(IN_TIME)
    stop.set()
    thread.join(IN_TIME)
    assert outbox.count(NOW).waiting == 0


def test_stop_ends_the_letter_under_way_and_gives_back_the_rest(outbox: Outbox) -> None:
    """Nothing stays leased; the connection is closed."""
    for reference in ("AAAAAAAA", "BBBBBBBB", "CCCCCCCC"):
        put(outbox, letter(reference))
    begun, go_on = threading.Event(), threading.Event()

    def act(_: SealedMessage) -> None:
        begun.set()
        assert go_on.wait(IN_TIME)

    office = Office(outbox, FakeDelivery(act))
    stop, thread = running(office)
    assert begun.wait(IN_TIME)
    stop.set()
    go_on.set()
    thread.join(IN_TIME)
    assert len(office.delivery.arrived) == 1
    assert office.delivery.closed >= 1
    assert len(outbox.lease(NOW, 9)) == 2


@pytest.mark.parametrize(
    ("hours", "held", "words"),
    [
        (25, False, {Word.LATE}),
        (25, True, {Word.HELD}),
        (15 * 24, True, {Word.HELD, Word.OVERDUE}),
    ],
)
def test_ages_alarm(outbox: Outbox, hours: int, held: bool, words: set[str]) -> None:
    """Nobody has it for a day, somebody lacks it for two weeks; held rings until it is mended."""
    put(outbox, letter("AAAAAAAA", ANE, BO))
    office = Office(outbox)
    if held:
        first, second = outbox.lease(NOW, 2)
        outbox.accepted(first, NOW)
        outbox.hold(second, NOW, "x")
    office.forwarder.watch(NOW + hours * HOUR)
    assert set(office.alarms) == words


def test_empty_outbox_alarms_nothing(outbox: Outbox) -> None:
    """Also years later."""
    office = Office(outbox)
    office.forwarder.watch(NOW + 1000 * DAY)
    assert office.alarms == []


def test_whoever_watches_hears_of_each_thing_that_may_take_long(outbox: Outbox) -> None:
    """Each pass and each letter: one that hangs is silent, a long batch is not."""
    for number in range(3):
        put(outbox, letter(f"N{number:07}"))
    office, heard = Office(outbox), []
    office.forwarder.alive = lambda: heard.append(len(office.delivery.tried))
    office.forwarder._pass()
    assert heard == [0, 0, 1, 2]
