"""A word lies in the spool until it was heard, over every restart."""

from pathlib import Path

from intake.alarm import Spool, Word, road_of


def test_a_word_waits_over_a_restart_until_it_was_heard(tmp_path: Path) -> None:
    """The process that left it may be gone, and so may the one that failed to ring it."""
    assert Spool(tmp_path / "alarm")(Word.LATE) == ""
    Spool(tmp_path / "alarm").failed(Word.LATE, "TimeoutExpired")
    again = Spool(tmp_path / "alarm")
    assert again.waiting() == {Word.LATE: "TimeoutExpired"}
    again.heard(Word.LATE)
    assert Spool(tmp_path / "alarm").waiting() == {}
    assert again.last_heard(Word.LATE) is not None
    assert again.last_heard(Word.HELD) is None


def test_a_word_left_again_keeps_why_it_was_not_heard(tmp_path: Path) -> None:
    """Each process that sees it leaves it."""
    spool = Spool(tmp_path)
    spool(Word.LATE)
    spool.failed(Word.LATE, "it ended with 3")
    spool(Word.LATE)
    assert spool.waiting() == {Word.LATE: "it ended with 3"}


def test_a_folder_that_cannot_be_written_to_is_no_road(tmp_path: Path) -> None:
    """The bell in the process then insists."""
    (tmp_path / "alarm").write_text("a file", encoding="utf-8")
    assert Spool(tmp_path / "alarm")(Word.HELD) == "NotADirectoryError"


def test_what_is_no_word_does_not_stay(tmp_path: Path) -> None:
    """systemd would begin the unit for it without end."""
    spool = Spool(tmp_path)
    spool(Word.HELD)
    (tmp_path / "waiting" / "ABCD-EFGH").touch()
    spool.sweep()
    assert [file.name for file in (tmp_path / "waiting").iterdir()] == ["held"]


def test_the_road_is_the_operator_s_choice(tmp_path: Path) -> None:
    """Without a program nobody is told; with a folder another unit runs it."""
    assert road_of((), tmp_path) is None
    assert isinstance(road_of(("/bin/true",), tmp_path), Spool)
    road = road_of(("/bin/true",), None)
    assert road is not None
    assert road(Word.TEST) == ""
