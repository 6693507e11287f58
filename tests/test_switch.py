"""What is false once a reporter has a code is said only before, and what is true then only after.

Everything that is read is made at each step of the closed loop: the site's pages, the form, the
letter, the privacy notice, the papers, the page for telephone calls.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from intake.facts import LANGUAGES, Municipality, read_privacy_notice
from intake.operating.papers import papers
from intake.outbox.threads import BOX_DAYS, THREAD_DAYS
from tests.intake.loop.house import Looped
from tests.intake.reporter import Person
from tests.places import ROOT
from tests.site import hooks

STEPS = ("off", "acknowledge", "status", "questions")
"""Nothing; letters wait for a human; reporters are given a code; they can be asked."""
DENIED = (
    r"kan (infohuset )?ikke (svare|kontakte) dig",
    r"kan ikke spørge (dig|tilbage)",
    r"eller spørge om mere",
    r"cannot (answer|contact|ask) you",
    r"cannot ask .{0,12}for more",
    r"answer you or ask for more",
)
"""That nobody can ask or answer whoever gave no name."""
CODE_PROMISED = (
    r"får (du )?en kode",
    r"[Mm]ed (den|koden|sin kode) kan (du|henvenderen) se",
    r"koden viser",
    r"[Kk]ig igen",
    r"offentlig nøgle til",
    r"hold den for dig selv",
    r"get a code",
    r"[Ll]ook again",
    r"the code shows",
    r"[Ww]ith (it|the code) you can",
    r"/svar\b",
    r"/en/answer\b",
)
"""That a code lets whoever wrote see how it stands."""
QUESTION_PROMISED = (
    r"(har|stille|om) et spørgsmål",
    r"[Ee]t spørgsmål (til|afslører)",
    r"a question for you",
)
"""That whoever wrote can be asked something."""


def said(looped: Looped) -> dict[str, str]:
    """All that people read of this installation, by place."""
    facts = looped.installation.facts
    made = {"letter": "\n".join(letters(looped)), "papers": written(looped)}
    for language in LANGUAGES:
        made |= {
            f"site {language.code}": "\n".join(site(facts, language.code)),
            f"form {language.code}": "\n".join(form(looped, language.form)),
            f"notice {language.code}": "\n".join(notice(facts, language.code)),
        }
    if looped.installation.telephone:
        made["telephone"] = called(looped)
    return made


def site(facts: Municipality, language: str) -> Iterator[str]:
    """Every page, filled as the builder fills it."""
    filling = hooks.facts.Filling(facts, language)
    for path in sorted((ROOT / "docs").rglob("*.md")):
        if path.name.endswith(".en.md") == (language == "en"):
            yield filling.fill(path.read_text(encoding="utf-8"), None)


def form(looped: Looped, address: str) -> Iterator[str]:
    """From the first page to the receipt, without a name and with one."""
    for track in ("anonymous", "named"):
        person = Person(looped.installation.infohus(), address)
        yield person.opens().page
        yield person.posts("start").page
        yield person.fills_in(track).page
        yield person.sends().page
        assert person.reference


def notice(facts: Municipality, language: str) -> Iterator[str]:
    for kind in ("full", "child"):
        for section in read_privacy_notice(language).sections(facts, kind):
            yield from section.paragraphs


def letters(looped: Looped) -> list[str]:
    """What coordinators read of a letter without a name."""
    Person(looped.installation.infohus()).fills_in().sends()
    return [
        looped.reads(lease) for lease in looped.mails() if lease.message.recipients[0][7] == "1"
    ]


def written(looped: Looped) -> str:
    folder = looped.folder / "papers"
    papers(looped.installation, folder, lambda line: None)
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.md")))


def called(looped: Looped) -> str:
    """What is said aloud after Send."""
    telephone = looped.installation.telephone
    assert telephone is not None
    code = telephone.code(telephone.holders[0])
    person = Person(looped.installation.infohus(), "/telefon")
    pages = person.posts("", "open", code=code).page
    call = {"urgency": "not_urgent", "age": "adult", "residence": "here", "track": "anonymous"}
    return pages + person.posts("", "send", code=code, taker="nobody", text="x", **call).page


def found(patterns: tuple[str, ...], text: str) -> list[str]:
    return [match[0] for pattern in patterns for match in re.finditer(pattern, text)]


@pytest.fixture(scope="module")
def every_step(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, dict[str, str]]]:
    """What is said at each step, by place."""
    everything, opened = {}, []
    for step in STEPS:
        folder = tmp_path_factory.mktemp(step)
        opened.append(Looped(folder, f"sqlite:///{folder / 'outbox.sqlite'}", step))
        everything[step] = said(opened[-1])
    yield everything
    for looped in opened:
        looped.closes()


def test_nothing_is_denied_that_can_be_done(every_step: dict[str, dict[str, str]]) -> None:
    """No page, letter or paper says that nobody can ask, where the infohus can."""
    told = every_step["questions"]
    assert {place: wrong for place, text in told.items() if (wrong := found(DENIED, text))} == {}


@pytest.mark.parametrize(
    ("promised", "before"),
    [
        (CODE_PROMISED, ("off", "acknowledge")),
        (QUESTION_PROMISED, ("off", "acknowledge", "status")),
    ],
)
def test_nothing_is_promised_that_cannot_be_done(
    every_step: dict[str, dict[str, str]], promised: tuple[str, ...], before: tuple[str, ...]
) -> None:
    """No code and no question before the step that brings it."""
    early = {
        f"{step}, {place}": wrong
        for step in before
        for place, text in every_step[step].items()
        if (wrong := found(promised, text))
    }
    assert early == {}


def test_each_place_says_what_holds_there(every_step: dict[str, dict[str, str]]) -> None:
    """So the patterns find what they are for: the denial before, the promises after."""
    places = {
        "letter",
        *(f"{name} {each.code}" for name in ("site", "form", "notice") for each in LANGUAGES),
    }
    denying = {place for place, text in every_step["off"].items() if found(DENIED, text)}
    assert denying == places
    for step, promised in (("status", CODE_PROMISED), ("questions", QUESTION_PROMISED)):
        promising = {place for place, text in every_step[step].items() if found(promised, text)}
        assert promising >= places | {"papers", "telephone"}, step


@pytest.mark.parametrize("pattern", DENIED + CODE_PROMISED + QUESTION_PROMISED)
def test_each_pattern_finds_something(every_step: dict[str, dict[str, str]], pattern: str) -> None:
    """At the step at which it may stand."""
    everything = "\n".join(text for told in every_step.values() for text in told.values())
    assert re.search(pattern, everything)


def test_a_closed_form_promises_no_code(tmp_path: Path) -> None:
    """The loop may be on before the form is open."""
    looped = Looped(tmp_path, f"sqlite:///{tmp_path / 'outbox.sqlite'}", "questions")
    file = tmp_path / "municipality.toml"
    text = file.read_text(encoding="utf-8").replace(
        "open = { value = true", "open = { value = false"
    )
    file.write_text(text, encoding="utf-8")
    facts = looped.load().facts
    assert not facts.may_open
    for each in LANGUAGES:
        told = "\n".join((*site(facts, each.code), *notice(facts, each.code)))
        assert found(CODE_PROMISED + QUESTION_PROMISED, told) == []
        assert found(DENIED, told)
    looped.closes()


@pytest.mark.parametrize("language", ["da", "en"])
def test_days_are_those_of_the_store(every_step: dict[str, dict[str, str]], language: str) -> None:
    """What the notice says of a code and a question is what is deleted."""
    told = every_step["questions"][f"notice {language}"]
    words = {
        "da": ("dage efter det sidste", "senest efter", "dage"),
        "en": ("days after", "and after", "days"),
    }
    after, at_last, days = words[language]
    assert f"{THREAD_DAYS} {after}" in told
    assert f"{at_last} {BOX_DAYS} {days}" in told
