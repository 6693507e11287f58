"""The floor that our figures are divided by: the least a durable, encrypted form can be.

It takes the text out of what was posted, encrypts it to three readers, and has it on disk before it
answers. No draft, no check, no words, no letter, no signature, no receipt: a real service cannot be
faster, and should not be much slower.
"""

import sqlite3
import threading
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.ciphers import algorithms
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7
from flask import Flask, redirect, request
from werkzeug.wrappers import Response

ADDRESS = "/floor"


def encrypted(text: bytes, readers: tuple[x509.Certificate, ...]) -> bytes:
    """The bare text to all readers, as a mail can carry it."""
    builder = pkcs7.PKCS7EnvelopeBuilder().set_data(text)
    builder = builder.set_content_encryption_algorithm(algorithms.AES256)
    for reader in readers:
        builder = builder.add_recipient(reader)
    return builder.encrypt(Encoding.SMIME, (pkcs7.PKCS7Options.Binary,))


class Shelf:
    """One SQLite file, one writer at a time, each text on disk when `put` returns."""

    def __init__(self, folder: Path) -> None:
        self._one_writer = threading.Lock()
        self._database = sqlite3.connect(
            folder / "floor.sqlite", isolation_level=None, check_same_thread=False
        )
        for line in ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL"):
            self._database.execute(line)
        self._database.execute("CREATE TABLE shelf (id INTEGER PRIMARY KEY, body BLOB NOT NULL)")

    def put(self, body: bytes) -> None:
        """On the disk when it returns: WAL, with a full sync."""
        with self._one_writer:
            self._database.execute("BEGIN IMMEDIATE")
            self._database.execute("INSERT INTO shelf (body) VALUES (?)", (body,))
            self._database.execute("COMMIT")


def floor_app(folder: Path, certificates: tuple[bytes, ...]) -> Flask:
    """One address that encrypts a text to `certificates` (PEM) and keeps it."""
    app, shelf = Flask(__name__), Shelf(folder)
    readers = tuple(x509.load_pem_x509_certificate(certificate) for certificate in certificates)

    @app.post(ADDRESS)
    def take() -> Response:
        shelf.put(encrypted(request.form["text"].encode(), readers))
        return redirect("/", 303)

    return app
