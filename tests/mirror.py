"""A third language for the tests: Danish in brackets, written from right to left.

It comes as any third language does: a row, files of texts, pages, and the words that search knows.
"""

import re
import shutil
from dataclasses import replace
from pathlib import Path

from intake.facts import DANISH, Texts
from tests.places import ROOT

MIRROR = replace(
    DANISH,
    code="dv",
    name="[Dansk]",
    switch="[På dansk]",
    direction="rtl",
    root="/dv/",
    form="/dv/skriv",
    answer="/dv/svar",
)
PARTS = ("docs", "site", "intake", "mkdocs.yml", "municipality.toml", "pyproject.toml")
"""What a site is built of."""
HEADING = re.compile(r"(?m)^(#+ )(.+?)( \{[:#].*)?$")
TEXTS = ("da.toml", "site.da.toml", "privacy.da.toml")


class Mirrored(Texts):
    """Every text of the original in brackets."""

    def __init__(self, original: Texts) -> None:
        self._texts = {key: f"[{original[key]}]" for key in original}


def add_to(project: Path) -> None:
    """Make a copy of the project there, with this language in it."""
    for part in PARTS:
        copy = shutil.copytree if (ROOT / part).is_dir() else shutil.copyfile
        copy(ROOT / part, project / part)
    change(project / "intake" / "facts" / "languages.py", "ENGLISH)\n", f"ENGLISH, {MIRROR!r})\n")
    row = f"        - locale: {MIRROR.code}\n          name: '{MIRROR.name}'\n"
    change(project / "mkdocs.yml", "markdown_extensions:\n", f"{row}markdown_extensions:\n")
    search = project / "site" / "hooks" / "search.toml"
    change(search, "\n[danger]\n", f'{MIRROR.code} = "og"\n\n[danger]\n{MIRROR.code} = ["fare"]\n')
    for name in TEXTS:
        file = project / "intake" / "translations" / name
        texts = re.sub(r'(?m)= "(.*)"$', r'= "[\1]"', file.read_text(encoding="utf-8"))
        file.with_name(name.replace("da.", f"{MIRROR.code}.")).write_text(texts, encoding="utf-8")
    for page in (project / "docs").glob("*.md"):
        if "." not in page.stem:
            text = HEADING.sub(r"\1[\2]\3", page.read_text(encoding="utf-8"))
            page.with_name(f"{page.stem}.{MIRROR.code}.md").write_text(text, encoding="utf-8")


def change(file: Path, old: str, new: str) -> None:
    """Write the new in place of the old, which stands there once."""
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), encoding="utf-8")
