"""What the running form looks at by itself, and rings for."""

from collections.abc import Callable
from pathlib import Path

import pytest

from intake.accepting import Budget
from intake.alarm import Word
from intake.operating.watch import PAUSE_SECONDS, Watch
from tests.certificates import DAY, NOW, certificate, rsa_key
from tests.intake.operating.conftest import House
from tests.intake.outbox.damage import DAMAGES


def watch(house: House) -> Watch:
    """What `web` starts, on the installation as it is now."""
    return Watch(house.load())


def is_over(house: House, number: int) -> None:
    """The certificate of one recipient ended yesterday."""
    ended = certificate(rsa_key(number), start=NOW - 9 * DAY, end=NOW - DAY)
    (house.folder / "recipients" / f"{number}.pem").write_bytes(ended)


def test_all_well_rings_for_nothing(house: House) -> None:
    """Two keys, and a store that can be written."""
    assert watch(house).look() == ()


@pytest.mark.parametrize(
    ("over", "words"),
    [
        ((1,), (Word.LEFT_OUT,)),
        ((1, 2), (Word.ONE_KEY, Word.LEFT_OUT)),
        ((1, 2, 3), (Word.NO_KEY, Word.LEFT_OUT)),
    ],
)
def test_a_recipient_who_is_left_out_is_rung_for(
    house: House, over: tuple[int, ...], words: tuple[Word, ...]
) -> None:
    """The others get their letters meanwhile; with one key or none it rings for that too."""
    house.has_recipients(1, 2, 3)
    for number in over:
        is_over(house, number)
    assert watch(house).look() == words


def test_the_alarm_is_really_rung(house: House, tmp_path: Path) -> None:
    """By the operator's own command, which is given the word."""
    bell, rung = tmp_path / "bell", tmp_path / "rung"
    bell.write_text(f'#!/bin/sh\necho "$@" >> {rung}\n')
    bell.chmod(0o755)
    house.environ["INFOHUS_ALARM_COMMAND"] = str(bell)
    is_over(house, 1)
    looking = watch(house)
    looking.look()
    assert str(Word.LEFT_OUT) in rung.read_text()
    assert not looking.failed


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_a_store_that_cannot_be_written_is_rung_for(
    house: House, damage: Callable[[Path], object]
) -> None:
    """Nobody may come for a week: the operator hears of it before that."""
    looking = watch(house)
    damage(house.folder / "outbox.sqlite")
    assert Word.STORE in looking.look()


def test_a_disk_below_the_floor_is_rung_for(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """As what it is, and before anybody has written."""
    monkeypatch.setattr("intake.outbox.Outbox.free_bytes", lambda _: Budget.free_bytes - 1)
    assert watch(house).look() == (Word.NO_ROOM,)


def test_refused_letters_are_rung_for_within_a_minute(house: House) -> None:
    """Each time that more were refused since the look before; never for what is over."""
    installation = house.load()
    looking = Watch(installation)
    assert looking.look() == ()
    for _ in range(Budget.per_address + 1):
        installation.limits.allow("192.0.2.1", marked=False)
    assert looking.look() == (Word.FLOOD,)
    assert looking.look() == ()
    assert PAUSE_SECONDS < 60
