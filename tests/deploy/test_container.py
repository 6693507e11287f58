"""The compose file keeps the two halves apart, and everything of ours without rights."""

from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]  # it publishes no types

from intake.settings import KNOWN
from tests.places import ROOT

FOLDER = ROOT / "deploy" / "container"
COMPOSE: dict[str, Any] = yaml.safe_load((FOLDER / "compose.yaml").read_text(encoding="utf-8"))
SERVICES = COMPOSE["services"]


@pytest.mark.parametrize("name", ["web", "forward"])
def test_ours_have_no_rights_and_no_disk(name: str) -> None:
    """No root, no capability, nothing to write to but memory, no swap and no core file."""
    service = SERVICES[name]
    assert (service["read_only"], service["user"]) == (True, "10001:10001")
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]
    assert service["mem_limit"] == service["memswap_limit"]
    assert service["ulimits"] == {"core": 0}
    assert [each for each in service["volumes"] if each[:5] == "./etc"] == ["./etc:/etc/infohus:ro"]


def test_the_halves_share_no_secret() -> None:
    """Who sends can read nothing and sign nothing; who reads cannot reach the mail server."""
    assert set(SERVICES["web"]["secrets"]).isdisjoint(SERVICES["forward"]["secrets"])
    assert SERVICES["web"]["networks"] == ["inside"]
    assert COMPOSE["networks"]["inside"] == {"internal": True}
    assert "ports" not in SERVICES["web"] | SERVICES["forward"] | SERVICES["postgresql"]


def test_what_is_named_is_there() -> None:
    """Settings that we know, secrets and volumes that stand at the foot."""
    settings = {name for each in ("web", "forward") for name in SERVICES[each]["environment"]}
    assert settings <= KNOWN
    used = {secret for each in SERVICES.values() for secret in each.get("secrets", ())}
    assert used == set(COMPOSE["secrets"])
    mounts = {
        each.split(":")[0] for service in SERVICES.values() for each in service.get("volumes", ())
    }
    assert {name for name in mounts if name[0] != "."} == set(COMPOSE["volumes"])


def test_the_image_ends_as_a_user_without_rights() -> None:
    """Whatever starts it: nobody is root in it."""
    lines = (FOLDER / "Containerfile").read_text(encoding="utf-8").splitlines()
    users = [line for line in lines if line.startswith("USER ")]
    assert users == ["USER 10001:10001"]
    assert lines.index(users[0]) > max(at for at, line in enumerate(lines) if line[:3] == "RUN")
