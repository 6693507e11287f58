"""Where things lie that tests read."""

import re
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).parents[1]
INVENTED = ROOT / "demonstration" / "municipality.toml"
"""The invented municipality, in which everything is decided."""


READ_TODAY = f'read = "{datetime.now(UTC).date()}"'
"""So that a whole installation is whole in any year."""


def facts_read_today() -> str:
    """Of the invented municipality."""
    return INVENTED.read_text(encoding="utf-8").replace('read = "2026-11-01"', READ_TODAY)


def facts_without_the_loop() -> str:
    """Of the invented municipality, but that nobody acknowledges, asks or writes down calls."""
    text = facts_read_today()
    text = re.sub(r'(?m)^step = ".*"$', 'step = "off"', text)
    return re.sub(r"(?m)^telephone = true$", "telephone = false", text)
