"""The compose file keeps the two halves apart, and everything of ours without rights."""

import json
import re
import shlex
from typing import Any

import click
import pytest
import yaml  # type: ignore[import-untyped]  # it publishes no types

from intake.__main__ import main
from intake.settings import KNOWN
from tests.places import ROOT

FOLDER = ROOT / "deploy" / "container"
COMPOSE: dict[str, Any] = yaml.safe_load((FOLDER / "compose.yaml").read_text(encoding="utf-8"))
SERVICES = COMPOSE["services"]
OURS = ("web", "forward", "operator")
PAGE = (ROOT / "handbook" / "container.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", OURS)
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
    assert COMPOSE["networks"]["inside"] == {"name": "infohus_inside", "internal": True}
    assert "ports" not in SERVICES["web"] | SERVICES["forward"] | SERVICES["postgresql"]


def test_what_is_named_is_there() -> None:
    """Settings that we know, secrets and volumes that stand at the foot."""
    settings = {name for each in OURS for name in SERVICES[each]["environment"]}
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


def test_the_command_is_the_one_that_is_installed() -> None:
    """As the units start it, with commands that it has; only what serves comes back by itself."""
    lines = (FOLDER / "Containerfile").read_text(encoding="utf-8").splitlines()
    (entry,) = (json.loads(line[11:]) for line in lines if line.startswith("ENTRYPOINT "))
    unit = (ROOT / "deploy/systemd/infohus-web.service").read_text(encoding="utf-8")
    start = f"ExecStart={shlex.join(word for word in entry if word != '-B')} web\n"
    assert start in unit
    assert [SERVICES[name]["command"] for name in ("web", "forward")] == [["web"], ["forward"]]
    commands = set(main.list_commands(click.Context(main)))
    assert {"web", "forward", "init", "check", "status", "held", "test-letter"} <= commands
    assert (SERVICES["operator"]["profiles"], SERVICES["operator"]["restart"]) == (
        ["operator"],
        "no",
    )


def test_caddy_and_the_form_meet_at_one_file() -> None:
    """On a volume that both have, which Caddy may open as a member of the form's group."""
    (place,) = (each[7:] for each in SERVICES["web"]["volumes"] if each.startswith("socket:"))
    assert f"socket:{place}" in SERVICES["caddy"]["volumes"]
    listen = SERVICES["web"]["environment"]["INFOHUS_LISTEN"].removeprefix("unix:")
    assert listen == f"{place}/web.sock"
    assert f" INFOHUS_UPSTREAM=unix/{listen} " in PAGE
    assert f" -m 755 {place}\n" in (FOLDER / "Containerfile").read_text(encoding="utf-8")
    assert SERVICES["caddy"]["group_add"] == [SERVICES["web"]["user"].partition(":")[2]]
    assert SERVICES["caddy"]["ports"] == ["80:80", "443:443"]
    (site,) = re.findall(r" INFOHUS_SITE=(\S+) ", PAGE)
    assert f"./site:{site}:ro" in SERVICES["caddy"]["volumes"]


def test_secrets_lie_where_init_makes_them() -> None:
    """By the names of `operator.env`; the service is told where the runtime puts them."""
    named = (ROOT / "deploy" / "operator.env").read_text(encoding="utf-8")
    known = set(re.findall(r"=/etc/infohus/(secrets/\S+)", named))
    files = {name: each["file"][2:] for name, each in COMPOSE["secrets"].items()}
    assert files.pop("postgresql-password") == "secrets/postgresql-password"
    assert set(files.values()) <= known
    for name in OURS:
        told = SERVICES[name]["environment"].values()
        assert {f"/run/secrets/{each}" for each in SERVICES[name]["secrets"]} <= set(told)
