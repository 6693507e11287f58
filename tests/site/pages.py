"""A built page as a test reads it: addresses, headings, visible words."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

VOID = {"meta", "link", "br", "hr", "img", "input", "path", "rect"}
BLOCKS = {
    "p", "li", "h1", "h2", "h3", "h4", "td", "th", "tr", "div", "summary", "ul", "ol", "table",
    "figure", "details", "section", "aside", "button", "label", "dt", "dd",
}  # fmt: skip
UNSEEN = {"script", "style", "title", "head", "desc"}


@dataclass
class Page(HTMLParser):
    """One page; `address` begins and ends with a slash."""

    address: str
    html: str
    lang: str = ""
    title: str = ""
    description: str = ""
    ids: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    loaded: list[str] = field(default_factory=list)
    """Addresses that the browser fetches by itself."""
    headings: list[tuple[int, str]] = field(default_factory=list)
    inline: list[str] = field(default_factory=list)
    """Tags with code of their own: a script body, a style, an event handler."""
    text: str = ""
    """The visible words of the main part, a line for each block."""

    def __post_init__(self) -> None:
        super().__init__()
        self._open: list[str] = []
        self.feed(self.html)
        self.text = "\n".join(" ".join(line.split()) for line in self.text.splitlines())

    @property
    def language(self) -> str:
        """What the address promises."""
        return "en" if self.address.startswith("/en/") else "da"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what matters."""
        named = {name: value or "" for name, value in attrs}
        if tag not in VOID:
            self._open.append(tag)
        self._note_head(tag, named)
        self._note_addresses(tag, named)
        if "id" in named:
            self.ids.append(named["id"])
        if tag == "style" or any(name == "style" or name.startswith("on") for name in named):
            self.inline.append(tag)
        if tag in ("h1", "h2", "h3", "h4"):
            self.headings.append((int(tag[1]), ""))
        if tag in BLOCKS or tag == "br":
            self.text += "\n"

    def _note_head(self, tag: str, named: dict[str, str]) -> None:
        if tag == "html":
            self.lang = named.get("lang", "")
        if tag == "meta" and named.get("name") == "description":
            self.description = named["content"]

    def _note_addresses(self, tag: str, named: dict[str, str]) -> None:
        if tag == "a" and "href" in named:
            self.links.append(named["href"])
        if tag == "link" and named.get("rel") in ("stylesheet", "icon", "preload"):
            self.loaded.append(named["href"])
        if "src" in named:
            self.loaded.append(named["src"])

    def handle_endtag(self, tag: str) -> None:
        """Leave the tag."""
        if tag in self._open:
            while self._open.pop() != tag:
                pass
        if tag in BLOCKS:
            self.text += "\n"

    def handle_data(self, data: str) -> None:
        """Words, where they can be seen."""
        if self._open and self._open[-1] == "script" and data.strip():
            self.inline.append("script")
        if "title" in self._open and "svg" not in self._open:
            self.title += data
        if self.headings and self._open and self._open[-1] == f"h{self.headings[-1][0]}":
            level, words = self.headings[-1]
            self.headings[-1] = (level, words + data)
        if "main" in self._open and not UNSEEN & set(self._open):
            self.text += data


class Site:
    """The built folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.pages = {
            page.address: page
            for page in (self._read(file) for file in sorted(folder.rglob("*.html")))
        }

    def _read(self, file: Path) -> Page:
        address = "/" + file.relative_to(self.folder).as_posix().removesuffix("index.html")
        return Page(address, file.read_text(encoding="utf-8"))

    def has(self, address: str) -> bool:
        """Whether the server finds a file there."""
        file = self.folder / address.lstrip("/")
        return file.is_file() or (file / "index.html").is_file()
