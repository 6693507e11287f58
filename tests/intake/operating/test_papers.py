"""The papers for the data protection officer: from the settings, whole, and easy to read."""

import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from intake.facts import texts
from intake.operating import papers
from intake.sealing import recipients
from tests.intake.operating.conftest import House
from tests.places import ROOT
from tests.readability import lix, longest_sentence

NAMES = {
    "foer-aabning.md",
    "hvad-findes-hvor.md",
    "fortegnelse.md",
    "konsekvensanalyse.md",
    "brud.md",
}
WORDS = texts.load("papers.da")
NOW = 1_800_000_000


def written(house: House) -> dict[str, str]:
    """Every paper by its name."""
    folder = house.folder / "papers"
    papers.papers(house.load(), folder, house.say)
    return {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}


def test_every_paper_is_written_and_filled(house: House) -> None:
    """No brace is left, and each names the day."""
    found = written(house)
    assert set(found) == NAMES
    assert [name for name, text in found.items() if re.search(r"[{}]", text)] == []
    assert all(re.search(r"\d{1,2}\.\d{1,2}\.20\d\d", text) for text in found.values())


def test_numbers_are_those_of_the_settings(house: House) -> None:
    """Another number in the file gives another number on the page."""
    facts = house.folder / "municipality.toml"
    text = facts.read_text(encoding="utf-8")
    facts.write_text(text.replace("keep_days = 7", "keep_days = 3"), encoding="utf-8")
    page = written(house)["hvad-findes-hvor.md"]
    assert "| 3 dage, så den kan sendes igen |" in page
    assert f"I en fil på serveren: {house.folder}/outbox.sqlite" in page


def test_who_holds_each_key_and_until_when(house: House) -> None:
    """Recipients, our signature, drafts and digests; and whether it was tried."""
    house.has_recipients(1, 2, opened=False)
    page = written(house)["hvad-findes-hvor.md"]
    for number in (1, 2):
        assert f"| Mailbox {number} | mailbox{number}@test.example. Nøglen" in page
    assert page.count("Har ikke åbnet et prøvebrev endnu") == 2
    assert re.search(r"Vores underskrift \| Driften, på serveren \| 10\d\d dage", page)
    assert "Nøgler til kladder: 1 " in page


def test_what_the_municipality_has_not_said_is_a_question(house: House) -> None:
    """Nothing is invented: what is not answered is asked, with what we propose."""
    shutil.copy(ROOT / "municipality.toml", house.folder / "municipality.toml")
    found = written(house)
    record = found["fortegnelse.md"]
    assert "| Databeskyttelsesrådgiver | **[kommunen]** Hvordan får man fat" in record
    assert "? Forslag: Vesthimmerlands Kommune |" in record
    assert "? Forslag: nej |" in found["hvad-findes-hvor.md"]


def test_the_list_before_opening_holds_what_is_missing_and_nothing_else(house: House) -> None:
    """Every question, every finding of `check`; or that none is left."""
    assert written(house)["foer-aabning.md"].count("- [x] Der er ikke mere.") == 1
    shutil.copy(ROOT / "municipality.toml", house.folder / "municipality.toml")
    house.has_recipients(1)
    page = written(house)["foer-aabning.md"]
    questions = list(house.load().facts.questions())
    assert len(questions) > 30
    assert all(f"- [ ] {one.ask} Forslag: " in page for one in questions)
    assert "1 recipients under different keys can be used, 2 are needed. Cure: put" in page


def test_files_are_for_their_owner_alone(house: House) -> None:
    """They name recipients."""
    written(house)
    folder = house.folder / "papers"
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}
    assert folder.stat().st_mode & 0o777 == 0o700


def test_a_password_in_the_address_of_the_database_is_not_shown() -> None:
    """The machine's name only."""
    shown = papers.store("postgresql+psycopg://infohus:hemmelig@db.example/x", WORDS)
    assert shown.endswith("db.example")
    assert "hemmelig" not in shown


def test_a_recovery_key_says_who_keeps_it(house: House) -> None:
    """It gets no letters, and nobody need have opened one."""
    installation = house.load()
    person = recipients.load(installation.form.recipients)[0]
    row = papers.key(replace(person, address="", test_letter_opened=None), WORDS, NOW)
    assert "Ledelsen, i pengeskabet. Får ingen henvendelser" in row
    assert "Har ikke åbnet" not in row


def sentences(markdown: str) -> list[str]:
    """Running text and cells, without headings, marks and code."""
    lines = [line for line in markdown.splitlines() if line and line[0] not in "#"]
    cells = [cell for line in lines for cell in line.strip("|").split("|")]
    plain = [re.sub(r"`[^`]*`|\*\*|^[-\d. ]+", "", cell).strip() for cell in cells]
    return [cell for cell in plain if re.search(r"[^\W\d_]{2}", cell)]


PEOPLES = ("handbook/koordinator.md", "handbook/post.md", "handbook/redaktoer.md")


@pytest.mark.parametrize("name", PEOPLES)
def test_people_s_pages_are_plain(name: str) -> None:
    """Easy words, short sentences."""
    found = sentences((ROOT / name).read_text(encoding="utf-8"))
    assert lix(found) <= 40
    assert longest_sentence(found) <= 25


def test_the_coordinators_know_the_letter_by_its_subject() -> None:
    """The page and the letter use the same words, and the same example is a reference."""
    subject = texts.load("letter.da").get_filled("outside.subject", reference="").strip()
    page = (ROOT / PEOPLES[0]).read_text(encoding="utf-8")
    assert f"Emnet er kun ordet {subject} og et nummer" in page


def test_papers_are_readable(house: House) -> None:
    """Law and data: heavier words, still short sentences."""
    for name, text in written(house).items():
        assert lix(sentences(text)) <= 50, name
        assert longest_sentence(sentences(text)) <= 30, name


def test_the_pages_for_people_are_there() -> None:
    """Named in the README's list of readers."""
    text = (Path(ROOT) / "README.md").read_text(encoding="utf-8")
    assert all(f"`{name}`" in text for name in PEOPLES)
