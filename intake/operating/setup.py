"""`init`: the database, the signing key and the secrets of a new installation. Never overwrites."""

import os
import secrets
from collections.abc import Callable, Mapping
from pathlib import Path

from intake.outbox import Outbox
from intake.sealing import Authority, request_for
from intake.settings import SettingsError

SIGNER_DAYS, AUTHORITY_DAYS = 3 * 365, 20 * 365
AUTHORITY, AUTHORITY_KEY = "signing-ca.pem", "signing-ca-key.pem"
"""Beside the signing certificate and beside the signing key; the service reads neither."""
EXAMPLE = """\
# Who may open letters: mailboxes and their certificates, which lie in this folder. Two at least.
# [[recipient]]
# address = "ssp@kommune.example"
# name = "SSP Ungeteam"
# certificate = "ssp.pem"
# test_letter_opened = 2026-11-02
#
# A key in management's safe, which gets no mail:
# [[recipient]]
# name = "Nøgle i boks"
# certificate = "boks.pem"
# recovery = true
"""
NEEDED = (
    "INFOHUS_DATABASE",
    "INFOHUS_SENDER",
    "INFOHUS_SIGNING_KEY_FILE",
    "INFOHUS_SIGNING_CERTIFICATE_FILE",
    "INFOHUS_DRAFT_KEYS_FILE",
    "INFOHUS_DIGEST_KEY_FILE",
)
SECRETS = (
    "INFOHUS_DRAFT_KEYS_FILE",
    "INFOHUS_DIGEST_KEY_FILE",
    "INFOHUS_LOOP_KEYS_FILE",
    "INFOHUS_CODE_KEY_FILE",
)


def init(
    environ: Mapping[str, str], organisation: str, say: Callable[[str], None], now: int
) -> int:
    """Make what is missing and leave what is there. Raises `SettingsError`."""
    missing = [f"{name} is missing" for name in NEEDED if not environ.get(name)]
    if missing:
        raise SettingsError(*missing)
    Outbox.create(environ["INFOHUS_DATABASE"])
    say("database: ready")
    _signing(environ, organisation, say, now)
    _secrets(environ, say)
    _list_of_recipients(environ.get("INFOHUS_RECIPIENTS", ""), say)
    return 0


def _signing(
    environ: Mapping[str, str], organisation: str, say: Callable[[str], None], now: int
) -> None:
    key = Path(environ["INFOHUS_SIGNING_KEY_FILE"])
    certificate = Path(environ["INFOHUS_SIGNING_CERTIFICATE_FILE"])
    if key.exists() or certificate.exists():
        say(f"signing key: {key} is there, left as it is")
        return
    authority = _authority(certificate.with_name(AUTHORITY), key.with_name(AUTHORITY_KEY))
    if authority is None:
        authority = Authority.make(organisation=organisation, now=now, days=AUTHORITY_DAYS)
        _write(key.with_name(AUTHORITY_KEY), authority.key)
        _write(certificate.with_name(AUTHORITY), authority.certificate)
        say(f"authority: made; give {certificate.with_name(AUTHORITY)} to the coordinators,")
        say(f"  and move {key.with_name(AUTHORITY_KEY)} to the safe: only `init` ever reads it")
    own_key, own_certificate = authority.leaf(
        environ["INFOHUS_SENDER"], organisation=organisation, now=now, days=SIGNER_DAYS
    )
    _write(key, own_key)
    _write(certificate, own_certificate)
    say("signing key: made")


def csr(
    environ: Mapping[str, str], organisation: str, kind: str, say: Callable[[str], None]
) -> int:
    """A new key beside the old one, and what an authority signs. Raises `SettingsError`."""
    if missing := [f"{name} is missing" for name in NEEDED[1:4] if not environ.get(name)]:
        raise SettingsError(*missing)
    key = Path(environ["INFOHUS_SIGNING_KEY_FILE"]).with_name("signing-key.new.pem")
    asked = Path(environ["INFOHUS_SIGNING_CERTIFICATE_FILE"]).with_name("signing.csr")
    if there := [f"{path} is there already" for path in (key, asked) if path.exists()]:
        raise SettingsError(*there)
    private, request = request_for(environ["INFOHUS_SENDER"], organisation, kind)
    _write(key, private)
    _write(asked, request)
    say(f"key: {key}; give {asked} to the authority, then see the handbook, Rotation")
    return 0


def _authority(certificate: Path, key: Path) -> Authority | None:
    """The one that is there; None when there is none. Raises `SettingsError` for half of one."""
    match certificate.exists(), key.exists():
        case True, True:
            return Authority(key=key.read_bytes(), certificate=certificate.read_bytes())
        case False, False:
            return None
        case True, False:
            raise SettingsError(f"{key} is missing: bring it from the safe, or move {certificate}")
    raise SettingsError(f"{certificate} is missing: bring it back, or move {key}")


def _secrets(environ: Mapping[str, str], say: Callable[[str], None]) -> None:
    for name in SECRETS:
        if not environ.get(name):
            continue  # only the loop's are asked for where they are used
        path = Path(environ[name])
        if path.exists():
            say(f"{path.name}: is there, left as it is")
        else:
            _write(path, secrets.token_urlsafe(32).encode() + b"\n")
            say(f"{path.name}: made")


def _list_of_recipients(folder: str, say: Callable[[str], None]) -> None:
    """An empty list with an example, where the folder is there and no list in it."""
    path = Path(folder) / "recipients.toml"
    if folder and path.parent.is_dir() and not path.exists():
        path.write_text(EXAMPLE, encoding="utf-8")
        say(f"{path}: made, with an example; put your recipients into it")


def _write(path: Path, content: bytes) -> None:
    """For its owner alone, from the first byte."""
    number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(number, "wb") as file:
        file.write(content)
