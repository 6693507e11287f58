"""Where things lie that tests read."""

from pathlib import Path

ROOT = Path(__file__).parents[1]
INVENTED = ROOT / "demonstration" / "municipality.toml"
"""The invented municipality, in which everything is decided."""
