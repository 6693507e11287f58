"""A page anyone can check: every public file of a real site against a signed list."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from tests.deploy.front import Caddy
from tests.servers import free_port
from tests.servers.tls import authority
from tools import hashes, verify


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory, built: Path) -> Path:
    """A copy of the built site, to be changed."""
    folder = tmp_path_factory.mktemp("published") / "site"
    shutil.copytree(built, folder)
    return folder


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory, published: Path) -> Iterator[Caddy]:
    """Caddy in front of the copy."""
    with Caddy(tmp_path_factory.mktemp("front"), published, free_port()) as caddy:
        yield caddy


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The release owner's key, and its public half."""
    folder, private = tmp_path_factory.mktemp("key"), Ed25519PrivateKey.generate()
    secret = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    public = private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    (folder / "release.key").write_bytes(secret)
    (folder / "release.pem").write_bytes(public)
    return folder / "release.key", folder / "release.pem"


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory, built: Path, key: tuple[Path, Path]) -> Path:
    """The list of the release, its signature beside it."""
    folder = tmp_path_factory.mktemp("release")
    hashes.main(str(built), str(folder), str(key[0]))
    return folder / hashes.NAME


def told(
    capsys: pytest.CaptureFixture[str], site: str, signed: Path, key: tuple[Path, Path]
) -> tuple[int, list[str]]:
    """What `make verify` ends with, and says."""
    options = ["--hashes", str(signed), "--key", str(key[1]), "--ca", str(authority().ca_file)]
    capsys.readouterr()
    ended = verify.main([site, *options])
    return ended, capsys.readouterr().out.splitlines()


@pytest.fixture
def url(front: Caddy) -> str:
    """Where the copy is up."""
    return f"https://localhost:{front.port}"


def test_the_published_site_is_the_release(
    capsys: pytest.CaptureFixture[str], url: str, signed: Path, key: tuple[Path, Path]
) -> None:
    """Every file over TLS, plain and compressed; links to the form are no files."""
    number = len(signed.read_text(encoding="utf-8").splitlines())
    assert number > 200
    assert told(capsys, url, signed, key) == (0, [f"all {number} files are as listed"])


def test_what_is_not_the_release_is_found(
    capsys: pytest.CaptureFixture[str],
    published: Path,
    url: str,
    signed: Path,
    key: tuple[Path, Path],
) -> None:
    """A changed, a missing, an added file from outside; in the folder what nothing names too."""
    page = published / "kontakt" / "index.html"
    whole = page.read_text(encoding="utf-8")
    page.write_text(whole.replace("</body>", '<a href="/mere/x.html">x</a></body>'), "utf-8")
    (published / "om" / "index.html.br").write_bytes(b"\x0b\x02\x80falsk\x03")
    (published / "lov" / "index.html").unlink()
    (published / "mere").mkdir()
    (published / "mere" / "x.html").write_text("x", "utf-8")
    (published / "mere" / "y.html").write_text("y", "utf-8")
    expected = ["changed: kontakt/index.html", "changed: om/index.html.br"]
    seen = told(capsys, url, signed, key)
    assert seen[0] == 1
    assert set(seen[1]) >= {*expected, "missing: lov/index.html", "added: /mere/x.html"}
    assert not [line for line in seen[1] if "y.html" in line]
    added = ["added: mere/x.html", "added: mere/y.html"]
    assert told(capsys, str(published), signed, key) == (
        1,
        [*expected, "missing: lov/index.html", *added],
    )


def test_a_list_of_somebody_else_compares_nothing(
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    url: str,
    signed: Path,
    key: tuple[Path, Path],
) -> None:
    """A changed list, or no key to check it by."""
    for file in (signed, signed.with_suffix(".sig")):
        shutil.copy(file, tmp_path)
    changed = tmp_path / signed.name
    changed.write_text(changed.read_text("utf-8").replace("a", "b", 1), "utf-8")
    assert told(capsys, url, changed, key)[0] == 2
    assert verify.main([url, "--hashes", str(signed)]) == 2
    assert verify.main([url, "--built", str(tmp_path / "none")]) == 2


def test_openssl_reads_the_list_s_signature(signed: Path, key: tuple[Path, Path]) -> None:
    """Anybody can check it without a line of ours, and `sha256sum` reads the list."""
    signature = signed.with_suffix(".sig")
    command = ["openssl", "pkeyutl", "-verify", "-rawin", "-pubin", "-inkey", str(key[1])]
    files = ["-in", str(signed), "-sigfile", str(signature)]
    assert subprocess.run([*command, *files], capture_output=True, check=False).returncode == 0


def test_the_same_site_gives_the_same_list(tmp_path: Path, built: Path, signed: Path) -> None:
    """Sorted, without a date: two who build the release compare one line."""
    hashes.main(str(built), str(tmp_path))
    assert (tmp_path / hashes.NAME).read_bytes() == signed.read_bytes()
    check = ["sha256sum", "--check", "--quiet", str(signed)]
    assert subprocess.run(check, cwd=built, capture_output=True, check=False).returncode == 0
