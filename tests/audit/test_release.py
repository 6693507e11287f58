"""The recipe of a release as it stands, in scratch clones, with keys that are thrown away."""

import os
import re
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.places import ROOT

pytestmark = pytest.mark.audit
PAGE = (ROOT / "handbook" / "release.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```sh\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
PACKAGE = "infohus_2.0.0_amd64.deb"
TAKEN = (PACKAGE, "infohus-2.0.0.tar.gz", "release.sha256", "release.sig", "release.pem")
"""What a stranger downloads."""
NUMBERED = """
git clone --quiet --bare '{root}' published
git clone --quiet published prepared && cd prepared
sed -i 's/^version = ".*"/version = "2.0.0"/' pyproject.toml
git commit --quiet --all --message "Release 2.0.0"
git push --quiet origin HEAD:refs/heads/release
git -C ../published symbolic-ref HEAD refs/heads/release
"""
BUILT = """
mkdir build && ln -s '{build}/venv' '{build}/wheels' build/
touch --date=@0 requirements/*.txt
"""
"""What `make` would fetch first lies ready, and is newer than what it is made from."""


def block(words: str) -> str:
    """The one block of the page that holds these words."""
    (whole,) = (each for each in BLOCKS if words in each)
    return str(whole)


@dataclass(frozen=True, kw_only=True)
class Release:
    """Who makes it, where it is fetched, and what git knows of keys."""

    folder: Path
    environ: dict[str, str]

    def does(self, where: Path, lines: str) -> "subprocess.CompletedProcess[str]":
        """Lines of shell, to the first that fails."""
        return subprocess.run(
            ["sh", "-eu", "-c", lines],
            cwd=where,
            env=self.environ,
            capture_output=True,
            text=True,
            check=False,
        )

    def must(self, where: Path, lines: str) -> str:
        """The same, and all of it is done."""
        done = self.does(where, lines)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def clone(self, name: str) -> Path:
        """A fresh clone of what was pushed."""
        self.must(self.folder, f"git clone --quiet published {name}")
        self.must(self.folder / name, BUILT.format(build=ROOT / "build"))
        return self.folder / name


def settings(folder: Path, **values: str) -> dict[str, str]:
    """git's, for every command, and nothing of whoever runs the tests."""
    told = {"user.name": "T", "user.email": "releases@test.example", "tag.gpgSign": "false"}
    told |= {name.replace("_", "."): value for name, value in values.items()}
    numbered = {f"GIT_CONFIG_KEY_{at}": name for at, name in enumerate(told)}
    numbered |= {f"GIT_CONFIG_VALUE_{at}": value for at, value in enumerate(told.values())}
    own = {"HOME": str(folder), "GNUPGHOME": str(folder / "gpg"), "GIT_CONFIG_NOSYSTEM": "1"}
    own |= {"PATH": os.environ["PATH"], "PYTHON": "false"}  # a venv that is old is never made anew
    return {"GIT_CONFIG_COUNT": str(len(told))} | own | numbered


def by_ssh(folder: Path) -> dict[str, str]:
    """A key of SSH's, and the list of who may sign that the page describes."""
    key = folder / "signing"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], check=True)
    public = key.with_suffix(".pub").read_text("ascii")
    signers = folder / "allowed_signers"
    signers.write_text(f'releases@test.example namespaces="git" {public}', "ascii")
    return settings(
        folder,
        gpg_format="ssh",
        user_signingkey=f"{key}.pub",
        gpg_ssh_allowedSignersFile=str(signers),
    )


def by_gpg(folder: Path) -> dict[str, str]:
    """A key of GPG's, in a folder of its own."""
    (folder / "gpg").mkdir(mode=0o700)
    environ = settings(folder, user_signingkey="releases@test.example")
    made = ("--batch", "--passphrase", "", "--quick-gen-key", "releases@test.example", "ed25519")
    subprocess.run(["gpg", "--quiet", *made], env=environ, check=True)
    return environ


@pytest.fixture(params=[by_ssh, by_gpg], ids=["ssh", "gpg"])
def release(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Release]:
    """This source with the release's number, committed where it is fetched from."""
    key: Callable[[Path], dict[str, str]] = request.param
    made = Release(folder=tmp_path, environ=key(tmp_path))
    made.must(tmp_path, NUMBERED.format(root=ROOT))
    yield made
    made.must(tmp_path, "gpgconf --kill all")


def test_a_release_is_made_and_checked_as_the_page_says(release: Release) -> None:
    """By its owner, and by a stranger who has the tag, the files and the public key; the package
    that the stranger makes is the owner's."""
    owner = release.clone("owner")
    release.must(owner, block("openssl genpkey") + block("git tag -s") + block("make deb"))
    stranger = release.clone("stranger")
    for name in TAKEN:
        (stranger / name).write_bytes((owner / name).read_bytes())
    assert "infohus-2.0.0.tar.gz: OK" in release.must(stranger, block("git verify-tag"))
    (make, *_) = block("make deb").splitlines()
    release.must(stranger, f"rm {PACKAGE}\n{make}\ncp build/{PACKAGE} .")
    assert f"{PACKAGE}: OK" in release.must(stranger, block("git verify-tag"))
    (stranger / PACKAGE).write_bytes(b"another")
    assert release.does(stranger, block("git verify-tag")).returncode != 0


@pytest.mark.parametrize("release", [by_ssh], indirect=True, ids=["ssh"])
def test_the_site_is_listed_and_compared_as_the_page_says(release: Release) -> None:
    """By whoever has the list and the public key; what was changed on the server is named."""
    owner = release.clone("owner")
    release.must(owner, block("openssl genpkey") + block("git tag -s"))
    release.must(owner, block("make hashes").replace("/path/to/release.key", "release.key"))
    stranger = release.clone("stranger")
    for name in ("build/release/site.sha256", "build/release/site.sig", "release.pem"):
        (stranger / Path(name).name).write_bytes((owner / name).read_bytes())
    site = owner / "build" / "site"
    compares = block("make verify").replace("https://infohus.example.dk/", str(site))
    release.must(stranger, compares)
    page = site / "aere" / "index.html"
    page.write_bytes(page.read_bytes().replace(b"<h1", b"<h1 hidden"))
    done = release.does(stranger, compares)
    assert done.returncode
    assert "changed" in done.stdout
    assert "aere/index.html" in done.stdout


def test_the_archive_is_the_same_bytes_from_every_clone(release: Release) -> None:
    """Made anew by whoever doubts it, at another time, from the tag alone."""
    owner = release.clone("owner")
    release.must(owner, block("git tag -s"))
    again = [line for line in block("git tag -s").splitlines() if line.startswith("git archive")]
    stranger = release.clone("stranger")
    release.must(stranger, "\n".join(again))
    name = "infohus-2.0.0.tar.gz"
    assert (owner / name).read_bytes() == (stranger / name).read_bytes()
    listed = release.must(stranger, f"tar -tzf {name}")
    assert "infohus-2.0.0/Makefile" in listed.split()


def test_another_s_tag_is_refused(release: Release) -> None:
    """One without a signature, and a signature that was taken from another tag."""
    owner = release.clone("owner")
    release.must(owner, block("git tag -s"))
    release.must(owner, "git tag -a 2.0.1 -m 'Infohus 2.0.1'")
    moved = "git cat-file tag 2.0.0 | sed 's/^tag 2.0.0$/tag 2.0.2/' | git mktag --no-strict"
    release.must(owner, f"git update-ref refs/tags/2.0.2 $({moved})")
    assert release.does(owner, "git verify-tag 2.0.0").returncode == 0
    for tag in ("2.0.1", "2.0.2"):
        assert release.does(owner, f"git verify-tag {tag}").returncode != 0
