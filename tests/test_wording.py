"""One name for one thing, and the one sentence on children: pages, form, letter and papers.

What must not be said was found by strangers, who read the first edition against the law and the
municipality's document.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from intake.facts import texts

ROOT = Path(__file__).parents[1]
WORDS = ROOT / "intake" / "translations"
CHILD = {
    "da": "Er du bekymret for, at et barn bliver svigtet eller er i fare? "
    "Så lav en underretning, også hvis du er i tvivl. Du kan have pligt til det.",
    "en": "Are you worried that a child is neglected or in danger? "
    "Then make a notification, even if you are not sure. You may have a duty to do so.",
}
"""Barnets lov § 135 needs knowledge; for worry Ankestyrelsen says bør."""
DANISH = {
    r"bange for, at et barn": "the one sentence on children",
    r"\ber ikke en underretning": "erstatter ikke en underretning",
    r"[Dd]et afgør kommunen": "the right to be told, its exceptions, and who assesses",
    r"[Kk]endingsnummer": "referencenummer",
    r"[Nn]etadresse": "IP-adresse",
    r"lige alvorligt": "the document does not weigh them",
    r"Infohuset beslutter, hvem": "the document does not say who leads at unknown age",
    r"nationale hold": "nationale team",
    r"dagpleje": "dagtilbud",
    r"\blåst|\blåse\b": "kryptere",
    r"skal ikke journalføre": "har ikke pligt til at journalføre",
    r"[Mm]ini-infohus for": "that covers the municipality",
    r"der leder|[Ll]eder indsatsen|\(leder\)": "tovholder: it holds the threads, and leads nobody",
    r"[Ss]kal ikke (være sikker|bevise|have bevis)": "behøver ikke",
    r"[Ee]llers (ring|kan du ringe|når du) (til )?politi|Ellers politi": "one rule on 112 and 114",
    r"ligt til at journalføre\.": "of the message of concern only",
    r"[Pp]ligten er din egen|egen pligt": "personlig",
    r"vurdere faren": "vurdere risikoen, as barnets lov § 18, stk. 3",
    r"streng kontrol": "negativ social kontrol",
    r"[Hh]ele orienteringen": "the municipality sends its own",
    r"før du gør noget": "in danger 112 first, then advice before talking to the family",
    r"hjemmesiden hos": "the genitive",
    r"\bog/eller\b": "a whole sentence",
    r"grund til at antage": "grund til at tro",
    r"fagprofessionelle": "fagfolk",
    r"[Kk]onflikt(er)? om ære": "æresrelateret konflikt",
    r"[Aa]ction card": "actioncard",
    r"driller|hvad der er op og ned": "plain, not jolly",
    r"Er en i fare": "Er nogen i fare",
    r"[Rr]egn ikke med svar": "the infohus has not told its hours",
}
"""What must not be said, and what to say."""
ENGLISH = {
    r"fear that a child": "the one sentence on children",
    r"is not a (statutory )?notification": "does not replace a notification",
    r"network address": "IP address",
    r"Leave this site": "Leave this page",
    r"sparring": "advice",
    r"\bmend\b": "correct",
    r"[Nn]ational hotline against": "the Anti-Radicalisation Hotline",
    r"\bTake it that\b": "Assume",
    r"\bconcrete (assessment|concern)": "specific",
    r"[Pp]re-emptive": "early intervention",
    r"Otherwise,? (call|you|police)": "one rule on 112 and 114",
    r"[Ss]trict control": "negative social control",
    r"assess the danger": "assess the risk",
    r"[Cc]onflicts? about honour": "honour-related conflict",
    r"anything else|before you do anything": "in danger 112 first",
    r"[Dd]o not count on an answer": "the infohus has not told its hours",
    r"\bhail(s|ed)?\b": "praise",
}


TERMS = {
    "actioncard": ("action card", r"[Aa]ctioncard"),
    "beredskab": ("response, or plan", r"\breadiness\b"),
    "bekymringsgrad": ("degree of concern", r"case the level of concern"),
    "bekymringshenvendelse": ("message of concern", r"[Cc]oncern sent to|about every concern"),
    "borger": ("people who live in the municipality, the public", r"\b[Cc]itizens?\b"),
    "BørneTelefonen": ("the children's helpline", r"a helpline for children"),
    "få besked via EAE": ("told through EAE", r"notified through"),
    "give videre": ("pass on", r"\b[Dd]isclos(e|ing|ed)\b|\bhanded on\b"),
    "grund til at tro": ("reason to believe", r"reason to (think|assume)"),
    "grundregistrering": ("base registration", r"[Bb]asic re(cord|gistration)"),
    "hvis det vurderes relevant": (
        "if it is assessed as relevant",
        r"found relevant|finds it relevant",
    ),
    "identificere": ("identify", r"recognise (warning )?signs"),
    "indsats": ("measures", r"\b[Ee]fforts?\b|\b[Tt]iers?\b"),
    "infohuset": ("the Info-house", r"\b[Tt]he Infohus\b"),
    "medarbejder": ("employee", r"[Mm]ember of staff"),
    "miljø": ("circles", r"\b[Mm]ilieus?\b"),
    "nødvendighedskriteriet": ("the necessity test", r"test of need"),
    "PET": ("the Danish Security and Intelligence Service", r"Danish security and intelligence"),
    "sagens gang": ("what happens in a case", r"(course|way) of a case|[Hh]ow a case moves"),
    "serviceloven": ("the Social Services Act", r"act on social services"),
    "skærpet pligt": ("stricter duty", r"stronger duty"),
    "som udgangspunkt": ("as a general rule", r"[Aa]s a starting point"),
    "tovholder": (
        "coordinator",
        r"\bin charge\b|\bkeepers of\b|leads? (it|any|an|the) (effort|measure|case)",
    ),
    "underretning": ("notification", r"[Ss]tatutory notification"),
}
"""Each Danish term, its one English word, and the words that stood there before."""
OLD_TERMS = (
    "actioncard. readiness. in every case the level of concern. about every concern. citizens. "
    "a helpline for children. notified through. disclosing. reason to think. basic record. "
    "found relevant. recognise signs. efforts. the Infohus. member of staff. milieu. test of need. "
    "the Danish security and intelligence service. the course of a case. act on social services. "
    "stronger duty. As a starting point. in charge. statutory notification."
)
"""One of each: a decoy."""
ENGLISH |= {pattern: f"{term}: {word}" for term, (word, pattern) in TERMS.items()}


def said(language: str) -> Iterator[tuple[str, str]]:
    """Every text of a language for readers: by its file, without the Danish names in English."""
    suffix = ".en.md" if language == "en" else ".md"
    for path in sorted((ROOT / "docs").rglob(f"*{suffix}")):
        if language == "en" or not path.name.endswith(".en.md"):
            page = re.sub(r"^keywords:.*$", "", path.read_text(encoding="utf-8"), flags=re.M)
            plain = re.sub(r'<span lang="da">.*?</span>', "", page)  # keywords: what people type
            yield str(path.relative_to(ROOT)), plain
    for path in sorted(WORDS.glob("*.toml")):
        ours = path.stem.endswith(".en") or path.stem == "en"
        if ours == (language == "en"):
            yield str(path.relative_to(ROOT)), "\n".join(values(path.stem))
    if language == "da":
        card = ROOT / "site" / "cards" / "da.toml"
        for path in sorted((*(ROOT / "intake" / "papers").glob("*.md"), COORDINATOR, card)):
            yield str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")


COORDINATOR = ROOT / "handbook" / "koordinator.md"


def values(name: str) -> list[str]:
    """The texts of one file of words."""
    loaded = texts.load(name)
    return [loaded[key] for key in loaded]


@pytest.mark.parametrize(("language", "banned"), [("da", DANISH), ("en", ENGLISH)])
def test_nothing_is_said_that_was_found_wrong(language: str, banned: dict[str, str]) -> None:
    """Each with what to say instead."""
    found = {
        f"{name}: {pattern}": instead
        for name, text in said(language)
        for pattern, instead in banned.items()
        if re.search(pattern, text)
    }
    assert found == {}


@pytest.mark.parametrize(("language", "banned"), [("da", DANISH), ("en", ENGLISH)])
def test_each_pattern_finds_what_it_is_for(language: str, banned: dict[str, str]) -> None:
    """A decoy: none of them is spelled so that it can find nothing."""
    decoys = {
        "da": "Vær bange for, at et barn. Det er ikke en underretning. Det afgør kommunen. "
        "Kendingsnummer. Netadresse. lige alvorligt. Infohuset beslutter, hvem. nationale hold. "
        "dagpleje. låst. Du skal ikke journalføre. mini-infohus for. Den, der leder. "
        "Du skal ikke bevise noget. Ellers når du politiet. pligt til at journalføre. "
        "Pligten er din egen. vurdere faren. streng kontrol. Hele orienteringen. før du gør noget. "
        "hjemmesiden hos. og/eller. grund til at antage. fagprofessionelle. konflikt om ære. "
        "Action card. hvad der driller. Er en i fare nu. Regn ikke med svar",
        "en": "You fear that a child. It is not a notification. network address. Leave this site. "
        "sparring. mend. national hotline against. Take it that. concrete concern. pre-emptive. "
        "Otherwise, police. strict control. assess the danger. conflict about honour. Get advice "
        "before you do anything else. Do not count on an answer. hail. " + OLD_TERMS,
    }
    assert [pattern for pattern in banned if not re.search(pattern, decoys[language])] == []


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_sentence_on_children_is_the_same_everywhere(language: str) -> None:
    """In the form before writing, on its receipt, in the box of the pages, and beside the law."""
    form, site = texts.load(language), texts.load(f"site.{language}")
    page = ROOT / "docs" / ("lov.md" if language == "da" else "lov.en.md")
    places = {
        "start": form["start.notification"],
        "receipt": form["receipt.notification"],
        "box": site["notification.text"],
        "law": page.read_text(encoding="utf-8"),
    }
    lacking = [
        name
        for name, text in places.items()
        if CHILD[language] not in re.sub(r" \((<span[^>]*>)?underretning(</span>)?\)", "", text)
    ]
    assert lacking == []
