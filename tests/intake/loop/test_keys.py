"""From code to key: always the same, found by nobody else, never too much memory at once."""

import threading

import pytest
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from intake import reply_code
from intake.loop import keys as module
from intake.loop.keys import AT_ONCE, Keys

CODE_KEY, DIGEST_KEY, DRAFT = b"c" * 32, b"d" * 32, b"x" * 16
KEYS = Keys(CODE_KEY, DIGEST_KEY)


def test_codes_and_keys_of_yesterday_are_those_of_today() -> None:
    """Written down: whoever changes the derivation leaves every reporter before a shut door."""
    code = KEYS.code(DRAFT)
    key = KEYS.derive(code)
    assert code == "X7P62T75XF87YQ2R"
    assert key.id.hex() == "cdfcca2d3316ff54fbd45f786a594625"
    assert len(key.public) == 1_216


def test_code_is_the_same_in_every_process_and_another_for_every_draft() -> None:
    """And another under another digest key: it is compared with what was stored."""
    assert Keys(CODE_KEY, DIGEST_KEY).code(DRAFT) == KEYS.code(DRAFT)
    others = {KEYS.code(b"y" * 16), Keys(CODE_KEY, b"e" * 32).code(DRAFT), KEYS.code(DRAFT)}
    assert len(others) == 3
    assert all(reply_code.read(code) == code for code in others)


def test_another_code_or_another_code_key_is_another_thread() -> None:
    """Nothing is found with it, and nothing opened."""
    code, other = KEYS.code(DRAFT), KEYS.code(b"y" * 16)
    ids = {KEYS.derive(code).id, KEYS.derive(other).id, Keys(b"k" * 32, DIGEST_KEY).derive(code).id}
    assert len(ids) == 3


def test_no_more_than_two_are_derived_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many threads ask: each takes 19 MiB."""
    running, most, lock = 0, 0, threading.Lock()

    class Counting:
        def __init__(self, **parameters: object) -> None:
            self._real = Argon2id(**parameters)  # type: ignore[arg-type]

        def derive(self, code: bytes) -> bytes:
            nonlocal running, most
            with lock:
                running += 1
                most = max(most, running)
            root = self._real.derive(code)
            with lock:
                running -= 1
            return root

    monkeypatch.setattr(module, "Argon2id", Counting)
    keys = Keys(CODE_KEY, DIGEST_KEY)
    threads = [threading.Thread(target=keys.derive, args=(keys.code(DRAFT),)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == AT_ONCE


def test_nothing_of_a_key_shows_when_it_is_printed() -> None:
    """As in a traceback or a log."""
    key = KEYS.derive(KEYS.code(DRAFT))
    assert key.id.hex() not in repr(key)
    assert "id=" not in repr(key)
