"""The privacy notice: every item of article 13, and nothing unconfirmed shown as settled."""

import pytest

from intake.facts import municipality, privacy_notice, texts
from tests import places
from tests.places import ROOT

REAL = municipality.load(ROOT / "municipality.toml")
INVENTED = municipality.load(places.INVENTED)
ARTICLE_13 = [
    "who",
    "dpo",
    "purpose",
    "basis",
    "recipients",
    "transfer",
    "keeping",
    "rights",
    "complaint",
    "voluntary",
    "automatic",
]


@pytest.mark.parametrize("language", ["da", "en"])
def test_every_item_of_article_13_has_its_section(language: str) -> None:
    """GDPR article 13(1) and (2)."""
    words = texts.load(f"privacy.{language}")
    assert [key.split(".")[1] for key in words if key.endswith("heading")][:11] == ARTICLE_13
    assert len(privacy_notice.load(language).sections(INVENTED, "full")) == 11


@pytest.mark.parametrize("language", ["da", "en"])
def test_what_is_unconfirmed_says_so(language: str) -> None:
    """G13: visibly to be confirmed."""
    words = texts.load(f"privacy.{language}")
    shown = str(privacy_notice.load(language).sections(REAL, "full"))
    assert shown.count(words["value.missing"]) == 4
    assert shown.count(words["value.unconfirmed"]) == 2
    assert words["value.unconfirmed"] not in str(
        privacy_notice.load(language).sections(INVENTED, "full")
    )


def test_both_languages_have_the_same_sections() -> None:
    """Same keys, so that nobody is told less."""
    assert list(texts.load("privacy.da")) == list(texts.load("privacy.en"))
