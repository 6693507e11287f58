"""The bill of materials holds what the locks hold, and the page of dependencies says the same."""

import json
import re

import pytest

from tests.places import ROOT
from tools import sbom

PAGE = (ROOT / "handbook" / "dependencies.md").read_text(encoding="utf-8")
ROWS = {
    cells[1].strip().strip("`"): [cell.strip() for cell in cells[2:-1]]
    for line in PAGE.splitlines()
    if (cells := line.split("|")) and re.match(r"\| `", line)
}
"""Package: reason, licence, state of care."""


def asked_for() -> set[str]:
    """The packages that we chose."""
    lists = (ROOT / "requirements").glob("*.in")
    lines = "\n".join(path.read_text(encoding="utf-8") for path in lists).split()
    return {re.split(r"[\[<>=]", line)[0] for line in lines}


def test_every_locked_package_is_in_the_bill_once() -> None:
    """With its version, and the scope of the first lock that needs it."""
    found = {part["name"]: part for part in sbom.components()}
    assert len(found) == len(sbom.components())
    assert {name: part["version"] for name, part in found.items()} == {
        **sbom.locked("dev"),
        **sbom.locked("demonstration"),
        **sbom.locked("site"),
        **sbom.locked("run"),
    }
    assert found["cryptography"]["scope"] == "required"
    assert found["mkdocs"]["scope"] == "optional"
    assert found["aiosmtpd"]["scope"] == found["pytest"]["scope"] == "excluded"


def test_bill_is_what_the_format_asks_for() -> None:
    """The fields that CycloneDX 1.6 requires, a number, and references that differ."""
    bill = sbom.bill()
    assert (bill["bomFormat"], bill["specVersion"], bill["version"]) == ("CycloneDX", "1.6", 1)
    assert re.fullmatch(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", bill["serialNumber"])
    references = [part["bom-ref"] for part in bill["components"]]
    assert len(set(references)) == len(references) > 50
    assert bill["metadata"]["component"]["licenses"] == [{"license": {"id": "EUPL-1.2"}}]


def test_same_locks_give_the_same_bill() -> None:
    """So that a change of the bill is a change of what we use."""
    assert json.dumps(sbom.bill()) == json.dumps(sbom.bill())


def test_what_we_run_says_its_licence() -> None:
    """Nothing in the service is of unknown licence."""
    installed = [part for part in sbom.components() if part["scope"] == "required"]
    unsaid = {part["name"] for part in installed if "licenses" not in part}
    assert unsaid <= {"tzdata", "colorama", "greenlet", "exceptiongroup"}


def test_page_names_each_package_we_chose_and_no_other() -> None:
    """Reason, licence and state of care of each in one place."""
    assert set(ROWS) == asked_for()
    assert {name for name, cells in ROWS.items() if len(cells) != 3 or not all(cells)} == set()


@pytest.mark.parametrize("name", sorted(ROWS))
def test_page_gives_the_licence_that_the_package_gives(name: str) -> None:
    """A change of licence is seen at the next lock."""
    assert ROWS[name][1] == sbom.licence(name)
