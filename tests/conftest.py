"""What holds for every test: none is skipped, for a skipped test proves nothing."""

import os
from collections.abc import Generator
from pathlib import Path

import pytest
from hypothesis import configuration, settings

from tests.storm.scale import Scale

configuration.set_hypothesis_home_dir(Path("build/hypothesis"))
settings.register_profile("tests", max_examples=300, deadline=None)
settings.register_profile(
    "storm", parent=settings.get_profile("tests"), max_examples=Scale.of(os.environ).examples
)
settings.load_profile("tests")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn a skip, and an expected failure, into a failure."""
    report = yield
    if report.skipped:
        report.outcome = "failed"
        report.longrepr = "a test that skips is a failure"
    return report


@pytest.fixture(autouse=True)
def looks_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """The list of recipients is read again at once, not within a tenth of a second."""
    monkeypatch.setattr("intake.sealing.people.LOOK_SECONDS", 0.0)
