"""What CONTRIBUTING.md promises about the code: sizes, places, and what may know what.

The import contracts themselves stand in `pyproject.toml` and run in `make check`.
"""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from intake import VERSION
from intake.settings import KNOWN
from tests.places import ROOT

LONGEST_MODULE, LONGEST_FUNCTION, LONGEST_VIEW, MOST_PARAMETERS = 200, 25, 15, 4
OURS = sorted(
    path
    for folder in ("intake", "demonstration", "site", "tools", "bench")
    for path in (ROOT / folder).rglob("*.py")
)
SERVICE = [path for path in OURS if (ROOT / "intake") in path.parents]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
COME_WITH_FLASK = {"jinja2", "markupsafe", "werkzeug", "wtforms"}
MODULE_OF = {"flask-wtf": "flask_wtf"}
COORDINATES = {"drawing.py", "figures.py"}
"""Where four of the parameters are the corners of a box."""
HOOKS_MAY_USE = {"facts"}
TESTED_WITHIN_ANOTHER = {
    "accepting": {"clerk", "pause"},
    "alarm": {"word"},
    "facts": {"tables"},
    "form": {"answers", "forms", "path", "question", "questions"},
    "letter": {"embedding", "filling", "received"},
    "loop": {"notes"},
    "operating": {
        "asking",
        "bells",
        "certificates",
        "figures",
        "finding",
        "forward",
        "mistakes",
        "reach",
        "run",
    },
    "outbox": {"*"},
    "sealing": {"certificates", "listing", "outside", "signer"},
    "sending": {"delivery", "patience"},
    "settings": {"reader"},
    "web": {"app", "infohus", "pages", "rendering", "sitting", "telephone_pages"},
}
"""Modules whose behaviour is only seen through another one of their room."""
Function = ast.FunctionDef | ast.AsyncFunctionDef


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def functions(code: ast.AST) -> Iterator[Function]:
    return (node for node in ast.walk(code) if isinstance(node, Function))


def length(function: Function) -> int:
    """Its lines without its docstring: a rule may name its source at length."""
    assert function.end_lineno
    lines = function.end_lineno - function.lineno + 1
    first = function.body[0]
    if ast.get_docstring(function) and first.end_lineno and len(function.body) > 1:
        lines -= first.end_lineno - first.lineno + 1
    return lines


def long_functions(code: ast.AST, longest: int) -> list[str]:
    return [one.name for one in functions(code) if length(one) > longest]


def crowded_functions(code: ast.AST) -> list[str]:
    """Those with more parameters by position than anybody can hold in order."""
    found = []
    for one in functions(code):
        names = [argument.arg for argument in one.args.posonlyargs + one.args.args]
        if len([name for name in names if name not in ("self", "cls")]) > MOST_PARAMETERS:
            found.append(one.name)
    return found


def registers(code: ast.Module) -> bool:
    """Whether it puts views at addresses."""
    return any(isinstance(node, ast.FunctionDef) and node.name == "register" for node in code.body)


def hidden_imports(code: ast.AST) -> list[str]:
    """Functions with an import inside."""
    imports = ast.Import | ast.ImportFrom
    return [
        one.name
        for one in functions(code)
        if any(isinstance(node, imports) for node in ast.walk(one))
    ]


def imported(code: ast.AST) -> Iterator[str]:
    """Full names: `from intake import texts` gives `intake.facts.texts`."""
    for node in ast.walk(code):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module == "intake":
            yield from (f"intake.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def environment_reads(code: ast.Module) -> list[int]:
    """Lines that read the environment when the module is imported."""
    at_import = [
        node for node in code.body if not isinstance(node, Function | ast.ClassDef | ast.If)
    ]
    return [
        node.lineno
        for statement in at_import
        for node in ast.walk(statement)
        if isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv")
    ]


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_no_module_is_long() -> None:
    """One concept is one module; what is longer holds two."""
    long = {name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in OURS}
    assert {where: lines for where, lines in long.items() if lines > LONGEST_MODULE} == {}


@pytest.mark.parametrize("path", OURS, ids=name)
def test_functions_are_short_and_import_nothing(path: Path) -> None:
    """Seen at once, called without counting, and honest at the head of the file."""
    code = tree(path)
    assert long_functions(code, LONGEST_FUNCTION) == []
    assert crowded_functions(code) == [] or path.name in COORDINATES
    assert hidden_imports(code) == []


def test_views_are_shorter_still() -> None:
    """A view reads: validate, seal, put, show."""
    rooms = [path for path in (ROOT / "intake" / "web").glob("*.py") if registers(tree(path))]
    assert {path.stem for path in rooms} >= {"views", "answering"}
    long = {path.stem: long_functions(tree(path), LONGEST_VIEW) for path in rooms}
    assert {name: functions for name, functions in long.items() if functions} == {}


def test_the_limits_can_be_broken() -> None:
    """A function that is long, crowded and importing is found as each."""
    body = "".join(f"    a = {number}\n" for number in range(LONGEST_FUNCTION))
    code = ast.parse(f"def f(a, b, c, d, e):\n    import os\n{body}x = os.environ['A']\n")
    assert long_functions(code, LONGEST_FUNCTION) == ["f"]
    assert crowded_functions(code) == ["f"]
    assert hidden_imports(code) == ["f"]
    assert len(environment_reads(code)) == 1


def test_nothing_reads_the_environment_when_imported() -> None:
    """Settings are arguments: two installations in one process cannot meet."""
    paths = set((ROOT / "intake").rglob("*.py")) - {ROOT / "intake" / "__main__.py"}
    assert {name(path): found for path in paths if (found := environment_reads(tree(path)))} == {}


def test_the_service_needs_only_what_it_declares() -> None:
    """Beside the standard library: the dependencies in `pyproject.toml`."""
    declared = {MODULE_OF.get(each, each) for each in PROJECT["dependencies"]} | COME_WITH_FLASK
    found = {whole.partition(".")[0] for path in SERVICE for whole in imported(tree(path))}
    assert found - declared - {"intake"} - sys.stdlib_module_names == set()


def test_the_hooks_know_only_public_facts() -> None:
    """The site cannot reach the service: its hooks import the room of facts alone."""
    paths = [*(ROOT / "site").rglob("*.py")]
    found = {
        whole for path in paths for whole in imported(tree(path)) if whole.startswith("intake.")
    }
    assert {whole.split(".")[1] for whole in found} <= HOOKS_MAY_USE


def test_every_module_has_its_tests() -> None:
    """`intake/room/x.py` is tested in `tests/intake/room/test_x.py`."""
    missing = set()
    for room in (path.parent for path in (ROOT / "intake").glob("*/__init__.py")):
        elsewhere = TESTED_WITHIN_ANOTHER.get(room.name, set())
        for module in room.glob("*.py"):
            test = ROOT / "tests" / "intake" / room.name / f"test_{module.stem}.py"
            if module.stem not in elsewhere | {"__init__"} and "*" not in elsewhere:
                missing |= {name(module)} if not test.exists() else set()
    assert missing == set()


def unexplained(text: str) -> list[str]:
    """Exceptions without a reason (ruff), or without a kind (mypy)."""
    return re.findall(r"# (?:noqa(?:: *[A-Z0-9, ]+)?|type: ignore)$", text, re.MULTILINE)


def test_an_exception_to_a_rule_says_why() -> None:
    """On its own line, in tests too."""
    paths = [*OURS, *(ROOT / "tests").rglob("*.py")]
    texts = {name(path): path.read_text(encoding="utf-8") for path in paths}
    assert {path: lines for path, text in texts.items() if (lines := unexplained(text))} == {}
    code = "a()  # {}: S603\na()  # {}: S603 ours\na()  # type: {}\n".format(
        "noqa", "noqa", "ignore"
    )
    assert len(unexplained(code)) == 2


def test_every_setting_is_described() -> None:
    """Whoever installs the service finds each setting in the handbook."""
    text = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "handbook").glob("*.md"))
    assert {setting for setting in KNOWN if f"`{setting}`" not in text} == set()


def test_the_version_is_the_project_s() -> None:
    """Said by `infohus --version`, and by the package's name."""
    assert PROJECT["version"] == VERSION


def test_lists_of_dependencies_agree() -> None:
    """What the project declares is what the lock is made from."""
    asked = (ROOT / "requirements" / "run.in").read_text(encoding="utf-8").split()
    assert sorted(asked) == sorted(
        PROJECT["dependencies"] + PROJECT["optional-dependencies"]["postgresql"]
    )


def test_contributing_is_read_in_a_minute_and_decisions_are_short() -> None:
    """Sixty lines, and ten for each decision; the newest stands first."""
    contributing = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").splitlines()
    assert len(contributing) <= 60
    _, *decisions = re.split(
        r"^## ", (ROOT / "DECISIONS.md").read_text(encoding="utf-8"), flags=re.M
    )
    assert [each for each in decisions if len(each.strip().splitlines()) > 10] == []
    numbers = [int(each.partition(".")[0]) for each in decisions]
    assert numbers == list(range(len(numbers), 0, -1))
