"""Whatever a person saves as "the certificate": PEM or DER, alone or with its chain.

Windows saves text in UTF-16, portals give .p7b or base64 without its lines, and by mistake a .p12
comes, which holds a private key. Certificates are read from all but the last, which is refused.
"""

import base64
import binascii
import codecs
import re
from contextlib import suppress

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import load_der_private_key, pkcs7

_PEM = re.compile(rb"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", re.DOTALL)
_PKCS7 = re.compile(rb"-----BEGIN PKCS7-----(.+?)-----END PKCS7-----", re.DOTALL)
_PRIVATE = re.compile(rb"-----BEGIN [A-Z ]*PRIVATE KEY-----")
_LENGTH = rb"(?:[\x00-\x80]|\x81.|\x82..|\x83...|\x84....)"
_PKCS12 = re.compile(rb"\x30" + _LENGTH + rb"\x02\x01\x03\x30", re.DOTALL)
"""RFC 7292, section 4: a sequence that begins with the version 3."""
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class HoldsPrivateKey(Exception):
    """The file holds a private key, which must never come near this service."""


def certificates_in(content: bytes) -> list[x509.Certificate]:
    """Every certificate. Raises `HoldsPrivateKey`, and `ValueError` where none can be read."""
    plain = _plain(content)
    if _PRIVATE.search(plain):
        raise HoldsPrivateKey
    blocks = _PEM.findall(plain)
    if blocks:
        return [x509.load_pem_x509_certificate(block) for block in blocks]
    wrapped = _PKCS7.search(plain)
    return _from_der(_decoded(wrapped[1]) if wrapped else _decoded(plain))


def _plain(content: bytes) -> bytes:
    """In UTF-8 and with the line ends of Unix, where it is text."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            with suppress(UnicodeDecodeError):
                return _unix(content.decode(encoding).encode())
    return _unix(content) if b"-----BEGIN" in content else content


def _unix(text: bytes) -> bytes:
    return text.replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def _decoded(content: bytes) -> bytes:
    """Base64 without its first and last line is base64 still."""
    try:
        return base64.b64decode(b"".join(content.split()), validate=True)
    except binascii.Error:
        return content


def _from_der(content: bytes) -> list[x509.Certificate]:
    if _PKCS12.match(content) or _is_private_key(content):
        raise HoldsPrivateKey
    try:
        return [x509.load_der_x509_certificate(content)]
    except ValueError:
        return pkcs7.load_der_pkcs7_certificates(content)


def _is_private_key(content: bytes) -> bool:
    try:
        load_der_private_key(content, password=None)
    except TypeError:  # under a password
        return True
    except (ValueError, UnsupportedAlgorithm):
        return False
    return True
