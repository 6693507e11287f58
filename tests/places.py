"""Where things lie that tests read."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
INVENTED = ROOT / "demonstration" / "municipality.toml"
"""The invented municipality, in which everything is decided."""
WEB_UNIT = ROOT / "deploy" / "systemd" / "infohus-web.service"
"""The unit of the form."""


def told_to_the_c_library() -> dict[str, str]:
    """What the form's unit tells it about memory."""
    told = re.search(r"(?m)^Environment=(GLIBC_TUNABLES)=(\S+)$", WEB_UNIT.read_text("utf-8"))
    assert told
    return {told[1]: told[2]}


def facts_without_the_loop() -> str:
    """Of the invented municipality, but that nobody acknowledges, asks or writes down calls."""
    text = INVENTED.read_text(encoding="utf-8")
    text = re.sub(r'(?m)^step = ".*"$', 'step = "off"', text)
    return re.sub(r"(?m)^telephone = true$", "telephone = false", text)
