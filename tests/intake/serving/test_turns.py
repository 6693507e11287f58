"""Each network in turn, and never every thread for letters that are sent."""

import threading
from dataclasses import dataclass, field

import pytest

from intake.serving.turns import Turns, Work


@dataclass
class Told:
    """What was answered, in order; answers wait for `go_on`."""

    order: list[str] = field(default_factory=list)
    go_on: threading.Event = field(default_factory=threading.Event)


@dataclass
class Question:
    """A line with a whole question."""

    told: Told
    network: str
    work: Work = Work.PAGE
    waits: bool = False
    after: "Question | None" = None
    """Is answered after that one was."""
    breaks: bool = False
    begun: threading.Event = field(default_factory=threading.Event)
    done: threading.Event = field(default_factory=threading.Event)
    cancelled: bool = False

    def service(self) -> None:
        self.begun.set()
        if self.waits:
            assert self.told.go_on.wait(20)
        if self.after:
            assert self.after.done.wait(20)
        self.told.order.append(self.network)
        self.done.set()
        if self.breaks:
            raise ValueError("marker that must not be shown")

    def cancel(self) -> None:
        self.cancelled = True


def test_one_of_each_network_in_turn() -> None:
    """Whoever asks a hundred times waits behind their own hundred."""
    told, turns = Told(), Turns(1, {Work.SEND: 1})
    turns.add_task(Question(told, "first", waits=True))
    many = [Question(told, "many") for _ in range(100)]
    others = [Question(told, name) for name in ("one", "two")]
    for question in (*many, *others):
        turns.add_task(question)
    told.go_on.set()
    assert many[-1].done.wait(20)
    turns.shutdown()
    assert set(told.order[:4]) == {"first", "many", "one", "two"}


def test_letters_that_wait_for_the_store_never_take_every_thread() -> None:
    """A page is answered while a hundred letters hang."""
    told, turns = Told(), Turns(3, {Work.SEND: 2})
    for number in range(100):
        turns.add_task(Question(told, f"n{number}", work=Work.SEND, waits=True))
    page = Question(told, "page")
    turns.add_task(page)
    assert page.done.wait(20)
    assert told.order == ["page"]
    told.go_on.set()
    turns.shutdown()


def test_ten_thousand_codes_of_one_network_leave_room_for_all() -> None:
    """Pages and letters go on; another network's code comes next, and so does this one's other."""
    told, turns = Told(), Turns(4, {Work.SEND: 2, Work.CODE: 2})
    code = Question(told, "code", work=Work.CODE)
    flood = [Question(told, "flood", work=Work.CODE, waits=True) for _ in range(2)]
    flood += [Question(told, "flood", work=Work.CODE, after=code) for _ in range(9_998)]
    for question in flood:
        turns.add_task(question)
    for work in (Work.PAGE, Work.SEND):
        other = Question(told, str(work), work=work)
        turns.add_task(other)
        assert other.done.wait(20)
    turns.add_task(code)
    told.go_on.set()
    assert code.done.wait(20)
    assert flood[-1].done.wait(60)
    turns.shutdown()


def test_an_answer_that_breaks_costs_no_thread(caplog: pytest.LogCaptureFixture) -> None:
    """The kind of it is logged, never what it was about."""
    told, turns = Told(), Turns(1, {Work.SEND: 1})
    for work in (Work.SEND, Work.PAGE, Work.CODE):
        turns.add_task(Question(told, "breaks", work=work, breaks=True))
    last = Question(told, "last")
    turns.add_task(last)
    assert last.done.wait(20)
    turns.shutdown()
    assert "ValueError" in caplog.text
    assert "marker" not in caplog.text


def test_at_the_end_the_rest_is_cancelled() -> None:
    """Who is being answered is waited for; who still waits is told."""
    told, turns = Told(), Turns(1, {Work.SEND: 1})
    first, second = Question(told, "a", waits=True), Question(told, "b", work=Work.SEND)
    turns.add_task(first)
    turns.add_task(second)
    assert first.begun.wait(20)
    threading.Timer(0.2, told.go_on.set).start()
    turns.shutdown()
    assert first.done.is_set()
    assert second.cancelled or second.done.is_set()
