"""`security.txt` is there, true, and never older than a year."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.places import INVENTED
from tests.site.conftest import build
from tests.site.pages import Site

PLACE = Path(".well-known") / "security.txt"


def fields(text: str) -> dict[str, str]:
    """The fields of RFC 9116; each stands once."""
    rows = [line.split(": ", 1) for line in text.splitlines() if not line.startswith("#")]
    assert len({name for name, _ in rows}) == len(rows)
    return {row[0]: row[1] for row in rows}


def built(folder: Path, **environ: str) -> str:
    """The file of a site that is built so."""
    done = build(folder, **environ)
    assert done.returncode == 0, done.stdout + done.stderr
    return (folder / PLACE).read_text(encoding="utf-8")


def test_the_contact_stands_there(tmp_path: Path) -> None:
    """Contact, an end within a year, the languages, and where the file belongs."""
    text = built(tmp_path / "site", INFOHUS_MUNICIPALITY=str(INVENTED))
    found = fields(text)
    assert found["Contact"] == "mailto:sikkerhed@andeby.example"
    assert found["Canonical"] == "https://infohus.andeby.example/.well-known/security.txt"
    assert found["Preferred-Languages"] == "da, en"
    ends = datetime.strptime(found["Expires"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    assert timedelta(days=300) < ends - datetime.now(UTC) < timedelta(days=365)


def test_the_contact_page_stands_in_until_somebody_is_named(tmp_path: Path) -> None:
    """Our own municipality has named nobody; the file says no word about that."""
    text = built(tmp_path / "site", INFOHUS_ORIGIN="https://infohus.example")
    assert fields(text)["Contact"] == "https://infohus.example/kontakt/"
    assert len(re.findall("(?m)^#", text)) == 1


def test_nobody_is_invented(site: Site) -> None:
    """Without an address of the site and without a contact there is no file at all."""
    assert not (site.folder / PLACE).exists()
