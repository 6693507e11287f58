"""Markdown meets facts: every page is a Jinja template over `municipality.toml`.

An unknown name in a page is an error. Words of one municipality stand in no page and no template.
"""

import logging
import os
import shutil
import tomllib
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import icons
from blocks import Place, functions, strong
from display import Display
from edition import is_review
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from mkdocs.exceptions import PluginError

from intake.facts import (
    FINGERPRINT,
    Municipality,
    MunicipalityError,
    fingerprint_of_facts,
    language_of,
    read_municipality,
    read_texts,
)

ROOT = Path(__file__).resolve().parents[2]
LOG = logging.getLogger("infohus.site")
"""Not one of MkDocs' own: what nobody has read for long is told, and stops no build."""
LETTER = ROOT / "intake" / "letter" / "files"
SHEET = LETTER / "grundregistrering.pdf"
PUBLISHED = (SHEET, LETTER / "henvendelse-2.schema.json")


def facts_file() -> Path:
    """Where the facts stand: the file that INFOHUS_MUNICIPALITY names."""
    return Path(os.environ.get("INFOHUS_MUNICIPALITY") or ROOT / "municipality.toml")


def read() -> Municipality:
    """The facts. Raises `PluginError`: the mistakes in the file."""
    try:
        return read_municipality(facts_file())
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
    config.extra["filling"] = {}
    config.site_name = municipality.infohus.name
    if not config.site_url and municipality.site.url:
        config.site_url = str(municipality.site.url)
    return config


def stale(municipality: Municipality, day: date) -> Iterator[str]:
    """A line for each fact and source that was read too long ago."""
    for name, days in municipality.too_old(day):
        yield f"{name}: read {days} days ago, more than {municipality.site.max_age_days}"


def on_post_build(config: Any) -> None:
    """Put the blank form, and the schema of the letter's record, beside the pages; and the
    fingerprint of the facts, by which `infohus check` knows a site that is older than its file.
    """
    (Path(config.site_dir) / FINGERPRINT).write_text(f"{fingerprint_of_facts(facts_file())}\n")
    target = Path(config.site_dir) / "assets"
    target.mkdir(parents=True, exist_ok=True)
    for file in PUBLISHED:
        if file.exists():
            shutil.copyfile(file, target / file.name)


def on_page_markdown(markdown: str, page: Any, config: Any, files: Any) -> str:
    """Fill the page's template."""
    return filling(config).fill(markdown, page)


def on_page_context(context: dict[str, Any], page: Any, config: Any, nav: Any) -> dict[str, Any]:
    """What the frame around a page needs."""
    page_filling = filling(config)
    return (
        context
        | page_filling.frame()
        | page_filling.blocks
        | {"version": version(), "today": today()}
    )


def filling(config: Any) -> "Filling":
    """What fills the pages of the language that is built: made once, its templates read once."""
    language = config.plugins["i18n"].current_language
    fillings: dict[str, Filling] = config.extra.setdefault("filling", {})
    if language not in fillings:
        fillings[language] = Filling(config.extra["municipality"], language)
    return fillings[language]


class Filling:
    """Fills the pages of one language."""

    def __init__(self, municipality: Municipality, language: str) -> None:
        self.language = language
        self.texts = read_texts(f"site.{language}")
        self.display = Display(self.texts, language)
        self.municipality = municipality
        self.place = Place(
            municipality=municipality,
            texts=self.texts,
            language=language,
            sheet=SHEET if SHEET.exists() else None,
            today=today(),
            review=is_review(),
        )
        self.env = self._environment()

    def fill(self, markdown: str, page: Any) -> str:
        """The page's Markdown with facts and blocks in it."""
        filled = self.env.from_string(markdown).render(page=page, version=version(), **self.blocks)
        return filled.replace("§ ", "§\u00a0")

    @cached_property
    def blocks(self) -> dict[str, Callable[..., Markup]]:
        """Every block by its name, for pages and for the frame."""
        return functions(self.place, self.env.overlay(autoescape=True))

    def frame(self) -> dict[str, Any]:
        """What every template of `site/theme` may name."""
        return {
            "municipality": self.municipality,
            "texts": self.texts,
            "language": self.language,
            "place": self.place,
            "display": self.display,
            "tongue": language_of(self.language),
            "icon": icons.icon,
            "mark": icons.mark(),
            "tab_icon": icons.tab_icon(),
        }

    def _environment(self) -> Environment:
        env = Environment(  # noqa: S701 pages are Markdown of ours; blocks escape
            undefined=StrictUndefined,
            loader=FileSystemLoader(ROOT / "site" / "blocks"),
            finalize=self.display.show,
            trim_blocks=True,
        )
        env.globals |= self.frame()
        for name in ("phone", "mail", "link", "day"):
            env.filters[name] = getattr(self.display, name)
        env.filters |= {"strong": strong, "host": lambda url: urlsplit(url).netloc}
        return env
