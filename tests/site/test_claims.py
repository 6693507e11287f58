"""Every claim of the municipality's document stands on a page as strongly as the document says it.

A sentence that changes is told here with the one that was approved: read the document's words
(`words` and `lines` in claims.toml) beside the new sentence, and approve it or mend it.
"""

import re
from dataclasses import replace
from typing import Any, Literal

import pytest

from intake.facts import municipality
from tests.places import ROOT
from tests.site import ledger
from tests.site.ledger import Claim, Ledger
from tests.site.pages import Site

LEDGER = ledger.read()
DOCUMENT = ledger.document()
FACTS = municipality.load(ROOT / "municipality.toml")


def claim(key: str) -> Claim:
    """The claim of that key."""
    (found,) = (each for each in LEDGER.claims if each.key == key)
    return found


def altered(key: str, **changes: Any) -> Ledger:
    """The ledger with one claim written otherwise: a decoy."""
    claims = (replace(each, **changes) if each.key == key else each for each in LEDGER.claims)
    return replace(LEDGER, claims=tuple(claims))


@pytest.mark.parametrize("language", ledger.LANGUAGES)
def test_every_page_holds_the_approved_sentences(site: Site, language: str) -> None:
    """Word for word, as whole sentences; both are told when they differ."""
    told = [ledger.changed(each, language, site, FACTS) for each in LEDGER.claims]
    assert not any(told), "\n".join(filter(None, told))


def test_a_changed_sentence_is_told_with_the_nearest(site: Site) -> None:
    """A weaker word, a sentence that goes on, and a lost link are all seen."""
    approved = "Dog er det vigtigt, at der er fokus på at bekæmpe negative kræfter."
    told = ledger.changed(replace(claim("focus-negative-forces"), da=approved), "da", site, FACTS)
    assert approved in told
    assert "Dog er det essentielt" in told
    cut = replace(claim("forces-can-challenge"), da="De kræfter kan udfordre sikkerheden")
    assert "sammenhængskraften" in ledger.changed(cut, "da", site, FACTS)
    lost = replace(claim("goal-3-link"), link="https://elsewhere.example/")
    assert "no link" in ledger.changed(lost, "en", site, FACTS)


def test_the_words_of_each_claim_are_the_document_s() -> None:
    """On its lines, with its strength, in its order."""
    assert ledger.misread(LEDGER, DOCUMENT) == []
    starts = [each.lines[0] for each in LEDGER.claims]
    assert starts == sorted(starts)
    assert len({each.key for each in LEDGER.claims}) == len(LEDGER.claims)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"words": "Infohus Vesthimmerland kan sikre"}, "not on lines"),
        ({"lines": (165, 178)}, "not on lines"),
        ({"strength": ("kan",)}, "the document says"),
        ({"governed": ("bør",)}, "the claim before does not say"),
    ],
)
def test_a_claim_that_is_not_the_document_s_is_told(changes: dict[str, Any], told: str) -> None:
    """Other words, too many lines, another strength."""
    wrong = ledger.misread(altered("goal-2-ensure", **changes), DOCUMENT)
    assert any(told in each for each in wrong), wrong


@pytest.mark.parametrize("language", ledger.LANGUAGES)
def test_each_sentence_is_as_strong_as_the_document(language: Literal["da", "en"]) -> None:
    """Every strength word of the claims, and none besides."""
    assert ledger.misjudged(LEDGER, language) == []


@pytest.mark.parametrize(
    ("language", "weak"),
    [
        ("da", "Infohuset arbejder for, at alle relevante frontmedarbejdere kan se tegn."),
        ("da", "Infohuset skal hjælpe, så alle relevante frontmedarbejdere ser tegn."),
        ("en", "The Info-house should ensure that all relevant frontline staff see signs."),
        ("en", "The Info-house must ensure that relevant frontline staff see signs."),
    ],
)
def test_a_weaker_or_stronger_sentence_is_told(language: Literal["da", "en"], weak: str) -> None:
    """A duty that became a description, a duty of another kind, and a lost "all"."""
    assert ledger.misjudged(altered("goal-2-ensure", **{language: weak}), language) != []


def test_the_whole_document_is_read() -> None:
    """Each word of it is held by a claim, or its line says why it holds none."""
    assert ledger.unread(LEDGER, DOCUMENT) == {}
    for (first, last), reason in LEDGER.no_claim.items():
        assert reason, first
        assert any(line.strip() for line in DOCUMENT[first - 1 : last]), first


def test_a_word_that_no_claim_holds_is_told() -> None:
    """Here the last claim but one is gone, and a line is added."""
    shorter = replace(LEDGER, claims=LEDGER.claims[:-1])
    assert ledger.unread(shorter, [*DOCUMENT, "Og en linje til."]) == {
        671: "Børneogungerådgiver",
        672: "navn3",
        673: "Mobilnummer3",
        674: "mail3",
        682: "Ogenlinjetil",
    }


def test_every_numbered_fact_has_its_claims() -> None:
    """Code and handbook name the facts by these numbers."""
    facts = {fact for each in LEDGER.claims for fact in each.fact.split()}
    assert facts == {f"F{number:02}" for number in range(1, 119)}


@pytest.mark.parametrize("name", ["document.txt", "claims.toml"])
def test_contact_persons_stand_in_the_facts_alone(name: str) -> None:
    """Neither by name, number nor address; the search would find them in the facts."""
    own = [part for each in FACTS.contacts for part in (each.name, each.mobile, each.email)]
    facts = (ROOT / "municipality.toml").read_text(encoding="utf-8")
    text = (ledger.HERE / name).read_text(encoding="utf-8")
    assert [part for part in own if part not in facts] == []
    assert [part for part in own if part in text or part in re.sub(r"\s", "", text)] == []
