"""Every page stands in every language, and each knows the address of the others."""

from pathlib import Path
from typing import Any

import cards
from mkdocs.exceptions import PluginError

from intake.facts import DANISH, LANGUAGES, Language, language_at


def on_nav(nav: Any, config: Any, files: Any) -> Any:
    """Refuse a build in which a page lacks another language. Raises `PluginError`."""
    sources = {each.src_uri for each in files.documentation_pages() if not is_card(each.src_uri)}
    lonely = missing(sources, config.docs_dir)
    if lonely:
        raise PluginError(f"no such page: {', '.join(sorted(lonely))}")
    return nav


def on_page_context(context: dict[str, Any], page: Any, config: Any, nav: Any) -> dict[str, Any]:
    """The same page in the other languages, from the root; a card's is the list of languages."""
    return context | {"others": others(cards.PAGES if is_card(page.url) else page.url)}


def is_card(name: str) -> bool:
    """Whether this source or address is a language card's: it is in a language of its own."""
    return name.startswith(cards.PAGES) and name != cards.PAGES


def others(url: str) -> list[tuple[Language, str]]:
    """The other languages, each with the address of this page in it."""
    address = "/" + url.removeprefix("./")
    own = language_at(address)
    rest = address.removeprefix(own.root)
    return [(each, each.root + rest) for each in LANGUAGES if each != own]


def missing(sources: set[str], docs: str) -> set[str]:
    """Files that should stand beside these: `om.en.md` beside `om.md`, and `om.md` beside it."""
    pages = {stem(source) for source in sources}
    wanted = {page + ending(language) for page in pages for language in LANGUAGES}
    return {each for each in wanted if not (Path(docs) / each).is_file()}


def ending(language: Language) -> str:
    """How the files of a language end; the original's have no mark."""
    return ".md" if language == DANISH else f".{language.code}.md"


def stem(source: str) -> str:
    """The name of a page's file without its ending."""
    marked = (
        ending(each) for each in LANGUAGES if each != DANISH and source.endswith(ending(each))
    )
    return source.removesuffix(next(marked, ending(DANISH)))
