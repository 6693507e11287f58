"""`/telefon`: a call becomes a letter, a code of one's own opens the page, and nothing is read."""

import logging
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intake.accepting import Limits
from intake.facts import read_texts
from intake.form import QUESTIONS
from intake.loop import Status
from intake.outbox import Standing
from intake.reference import SIGNS
from intake.web import create_app
from intake.web.infohus import TRIES
from tests.intake.loop.house import KIM, Looped
from tests.intake.outbox.history import rows

CALL = {
    "urgency": "within_days",
    "age": "adult",
    "residence": "here",
    "text": "Hun er bange. <b>Æøå</b>",
    "track": "anonymous",
}
EMPTY_FIELD = '<input id="code" name="code" value=""'
NAMED = {"track": "named", "reporter_name": "Åse Ø", "reporter_phone": "12345678"}


class Writer:
    """Somebody with the telephone in one hand."""

    def __init__(self, client: FlaskClient, code: str) -> None:
        self.client, self.code = client, code
        self.page, self.draft, self.status = "", "", 0

    def posts(self, **fields: str) -> "Writer":
        kept = {"draft": self.draft} if self.draft else {}
        answer = self.client.post("/telefon", data={"code": self.code} | kept | fields)
        self.page, self.status = unescape(answer.get_data(as_text=True)), answer.status_code
        found = re.search(r'name="draft"[^>]* value="([^"]*)"', self.page)
        self.draft = found[1] if found else ""
        return self

    def opens(self) -> "Writer":
        return self.posts(action="open")

    def sends(self, taker: str = "take:Kim", **fields: str) -> "Writer":
        return self.posts(action="send", taker=taker, **fields)

    @property
    def number(self) -> str:
        found = re.search(r"Nummeret er: <span[^>]*>([^<]+)<", self.page)
        return found[1].replace("-", "") if found else ""


@pytest.fixture
def looped(tmp_path: Path) -> Iterator[Looped]:
    """Switched on, on SQLite."""
    made = Looped(tmp_path, f"sqlite:///{tmp_path / 'outbox.sqlite'}", "questions")
    yield made
    made.closes()


def code(looped: Looped, number: int = 0) -> str:
    """Of Kim, Bo or Vikar."""
    telephone = looped.installation.telephone
    assert telephone is not None
    return telephone.code(telephone.holders[number])


def kim(looped: Looped) -> Writer:
    return Writer(looped.client, code(looped))


def test_the_page_asks_what_the_form_asks_and_no_more(looped: Looped) -> None:
    """Every question once, in the order of a call, each part with something to say aloud."""
    page = kim(looped).opens().page
    fields = re.findall(r'<(?:input|textarea|button)[^>]* name="([^"]+)"', page)
    asked = list(dict.fromkeys(fields))
    assert set(asked) == {each.name for each in QUESTIONS} | {"draft", "code", "taker", "action"}
    order = ["urgency", "age", "text", "when", "identification", "track", "taker"]
    assert sorted(order, key=asked.index) == order
    assert page.count('class="say"') == 7
    assert "checked" not in page


def test_only_what_is_said_aloud_speaks_as_the_caller(looped: Looped) -> None:
    """Whoever reads the page holds the telephone, and is not the one who is worried."""
    read = re.sub("”[^”]*”", "", kim(looped).opens().page.partition("<main")[2])
    assert re.findall(r"\b(?:mit|min|mine|mig)\b", read) == []


def test_a_call_becomes_the_letter_of_everybody(looped: Looped) -> None:
    """Its first line says whose code it was; what was told stands behind the line."""
    writer = kim(looped).opens().sends(**CALL)
    assert (writer.status, "Notatet er sendt" in writer.page) == (200, True)
    (letter, *_) = [each for each in looped.mails() if each.message.reference == writer.number]
    text = looped.reads(letter)
    first, second = text.splitlines()[0], text.splitlines()[2]
    number = f"{writer.number[:4]}-{writer.number[4:]}"
    assert first.startswith(
        f"Telefonnotat, skrevet med Kims telefonkode. Referencenummer {number},"
    )
    assert second == "Kim tager sig af henvendelsen."
    assert "\n| Hun er bange. <b>Æøå</b>\n" in text
    assert "Det blev noteret i telefonen" in text


def test_whoever_takes_it_has_acknowledged_it(looped: Looped) -> None:
    """All are told, and nobody is reminded; nobody takes it: it waits as any other."""
    taken = kim(looped).opens().sends(taker="take:Bo", **CALL).number
    waiting = kim(looped).opens().sends(taker="nobody", **CALL).number
    standings = [looped.outbox.seen(each) for each in (taken, waiting)]
    assert [each and each.standing for each in standings] == [Standing.READ, Standing.AWAITED]
    told = [looped.reads(each) for each in looped.mails()]
    assert any(f"{taken[:4]}-{taken[4:]}: Bo tager sig af den." in text for text in told)
    assert not any(f"{waiting[:4]}-{waiting[4:]}: " in text for text in told)


def test_the_number_is_spelled_in_groups_of_four(looped: Looped) -> None:
    """Each letter with its word."""
    writer = kim(looped).opens().sends(**CALL)
    groups = re.findall(r'class="reference">([^<]{4})</strong> <span>([^<]+)</span>', writer.page)
    assert "".join(signs for signs, _ in groups[:2]) == writer.number
    spoken = ", ".join(words for _, words in groups[:2]).split(", ")
    assert len(spoken) == 8
    assert all(
        word == sign or word.startswith(f"{sign} som {sign}")
        for sign, word in zip(writer.number, spoken, strict=True)
    )


def test_the_caller_can_look_again_like_anybody_else(looped: Looped) -> None:
    """The code is read aloud as the number is, and leads to this letter; it stands in no letter."""
    writer = kim(looped).opens().sends(**CALL)
    (given,) = re.findall(r"Koden er: <span[^>]*>([^<]+)<", writer.page)
    replies = looped.installation.replies
    assert replies is not None
    status = replies.find(given)
    assert isinstance(status, Status)
    assert status.thread.reference == writer.number
    spelled = re.findall(r'class="reference">([^<]{4})</strong>', writer.page)
    assert "".join(spelled) == writer.number + given.replace("-", "")
    assert not any(given in looped.reads(each) for each in looped.mails())


def test_every_sign_of_a_number_has_its_word() -> None:
    """And the word begins with it."""
    words = read_texts("telephone.da")
    letters = [sign for sign in SIGNS if sign.isalpha()]
    assert [sign for sign in letters if words[f"call.letters.{sign}"][0] != sign] == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"text": ""}, "Skriv, hvad der bliver fortalt"),
        ({"urgency": ""}, "Vælg, hvor meget det haster"),
        ({"track": ""}, "Vælg, om navnet må noteres"),
        ({"urgency": "now"}, "Det haster lige nu: Vælg, om nogen har ringet 112"),
        ({"emergency_call": "made"}, "Nogen har ringet 112: Vælg, at det haster lige nu"),
        ({"reporter_name": "Åse Ø"}, "Der står et navn. Vælg, at det må noteres, eller slet det"),
        ({"workplace": "Skolen"}, "Der står et arbejdssted."),
        ({"track": "named", "reporter_phone": "1"}, "Skriv navnet, eller vælg: Nej, anonym"),
        ({"taker": "take:Mallory"}, "Vælg, hvem der tager sig af den"),
        ({"taker": ""}, "Vælg, hvem der tager sig af den"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    looped: Looped, changes: dict[str, str], said: str
) -> None:
    """No letter; every answer stands on the page, and mended it goes."""
    before = rows(looped.url)
    given = CALL | {"when": "i går", "taker": "take:Kim"} | changes
    writer = kim(looped).opens().posts(action="send", **given)
    assert (writer.status, said in writer.page) == (400, True)
    assert rows(looped.url) == before
    chosen = {name: text for name, text in given.items() if text and name not in ("taker",)}
    lacking = [text for text in chosen.values() if text not in writer.page]
    assert lacking == []
    assert writer.page.count(" checked") >= len({"residence", "age"})
    mended = writer.posts(
        action="send", taker="take:Kim", **(CALL | NAMED | {"emergency_call": ""})
    )
    assert mended.number


def test_what_was_taken_back_is_no_answer(looped: Looped) -> None:
    """A button that cannot be let go has another beside it that says nothing."""
    unsaid = {"voice_message": "unsaid", "statutory_notification": "unsaid"}
    writer = kim(looped).opens().sends(**CALL, emergency_call="unsaid", **unsaid)
    assert writer.number


def test_the_same_note_twice_is_one_letter_and_a_changed_one_an_addition(looped: Looped) -> None:
    """As in the form."""
    opened = kim(looped).opens()
    draft = opened.draft
    first = opened.sends(**CALL).number
    opened.draft = draft
    assert opened.sends(**CALL).number == first
    opened.draft = draft
    changed = opened.sends(**(CALL | {"text": "Mere"}))
    assert (changed.status, first[:4] in changed.page, "Mere" in changed.page) == (409, True, True)
    second = changed.sends(**(CALL | {"text": "Mere"})).number
    assert second not in ("", first)
    texts = [looped.reads(each) for each in looped.mails()]
    assert any(f"Tilføjelse til {first[:4]}-{first[4:]}." in text for text in texts)


@pytest.mark.parametrize("withdrawn", ["phone_code = 2", "phone_code = 0"])
def test_a_withdrawn_code_is_refused_and_what_was_typed_is_kept(
    looped: Looped, withdrawn: str
) -> None:
    """Also in the middle of a call; with the next code the note goes on."""
    writer = kim(looped).opens()
    path = looped.folder / "recipients" / "recipients.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('name = "Kim"', f'name = "Kim"\n{withdrawn}'), encoding="utf-8")
    before = rows(looped.url)
    assert (writer.sends(**CALL).status, rows(looped.url)) == (400, before)
    assert "Vi kender ikke den kode" in writer.page
    assert CALL["text"] in writer.page
    assert EMPTY_FIELD in writer.page
    writer.code = code(looped)
    assert writer.opens().status == 200
    assert CALL["text"] in writer.page
    assert writer.sends(**CALL).number


def test_whoever_is_taken_off_the_list_has_no_code(looped: Looped) -> None:
    """Without a restart."""
    bo = Writer(looped.client, code(looped, 1))
    assert bo.opens().status == 200
    looped.house.has_recipients(1)
    assert bo.opens().status == 400


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Skriv din telefonkode"),
        ("K7QF-2M9X", "Det er et referencenummer"),
        ("ABCD-EFGH-JKMN-PQRS", "Det er koden til den, der skrev eller ringede"),
        ("ABCD-EFGH-JKMN-PQRS-TWXY", "Det er koden til at kvittere"),
        ("ABCD-EFGH-JKMN", "Vi kender ikke den kode"),
        ("<script>", "Vi kender ikke den kode"),
    ],
)
def test_wrong_code_is_told_apart(looped: Looped, typed: str, said: str) -> None:
    """And the page shows no question; the field is empty again, as it is at first."""
    assert EMPTY_FIELD in looped.client.get("/telefon").text
    writer = Writer(looped.client, typed).opens()
    assert (writer.status, said in writer.page) == (400, True)
    assert EMPTY_FIELD in writer.page
    assert 'name="text"' not in writer.page


def test_code_is_found_in_a_pasted_line(looped: Looped) -> None:
    """As a mail program quotes it."""
    assert Writer(looped.client, f"> koden: {code(looped).lower()}.").opens().status == 200


def test_wrong_codes_have_a_budget_and_right_ones_none(looped: Looped) -> None:
    """As at `/kvittering`."""
    wrong = Writer(looped.client, "ABCD-EFGH-JKMN")
    statuses = [wrong.opens().status for _ in range(TRIES.per_address + 1)]
    assert statuses == [400] * TRIES.per_address + [429]
    wrong.code = code(looped)
    assert wrong.opens().status == 200


def test_a_leaked_code_reads_nothing(looped: Looped) -> None:
    """No answer to it holds a word of another letter, nor its number."""
    number = looped.receives()
    kim(looped).opens().sends(**CALL, when="Hemmelig 7391")
    other = Writer(looped.client, code(looped, 1)).opens()
    pages = other.page + other.sends(**(CALL | {"text": "x", "earlier_reference": number})).page
    assert "Hemmelig 7391" not in pages
    assert number[:4] + "-" + number[4:] not in pages


def test_a_flood_of_notes_meets_the_limits_of_the_form(
    looped: Looped, monkeypatch: pytest.MonkeyPatch
) -> None:
    """429, nothing is stored, and the note stands on the page."""
    writer = kim(looped).opens()
    before = rows(looped.url)
    monkeypatch.setattr(Limits, "allow", lambda *_, **__: False)
    assert writer.sends(**CALL).status == 429
    assert CALL["text"] in writer.page
    assert rows(looped.url) == before


def test_without_the_loop_the_letter_alone_says_who_takes_it(tmp_path: Path) -> None:
    """Nobody waits for an acknowledgement, so nothing is noted and no note goes out."""
    off = Looped(tmp_path, f"sqlite:///{tmp_path / 'outbox.sqlite'}", "off")
    file = tmp_path / "municipality.toml"
    facts = file.read_text(encoding="utf-8").replace("telephone = false", "telephone = true")
    file.write_text(facts, encoding="utf-8")
    off.installation = off.load()
    writer = kim(off).opens()
    assert "Navnet kommer til at stå øverst i brevet." in writer.page
    writer.sends(taker="take:Bo", **CALL)
    texts = [off.reads(each) for each in off.mails() if each.message.recipients == (KIM,)]
    assert [text.splitlines()[2] for text in texts] == ["Bo tager sig af henvendelsen."]
    assert "Koden er:" not in writer.page
    off.closes()


NAMES = st.sampled_from([*(each.name for each in QUESTIONS), "draft", "taker", "action", "x"])
VALUES = st.one_of(
    st.text(max_size=60),
    st.sampled_from([*CALL.values(), "now", "made", "unsaid", "take:Kim", "nobody", "send"]),
)


@pytest.fixture
def opened(looped: Looped) -> Writer:
    """One process for all that is tried."""
    return kim(looped)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(fields=st.dictionaries(NAMES, VALUES, max_size=12), keeps_draft=st.booleans())
def test_whatever_is_sent_is_answered(
    opened: Writer, fields: dict[str, str], keeps_draft: bool
) -> None:
    """Never our own mistake: each post is sent, or says what to look at, and keeps the text."""
    writer = Writer(opened.client, opened.code)
    if keeps_draft:
        writer.opens()
    writer.posts(**fields)
    assert writer.status in {200, 400, 409}
    text = fields.get("text", "").replace("\r\n", "\n").replace("\r", "\n")
    assert writer.number or text in writer.page or "\x00" in text


def test_looking_a_hundred_times_changes_no_row(looped: Looped) -> None:
    """GET, with and without a code, and the code by POST, which only opens."""
    before, client = rows(looped.url), looped.client
    for address in ("/telefon", f"/telefon?code={code(looped)}"):
        for _ in range(50):
            assert 'name="text"' not in client.get(address).text
    for _ in range(20):
        kim(looped).opens()
    assert rows(looped.url) == before


def test_other_sites_and_strange_bodies_are_refused(looped: Looped) -> None:
    """Nothing is sent, and what came is shown where it could be read."""
    before, client = rows(looped.url), looped.client
    fields = {"code": code(looped), "action": "send", "taker": "nobody", **CALL}
    kinds: list[dict[str, Any]] = [
        {"data": fields, "headers": {"Sec-Fetch-Site": "cross-site"}},
        {"json": fields},
        {"data": {"code": "A" * 3_000_000}},
    ]
    assert [client.post("/telefon", **kind).status_code for kind in kinds] == [403, 415, 413]
    assert rows(looped.url) == before


def test_store_away_keeps_what_was_typed(looped: Looped) -> None:
    """503, and the note stands on the page."""
    writer = kim(looped).opens()
    for file in looped.folder.glob("outbox.sqlite*"):
        file.unlink()
    assert writer.sends(**CALL).status == 503
    assert CALL["text"] in writer.page


def test_code_stands_in_no_address_no_header_and_no_log(
    looped: Looped, caplog: pytest.LogCaptureFixture
) -> None:
    """Only in the body, where the next form needs it; on the receipt not even there."""
    caplog.set_level(logging.DEBUG)
    writer = kim(looped).opens()
    data = {"code": writer.code, "draft": writer.draft, "action": "send", "taker": "nobody", **CALL}
    answer = looped.client.post("/telefon", data=data)
    assert answer.status_code == 200
    said = f"{answer.headers} {answer.get_data(as_text=True)} {caplog.text}"
    assert writer.code not in said
    assert writer.code.replace("-", "") not in said
    assert answer.headers["Cache-Control"] == "no-store"
    assert 'name="robots" content="noindex"' in answer.get_data(as_text=True)


def test_switched_off_there_is_no_page(tmp_path: Path) -> None:
    """It answers as any address that is not there."""
    off = Looped(tmp_path, f"sqlite:///{tmp_path / 'outbox.sqlite'}", "off")
    client = create_app(off.installation.infohus()).test_client()
    for method in ("get", "post"):
        page, other = (getattr(client, method)(path) for path in ("/telefon", "/telefon2"))
        assert (page.status_code, page.headers, page.data) == (404, other.headers, other.data)
    off.closes()
