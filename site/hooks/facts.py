"""Markdown meets facts: every page is a Jinja template over `municipality.toml`.

An unknown name in a page is an error. Words of one municipality stand in no page and no template.
"""

import logging
import os
import shutil
import sys
import tomllib
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT))

from blocks import Place, functions, strong  # noqa: E402
from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: E402
from marks import Marks  # noqa: E402
from mkdocs.exceptions import PluginError  # noqa: E402

from intake.facts import municipality as facts_of  # noqa: E402
from intake.facts import texts  # noqa: E402
from intake.facts.municipality import Municipality, MunicipalityError  # noqa: E402

LOG = logging.getLogger("infohus.site")
"""Not one of MkDocs' own: what nobody has checked for long is told, and stops no build."""
LETTER = ROOT / "intake" / "letter" / "files"
SHEET = LETTER / "grundregistrering.pdf"
PUBLISHED = (SHEET, LETTER / "henvendelse-2.schema.json")


def read() -> Municipality:
    """The facts of the file that INFOHUS_MUNICIPALITY names. Raises `PluginError`: the mistakes."""
    path = Path(os.environ.get("INFOHUS_MUNICIPALITY") or ROOT / "municipality.toml")
    try:
        return facts_of.load(path)
    except MunicipalityError as error:
        raise PluginError(str(error)) from None


def today(environ: dict[str, str] | None = None) -> date:
    """The day of this build; SOURCE_DATE_EPOCH makes two builds alike."""
    stamp = (os.environ if environ is None else environ).get("SOURCE_DATE_EPOCH")
    return (datetime.fromtimestamp(int(stamp), UTC) if stamp else datetime.now(UTC)).date()


def version() -> str:
    """The version of the project."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return str(project["version"])


def on_startup(command: str, dirty: bool) -> None:
    """Once for both languages: say which facts should be compared with their source."""
    for warning in stale(read(), today()):
        LOG.warning(warning)


def on_config(config: Any) -> Any:
    """Name the site after the infohus."""
    municipality = read()
    config.extra["municipality"] = municipality
    config.site_name = municipality.infohus.name
    if not config.site_url and municipality.site.url.holds:
        config.site_url = str(municipality.site.url)
    return config


def stale(municipality: Municipality, day: date) -> Iterator[str]:
    """A line for each fact whose last comparison is too old, and one for those never compared."""
    most = municipality.site.max_age_days
    known = [(name, fact) for name, fact in municipality.facts() if fact]
    for name, fact in known:
        if fact.checked and (age := (day - date.fromisoformat(fact.checked)).days) > most:
            yield f"{name}: compared with its source {age} days ago, more than {most}"
    if never := sum(not fact.checked for _, fact in known):
        yield f"{never} facts were never compared with their source: see `make confirm`"


def on_post_build(config: Any) -> None:
    """Put the blank form, and the schema of the letter's record, beside the pages."""
    target = Path(config.site_dir) / "assets"
    target.mkdir(parents=True, exist_ok=True)
    for file in PUBLISHED:
        if file.exists():
            shutil.copyfile(file, target / file.name)


def on_page_markdown(markdown: str, page: Any, config: Any, files: Any) -> str:
    """Fill the page's template."""
    language = config.plugins["i18n"].current_language
    filling = Filling(config.extra["municipality"], language)
    page.meta["filling"] = filling
    return filling.fill(markdown, page)


def on_page_context(context: dict[str, Any], page: Any, config: Any, nav: Any) -> dict[str, Any]:
    """What the frame around a page needs."""
    frame: dict[str, Any] = page.meta["filling"].frame()
    return context | frame | {"version": version(), "today": today()}


class Filling:
    """Fills one page in one language."""

    def __init__(self, municipality: Municipality, language: str) -> None:
        self.language = language
        self.texts = texts.load(f"site.{language}")
        self.marks = Marks(self.texts, language)
        self.municipality = municipality
        self.place = Place(
            municipality=municipality,
            texts=self.texts,
            language=language,
            sheet=SHEET if SHEET.exists() else None,
        )
        self.env = self._environment()

    def fill(self, markdown: str, page: Any) -> str:
        """The page's Markdown with facts and blocks in it."""
        blocks = functions(self.place, self.env.overlay(autoescape=True), self.marks)
        filled = self.env.from_string(markdown).render(page=page, **blocks)
        return filled.replace("§ ", "§\u00a0")

    def frame(self) -> dict[str, Any]:
        """Names for `site/theme`."""
        return {
            "municipality": self.municipality,
            "texts": self.texts,
            "language": self.language,
            "place": self.place,
            "marks": self.marks,
        }

    def _environment(self) -> Environment:
        env = Environment(  # noqa: S701 pages are Markdown of ours; blocks escape
            undefined=StrictUndefined,
            loader=FileSystemLoader(ROOT / "site" / "blocks"),
            finalize=self.marks.show,
            trim_blocks=True,
        )
        env.globals |= self.frame()
        for name in ("phone", "mail", "marked", "link", "day"):
            env.filters[name] = getattr(self.marks, name)
        env.filters |= {"no_mark": str, "strong": strong, "host": lambda url: urlsplit(url).netloc}
        return env
