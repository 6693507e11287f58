"""Prometheus itself reads what the service tells, and its own tool what we gave it."""

import json
import subprocess
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import yaml  # type: ignore[import-untyped]

from tests.intake.loop.house import Looped
from tests.places import ROOT
from tests.servers import free_port, until
from tests.servers.service import Service, listens

pytestmark = pytest.mark.audit
RULES = ROOT / "deploy" / "monitoring" / "alerts.yml"
DASHBOARD = json.loads((ROOT / "deploy" / "monitoring" / "dashboard.json").read_text("utf-8"))
PANELS: list[dict[str, Any]] = DASHBOARD["panels"]
HOUR, DAY = 3_600, 86_400
FIRES = {
    "InfohusProcessAway": ("up", 0, 1),
    "InfohusLetterLate": ("infohus_oldest_letter_age_seconds", 4 * HOUR, 3 * HOUR),
    "InfohusLetterHeld": ("infohus_letters_held", 1, 0),
    "InfohusMailServerFailing": ("infohus_mail_server_failing", 1, 0),
    "InfohusUnacknowledged": (
        "infohus_oldest_unacknowledged_letter_age_seconds",
        20 * HOUR,
        19 * HOUR,
    ),
    "InfohusLettersEnding": ("infohus_letters_ending", 1, 0),
    "InfohusRecipientsFew": ("infohus_recipients_usable", 1, 2),
    "InfohusCertificateEnds": (
        "infohus_recipient_certificate_remaining_seconds",
        29 * DAY,
        30 * DAY,
    ),
    "InfohusRefused": ("infohus_letters_refused", 1, 0),
    "InfohusAlarmUnheard": ("infohus_alarm_words_unheard", 1, 0),
}
"""The figure of each rule, the nearest value at which it rings, and one at which it must not."""
LABELS = {"job": "infohus", "instance": "andeby"}


class Running(Service):
    """The form and the forwarder in one process: every figure at one port."""

    program = ("intake", "serve")


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """With the loop on, so that it tells of it too."""
    folder = tmp_path_factory.mktemp("told")
    looped = Looped(folder, f"sqlite:///{folder / 'outbox.sqlite'}", "acknowledge")
    running = Running(looped.house, SMTP_HOST="localhost", SMTP_PORT=str(free_port()))
    running.start()
    assert until(lambda: listens(running.ops_port))
    yield running
    running.stop()
    looped.closes()


def promtool(*words: str, given: bytes = b"") -> str:
    """What it says; fails when it ends with a mistake or a warning."""
    line = ["promtool", *words]
    done = subprocess.run(line, input=given, capture_output=True, check=False)
    said = (done.stdout + done.stderr).decode()
    assert done.returncode == 0, said
    return said


def asked(port: int, path: str) -> bytes:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
        return bytes(answer.read())


def test_promtool_finds_nothing_in_what_the_service_tells(service: Running) -> None:
    """Names, units, help and types by its own rules; it would find a name without its unit."""
    told = asked(service.ops_port, "/metrics")
    assert told.count(b"# TYPE") >= 10
    assert promtool("check", "metrics", given=told) == ""
    wrong = told.replace(b"_age_seconds", b"_age_hours")
    line = ["promtool", "check", "metrics"]
    assert subprocess.run(line, input=wrong, capture_output=True, check=False).returncode != 0


def case(alert: str, values: dict[str, int], *, rings: bool) -> dict[str, Any]:
    """Two hours of these figures, and whether that rule rings at their end."""
    series = ",".join(f'{name}="{value}"' for name, value in LABELS.items())
    summary = {
        rule["alert"]: rule["annotations"]["summary"]
        for rule in yaml.safe_load(RULES.read_text("utf-8"))["groups"][0]["rules"]
    }[alert]
    ringing = {"exp_labels": LABELS, "exp_annotations": {"summary": summary}}
    return {
        "interval": "1m",
        "input_series": [
            {"series": f"{name}{{{series}}}", "values": f"{value}x120"}
            for name, value in values.items()
        ],
        "alert_rule_test": [
            {"eval_time": "2h", "alertname": alert, "exp_alerts": [ringing] if rings else []}
        ],
    }


def test_each_rule_rings_when_it_must_and_not_before(tmp_path: Path) -> None:
    """And names whose figure it was; the signing certificate rings beside a recipient's."""
    cases = [
        case(alert, {name: value}, rings=rings)
        for alert, (name, loud, quiet) in FIRES.items()
        for value, rings in ((loud, True), (quiet, False))
    ]
    both = {
        "infohus_recipient_certificate_remaining_seconds": 400 * DAY,
        "infohus_signing_certificate_remaining_seconds": 29 * DAY,
    }
    cases.append(case("InfohusCertificateEnds", both, rings=True))
    test = tmp_path / "cases.yml"
    test.write_text(yaml.safe_dump({"rule_files": [str(RULES)], "tests": cases}), "utf-8")
    assert "SUCCESS: 10 rules found" in promtool("check", "rules", str(RULES))
    assert "SUCCESS" in promtool("test", "rules", str(test))


def test_prometheus_reads_the_service_and_the_rules(tmp_path: Path, service: Running) -> None:
    """The target is up, every rule can be judged, each panel of the dashboard has a value."""
    port = free_port()
    target = [f"127.0.0.1:{service.ops_port}"]
    settings = {
        "global": {"scrape_interval": "1s", "evaluation_interval": "1s"},
        "rule_files": [str(RULES)],
        "scrape_configs": [{"job_name": "infohus", "static_configs": [{"targets": target}]}],
    }
    (tmp_path / "prometheus.yml").write_text(yaml.safe_dump(settings), "utf-8")
    line = ["prometheus", f"--config.file={tmp_path / 'prometheus.yml'}"]
    line += [f"--storage.tsdb.path={tmp_path}", f"--web.listen-address=127.0.0.1:{port}"]
    with (tmp_path / "output").open("wb") as output:
        running = subprocess.Popen(line, stdout=output, stderr=output)
    try:
        assert until(lambda: is_ready(port))
        assert until(lambda: value(port, 'up{job="infohus"}') == "1")
        assert until(lambda: value(port, "infohus_recipients_usable") is not None)
        assert until(lambda: set(healths(port)) == {"ok"})
        assert len(healths(port)) == len(FIRES)
        shown = [target["expr"] for panel in PANELS for target in panel["targets"]]
        assert [expr for expr in shown if value(port, expr) is None] == []
    finally:
        running.terminate()
        running.wait(30)


def is_ready(port: int) -> bool:
    """It answers 503 while it reads its own files."""
    try:
        return b"Ready" in asked(port, "/-/ready")
    except OSError:
        return False


def value(port: int, query: str) -> str | None:
    """Of the one series that there is; None: none is there yet."""
    told = json.loads(asked(port, f"/api/v1/query?query={quote(query)}"))
    series = told["data"]["result"]
    return str(series[0]["value"][1]) if series else None


def healths(port: int) -> list[str]:
    """Whether each rule could be judged."""
    groups = json.loads(asked(port, "/api/v1/rules"))["data"]["groups"]
    return [rule["health"] for group in groups for rule in group["rules"]]
