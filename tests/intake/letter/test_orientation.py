"""`orientering.pdf` says all that the privacy notice says, in the reporter's language."""

import pytest

from intake.facts import municipality, privacy_notice
from intake.letter import orientation
from tests.intake.letter.given import INVENTED, NOTICES, WORDS
from tests.places import ROOT
from tests.poppler import check, read, spoken

REAL = municipality.load(ROOT / "municipality.toml")


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("facts", [INVENTED, REAL])
def test_says_the_whole_notice(language: str, facts: municipality.Municipality) -> None:
    """Every heading and paragraph, in order, with every letter right."""
    sections = privacy_notice.load(language).sections(facts, "full")
    told = [("H2", one.heading) for one in sections]
    paragraphs = [text for one in sections for text in one.paragraphs]
    pdf = orientation.attachment(WORDS, language, "Infohus Prøve", sections).content
    check(pdf)
    found = [(role, text.replace("\u00a0", " ")) for role, text in spoken(pdf)]
    pages = sum(line.startswith("Infohus Prøve. ") for line in read(pdf))
    assert pages >= 2
    for page in range(1, pages + 1):
        said = {"da": f"Side {page} af {pages}", "en": f"Page {page} of {pages}"}
        assert f"Infohus Prøve. {said[language]}" in read(pdf)
    assert found[0] == ("H1", WORDS[f"orientation.{language}"])
    assert [pair for pair in found if pair[0] == "H2"] == told
    assert [text for role, text in found if role == "P"] == paragraphs


def test_danish_title_is_the_municipalitys() -> None:
    """F106, LIT."""
    title = "Orientering om databeskyttelsesforordningen"
    assert read(NOTICES["da"].content)[0] == title
    assert NOTICES["da"].name == "orientering.pdf"
