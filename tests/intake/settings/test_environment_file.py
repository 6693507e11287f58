"""One reader of the environment file for the operator's command and for the units: systemd's."""

import re
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from intake.__main__ import main
from intake.settings import read_environment
from tests.places import ROOT

SYSTEMD = "/usr/lib/systemd/user-environment-generators/30-systemd-environment-d-generator"
"""Reads files by the parser of EnvironmentFile=, and then fills in `$`, which units do not."""
CASES = {
    "A=/usr/bin/program --to a@b.c 'two words'\n": "/usr/bin/program --to a@b.c 'two words'",
    'A="/usr/bin/program" "--to" x\n': "/usr/bin/program--tox",
    "A=postgresql+psycopg://i@h/d?a=1&b=2#c;d\n": "postgresql+psycopg://i@h/d?a=1&b=2#c;d",
    "A=DOMAIN\\\\svc\n": "DOMAIN\\svc",
    "A='DOMAIN\\svc'\n": "DOMAIN\\svc",
    "A=back\\slash\n": "backslash",
    ' A = "quoted \\"x\\" \\\\ & y" \t\n': 'quoted "x" \\ & y',
    "A=one \\\ntwo\n": "one two",
    'A="a\nb"\n': "a\nb",
    'A="x\\\ny\\z"\n': "xy\\z",
    "A=\"x\"y 'z'\n": "xy 'z'",
    'A=it\'s "in" the middle  \n': 'it\'s "in" the middle',
    "# A=no\n; A=no\n# goes on \\\nA=no\nA=first\nA=last": "last",
    "A=blåbær\r\n": "blåbær",
    "export B=1\nA=x # y\n": "x # y",
}
DOLLAR = "A=DOMAIN\\\\svc$mail\n"


def by_systemd(folder: Path, content: str) -> str:
    """What systemd's own parser makes of it."""
    (folder / "environment.d").mkdir()
    (folder / "environment.d" / "a.conf").write_text(content, encoding="utf-8")
    told = subprocess.run(
        [SYSTEMD],
        env={"XDG_CONFIG_HOME": str(folder)},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    values = re.findall(r"^A=(.*)$", told, re.MULTILINE)
    value: str = values[-1]
    inner = value[1:-1] if value.startswith('"') else value
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], inner)


@pytest.mark.parametrize("content", CASES)
def test_the_file_is_read_as_systemd_reads_it(content: str, tmp_path: Path) -> None:
    """Held against systemd's own program."""
    (tmp_path / "a.env").write_text(content, encoding="utf-8", newline="")
    assert read_environment(tmp_path / "a.env")["A"] == CASES[content]
    assert by_systemd(tmp_path, content) == CASES[content]


def test_a_dollar_is_only_a_sign(tmp_path: Path) -> None:
    """A shell would look for a variable, and another user would log in at the mail server."""
    (tmp_path / "a.env").write_text(DOLLAR, encoding="utf-8")
    assert read_environment(tmp_path / "a.env") == {"A": "DOMAIN\\svc$mail"}


def test_the_operator_s_command_reads_no_file_by_a_shell() -> None:
    """Nowhere in what an operator runs."""
    for path in (*(ROOT / "deploy").iterdir(), ROOT / "handbook" / "install.md"):
        if path.is_file():
            assert not re.search(r"(^|[\s;])(\.|source) \S*\.env", path.read_text(), re.M), path


def test_a_command_takes_its_settings_from_the_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The later file wins over the earlier, and what is exported over both."""
    for name in ("INFOHUS_SENDER", "INFOHUS_LISTEN", "INFOHUS_DATABASE"):
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)
    monkeypatch.setenv("INFOHUS_SENDER", "exported")
    (tmp_path / "a").write_text("INFOHUS_SENDER=a\nINFOHUS_LISTEN=a\nINFOHUS_DATABASE=a\n")
    (tmp_path / "b").write_text("INFOHUS_DATABASE=b\n")
    files = ["--settings", str(tmp_path / "a"), "--settings", str(tmp_path / "b")]
    told = CliRunner().invoke(main, [*files, "status"]).output
    assert "INFOHUS_SENDER must be an address" in told
    assert "INFOHUS_DATABASE must begin with" in told
    assert "INFOHUS_MUNICIPALITY is missing" in told


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    """Latin-1, say: in a sentence, without a traceback."""
    (tmp_path / "a").write_bytes("A=bl\xe5b\xe6r\n".encode("latin-1"))
    told = CliRunner().invoke(main, ["--settings", str(tmp_path / "a"), "status"])
    assert told.exit_code == 1
    assert f"{tmp_path / 'a'}: 'utf-8' codec" in told.output
