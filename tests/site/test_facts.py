"""Pages are templates over the facts."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import jinja2
import pytest

from intake import texts
from tests.site.conftest import ROOT, build
from tests.site.hooks import facts


@pytest.fixture(params=["da", "en"])
def filling(request: pytest.FixtureRequest) -> Any:
    """One page in each language."""
    return facts.Filling(facts.read(), request.param)


def test_an_unknown_name_is_an_error(filling: Any) -> None:
    """A mistake in a page stops the build."""
    with pytest.raises(jinja2.UndefinedError):
        filling.fill("{{ municipality.mayor }}", None)


def test_a_printed_unconfirmed_fact_is_remembered(filling: Any) -> None:
    """The foot of the page says so by itself."""
    filling.fill("{{ municipality.hotline.hours }}", None)
    assert filling.marks.doubtful


def test_the_danger_box_bears_no_mark(filling: Any) -> None:
    """Nothing may stand between a person and 112."""
    html = filling.fill("{{ danger_box() }}", None)
    assert "unconfirmed" not in html
    assert 'href="tel:112"' in html
    assert not filling.marks.doubtful


def test_a_block_is_one_line(filling: Any) -> None:
    """Markdown leaves it alone."""
    for name in ("hotline_card", "contacts", "not_a_notification", "law_register", "action_card"):
        assert "\n" not in filling.fill(f"{{{{ {name}() }}}}", None)


def test_no_way_to_write_while_the_form_is_closed(filling: Any) -> None:
    """The municipality has not opened it; the telephone stands in its place."""
    assert filling.place.form not in filling.fill('{{ write_to_us("button") }}', None)


def test_the_way_to_write_when_all_is_decided() -> None:
    """Open, monitored, assessed and with a legal basis, all confirmed: then the form is shown."""
    municipality = facts.read()
    decided = {
        name: replace(getattr(municipality.intake, name), value="ja", confirmed=True)
        for name in ("open", "monitored", "dpia_date", "legal_basis")
    }
    opened = replace(municipality, intake=replace(municipality.intake, **decided))
    for language, form in (("da", "/skriv"), ("en", "/en/write")):
        assert f'href="{form}"' in facts.Filling(opened, language).fill("{{ write_to_us() }}", None)


def test_the_notice_counts_as_shown(filling: Any) -> None:
    """A page that shows unconfirmed values inside a block says so at its foot too."""
    filling.fill('{{ privacy_notice("full") }}', None)
    assert filling.marks.doubtful


def test_two_builds_can_be_alike() -> None:
    """SOURCE_DATE_EPOCH decides the day."""
    assert facts.today({"SOURCE_DATE_EPOCH": "0"}) == date(1970, 1, 1)


def test_both_languages_hold_the_same_words() -> None:
    """The same keys, with the same places to fill."""
    danish, english = texts.load("site.da"), texts.load("site.en")
    assert list(danish) == list(english)
    for key in danish:
        found = [sorted(re.findall(r"{\w*}", each[key])) for each in (danish, english)]
        assert found[0] == found[1], key


def test_a_fact_nobody_has_compared_for_long_is_told() -> None:
    """Contacts and links age; the build says which, and one line for those never compared."""
    municipality = facts.read()
    old = replace(municipality.hotline.phone, checked="2020-01-01")
    new = replace(municipality.hotline.hours, checked="2020-12-01")
    hotline = replace(municipality.hotline, phone=old, hours=new)
    aged = replace(municipality, hotline=hotline)
    told = list(facts.stale(aged, date(2020, 12, 31)))
    assert [line for line in told if "hotline" in line] == [
        "hotline.phone: compared with its source 365 days ago, more than 180"
    ]
    assert "never compared" in told[-1]


@pytest.mark.parametrize(("checked", "told"), [("2026-01-01", True), ("2026-11-01", False)])
def test_build_tells_of_an_old_contact_and_law(tmp_path: Path, checked: str, told: bool) -> None:
    """Each by name when its last comparison is older than the set age; it builds all the same."""
    text = (ROOT / "municipality.toml").read_text(encoding="utf-8")
    aged = tmp_path / "municipality.toml"
    aged.write_text(text.replace('checked = ""', f'checked = "{checked}"'), encoding="utf-8")
    noon = str(int(datetime(2026, 11, 23, 12, tzinfo=UTC).timestamp()))
    environ = {"INFOHUS_MUNICIPALITY": str(aged), "SOURCE_DATE_EPOCH": noon}
    done = build(tmp_path / "built", **environ)
    assert done.returncode == 0
    said = [line.split("-  ")[-1] for line in done.stderr.splitlines() if "compared" in line]
    names = {line.split(":")[0] for line in said}
    wanted = {f"contacts.{place}" for place in range(3)} | {"hotline.phone"}
    wanted |= {f"law.{row.key}.official_url" for row in facts.read().law if row.official_url}
    assert (wanted if told else set()) == names & wanted, said
    assert len(said) == len(names), "each once"
