"""Who is waited for, and what `check` demands of each step of the loop."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from intake.operating import figures, following, letters, notes
from intake.operating.watch import Watch
from tests.intake.loop.house import DAY, HOUR, Coordinator, Looped

_LONG_AGO = date(2020, 1, 1)


@pytest.fixture
def looped(tmp_path: Path) -> Iterator[Looped]:
    """Switched on, on SQLite."""
    made = Looped(tmp_path, f"sqlite:///{tmp_path / 'outbox.sqlite'}")
    yield made
    made.closes()


def found(looped: Looped) -> str:
    return "\n".join(what for what, _ in following.findings(looped.load()))


def set_loop(looped: Looped, old: str, new: str) -> None:
    path = looped.folder / "municipality.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_human_must_have_acknowledged_a_test_letter(looped: Looped) -> None:
    """On trial; then the finding goes, and the database keeps the time."""
    assert "no human has acknowledged a test letter" in found(looped)
    set_loop(looped, '"remind"', '"trial"')
    assert found(looped) == ""
    trial = looped.installation = looped.load()
    notes.test_letter(trial, looped.house.say)
    code = looped.code(looped.house.said[-1][:9].replace("-", ""))
    assert Coordinator(looped.client).says(code, "take:Kim").status == 200
    set_loop(looped, '"trial"', '"remind"')
    assert found(looped) == ""


@pytest.mark.parametrize("how", ["none", "same key", "unusable", "recipient too"])
def test_to_remind_needs_a_substitute_under_a_key_of_their_own(looped: Looped, how: str) -> None:
    """Else the letter goes to the same holiday twice."""
    pem = looped.folder / "recipients" / "3.pem"
    path = looped.folder / "recipients" / "recipients.toml"
    match how:
        case "none":
            looped.has_people(substitute=False)
        case "same key":
            pem.write_bytes((looped.folder / "recipients" / "1.pem").read_bytes())
        case "unusable":
            pem.write_text("spoilt")
        case "recipient too":
            path.write_text(path.read_text().replace("substitute = true", ""))
    assert "no substitute under a key of their own" in found(looped)


def test_hours_whose_worst_case_passes_the_limit_are_refused(looped: Looped) -> None:
    """2 and 8 keep within 22 hours all year; 2 and 9 do not."""
    assert "a substitute can be told only" not in found(looped)
    set_loop(looped, "substitute_hours = 8", "substitute_hours = 12")
    assert "a substitute can be told only after" in found(looped)


def test_status_and_sign_of_life_say_how_many_wait_and_how_long(looped: Looped) -> None:
    """Ages in hours, no times; and by letter what a human did."""
    reference = looped.receives()
    other = looped.receives()
    Coordinator(looped.client).says(looped.code(other), "take:Bo")
    looped.clock.now += 22 * HOUR
    house = looped.house
    house.said.clear()
    letters.status(looped.installation, house.say, as_json=True)
    told = json.loads(house.said[0])
    assert (told["unacknowledged"], told["unacknowledged_hours"], told["ending"]) == (1, 21, 0)
    text = "\n".join(notes.lines(looped.installation, "AAAAAAAA"))
    assert "Venter på, at et menneske kvitterer: 1. Den ældste har ventet 21 timer." in text
    assert f"{reference[:4]}-{reference[4:]}" in text
    assert text.count("ingen har kvitteret") == text.count(", læst") == 1
    assert "Modtaget siden" in text
    assert "nobody has acknowledged a letter for 21 hours" in found(looped)


def test_loop_off_status_has_no_word_more(looped: Looped) -> None:
    """Unless a letter still waits from before."""
    set_loop(looped, '"remind"', '"off"')
    off = looped.load()
    assert figures.unacknowledged(off) == {}
    assert found(looped) == ""
    assert "kvitter" not in "\n".join(notes.lines(off, "AAAAAAAA"))
    looped.receives()
    assert figures.unacknowledged(off)["unacknowledged"] == 1


def test_watch_asks_once_and_survives_a_store_that_is_away(looped: Looped) -> None:
    """What it cannot ask now it asks later."""
    reference = looped.receives()
    Coordinator(looped.client).says(looped.code(reference), "read")
    looped.clock.now += 75 * DAY
    looped.has_people()
    watch = Watch(looped.installation)
    before = len(looped.outbox.known(_LONG_AGO))
    for _ in range(2):
        watch.ask()
    assert looped.outbox.unfinished(looped.clock(), 75) == []
    assert len(looped.outbox.known(_LONG_AGO)) == before
    for file in looped.folder.glob("outbox.sqlite*"):
        file.unlink()
    watch.ask()


def test_reporters_get_no_code_without_its_key(looped: Looped) -> None:
    """`check` says it before the form fails to start."""
    set_loop(looped, '"remind"', '"status"')
    assert "no key for it" not in found(looped)
    del looped.house.environ["INFOHUS_CODE_KEY_FILE"]
    assert "reporters are to get a code, and there is no key for it" in found(looped)
    set_loop(looped, '"status"', '"remind"')
    assert "no key for it" not in found(looped)
