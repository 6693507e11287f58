"""The whole request of pressing Send, under the service's own keys."""

import time
from urllib.parse import urlencode

from bench.asking import request
from intake.form.draft import Draft
from tests.intake.reporter import PERSON, WORRY
from tests.service.pages import LONG_AGO_ENOUGH, Pages


def send(pages: Pages, text: str) -> bytes:
    """Of a letter of its own with this text."""
    answers = {"track": "anonymous"} | WORRY | PERSON | {"text": text}
    began = int(time.time()) - LONG_AGO_ENOUGH
    token = pages.drafts.sign(Draft.new(began, answers))
    return request("/skriv", urlencode({"draft": token, "step": "check", "action": "send"}))
