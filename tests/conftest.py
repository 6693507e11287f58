"""What holds for every test: none is skipped, for a skipped test proves nothing."""

from collections.abc import Generator

import pytest


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
