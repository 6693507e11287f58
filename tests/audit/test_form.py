"""Every state of the form at every width, light and dark, and in forced colours."""

from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser.test_form_states import (
    LANGUAGES,
    TEXT,
    somebody,
    wrong_elsewhere,
    wrong_in_steps,
    wrong_with,
)
from tests.browser.trouble import TROUBLES
from tests.intake.reporter import invented_infohus

pytestmark = [pytest.mark.browser, pytest.mark.audit]
SEEN: dict[str, dict[str, Any]] = {
    f"{width} {scheme}": {"viewport": {"width": width, "height": 800}, "color_scheme": scheme}
    for width in (320, 360, 768, 1280)
    for scheme in ("light", "dark")
} | {
    "forced colours": {"viewport": {"width": 360, "height": 740}, "forced_colors": "active"},
    "less motion": {"viewport": {"width": 360, "height": 740}, "reduced_motion": "reduce"},
}
EVERYWHERE = pytest.mark.parametrize("seen", SEEN)


@LANGUAGES
@EVERYWHERE
def test_every_state_of_the_form(browser: Browser, language: str, seen: str) -> None:
    """Sixteen states of the steps, five other pages."""
    states = wrong_in_steps(browser, language, **SEEN[seen])
    states |= wrong_elsewhere(browser, language, **SEEN[seen])
    assert {name: found for name, found in states.items() if found} == {}
    assert len(states) == 21


@LANGUAGES
@EVERYWHERE
def test_every_refusal_of_the_form(browser: Browser, language: str, seen: str) -> None:
    """Each is caused, and looked at."""
    found = {}
    for refusal, trouble in TROUBLES.items():
        house: Any = invented_infohus()
        with somebody(browser, house, language, **SEEN[seen]) as person:
            person.goes_to_check(TEXT)
            trouble(house, person.page)
            person.presses("send")
            found[refusal.key] = wrong_with(person.page)
    assert {name: wrong for name, wrong in found.items() if wrong} == {}
    assert len(found) == 13
