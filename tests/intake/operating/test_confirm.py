"""The report to the municipality: every question, and what has grown old."""

import os
import re
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from intake.__main__ import main
from intake.facts import municipality
from intake.operating.confirm import report
from tests import places
from tests.places import ROOT

REAL = municipality.load(ROOT / "municipality.toml")
INVENTED = municipality.load(places.INVENTED)


def test_every_question_is_asked_with_what_stands_there_meanwhile() -> None:
    """And with the name of the value in the file."""
    told = list(report(REAL, date(2026, 11, 23)))
    questions = list(REAL.questions())
    assert len(questions) > 30
    for number, question in enumerate(questions, 1):
        at = told.index(f"{number}. {question.ask}  ({question.name})")
        assert f"   Indtil I svarer: {question.meanwhile}" in told[at : at + 3], question.name


def test_the_decisions_are_listed_as_they_stand() -> None:
    """The go-live list begins here."""
    real, invented = (list(report(one, date(2026, 11, 23))) for one in (REAL, INVENTED))
    for name, _ in REAL.needed():
        assert f"- {name}: mangler" in real
        assert f"- {name}: ja" in invented


def test_what_was_read_too_long_ago_is_listed() -> None:
    """180 days after 2026-11-01 is 2027-04-30."""
    fresh = "\n".join(report(INVENTED, date(2027, 4, 30)))
    old = "\n".join(report(INVENTED, date(2027, 5, 1)))
    assert "Læst for mere end 180 dage siden: 0" in fresh
    assert "- hotline.phone: for 181 dage siden" in old


@pytest.mark.parametrize(
    ("arguments", "environ", "file"),
    [
        ([str(places.INVENTED)], {"INFOHUS_MUNICIPALITY": "nowhere.toml"}, places.INVENTED),
        ([], {"INFOHUS_MUNICIPALITY": str(places.INVENTED)}, places.INVENTED),
        ([], {"INFOHUS_MUNICIPALITY": ""}, Path("municipality.toml")),
    ],
)
def test_the_file_is_the_one_named_or_the_settings_or_the_one_here(
    monkeypatch: pytest.MonkeyPatch, arguments: list[str], environ: dict[str, str], file: Path
) -> None:
    """No other setting is needed: who asks the municipality has none yet."""
    for setting in [name for name in os.environ if name.startswith("INFOHUS_")]:
        monkeypatch.delenv(setting)
    monkeypatch.chdir(ROOT)
    done = CliRunner().invoke(main, ["confirm", *arguments], env=environ)
    assert done.exit_code == 0
    first, second, *_ = done.output.splitlines()
    assert first == f"Fra {file}"
    assert re.fullmatch(r"Det kan kun .+ svare på: \d+", second)


def test_a_file_with_mistakes_is_told_by_line(tmp_path: Path) -> None:
    """As every command tells them: each mistake, and no traceback."""
    (tmp_path / "wrong.toml").write_text("colour = 1\n", encoding="utf-8")
    done = CliRunner().invoke(main, ["confirm", str(tmp_path / "wrong.toml")])
    assert done.exit_code == 2
    assert "line 1: colour is not a key we know" in done.output
    missing = CliRunner().invoke(main, ["confirm", str(tmp_path / "missing.toml")])
    assert (missing.exit_code, "missing.toml" in missing.output) == (2, True)
