"""`make hashes`: the SHA-256 of every file of the built site, as `sha256sum` writes them, signed.

The list is sorted and holds nothing else, so that the same site gives the same list. The signature
is a bare Ed25519 one (RFC 8032): `openssl pkeyutl -verify -rawin` reads it too.
"""

import hashlib
import sys
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_pem_public_key

NAME = "site.sha256"


class NotSigned(Exception):
    """The list is not the release owner's."""


def hashes(folder: Path) -> dict[str, str]:
    """The digest of each file, by its path below the folder."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
    }


def listed(digests: dict[str, str]) -> str:
    """The list, for `sha256sum --check` too."""
    return "".join(f"{digest}  {path}\n" for path, digest in sorted(digests.items()))


def parsed(text: str) -> dict[str, str]:
    """The digests of a list, by path."""
    rows = (line.split("  ", 1) for line in text.splitlines())
    return {path: digest for digest, path in rows}


def sign(text: bytes, key: Path) -> bytes:
    """The signature with the key in this PEM file."""
    private = load_pem_private_key(key.read_bytes(), password=None)
    if not isinstance(private, Ed25519PrivateKey):
        raise NotSigned(f"{key.name} is no Ed25519 key")
    return private.sign(text)


def check(text: bytes, signature: bytes, key: Path) -> None:
    """Raise `NotSigned` unless the owner of this public key signed the text."""
    public = load_pem_public_key(key.read_bytes())
    if not isinstance(public, Ed25519PublicKey):
        raise NotSigned(f"{key.name} is no Ed25519 key")
    try:
        public.verify(signature, text)
    except InvalidSignature as error:
        raise NotSigned(f"the signature is not of {key.name}") from error


def main(folder: str, into: str, key: str = "") -> int:
    """Write the list, and beside it the signature where a key is named."""
    file = Path(into) / NAME
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(listed(hashes(Path(folder))), encoding="utf-8")
    print(file)
    if key:
        signature = file.with_suffix(".sig")
        signature.write_bytes(sign(file.read_bytes(), Path(key)))
        print(signature)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
