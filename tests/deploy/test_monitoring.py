"""Alert rules, dashboard and handbook speak of figures that the service tells."""

import json
import re

import pytest
import yaml  # type: ignore[import-untyped]

from intake.operating.metrics import GAUGES
from tests.places import ROOT

FOLDER = ROOT / "deploy" / "monitoring"
NAMES = {gauge.name for gauge in GAUGES}


def named(text: str) -> set[str]:
    return set(re.findall(r"\binfohus_\w+", text))


def test_each_rule_is_about_a_figure_we_tell_and_says_what_to_do() -> None:
    """One rule a name, each with a summary."""
    rules = yaml.safe_load((FOLDER / "alerts.yml").read_text("utf-8"))["groups"][0]["rules"]
    assert len({rule["alert"] for rule in rules}) == len(rules) == 10
    assert all(rule["annotations"]["summary"] for rule in rules)
    told = set().union(*(named(rule["expr"]) for rule in rules))
    assert told <= NAMES
    assert len(told) >= 9


def test_the_dashboard_shows_figures_we_tell() -> None:
    """Each panel one, no two in one place, of the source that is chosen at the top."""
    dashboard = json.loads((FOLDER / "dashboard.json").read_text("utf-8"))
    panels = dashboard["panels"]
    assert {target["expr"] for panel in panels for target in panel["targets"]} <= NAMES
    (source,) = dashboard["templating"]["list"]
    assert (source["type"], source["query"]) == ("datasource", "prometheus")
    assert {panel["datasource"]["uid"] for panel in panels} == {f"${{{source['name']}}}"}
    places = [(panel["gridPos"]["x"], panel["gridPos"]["y"]) for panel in panels]
    assert len(set(places)) == len(places)


@pytest.mark.parametrize("gauge", GAUGES, ids=lambda gauge: gauge.name)
def test_names_follow_prometheus_conventions(gauge: object) -> None:
    """Prefix, base units, and no `_total` on what may fall."""
    name = vars(gauge)["name"]
    assert re.fullmatch(r"infohus_[a-z_]+", name)
    assert not re.search(r"_(hours|days|total|count)$", name)
    assert ("age" in name or "remaining" in name) == name.endswith("_seconds")
