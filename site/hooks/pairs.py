"""Every page stands in both languages, and each knows the address of the other."""

from pathlib import Path
from typing import Any

from mkdocs.exceptions import PluginError

ENGLISH = "en/"


def on_nav(nav: Any, config: Any, files: Any) -> Any:
    """Refuse a build in which a page lacks its pair. Raises `PluginError`."""
    lonely = missing({each.src_uri for each in files.documentation_pages()}, config.docs_dir)
    if lonely:
        raise PluginError(f"no such page: {', '.join(sorted(lonely))}")
    return nav


def on_page_context(context: dict[str, Any], page: Any, config: Any, nav: Any) -> dict[str, Any]:
    """The same page in the other language, from the root."""
    return context | {"pair": "/" + pair(page.url)}


def pair(url: str) -> str:
    """`om/` for `en/om/`, and the other way round."""
    url = url.removeprefix("./")
    return url.removeprefix(ENGLISH) if url.startswith(ENGLISH) else ENGLISH + url


def missing(sources: set[str], docs: str) -> set[str]:
    """Files that should stand beside these: `om.en.md` beside `om.md`, and `om.md` beside it."""
    wanted = {other(source) for source in sources}
    return {each for each in wanted if not (Path(docs) / each).is_file()}


def other(source: str) -> str:
    """The file name of the same page in the other language."""
    if source.endswith(".en.md"):
        return source.removesuffix(".en.md") + ".md"
    return source.removesuffix(".md") + ".en.md"
