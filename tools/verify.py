"""`make verify URL=…`: every public file of a site that is up, against a list of a release.

Each file is asked for plain, and in each compressed form that the list has, as browsers ask. What
is fetched is searched for links: a file of the site that the list does not know was added. A file
that nothing names cannot be seen from outside; with a folder instead of an address every file is.
"""

import argparse
import hashlib
import http.client
import re
import ssl
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, unquote, urljoin, urlsplit

from intake.facts import LANGUAGES
from tools.hashes import NotSigned, check, hashes, parsed

FORMS = {"": "identity", ".br": "br", ".gz": "gzip"}
"""By the ending in the list: the form a browser asks for."""
_LINK = re.compile(rb"""(?:href|src|action)=["']?([^"'\s>]+)|url\(["']?([^"')]+)|<loc>([^<]+)""")
_SERVICE = re.compile(
    "|".join(re.escape(at) + "$" for each in LANGUAGES for at in (each.form, each.answer))
    + r"|/form/|/kvittering$|/telefon$"
)
"""What the form answers: no file of the site."""


@dataclass(frozen=True, kw_only=True)
class Findings:
    """What is not as the list says; each a path of the site."""

    changed: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    added: list[str] = field(default_factory=list)

    def lines(self) -> Iterator[str]:
        """A line for each, none when all is as listed."""
        for name, paths in vars(self).items():
            yield from (f"{name}: {path}" for path in sorted(paths))


class Site:
    """A site at an origin, asked over one line."""

    def __init__(self, url: str, ca: Path | None = None) -> None:
        parts = urlsplit(url)
        if parts.scheme == "https":
            context = ssl.create_default_context(cafile=ca)
            self._line: http.client.HTTPConnection = http.client.HTTPSConnection(
                parts.netloc, timeout=30, context=context
            )
        else:
            self._line = http.client.HTTPConnection(parts.netloc, timeout=30)

    def __enter__(self) -> "Site":
        return self

    def __exit__(self, *_: object) -> None:
        self._line.close()

    def get(self, address: str, form: str = "identity") -> bytes | None:
        """What is there, as it came; None when the site says that nothing is."""
        self._line.request("GET", quote(address), headers={"Accept-Encoding": form})
        answer = self._line.getresponse()
        body = answer.read()
        return body if answer.status == http.client.OK else None


def address(path: str) -> str:
    """Where a browser finds a file."""
    return "/" + re.sub(r"(^|/)index\.html$", r"\1", path)


def compared(site: Site, expected: Mapping[str, str]) -> Findings:
    """Every listed file, fetched."""
    findings, named = Findings(), set[str]()
    for path, digest in expected.items():
        plain, form = _plain(path, expected)
        content = site.get(address(plain), form)
        if content is None:
            findings.missing.append(path)
        elif hashlib.sha256(content).hexdigest() != digest:
            findings.changed.append(path)
        if content is not None and form == "identity":
            named |= set(links(address(plain), content))
    known = {address(path) for path in expected} | {f"/{path}" for path in expected}
    unknown = {link for link in named - known if not _SERVICE.match(link)}
    findings.added.extend(link for link in unknown if site.get(link) is not None)
    return findings


def links(base: str, content: bytes) -> Iterator[str]:
    """Every address of the same site that a file names."""
    for match in _LINK.finditer(content):
        raw = next(group for group in match.groups() if group).decode("utf-8", "replace")
        link = urlsplit(urljoin(f"//site{base}", raw.replace("&amp;", "&")))
        if link.scheme == "" and link.netloc == "site":
            yield unquote(link.path)


def compared_folder(folder: Path, expected: Mapping[str, str]) -> Findings:
    """Every file that is there, and every one that should be."""
    there = hashes(folder)
    return Findings(
        changed=[path for path in there.keys() & expected.keys() if there[path] != expected[path]],
        missing=list(expected.keys() - there.keys()),
        added=list(there.keys() - expected.keys()),
    )


def _plain(path: str, expected: Mapping[str, str]) -> tuple[str, str]:
    """The file as it is asked for, and in which form."""
    for ending, form in FORMS.items():
        plain = path.removesuffix(ending)
        if ending and path.endswith(ending) and plain in expected:
            return plain, form
    return path, "identity"


def expected_by(options: argparse.Namespace) -> dict[str, str]:
    """The list that counts: a signed one, or the site as it was built here. Raises `NotSigned`."""
    if options.hashes is None:
        return hashes(options.built)
    text = options.hashes.read_bytes()
    if options.key is None:
        raise NotSigned("name the release owner's public key: KEY=")
    check(text, options.hashes.with_suffix(".sig").read_bytes(), options.key)
    return parsed(text.decode("utf-8"))


def main(arguments: list[str]) -> int:
    """Say what differs; 1 when anything does."""
    parser = argparse.ArgumentParser()
    parser.add_argument("site", help="an address, or a folder")
    parser.add_argument("--hashes", type=Path)
    parser.add_argument("--key", type=Path)
    parser.add_argument("--built", type=Path, default=Path("build/site"))
    parser.add_argument("--ca", type=Path)
    options = parser.parse_args(arguments)
    try:
        expected = expected_by(options)
    except (NotSigned, OSError) as error:
        print(f"nothing was compared: {error}")
        return 2
    if not expected:
        print("nothing was compared: the list is empty (make site?)")
        return 2
    if re.match(r"https?://", options.site):
        with Site(options.site, options.ca) as site:
            findings = compared(site, expected)
    else:
        findings = compared_folder(Path(options.site), expected)
    told = list(findings.lines())
    print("\n".join(told) or f"all {len(expected)} files are as listed")
    return 1 if told else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
