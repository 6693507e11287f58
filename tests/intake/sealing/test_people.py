"""The list of recipients is read again when it changes, and never lost to a mistake."""

import os
from itertools import count
from pathlib import Path

import pytest

from intake.sealing.people import LOOK_SECONDS, People
from intake.sealing.recipients import LIST, RecipientsError
from tests.certificates import certificate, rsa_key


def lists(folder: Path, *numbers: int) -> None:
    """Write the list and the certificates of these recipients."""
    rows = []
    for number in numbers:
        (folder / f"{number}.pem").write_bytes(certificate(rsa_key(number)))
        rows.append(
            f'[[recipient]]\naddress = "m{number}@test.example"\nname = "M{number}"\n'
            f'certificate = "{number}.pem"\n'
        )
    (folder / LIST).write_text("".join(rows), encoding="utf-8")


def names(people: People) -> list[str]:
    return [recipient.name for recipient in people()]


def test_who_was_taken_off_gets_no_more_mail(tmp_path: Path) -> None:
    """Without a restart; and who was put on gets the next letter."""
    lists(tmp_path, 1, 2)
    people = People(folder=tmp_path, steady=count().__next__)
    assert names(people) == ["M1", "M2"]
    lists(tmp_path, 2)
    assert names(people) == ["M2"]
    lists(tmp_path, 2, 3)
    assert names(people) == ["M2", "M3"]


def test_a_new_certificate_under_the_old_name_is_used(tmp_path: Path) -> None:
    """Also when only the file of the certificate was replaced."""
    lists(tmp_path, 1)
    people = People(folder=tmp_path, steady=count().__next__)
    before = people()[0].key_id
    file = tmp_path / "1.pem"
    changed = file.stat().st_mtime_ns + 1
    file.write_bytes(certificate(rsa_key(2)))
    os.utime(file, ns=(changed, changed))  # in a test no time passes between the two
    assert people()[0].key_id not in {before, ""}


def test_a_change_with_a_mistake_keeps_the_old_list_and_tells_once(tmp_path: Path) -> None:
    """An editor saves half a file; nobody may be lost to that."""
    lists(tmp_path, 1, 2)
    told: list[str] = []
    people = People(folder=tmp_path, steady=count().__next__, tell=lambda: told.append("told"))
    people()
    (tmp_path / LIST).write_text("[[recipient", encoding="utf-8")
    assert names(people) == names(people) == ["M1", "M2"]
    assert told == ["told"]
    (tmp_path / LIST).unlink()
    assert names(people) == ["M1", "M2"]
    lists(tmp_path, 1)
    assert names(people) == ["M1"]


def test_nothing_is_read_again_that_did_not_change(tmp_path: Path) -> None:
    """The very same recipients, as long as the folder is the same."""
    lists(tmp_path, 1)
    people = People(folder=tmp_path, steady=count().__next__)
    assert people()[0] is people()[0]
    look = (tmp_path / LIST).stat()
    os.utime(tmp_path / LIST, ns=(look.st_atime_ns, look.st_mtime_ns + 1))
    assert people()[0] is people()[0]


def test_one_look_is_good_for_a_tenth_of_a_second(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A letter asks before it is accepted and when it is sealed; the folder is looked at once."""
    monkeypatch.setattr("intake.sealing.people.LOOK_SECONDS", LOOK_SECONDS)
    lists(tmp_path, 1, 2)
    seconds = 0.0
    people = People(folder=tmp_path, steady=lambda: seconds)
    assert names(people) == ["M1", "M2"]
    lists(tmp_path, 2)
    seconds = 0.09
    assert names(people) == ["M1", "M2"]
    seconds = 0.1
    assert names(people) == ["M2"]


def test_without_a_first_list_nothing_starts(tmp_path: Path) -> None:
    """The operator is told every mistake."""
    with pytest.raises(RecipientsError):
        People(folder=tmp_path, steady=count().__next__)()
