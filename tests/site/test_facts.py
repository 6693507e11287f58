"""Pages are templates over the facts."""

import re
from dataclasses import replace
from datetime import date
from typing import Any

import jinja2
import pytest

from intake.facts import texts
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
    said: dict[str, Any] = {"open": True, "monitored": True}
    said |= {"dpia_date": "2026-11-01", "legal_basis": "En hjemmel"}
    decided = {
        name: replace(getattr(municipality.intake, name), value=value, confirmed=True)
        for name, value in said.items()
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
