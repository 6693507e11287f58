"""What the developers' pages name is in the code: files, parts, the order of rooms, terms."""

import ast
import re
import tomllib
from functools import cache

import pytest

from tests.places import ROOT

ARCHITECTURE = (ROOT / "handbook" / "architecture.md").read_text(encoding="utf-8")
DECISIONS = (ROOT / "DECISIONS.md").read_text(encoding="utf-8")
PAGES = ("README.md", "CONTRIBUTING.md", "SECURITY.md", "DECISIONS.md", "CHANGELOG.md")
PATH = re.compile(r"`((?:[\w.-]+/)+[\w.-]*|[A-Z]+\.md)`")
"""Of a file or a folder, alone between backticks."""
ELSEWHERE = ("build/", "etc/", "secrets/", "material/", "text/", "application/", "FOLDER/")
"""Where what is named is made, or lies on a server, or is no file."""
EXAMPLES = {"intake/room/x.py", "tests/intake/room/test_x.py"}
FILES = (".css", ".md", ".pdf", ".py", ".toml", ".yml")
OF_OTHERS = {"time.monotonic", "app.extensions"}
PART = re.compile(r"`((?:[A-Z][a-z]+)+|\w+\.[a-z]\w+|[A-Z][A-Za-z]+\.\w+)`")
"""A class, or what stands in a class or a module."""


def named_files(text: str) -> set[str]:
    """Every path that a page names; without what only a server or a build has."""
    return {path for path in PATH.findall(text) if not path.startswith(ELSEWHERE)} - EXAMPLES


def is_there(path: str) -> bool:
    """From the root, or from that of the service or the site."""
    return any((folder / path).exists() for folder in (ROOT, ROOT / "intake", ROOT / "site"))


@pytest.mark.parametrize(
    "page", [*PAGES, *(f"handbook/{each.name}" for each in (ROOT / "handbook").glob("*.md"))]
)
def test_a_page_names_files_that_are_there(page: str) -> None:
    """A path between backticks leads somewhere."""
    text = (ROOT / page).read_text(encoding="utf-8").partition("\n## 1.0.0")[0]
    assert {path for path in named_files(text) if not is_there(path)} == set()


def test_whoever_reads_the_readme_finds_every_page_of_the_handbook() -> None:
    """Under what they are, or beside the command that needs it."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    pages = {f"handbook/{page.name}" for page in (ROOT / "handbook").glob("*.md")}
    assert {page for page in pages if f"`{page}`" not in readme} == set()


def test_a_file_that_is_not_there_is_seen() -> None:
    """Deep or at the root; what a build makes is passed over."""
    assert named_files("`intake/gone.py`, `GONE.md`, `build/gone`, `form/questions.py`") == {
        "intake/gone.py",
        "GONE.md",
        "form/questions.py",
    }
    assert [is_there(path) for path in ("intake/gone.py", "GONE.md")] == [False, False]


@cache
def defined() -> frozenset[str]:
    """`Class`, `Class.verb` and `module.verb` of the service and of the site's hooks."""
    names = set[str]()
    for path in (*(ROOT / "intake").rglob("*.py"), *(ROOT / "site" / "hooks").glob("*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            match node:
                case ast.ClassDef(name=name, body=body):
                    inner = {each.name for each in body if isinstance(each, ast.FunctionDef)}
                    inner |= {
                        each.target.id
                        for each in body
                        if isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name)
                    }
                    names |= {name, *(f"{name}.{verb}" for verb in inner)}
                    names |= {f"{name.lower()}.{verb}" for verb in inner}
                case ast.FunctionDef(name=name):
                    names.add(f"{path.stem}.{name}")
    return frozenset(names)


def test_the_architecture_names_parts_that_are_there() -> None:
    """Each class and each verb of the way of one letter."""
    parts = {part for part in PART.findall(ARCHITECTURE) if not part.endswith(FILES)} - OF_OTHERS
    assert {"Clerk.accept", "SmtpDelivery", "pages.receipt_page"} <= parts
    assert parts - defined() == set()


def test_the_picture_of_the_rooms_is_the_contract() -> None:
    """Line by line, as `make check` holds it."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (layers,) = (
        each["layers"]
        for each in settings["tool"]["importlinter"]["contracts"]
        if each["type"] == "layers"
    )
    assert "\n".join(["```", *layers, "```"]) in ARCHITECTURE


def terms(table: str) -> set[str]:
    """The identifiers in the second column."""
    rows = re.findall(r"^\|[^|\n]+\|([^|\n]+)\|$", table, re.MULTILINE)
    return set(re.findall(r"`([A-Za-z_0-9]+)`", " ".join(rows)))


def test_a_term_of_the_glossary_is_used_or_said_to_be_free() -> None:
    """As it stands, or as the name of a class."""
    glossary = ARCHITECTURE.partition("\n## Words\n")[2].partition("\n## ")[0]
    used, free = (terms(part) for part in glossary.split("no name for yet"))
    files = [*(ROOT / "intake").rglob("*.py"), *(ROOT / "site" / "hooks").glob("*.py")]
    code = "\n".join(path.read_text(encoding="utf-8") for path in files)

    def is_used(term: str) -> bool:
        return bool(re.search(rf"{term}|{term.title().replace('_', '')}", code))

    assert len(used) > 15
    assert {term for term in used if not is_used(term)} == set()
    assert {term for term in free if is_used(term)} == set()


def test_a_decision_that_was_overtaken_says_by_which() -> None:
    """Whoever reads the old one is led to the new one, and back."""
    numbered = dict(
        re.findall(r"^## (\d+)\. (.*?)(?=^## |\Z)", DECISIONS, re.MULTILINE | re.DOTALL)
    )
    said = {
        (old, new)
        for new, text in numbered.items()
        for group in re.findall(r"(?:in place of|against) ((?:\d+(?:,| and)? ?)+)", text)
        for old in re.findall(r"\d+", group)
    }
    led = {
        (old, new)
        for old, text in numbered.items()
        for new in re.findall(
            r"\d+", " ".join(re.findall(r"[Oo]vertaken by ((?:\d+(?: and)? ?)+)", text))
        )
    }
    assert len(led) > 3
    assert led == said
