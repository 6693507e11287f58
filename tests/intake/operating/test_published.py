"""A site that is older than the file of facts, or another's, is found."""

import pytest

from intake.facts import FINGERPRINT, fingerprint_of_facts
from intake.operating import published
from tests.intake.operating.conftest import House


def found(house: House) -> list[str]:
    return [what for what, _ in published.findings(house.load())]


@pytest.fixture
def house(house: House) -> House:
    """With a site that was built from its own file."""
    site = house.folder / "site"
    site.mkdir()
    of_its_file = fingerprint_of_facts(house.folder / "municipality.toml")
    (site / FINGERPRINT).write_text(f"{of_its_file}\n")
    house.environ["INFOHUS_SITE"] = str(site)
    return house


def test_site_of_the_same_file_is_as_it_must_be(house: House) -> None:
    """And where no site is named, nothing is compared."""
    assert found(house) == []
    del house.environ["INFOHUS_SITE"]
    assert found(house) == []


def test_site_of_another_state_of_the_file_is_found(house: House) -> None:
    """Switched on for the service, and not for the pages."""
    path = house.folder / "municipality.toml"
    text = path.read_text("utf-8")
    path.write_text(text.replace('step = "off"', 'step = "trial"'), "utf-8")
    assert path.read_text("utf-8") != text
    (what,) = found(house)
    assert "was not built from" in what


@pytest.mark.parametrize("spoilt", [b"", b"\xff", None])
def test_site_that_does_not_say_is_found(house: House, spoilt: bytes | None) -> None:
    """Built by an earlier version, or by hand."""
    file = house.folder / "site" / FINGERPRINT
    file.unlink()
    if spoilt is not None:
        file.write_bytes(spoilt)
    assert len(found(house)) == 1
