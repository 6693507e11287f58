"""What Prometheus is told: whether, and how old; never how many people."""

import re

from intake.operating.metrics import GAUGES, exposition

LINE = re.compile(
    r"# HELP [a-z_]+ [ -~]+|# TYPE [a-z_]+ gauge|[a-z_]+(\{[a-z]+=\"[a-z ]*\"\})? -?\d+"
)


def values(told: str) -> dict[str, str]:
    lines = (line for line in told.splitlines() if not line.startswith("#"))
    return dict(line.rsplit(" ", 1) for line in lines)


def test_every_line_is_of_the_text_format() -> None:
    """Help and type once for each name, directly before it; the last line ends."""
    told = exposition({gauge.figure: 2 for gauge in GAUGES} | {"process": "form"})
    assert told.endswith("\n")
    lines = told.splitlines()
    assert [line for line in lines if not LINE.fullmatch(line)] == []
    for help_line, type_line, value in zip(lines[::3], lines[1::3], lines[2::3], strict=True):
        name = help_line.split()[2]
        assert type_line == f"# TYPE {name} gauge"
        assert re.match(rf"{name}[ {{]", value)


def test_a_second_letter_changes_no_figure() -> None:
    """One more between two questions would be one person at one time."""
    one, two = ({"waiting": n, "held": n, "refused": n, "ending": n} for n in (1, 2))
    assert exposition(one) == exposition(two)
    assert exposition(one) != exposition({"waiting": 0, "held": 0, "refused": 0, "ending": 0})


def test_ages_are_seconds_and_words_are_no_figures() -> None:
    """Base units; a reason stands in `/status` alone."""
    told = exposition({"oldest_hours": 3, "reason": "gaierror", "signing_days": 2})
    assert values(told)["infohus_oldest_letter_age_seconds"] == "10800"
    assert values(told)["infohus_signing_certificate_remaining_seconds"] == "172800"
    assert "gaierror" not in told
