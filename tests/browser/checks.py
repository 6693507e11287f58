"""What axe says of a page, no rule off."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
AXE = Axe()

Violations = list[tuple[str, list[str]]]
"""A rule's name and the HTML of what breaks it."""


def violations(page: Page) -> Violations:
    """All that WCAG 2.2 AA and best practice ask."""
    return _run(page, {"type": "tag", "values": list(RULES)})


def violations_of(page: Page, *rules: str) -> Violations:
    """What these rules alone ask."""
    return _run(page, {"type": "rule", "values": list(rules)})


def _run(page: Page, only: dict[str, Any]) -> Violations:
    """Axe is put into a page once; the policy lets nothing in but what the test evaluates."""
    if page.evaluate("typeof window.axe === 'undefined'"):
        page.evaluate(AXE.axe_script)
    options = {"runOnly": only, "resultTypes": ["violations"], "selectors": False}
    found = page.evaluate("options => axe.run(document, options)", options)["violations"]
    return [(each["id"], [node["html"] for node in each["nodes"]]) for each in found]
