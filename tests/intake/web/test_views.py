"""The way through the form, sending once, open and closed."""

import re
from threading import Thread
from typing import Any

import pytest
from flask import session

from intake.accepting.doors import Doors
from intake.concern import AgeBand, Anonymous, EmergencyCall, Mark, Named, Professional, Urgency
from intake.facts import action_card, language_of, privacy_notice
from intake.facts.municipality import Municipality
from intake.facts.privacy_notice import Kind
from intake.form.draft import Draft, Drafts
from intake.web import create_app, rendering
from tests.intake.reporter import (
    CONTACT,
    PERSON,
    TEXT,
    WORRY,
    FakeOutbox,
    Person,
    invented_infohus,
    invented_municipality,
    undecided,
)

DAY = 86_400
OPEN = invented_municipality()
CLOSED = invented_municipality(open=undecided(OPEN.intake.open))


def sealed(person: Person) -> Any:
    return person.house.clerk.sealer.sealed


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


@pytest.mark.parametrize("address", ["/skriv", "/en/write"])
def test_who_lives_elsewhere_sees_the_hotline_s_number_on_the_spot(address: str) -> None:
    """Beside the answer, to press; without a number there is none."""
    number = "tel:+4500000005"
    person = Person(address=address).opens()
    person.posts("start").posts("way", track="anonymous").posts("worry", **WORRY)
    field = person.page.split('value="elsewhere"')[1].split("</div>")[0]
    assert number in field


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
    assert len(person.house.clerk.outbox.rows) == 1


def test_restart_with_a_newer_key_gives_the_same_receipt() -> None:
    """Another server with the same secrets knows the letter again."""
    person = Person().fills_in()
    first = person.sends().reference
    drafts = Drafts([b"new key", b"newest"], days=30, longest=1_000_000)
    again = Person(invented_infohus(outbox=person.house.clerk.outbox, drafts=drafts))
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


def test_an_addition_asked_for_twice_is_one_letter() -> None:
    """Edit after Send, Send, Back, Send, and both are confirmed: one addition, one receipt."""
    person = Person().fills_in()
    draft = person.draft
    person.sends()
    asked = []
    for _ in range(2):
        person.draft = draft
        person.posts("worry", text="Nyt: " + TEXT, urgency="not_urgent").sends()
        assert person.answer.status_code == 409
        asked.append(person.draft)
    references = set()
    for person.draft in asked:
        references.add(person.sends().reference)
    assert len(references - {""}) == len(references) == 1
    assert len(sealed(person)) == 2


@pytest.mark.parametrize("address", ["/skriv", "/en/write"])
def test_who_may_have_sent_before_we_forgot_is_told(address: str) -> None:
    """A draft older than its tombstone: said on the check page, and the letter can be sent."""
    person = Person(address=address).fills_in()
    words = person.house.texts[person.house.languages[address != "/skriv"]]
    told = words["check.forgotten"].partition("{days}")[2]
    person.posts("check", "show")
    assert told not in person.page
    days = person.house.municipality.intake.tombstone_days
    person.waits(days * DAY).posts("check", "show").posts("check", "show")
    assert told in person.page
    assert person.sends().reference


def test_a_draft_that_expired_after_it_was_sent_is_known_again() -> None:
    """As long as the tombstone stands: the same receipt, no second letter."""
    person = Person().fills_in()
    draft = person.draft
    first = person.sends().reference
    person.draft = draft
    person.waits(31 * DAY).sends()
    assert person.answer.status_code == 400
    person.posts("check", "show").sends()
    assert person.reference == first
    assert len(sealed(person)) == 1


def test_danger_now_leads_to_112_and_keeps_the_text() -> None:
    """Lige nu: 112 first; afterwards the letter goes on with that noted."""
    person = Person().opens().posts("way", track="anonymous")
    person.posts("worry", text=TEXT, urgency="now")
    assert 'class="button primary call" href="tel:112"' in person.page
    person.posts("danger", emergency_call="made").posts("person", age="unknown", residence="here")
    assert "Ja, nogen har ringet" in person.page
    person.posts("check", "change-danger").posts("danger", emergency_call="not_made").sends()
    (concern,) = sealed(person)
    assert concern.emergency_call is EmergencyCall.NOT_MADE
    assert concern.urgency is Urgency.NOW
    assert concern.text == TEXT


def test_a_draft_from_before_a_question_existed_leads_to_it() -> None:
    """Signed by an older version, without an answer that is needed now: nothing is lost."""
    person = Person().fills_in("named")
    drafts, now = person.house.drafts, person.house.clock()
    answers = drafts.read(person.draft, now).answers
    for name in ("urgency", "age", "reporter_name"):
        older = {key: text for key, text in answers.items() if key != name}
        person.draft = drafts.sign(Draft.new(now - 60, older))
        person.sends()
        assert person.answer.status_code == 400
        assert f'href="#{name}"' in person.page
        kept = drafts.read(person.draft, now).answers
        on_page = [text for text in older.values() if text in person.page or text in kept.values()]
        assert len(on_page) == len(older)
    assert person.posts("contact", **CONTACT).sends().reference


def test_a_flag_of_an_older_version_is_no_answer() -> None:
    """1.0.0 signed an answer into the draft that is asked otherwise now."""
    person = Person().fills_in()
    now = person.house.clock()
    draft = person.house.drafts.read(person.draft, now)
    older = draft.with_answers(draft.answers | {"called_112": "yes", "urgency": "now"})
    person.draft = person.house.drafts.sign(older)
    assert 'href="#emergency_call"' in person.sends().page


def test_there_is_no_session_whatever_flask_is_told() -> None:
    """A key for cookies would switch Flask's own on; ours takes nothing."""
    app = create_app(invented_infohus())
    app.secret_key = "a key"
    with app.test_request_context("/skriv"):
        assert dict(session) == {}
        with pytest.raises(RuntimeError):
            session["anything"] = 1


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
    house.clerk.sealer.keys = keys
    person = Person(house).opens()
    assert person.answer.status_code == 503
    assert "tel:+4500000001" in person.page
    assert "<form" not in person.page


def test_open_form_stays_open_with_one_key() -> None:
    """One reader is left: still open."""
    person = Person().opens()
    person.house.clerk.sealer.keys = 1
    assert person.opens().answer.status_code == 200


def test_receipt_of_a_sent_letter_is_given_when_the_form_has_closed() -> None:
    """Who presses again must not be told that nothing was sent."""
    person = Person().fills_in()
    first = person.sends().reference
    person.goes_to(invented_infohus(outbox=person.house.clerk.outbox, municipality=CLOSED))
    assert person.sends().reference == first


def test_when_it_is_read_is_said_as_the_municipality_said_it() -> None:
    """Until it has answered, nobody may count on it tonight or at the weekend."""
    hours = OPEN.intake.monitored_hours["da"]
    assert hours in Person().opens().page
    unanswered = pages_of(
        invented_municipality(monitored_hours=undecided(OPEN.intake.monitored_hours))
    )
    assert "Du kan ikke regne med" in unanswered
    assert hours not in unanswered


def pages_of(facts: Municipality) -> str:
    """The start page of a municipality that could not open the form itself."""
    house = invented_infohus(municipality=facts, doors=AlwaysOpen())
    return Person(house).opens().page


class AlwaysOpen(Doors):
    """Doors that let everybody in."""

    def closed(self, *_: object) -> None:
        """Never."""


def test_receipt_tells_what_happens_next_as_the_action_card_does() -> None:
    """Every step of the card that this case can meet, in the page's language, and no promise."""
    card = action_card.load(OPEN)
    forks = {node.key: node for node in card.nodes if node.kind == "fork"}
    for address, language in (("/skriv", "da"), ("/en/write", "en")):
        for age, not_met in (("adult", ["under_18"]), ("under_18", ["over_18"]), ("unknown", [])):
            page = Person(address=address).fills_in(age=age).sends().page
            missing = [step for step in card.steps(language) if step not in page]
            assert missing == [forks[key].words[language] for key in not_met]


def test_receipt_numbers_the_steps_and_not_what_hangs_beside_them() -> None:
    """The report to PET and EAE and SSP's guidance are points under a step, as in the figure."""
    card = action_card.load(OPEN)
    for age in AgeBand:
        page = Person().fills_in(age=age.value).sends().page
        (steps,) = re.findall(r'<ol class="steps">(.*?)</ol>', page, re.DOTALL)
        beside = re.findall(r"<ul>(.*?)</ul>", steps, re.DOTALL)
        numbered = re.sub(r"<ul>.*?</ul>", "", steps, flags=re.DOTALL)
        assert numbered.count("<li>") == len(card.after_contact(age))
        for node in card.nodes:
            in_list = node.words["da"] in "".join(beside)
            assert in_list is (node.kind in action_card.BESIDE), node.key


def test_receipt_leads_to_the_notification_that_the_letter_is_not() -> None:
    """As the first page does: whoever is told to make one must find where."""
    person = Person().opens()
    link = f'href="{OPEN.underretning.url}"'
    assert link in person.page
    assert link in person.fills_in().sends().page


@pytest.mark.parametrize("address", ["/skriv", "/en/write"])
def test_who_reads_is_said_before_anything_is_sent(address: str) -> None:
    """Where everybody starts, at the choice, before Send and on the receipt; the police too."""
    person = Person(address=address)
    language = "da" if address == "/skriv" else "en"
    pages = [person.opens().page, person.posts("start").page]
    pages += [person.fills_in().page, person.sends().page]
    said = [OPEN.intake.readers[language], "lokalpolitiet" if language == "da" else "local police"]
    said += ["PET", "EAE"]
    assert [[text for text in said if text not in page] for page in pages] == [[]] * 4


@pytest.mark.parametrize("address", ["/skriv", "/en/write"])
def test_what_parents_may_be_told_stands_at_the_age_with_the_rule_on_honour(address: str) -> None:
    """Barnets lov § 18, stk. 3: the risk is assessed before they are involved."""
    person = Person(address=address).opens().posts("way", track="anonymous")
    words = person.posts("worry", **WORRY).house.texts[
        language_of("da" if address == "/skriv" else "en")
    ]
    assert 'name="age"' in person.page
    assert words["person.age.hint"] in person.page
    assert all(text in words["person.age.hint"] for text in (PARENTS[address]))


PARENTS = {"/skriv": ("forældrene", "ære", "før"), "/en/write": ("parents", "honour", "before")}


@pytest.mark.parametrize(("track", "is_told"), [("anonymous", False), ("named", True)])
def test_receipt_of_a_name_holds_the_whole_privacy_notice(track: str, is_told: bool) -> None:
    """The duty to inform: every paragraph, where the person can print it."""
    page = Person().fills_in(track).sends().page
    found = [text in page for text in paragraphs("full")]
    assert found == [is_told] * len(found)


def test_notice_is_there_before_the_name_is_given() -> None:
    """On the step that asks for it; the short one where everybody starts."""
    person = Person().opens()
    assert all(text in person.page for text in paragraphs("child"))
    person.posts("way", track="named").posts("worry", **WORRY).posts("person", **PERSON)
    assert all(text in person.page for text in paragraphs("full"))


@pytest.mark.parametrize("age", ["under_18", "unknown", "adult"])
def test_age_that_may_be_a_childs_is_explained(age: str) -> None:
    """On the check page and the receipt."""
    person = Person().opens().posts("way", track="anonymous").posts("worry", **WORRY)
    check = person.posts("person", age=age, residence="here").page
    receipt = person.sends().page
    said = ["et barn har brug for hjælp" in page for page in (check, receipt)]
    assert said == [age != "adult"] * 2


def paragraphs(kind: Kind) -> list[str]:
    sections = privacy_notice.load("da").sections(OPEN, kind)
    return [text for section in sections for text in section.paragraphs]


def test_late_is_said_and_the_form_is_still_open() -> None:
    """Letters wait: the start page says so with the phones."""
    person = Person(invented_infohus(outbox=FakeOutbox(oldest_hours=30))).opens()
    assert person.answer.status_code == 200
    assert "Der er forsinkelse" in person.page


def test_one_neutral_title_on_every_page() -> None:
    """No page's title says what it is about."""
    person = Person().opens()
    assert "<title>Skriv til os</title>" in person.page
    assert "<title>Skriv til os</title>" in person.fills_in().page


def test_answers_that_nobody_has_looked_at_are_judged_at_send() -> None:
    """A draft from the step before the check page, sent as if it were the check page."""
    person = Person().opens().posts("way", track="anonymous").posts("worry", **WORRY)
    person.posts("person", age="adult").waits().sends()
    assert not sealed(person)
    assert 'href="#residence"' in person.page


def test_a_draft_is_not_ready_once_an_answer_came() -> None:
    """An answer that came where it does not belong is kept, and looked at before it is sent."""
    person = Person().fills_in().posts("check", "send", text=" ")
    assert person.answer.status_code == 400
    person.sends()
    assert not sealed(person)
    assert 'href="#text"' in person.page


def test_pages_larger_than_any_letter_are_made_in_turn_and_letters_do_not_wait() -> None:
    """While one such is made, the next stands back; the longest letter goes on."""
    large = Person().opens().posts("way", track="anonymous")
    posting = Thread(
        target=large.posts, args=("worry",), kwargs={"text": "a" * (rendering.LARGE + 1)}
    )
    with rendering._LARGE_PAGES:
        posting.start()
        assert Person().fills_in(text="🙂" * 20_000).sends().reference
        assert posting.is_alive()
    posting.join(20)
    assert large.answer.status_code == 400
