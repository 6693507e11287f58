"""Where things lie that tests read."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
INVENTED = ROOT / "demonstration" / "municipality.toml"
"""The invented municipality, in which everything is decided."""


def facts_without_the_loop() -> str:
    """Of the invented municipality, but that nobody acknowledges, asks or writes down calls."""
    text = INVENTED.read_text(encoding="utf-8")
    text = re.sub(r'(?m)^step = ".*"$', 'step = "off"', text)
    return re.sub(r"(?m)^telephone = true$", "telephone = false", text)
