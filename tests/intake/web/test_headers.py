"""Security headers stand on every answer, literally."""

import pytest

from intake.web.headers import SECURITY_HEADERS
from tests.intake.reporter import Person


@pytest.mark.parametrize("address", ["/skriv", "/en/write", "/nothing"])
def test_every_answer_has_every_header(address: str) -> None:
    """Pages, closed or missing."""
    answer = Person().client.get(address)
    assert {name: answer.headers[name] for name in SECURITY_HEADERS} == SECURITY_HEADERS
    assert answer.headers["Cache-Control"] == "no-store"


def test_policy_allows_nothing_inline_and_nobody_else() -> None:
    """The policy's own words."""
    policy = SECURITY_HEADERS["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


def test_style_and_script_are_kept_for_ever_under_their_digest() -> None:
    """Two files, nothing else, and no cookie."""
    person = Person().opens()
    for asset in person.client.application.extensions["infohus_assets"].values():
        answer = person.client.get(asset.address)
        assert answer.status_code == 200
        assert "immutable" in answer.headers["Cache-Control"]
    assert person.client.get("/form/intake.js").status_code == 404
