"""What a unit sees from where it stands."""

import json
from pathlib import Path

import pytest

from intake.operating.within import FOUND, findings, within
from tests.intake.operating.conftest import House
from tests.servers import free_port


def seen(house: House, kind: str) -> list[str]:
    return [each.what for each in findings(kind, house.environ)]


@pytest.mark.parametrize("kind", ["web", "sign-of-life", "drill", "purge", "alarm"])
def test_a_unit_that_can_do_its_work_sees_nothing(house: House, kind: str) -> None:
    """Each with its own half of the settings."""
    assert seen(house, kind) == []
    assert within(kind, house.environ, house.say) == 0


def test_the_forwarder_sees_the_mail_server_as_it_is_from_there(house: House) -> None:
    """And holds nothing of the form."""
    for name in ("SIGNING_KEY_FILE", "DRAFT_KEYS_FILE", "DIGEST_KEY_FILE"):
        del house.environ[f"INFOHUS_{name}"]
    house.environ["INFOHUS_SMTP_PORT"] = str(free_port())
    assert seen(house, "forward") == [
        "the mail server cannot be used (ConnectionRefusedError: Connection refused)"
    ]
    assert within("forward", house.environ, house.say) == FOUND
    assert json.loads(house.said[0])["cure"].startswith("see INFOHUS_SMTP_HOST")


@pytest.mark.parametrize(
    ("kind", "name", "told"),
    [
        ("web", "INFOHUS_DIGEST_KEY_FILE", "INFOHUS_DIGEST_KEY_FILE cannot be read"),
        ("web", "INFOHUS_RECIPIENTS", "INFOHUS_RECIPIENTS names"),
        ("forward", "INFOHUS_SMTP_CA_FILE", "INFOHUS_SMTP_CA_FILE names"),
        ("purge", "INFOHUS_MUNICIPALITY", "INFOHUS_MUNICIPALITY names"),
        ("alarm", "INFOHUS_ALARM_COMMAND", "INFOHUS_ALARM_COMMAND must begin"),
    ],
)
def test_what_the_unit_cannot_see_is_named(
    house: House, tmp_path: Path, kind: str, name: str, told: str
) -> None:
    """With where it may lie, for root sees it."""
    house.environ[name] = str(tmp_path / "hidden")
    (found,) = findings(kind, house.environ)
    assert found.what.startswith(told)
    assert "/root, /home" in found.cure


def test_a_program_that_may_not_be_started_is_named(house: House, tmp_path: Path) -> None:
    """It is there, and of no use."""
    (bell := tmp_path / "bell").write_text("#!/bin/sh\n")
    bell.chmod(0o644)
    house.environ["INFOHUS_ALARM_COMMAND"] = str(bell)
    (what,) = seen(house, "alarm")
    assert what == f"the alarm's program {bell} cannot be started"


def test_a_file_of_authorities_that_cannot_be_read_is_named(house: House, tmp_path: Path) -> None:
    """It is there; reading it fails in the library."""
    house.environ["INFOHUS_SMTP_CA_FILE"] = str(tmp_path)
    assert any("/root, /home" in each.cure for each in findings("forward", house.environ))
