"""The operator's program: what counts as heard, and why it was not."""

from pathlib import Path

import pytest

from intake.alarm import Program, Word


@pytest.mark.parametrize(
    ("script", "seconds", "why"),
    [
        ("exit 0", 60, ""),
        ("exit 22", 60, "it ended with 22"),
        ("exec sleep 99", 1, "TimeoutExpired"),
    ],
)
def test_only_a_program_that_ends_with_0_in_time_was_heard(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, seconds: int, why: str
) -> None:
    """Told by kind: whatever the program writes may hold a token or an address."""
    monkeypatch.setattr("intake.alarm.program.LONGEST_SECONDS", seconds)
    bell = tmp_path / "bell"
    bell.write_text(f"#!/bin/sh\necho my token is 1234\n{script}\n", encoding="utf-8")
    bell.chmod(0o700)
    assert Program((str(bell),))(Word.HELD) == why


def test_a_program_that_is_not_there_is_told_by_kind() -> None:
    """As is one that may not be started."""
    assert Program(("/nowhere/at/all",))(Word.HELD) == "FileNotFoundError"
