"""Pages are templates over the facts."""

import re
from dataclasses import replace
from datetime import date
from typing import Any

import jinja2
import pytest
from mkdocs.exceptions import PluginError

from intake.facts import municipality as municipality_of
from intake.facts import texts
from tests.places import INVENTED
from tests.site.hooks import facts


@pytest.fixture(params=["da", "en"])
def filling(request: pytest.FixtureRequest) -> Any:
    """One page in each language."""
    return facts.Filling(facts.read(), request.param)


def test_an_unknown_name_is_an_error(filling: Any) -> None:
    """A mistake in a page stops the build."""
    with pytest.raises(jinja2.UndefinedError):
        filling.fill("{{ municipality.mayor }}", None)


def test_a_fact_that_nobody_has_answered_is_an_error(filling: Any) -> None:
    """A page asks first and says something whole without it."""
    with pytest.raises(PluginError, match="databeskyttelsesrådgiveren"):
        filling.fill("{{ municipality.privacy.dpo }}", None)
    page = (
        "{% if municipality.privacy.dpo %}{{ municipality.privacy.dpo }}{% else %}Ring.{% endif %}"
    )
    assert filling.fill(page, None) == "Ring."


def test_the_danger_box_asks_nothing(filling: Any) -> None:
    """Nothing may stand between a person and 112."""
    assert 'href="tel:112"' in filling.fill("{{ danger_box() }}", None)


@pytest.mark.parametrize("call", ['ask("privacy.dop")', 'cite("nowhere")', 'source("nowhere")'])
def test_a_question_or_source_that_is_not_there_is_an_error(filling: Any, call: str) -> None:
    """A typing error would hide a question, or lead nowhere."""
    with pytest.raises(PluginError):
        filling.fill(f"{{{{ {call} }}}}", None)


def test_a_citation_leads_to_its_row_in_the_list_of_sources(filling: Any) -> None:
    """On the page Kilder, which shows every row with its date."""
    cited = filling.fill('{{ cite("tegn") }}', None)
    assert f'href="{filling.place.at("kilder#tegn")}"' in cited
    assert "Center for Dokumentation" in cited
    listed = filling.fill("{{ sources_list() }}", None)
    for row in filling.municipality.source:
        assert f'<li id="{row.key}"><a href="{row.url}"' in listed


def test_a_block_is_one_line(filling: Any) -> None:
    """Markdown leaves it alone."""
    for name in ("hotline_card", "contacts", "not_a_notification", "law_register", "action_card"):
        assert "\n" not in filling.fill(f"{{{{ {name}() }}}}", None)


def test_no_way_to_write_while_the_form_is_closed(filling: Any) -> None:
    """The municipality has not opened it; the telephone stands in its place."""
    assert filling.place.form not in filling.fill('{{ write_to_us("button") }}', None)


def test_the_way_to_write_when_all_is_decided() -> None:
    """Everything that makes the form honest is answered: then it is shown."""
    opened = municipality_of.load(INVENTED)
    for language, form in (("da", "/skriv"), ("en", "/en/write")):
        assert f'href="{form}"' in facts.Filling(opened, language).fill("{{ write_to_us() }}", None)


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


def test_what_nobody_has_read_for_long_is_told() -> None:
    """Numbers and links age; the build says which, the document among them."""
    own = municipality_of.load(INVENTED)
    phone = replace(own.hotline.phone, read="2020-01")
    aged = replace(own, hotline=replace(own.hotline, phone=phone))
    told = list(facts.stale(aged, date(2026, 11, 26)))
    assert told == ["hotline.phone: read 2521 days ago, more than 180"]
    assert "document: read 181 days ago, more than 180" in list(facts.stale(own, date(2027, 5, 1)))
