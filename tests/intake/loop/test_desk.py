"""Acknowledging: a human has the letter, all are told, and no row says who."""

from collections.abc import Callable

import pytest

from intake.installation import Installation
from intake.loop import Mistake
from intake.loop.desk import Matter
from intake.operating import letters, notes
from intake.outbox import Practice, Standing, StoreUnavailable
from intake.sealing import NoUsableRecipient
from tests.intake.loop.house import BO, DAY, KIM, VIKAR, Looped
from tests.intake.outbox.history import asked, rows

LONG_NAME = "Kimberly Tvedestrup"
"""No chance puts it into a cipher, as it puts three letters there now and then."""


def matter(looped: Looped, reference: str) -> Matter:
    found = looped.installation.desk().find(looped.code(reference))
    assert isinstance(found, Matter)
    return found


def acts(looped: Looped, reference: str, choice: str) -> None:
    looped.installation.desk().act(matter(looped, reference), choice)


def told(looped: Looped) -> list[str]:
    """What Kim reads of every mail that now goes to Kim."""
    return [looped.reads(lease) for lease in looped.mails() if lease.message.recipients == (KIM,)]


def test_letter_waits_for_a_human_and_says_its_code(looped: Looped) -> None:
    """The code stands on a line of its own; to acknowledge is the first task."""
    reference = looped.receives()
    assert matter(looped, reference).seen.standing is Standing.AWAITED
    (text,) = told(looped)
    assert looped.code(reference) in text.splitlines()
    assert "[ ] Kvittér" in text.partition("Det gør I nu")[2].strip().splitlines()[2]
    assert "http" not in text


def test_whoever_takes_it_is_told_to_all_and_stored_nowhere(looped: Looped) -> None:
    """One sealed note to each who was mailed the letter; the state is read."""
    people = looped.folder / "recipients" / "recipients.toml"
    people.write_text(people.read_text().replace('"Kim"', f'"{LONG_NAME}"'))
    looped.installation = looped.load()
    reference = looped.receives()
    looped.mails()
    acts(looped, reference, f"take:{LONG_NAME}")
    seen = matter(looped, reference).seen
    assert (seen.standing, seen.read_on is not None) == (Standing.READ, True)
    leases = looped.mails()
    assert sorted(lease.message.recipients[0] for lease in leases) == [KIM, BO]
    shown = f"{reference[:4]}-{reference[4:]}"
    assert f"{shown}: {LONG_NAME} tager sig af den." in looped.reads(leases[0])
    assert LONG_NAME not in str(rows(looped.url))


@pytest.mark.parametrize(
    ("choice", "standing", "sentence"),
    [
        ("read", Standing.READ, "er læst. En anden må tage den."),
        ("passed_on", Standing.PASSED_ON, "hører til et andet sted."),
        ("finished", Standing.FINISHED, "er afsluttet."),
    ],
)
def test_later_acts_are_told_too(
    looped: Looped, choice: str, standing: Standing, sentence: str
) -> None:
    """Each in its own words."""
    reference = looped.receives()
    looped.mails()
    acts(looped, reference, "take:Bo")
    looped.mails()
    acts(looped, reference, choice)
    assert matter(looped, reference).seen.standing is standing
    (text,) = told(looped)
    assert sentence in text


def test_new_letter_cannot_be_closed_before_it_was_read(looped: Looped) -> None:
    """Passed on and finished are offered afterwards."""
    reference = looped.receives()
    first = matter(looped, reference)
    assert first.choices == ("take:Kim", "take:Bo", "take:Vikar", "read")
    with pytest.raises(ValueError, match="not a choice"):
        looped.installation.desk().act(first, "finished")
    with pytest.raises(ValueError, match="not a choice"):
        looped.installation.desk().act(first, "take:Mallory")
    acts(looped, reference, "read")
    assert matter(looped, reference).choices[-2:] == ("passed_on", "finished")


def test_same_act_twice_is_one_note(looped: Looped) -> None:
    """Double click, reload, another process; tomorrow it is said again."""
    reference = looped.receives()
    looped.mails()
    for _ in range(2):
        acts(looped, reference, "take:Kim")
    looped.installation = looped.load()
    acts(looped, reference, "take:Kim")
    assert len(told(looped)) == 1
    acts(looped, reference, "take:Bo")
    assert len(told(looped)) == 1
    looped.clock.now += DAY
    acts(looped, reference, "take:Kim")
    assert len(told(looped)) == 1


def test_taking_a_finished_letter_does_not_open_it_again(looped: Looped) -> None:
    """The note goes; the state stays."""
    reference = looped.receives()
    acts(looped, reference, "read")
    acts(looped, reference, "finished")
    acts(looped, reference, "take:Kim")
    assert matter(looped, reference).seen.standing is Standing.FINISHED


def test_act_that_cannot_be_told_is_not_done(looped: Looped) -> None:
    """No certificate, no database: then nothing is noted and the page says so."""
    reference = looped.receives()
    found, desk = matter(looped, reference), looped.installation.desk()
    before = rows(looped.url)
    for pem in (looped.folder / "recipients").glob("*.pem"):
        pem.write_text("spoilt")
    with pytest.raises(NoUsableRecipient):
        desk.act(found, "take:Kim")
    assert rows(looped.url) == before


def test_note_that_meets_another_letters_number_undoes_the_act(
    looped: Looped, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Note and acknowledgement are one transaction."""
    reference, other = looped.receives(), looped.receives()
    monkeypatch.setattr("intake.loop.desk.references.new", lambda: other)
    before = rows(looped.url)
    with pytest.raises(StoreUnavailable):
        acts(looped, reference, "take:Kim")
    assert rows(looped.url) == before


def test_operator_acknowledges_for_whoever_rings(looped: Looped) -> None:
    """All are told that it was by telephone; nothing is planned any more."""
    reference = looped.receives()
    looped.mails()
    code = letters.acknowledge(
        looped.installation, f"{reference[:4]}-{reference[4:]}".lower(), looped.house.say
    )
    assert code == letters.DONE
    assert matter(looped, reference).seen.standing is Standing.READ
    (text,) = told(looped)
    assert "It-afdelingen har kvitteret" in text
    assert looped.outbox.awaited(looped.clock(), 83).letters == 0


def test_operator_cannot_acknowledge_what_waits_for_nobody(looped: Looped) -> None:
    """Unknown numbers, signs of life and notes."""
    notes.sign_of_life(looped.installation, looped.house.say)
    acts(looped, looped.receives(), "read")
    (note,) = asked(looped.url, "SELECT reference FROM letter WHERE standing = 'note'")
    for reference in ("ZZZZZZZZ", "", looped.house.said[0][:9], note["reference"]):
        done = letters.acknowledge(looped.installation, reference, looped.house.say)
        assert done == letters.NOTHING


def test_on_trial_only_test_letters_count(switched: Callable[[str], Looped]) -> None:
    """A concern has no code, and one made for it finds nothing; the test letter's day is kept."""
    looped = switched("trial")
    reference = looped.receives()
    (text,) = told(looped)
    assert "Kvitt" not in text
    assert looped.installation.desk().find(looped.code(reference)) == Mistake.UNKNOWN
    notes.test_letter(looped.installation, looped.house.say)
    name = looped.house.said[-1][:9].replace("-", "")
    _telephone_code, letter = told(looped)
    assert looped.code(name) in letter.splitlines()
    acts(looped, name, "take:Kim")
    (tried,) = looped.outbox.tried(Practice.TEST)
    assert tried.acknowledged == looped.clock()
    (note,) = told(looped)
    assert "Dette handler om et prøvebrev." in note


def test_loop_off_leaves_no_row_and_no_word(switched: Callable[[str], Looped]) -> None:
    """A letter, a test letter, a sign of life: as 1.0.0's, and no human is waited for."""
    looped = switched("off")
    looped.receives()
    notes.test_letter(looped.installation, looped.house.say)
    notes.sign_of_life(looped.installation, looped.house.say)
    names = ("standing", "awaited_since", "read_on", "closed_on", "asked_on")
    for row in asked(looped.url, "SELECT * FROM letter"):
        assert {row[name] for name in names} == {None}
    for row in asked(looped.url, "SELECT * FROM delivery"):
        assert (row["kind"], row["subject"], row["sent"]) == ("letter", None, 0)
    assert VIKAR not in str(rows(looped.url))
    assert asked(looped.url, "SELECT * FROM practice") == []
    assert not any("vitter" in text for text in told(looped))


def test_substitute_who_was_mailed_is_told_too(looped: Looped) -> None:
    """And nobody who was not."""
    reference = looped.receives()
    looped.mails()
    for _ in range(4):
        looped.clock.now += 6 * 3_600
        looped.mails()
    acts(looped, reference, "take:Vikar")
    assert sorted(lease.message.recipients[0] for lease in looped.mails()) == [KIM, BO, VIKAR]


def test_question_whether_a_letter_is_closed_comes_once(looped: Looped) -> None:
    """75 days after it was read; not about one that was finished, nor about a new one."""
    read, finished = looped.receives(), looped.receives()
    looped.mails()
    acts(looped, read, "read")
    acts(looped, finished, "read")
    acts(looped, finished, "finished")
    looped.mails()
    desk = looped.installation.desk()
    looped.clock.now += 74 * DAY
    assert desk.ask_what_is_unfinished() == 0
    looped.clock.now += DAY
    assert desk.ask_what_is_unfinished() == 1
    assert desk.ask_what_is_unfinished() == 0
    (text,) = told(looped)
    assert f"{read[:4]}-{read[4:]} blev læst for mere end 75 dage siden." in text


def test_keys_missing_stop_the_start(switched: Callable[[str], Looped]) -> None:
    """Switched on without its keys, nothing starts."""
    looped = switched("remind")
    del looped.house.environ["INFOHUS_LOOP_KEYS_FILE"]
    with pytest.raises(Exception, match="INFOHUS_LOOP_KEYS_FILE is missing"):
        Installation.infohus(looped.load())
