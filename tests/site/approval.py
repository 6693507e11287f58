"""Our municipality's file as it will be when somebody has approved language cards."""

import re
from pathlib import Path

from tests.places import ROOT
from tests.site.conftest import build
from tests.site.pages import Site

OPEN = re.compile(
    r'(?m)^(key = "(\w+)"\nname = .*\ndirection = .*\n)approved_by = { value = "", '
    r'answered = ""'
)


def approved(folder: Path, *keys: str) -> Site:
    """The published edition in which the cards of these languages, or all, are approved."""

    def answer(found: re.Match[str]) -> str:
        if keys and found[2] not in keys:
            return found[0]
        return f'{found[1]}approved_by = {{ value = "En oversætter", answered = "2026-11-26"'

    text, count = OPEN.subn(answer, (ROOT / "municipality.toml").read_text(encoding="utf-8"))
    assert count >= max(len(keys), 1)
    file = folder / "municipality.toml"
    file.write_text(text, encoding="utf-8")
    done = build(folder / "built", INFOHUS_MUNICIPALITY=str(file))
    assert done.returncode == 0, done.stdout + done.stderr
    return Site(folder / "built")
