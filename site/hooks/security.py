"""`/.well-known/security.txt` (RFC 9116): whom to tell about a fault, as the facts have it."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from facts import today

from intake.facts import Municipality

PLACE = Path(".well-known") / "security.txt"
LIFE = timedelta(days=360)
"""RFC 9116 asks for less than a year: who builds the site seldom must not keep an old contact."""


def on_post_build(config: Any) -> None:
    """Write the file, or none when there is nobody to name."""
    place = Path(config.site_dir) / PLACE
    text = "".join(f"{line}\n" for line in lines(config, today()))
    place.unlink(missing_ok=True)
    if text:
        place.parent.mkdir(exist_ok=True)
        place.write_text(text, encoding="utf-8")


def lines(config: Any, day: date) -> Iterator[str]:
    """The lines of the file; the contact page stands in until the municipality has named a road."""
    municipality: Municipality = config.extra["municipality"]
    said, home = municipality.site.security_contact, str(config.site_url or "").rstrip("/")
    contact = str(said) if said else (home.startswith("https://") and f"{home}/kontakt/")
    if not contact:
        return
    yield "# No real concern, name or letter in a report of a fault, please."
    yield f"Contact: {contact}"
    yield f"Expires: {(day + LIFE).isoformat()}T00:00:00Z"
    yield "Preferred-Languages: da, en"
    if home.startswith("https://"):
        yield f"Canonical: {home}/{PLACE.as_posix()}"
