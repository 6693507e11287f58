"""The running text of a page, block by block, as readability is counted.

Left out: headings, tables, figures, buttons, people's names and addresses, titles of laws, and, on
English pages, the Danish names.
"""

import re
from html.parser import HTMLParser

BLOCKS = {"p", "li", "ul", "ol", "div", "summary", "details", "br"}
OUT = {"h1", "h2", "h3", "h4", "table", "figure", "svg", "button", "nav"}
OUT_CLASSES = {"people", "laws", "who", "phone", "mail", "hidden", "cite", "sources"}
VOID = {"br", "hr", "path", "rect", "img", "input", "meta", "link"}

SHORT = re.compile(r"\b(bl\.a|f\.eks|stk|nr|ca|pkt|kl|art|e\.g|i\.e|No)\.", re.IGNORECASE)
NUMBER = re.compile(r"(?<=\d)[.,](?=\d)")


class Prose(HTMLParser):
    """Collects the blocks of the main part."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self._language = language
        self._open: list[tuple[str, bool]] = []
        self._main = False
        self.blocks = [""]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a tag, which may leave its words out."""
        named = {name: value or "" for name, value in attrs}
        self._main |= tag == "main"
        if tag in BLOCKS:
            self.blocks.append("")
        foreign = named.get("lang", self._language) != self._language
        out = tag in OUT or foreign or bool(OUT_CLASSES & set(named.get("class", "").split()))
        if tag not in VOID:
            self._open.append((tag, out))

    def handle_endtag(self, tag: str) -> None:
        """Close it."""
        self._main &= tag != "main"
        if tag in BLOCKS:
            self.blocks.append("")
        if tag in [name for name, _ in self._open]:
            while self._open.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        """Keep the words."""
        if self._main and not any(out for _, out in self._open):
            self.blocks[-1] += data


def blocks(html: str, language: str) -> list[str]:
    """Each block of running text; a full stop that ends no sentence is gone."""
    reader = Prose(language)
    reader.feed(html)
    found = (" ".join(block.split()) for block in reader.blocks)
    plain = (NUMBER.sub("", SHORT.sub(lambda hit: hit[1].replace(".", ""), each)) for each in found)
    return [re.sub(r"[a-z0-9.-]+\.(dk|org|nl|de|eu)\b\S*", "", each) for each in plain if each]
