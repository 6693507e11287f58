"""The code on the receipt: told at the right moment, the same everywhere, and never a wrong one."""

import threading
from collections.abc import Callable

import pytest

from intake import reply_code
from intake.loop.replies import Replies, State, Status
from intake.reply_code import Slip
from intake.web import create_app
from tests.intake.loop.house import DAY, HOUR, Coordinator, Looped, Writer
from tests.intake.outbox.history import asked


@pytest.fixture
def looped(switched: Callable[[str], Looped]) -> Looped:
    """Reporters are given a code, and can be asked."""
    return switched("questions")


def replies(looped: Looped) -> Replies:
    found = looped.installation.replies
    assert found is not None
    return found


def sends(looped: Looped, track: str = "anonymous") -> Writer:
    writer = looped.writes(track)
    writer.sends()
    assert writer.code
    return writer


def found(looped: Looped, code: str) -> Status:
    thread = replies(looped).find(code)
    assert isinstance(thread, Status)
    return thread


@pytest.mark.parametrize("track", ["anonymous", "named", "professional"])
def test_everybody_gets_a_code_with_the_number(looped: Looped, track: str) -> None:
    """Said before Send, shown after it, and it leads to this letter."""
    writer = looped.writes(track)
    assert "får du en kode på 16 tegn" in writer.page
    writer.sends()
    assert reply_code.read(writer.code) == writer.code.replace("-", "")
    assert "Skriv koden ned nu" in writer.page
    assert "infohus.example/svar" in writer.page
    assert found(looped, writer.code).thread.reference == writer.reference.replace("-", "")


def test_code_stands_in_no_row_and_no_header(looped: Looped) -> None:
    """In no form and no address either: only where the reporter reads it."""
    writer = sends(looped)
    plain = writer.code.replace("-", "")
    held = str(
        asked(looped.url, "SELECT * FROM thread") + asked(looped.url, "SELECT * FROM letter")
    )
    assert plain not in held
    assert writer.code not in held
    assert writer.code not in str(writer.answer.headers)
    assert writer.page.count(writer.code) == 1
    assert plain not in writer.page


def test_same_code_over_a_double_click_a_restart_and_a_second_process(looped: Looped) -> None:
    """And no second thread."""
    writer = looped.writes()
    codes = []
    for installation in (looped.installation, looped.load(), looped.load()):
        again = Writer(installation.infohus())
        again.page, again.draft = writer.page, writer.draft
        again.posts("check", "send")
        codes.append(again.code)
    assert len(set(codes)) == 1
    assert codes[0]
    assert len(asked(looped.url, "SELECT * FROM thread")) == 1


def test_two_clicks_at_once_show_one_code(looped: Looped) -> None:
    """Whichever comes first stores the letter; both say the same."""
    writer, codes = looped.writes(), []
    infohus = looped.installation.infohus()

    def click() -> None:
        own = Writer(infohus)
        own.draft = writer.draft
        own.posts("check", "send")
        codes.append(own.code)

    clicks = [threading.Thread(target=click) for _ in range(3)]
    for each in clicks:
        each.start()
    for each in clicks:
        each.join()
    assert len(codes) == 3
    assert len(set(codes)) == 1
    assert codes[0]


def test_repeat_tells_the_code_on_the_day_of_sending_only(looped: Looped) -> None:
    """Whoever finds the page open next week gets the number and no code."""
    writer = sends(looped)
    writer.sends()
    assert writer.code
    looped.clock.now += DAY
    writer.sends()
    assert writer.reference
    assert writer.code == ""
    assert "Vi kan ikke vise den igen" in writer.page


def test_repeat_tells_no_code_that_was_used(looped: Looped) -> None:
    """The reporter has it; whoever repeats the page now may be another."""
    writer = sends(looped)
    found(looped, writer.code)
    writer.sends()
    assert (writer.reference != "", writer.code) == (True, "")


def test_key_that_was_changed_tells_no_code_rather_than_a_wrong_one(looped: Looped) -> None:
    """With another code key the thread is another's; the number is told all the same."""
    writer = sends(looped)
    number = writer.reference
    (looped.folder / "code-key").write_text("n" * 40, encoding="ascii")
    writer.client = create_app(looped.load().infohus()).test_client()
    writer.sends()
    assert (writer.reference, writer.code) == (number, "")


def test_changed_text_is_shown_no_code_before_it_is_sent(looped: Looped) -> None:
    """The addition gets a code of its own."""
    writer = sends(looped)
    first = writer.code
    writer.posts("worry", text="Noget andet", urgency="not_urgent").sends()
    assert writer.answer.status_code == 409
    assert writer.code == ""
    writer.sends()
    assert writer.code not in ("", first)


def test_how_a_letter_stands_is_told_step_by_step(looped: Looped) -> None:
    """Stored, sent, quiet after three days, read, finished."""
    writer = sends(looped)
    reference = writer.reference.replace("-", "")
    states = [found(looped, writer.code).state]
    looped.clock.now += 2 * HOUR
    looped.mails()
    states.append(found(looped, writer.code).state)
    looped.clock.now += 3 * DAY
    states.append(found(looped, writer.code).state)
    kim, code = Coordinator(looped.client), looped.code(reference)
    for choice in ("take:Kim", "passed_on", "finished"):
        kim.says(code, choice)
        states.append(found(looped, writer.code).state)
    assert states == list(State)


@pytest.mark.parametrize(
    ("typed", "slip"), [("", Slip.EMPTY), ("K7QF-2M9X", Slip.REFERENCE), ("ABCD", Slip.LENGTH)]
)
def test_slip_costs_no_derivation(
    looped: Looped, monkeypatch: pytest.MonkeyPatch, typed: str, slip: Slip
) -> None:
    """Also one wrong sign."""
    writer = sends(looped)
    keys = replies(looped).keys
    monkeypatch.setattr(keys, "derive", lambda _: pytest.fail("derived"))
    wrong = writer.code[:-1] + ("2" if writer.code[-1] != "2" else "3")
    assert replies(looped).find(typed) is slip
    assert replies(looped).find(wrong) is Slip.MISTYPED


def test_code_of_another_installation_is_not_known(looped: Looped) -> None:
    """Well made, and nobody's."""
    assert replies(looped).find(reply_code.of(b"x" * 64)) is None


def test_without_a_code_key_nothing_starts(looped: Looped) -> None:
    """It says which setting."""
    del looped.house.environ["INFOHUS_CODE_KEY_FILE"]
    with pytest.raises(Exception, match="INFOHUS_CODE_KEY_FILE is missing"):
        looped.load().infohus()


def test_at_an_earlier_step_nobody_gets_a_code(switched: Callable[[str], Looped]) -> None:
    """No word of one, no thread, no link; and no key is needed."""
    remind = switched("remind")
    del remind.house.environ["INFOHUS_CODE_KEY_FILE"]
    remind.installation = remind.load()
    writer = remind.writes()
    assert "kode" not in writer.page
    writer.sends()
    assert writer.reference
    assert "kode" not in writer.page.lower()
    assert asked(remind.url, "SELECT * FROM thread") == []
