"""Keyed digests that let the outbox know a letter again without knowing what is in it.

The key is a secret of the installation: without it nobody can test a guess against a stored row.
"""

import hmac
import json

from intake.concern import told
from intake.reply import Reply, Told

OF_SUBMISSION = b"submission\0"
OF_CONTENT = b"content\0"


class Digests:
    """Digests under one key."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def submission(self, draft_id: bytes) -> bytes:
        """What the outbox stores instead of the send-once id, so that a row leads to no page."""
        return self._digest(OF_SUBMISSION + draft_id)

    def content(self, draft_id: bytes, letter: Told) -> bytes:
        """Equal exactly when the same draft is sent with the same answers.

        The id is part of it, so that two people who write the same are not seen to. Language and
        spam marks are not content: who changes the language sends the same letter. What was not
        answered is left out, so that a new question changes no letter that was sent before.
        """
        match letter:
            case Reply(text=text, reference=reference, number=number):
                given = {"text": text, "replies_to": [reference, number]}
            case concern:
                given = {name: answer for name, answer in told(concern) if answer}
                given |= {"adds_to": concern.adds_to}
        content = json.dumps(given, sort_keys=True)
        return self._digest(OF_CONTENT + draft_id + content.encode())

    def _digest(self, message: bytes) -> bytes:
        return hmac.digest(self._key, message, "sha256")
