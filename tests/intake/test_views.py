"""The way through the form, sending once, open and closed."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.concern import Anonymous, Mark, Named, Professional, Urgency
from intake.digest import Digests
from intake.draft import Drafts
from tests.intake.reporter import TEXT, FakeOutbox, Person, invented_infohus


def sealed(person: Person) -> Any:
    return person.house.sealer.sealed


@pytest.mark.parametrize("address", ["/skriv", "/en/write"])
@pytest.mark.parametrize("track", ["anonymous", "named", "professional"])
def test_letter_is_sent_as_it_was_written(address: str, track: str) -> None:
    """All the way through, in both languages and on each track."""
    person = Person(address=address).fills_in(track).sends()
    assert person.answer.status_code == 200
    assert person.reference
    (concern,) = sealed(person)
    kinds = {"anonymous": Anonymous, "named": Named, "professional": Professional}
    assert type(concern.reporter) is kinds[track]
    assert concern.text == TEXT
    assert concern.marks == frozenset()


def test_receipt_holds_no_text_no_draft_no_cookie() -> None:
    """Nothing on the receipt leads back to what was written."""
    person = Person().fills_in().sends()
    assert TEXT not in person.page
    assert 'name="draft"' not in person.page
    assert "Set-Cookie" not in person.answer.headers


def test_sending_twice_gives_the_same_receipt_and_one_letter() -> None:
    """Double click, reload, Back and Send again, a week later."""
    person = Person().fills_in()
    first = person.sends().reference
    assert person.waits(7 * 24 * 3600).sends().reference == first
    assert len(person.house.outbox.rows) == 1


def test_restart_with_a_newer_key_gives_the_same_receipt() -> None:
    """Another server with the same secrets knows the letter again."""
    person = Person().fills_in()
    first = person.sends().reference
    drafts = Drafts([b"new key", b"newest"], days=30, longest=1_000_000)
    again = Person(invented_infohus(outbox=person.house.outbox, drafts=drafts))
    again.draft = person.draft
    assert again.sends().reference == first


def test_changed_content_is_offered_as_an_addition_and_sent_as_its_own_letter() -> None:
    """Same id, other content: nothing is dropped, and the addition names the first."""
    person = Person().fills_in()
    draft = person.draft
    first = person.sends().reference
    person.draft = draft
    person.posts("worry", text="Nyt: " + TEXT, urgency="not_urgent").sends()
    assert person.answer.status_code == 409
    assert first in person.page
    assert "Nyt: " + TEXT in person.page
    person.sends()
    assert person.reference != first
    assert sealed(person)[-1].adds_to == first.replace("-", "")
    second = person.reference
    assert person.sends().reference == second


def test_danger_now_leads_to_112_and_keeps_the_text() -> None:
    """Lige nu: 112 first; afterwards the letter goes on with that noted."""
    person = Person().opens().posts("way", track="anonymous")
    person.posts("worry", text=TEXT, urgency="now")
    assert "Ring" in person.page
    assert 'href="tel:112"' in person.page
    person.posts("worry", "called").posts("person", age="unknown", residence="here").sends()
    (concern,) = sealed(person)
    assert concern.called_112
    assert concern.urgency is Urgency.WITHIN_DAYS
    assert concern.text == TEXT


def test_back_keeps_what_is_not_good_yet() -> None:
    """Back saves without judging."""
    person = Person().opens().posts("way", track="anonymous")
    person.posts("worry", "back", text="halv").posts("way", track="anonymous")
    assert "halv</textarea>" in person.page


def test_other_language_keeps_everything() -> None:
    """The same step in English, filled."""
    person = Person().opens().posts("way", track="anonymous")
    person.address = "/en/write"
    person.posts("worry", "show", text=TEXT)
    assert "What worries you?" in person.page
    assert TEXT in person.page


def test_change_goes_back_to_the_check_page() -> None:
    """Who corrects one answer does not meet all steps again."""
    person = Person().fills_in().posts("check", "change-person")
    person.posts("person", age="under_18", residence="here")
    assert "Tjek dine svar" in person.page


def test_skipped_answers_are_shown_as_not_given() -> None:
    """Ikke oplyst."""
    assert "Ikke oplyst" in Person().fills_in().page


def test_hint_when_an_anonymous_text_may_show_who_wrote_it() -> None:
    """The hint is there, and Send works all the same."""
    person = Person().fills_in(text="Min søn, ring 22 33 44 55")
    assert "Din tekst kan vise, hvem du er" in person.page
    assert person.sends().reference


def test_too_fast_and_trap_mark_and_never_refuse() -> None:
    """A marked letter is sent with its marks."""
    person = Person().fills_in().waits(-60)
    person.posts("check", "send", homepage="http://spam.example")
    (concern,) = sealed(person)
    assert concern.marks == {Mark.TOO_FAST, Mark.TRAP_FILLED}
    assert person.reference


@pytest.mark.parametrize("keys", [0, 1])
def test_form_opens_only_with_two_keys(keys: int) -> None:
    """Closed: 503, the phones, and no field."""
    house: Any = invented_infohus()
    house.sealer.keys = keys
    person = Person(house).opens()
    assert person.answer.status_code == 503
    assert "tel:+4500000001" in person.page
    assert "<form" not in person.page


def test_open_form_stays_open_with_one_key() -> None:
    """One reader is left: still open."""
    person = Person().opens()
    person.house.sealer.keys = 1
    assert person.opens().answer.status_code == 200


def test_late_is_said_and_the_form_is_still_open() -> None:
    """Letters wait: the start page says so with the phones."""
    person = Person(invented_infohus(outbox=FakeOutbox(oldest_hours=30))).opens()
    assert person.answer.status_code == 200
    assert "Breve er forsinkede" in person.page


def test_one_neutral_title_on_every_page() -> None:
    """No page's title says what it is about."""
    person = Person().opens()
    assert "<title>Skriv til os</title>" in person.page
    assert "<title>Skriv til os</title>" in person.fills_in().page


ANYTHING = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), max_size=300)


@settings(max_examples=300, deadline=None)
@given(text=ANYTHING.filter(lambda text: bool(text.strip())), where=ANYTHING)
def test_whatever_is_typed_arrives_code_point_for_code_point(text: str, where: str) -> None:
    """From bytes to concern, nothing is lost and nothing is changed."""
    person = SHARED.opens().posts("way", track="anonymous")
    person.posts("worry", text=text.replace("\n", "\r\n"), where=where, urgency="not_urgent")
    person.posts("person", age="adult", residence="unknown", identification=where).sends()
    concern = sealed(person)[-1]
    assert (concern.text, concern.where) == (text, where)
    assert concern.person.identification == where


class Endless:
    """Limits that never say no."""

    def allow(self, address: str, *, marked: bool, now: int) -> bool:
        return True


SHARED = Person(invented_infohus(limits=Endless(), digests=Digests(b"k")))
