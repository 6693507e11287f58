"""`/kvittering`: a look changes nothing, a form sent without a choice does nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from intake.operating import notes
from intake.web import create_app
from intake.web.infohus import TRIES
from tests.intake.loop.house import Coordinator, Looped
from tests.intake.outbox.history import rows


@pytest.fixture
def looped(tmp_path: Path) -> Iterator[Looped]:
    """Switched on, on SQLite."""
    made = Looped(tmp_path, f"sqlite:///{tmp_path / 'outbox.sqlite'}")
    yield made
    made.closes()


def test_code_leads_to_number_day_state_and_a_choice(looped: Looped) -> None:
    """And none is chosen beforehand."""
    reference = looped.receives()
    kim = Coordinator(looped.client).opens()
    assert kim.status == 200
    kim.looks(f"> {looped.code(reference).lower()}")
    assert f"{reference[:4]}-{reference[4:]}" in kim.page
    assert "Ingen har kvitteret endnu." in kim.page
    assert kim.choices == ["take:Kim", "take:Bo", "take:Vikar", "read"]
    assert "checked" not in kim.page


def test_looking_a_hundred_times_changes_no_row(looped: Looped) -> None:
    """Every address by GET, and the code by POST, which only looks."""
    reference = looped.receives()
    before = rows(looped.url)
    client = looped.client
    for _ in range(100):
        for address in ("/kvittering", "/skriv", "/en/write", "/", f"/kvittering?code={reference}"):
            client.get(address)
    for _ in range(20):
        Coordinator(client).looks(looped.code(reference))
    assert rows(looped.url) == before


@pytest.mark.parametrize("choice", [None, "", "take:Mallory", "finished", "take:"])
def test_form_without_a_choice_does_nothing(looped: Looped, choice: str | None) -> None:
    """As a scanner sends it that presses every button."""
    code = looped.code(looped.receives())
    before = rows(looped.url)
    kim = Coordinator(looped.client)
    kim.posts(code=code, action="act", **({} if choice is None else {"choice": choice}))
    assert kim.status == 400
    assert "Vælg, hvad du vil sige" in kim.page
    assert rows(looped.url) == before


def test_choice_is_done_and_said(looped: Looped) -> None:
    """The page shows the new state and what can be said next."""
    code = looped.code(looped.receives())
    kim = Coordinator(looped.client).says(code, "take:Kim")
    assert kim.status == 200
    assert "Det er noteret" in kim.page
    assert "Læst. Kvitteret " in kim.page
    assert kim.choices[-2:] == ["passed_on", "finished"]


def test_test_letter_is_acknowledged_as_it_asks(looped: Looped) -> None:
    """The page says whether anybody did, as of any letter."""
    notes.test_letter(looped.installation, looped.house.say)
    (number,) = [line[:9] for line in looped.house.said if "recipients" in line]
    kim = Coordinator(looped.client).looks(looped.code(number.replace("-", "")))
    assert ("Et prøvebrev" in kim.page, "Ingen har kvitteret endnu." in kim.page) == (True, True)
    kim.says(looped.code(number.replace("-", "")), "take:Kim")
    assert "Læst. Kvitteret " in kim.page
    assert "Ingen har kvitteret endnu." not in kim.page


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Skriv koden fra brevet"),
        ("K7QF-2M9X", "Det er referencenummeret"),
        ("ABCD-EFGH-JKMN-PQRS", "Det er koden til den, der skrev"),
        ("noget andet", "Vi kender ikke den kode"),
        ("<script>", "Vi kender ikke den kode"),
    ],
)
def test_wrong_code_is_told_apart(looped: Looped, typed: str, said: str) -> None:
    """Same page; and what was typed is not said again."""
    kim = Coordinator(looped.client).looks(typed)
    assert kim.status == 400
    assert said in kim.page
    assert not typed or f'value="{typed}"' not in kim.page


def test_wrong_codes_have_a_budget_and_right_ones_none(looped: Looped) -> None:
    """Nobody who knows a number can shut the coordinator out."""
    code = looped.code(looped.receives())
    kim = Coordinator(looped.client)
    statuses = [kim.looks("ABCD").status for _ in range(TRIES.per_address + 1)]
    assert statuses == [400] * TRIES.per_address + [429]
    assert kim.looks(code).status == 200
    assert kim.says(code, "read").status == 200


def test_other_sites_and_strange_bodies_are_refused(looped: Looped) -> None:
    """Cross-site, not a form, far too long: nothing is done."""
    code = looped.code(looped.receives())
    before, client = rows(looped.url), looped.client
    fields = {"code": code, "action": "act", "choice": "read"}
    answers = [
        client.post("/kvittering", data=fields, headers={"Sec-Fetch-Site": "cross-site"}),
        client.post("/kvittering", json=fields),
        client.post("/kvittering", data=b"code=\xff"),
        client.post("/kvittering", data={"code": "A" * 3_000_000}),
    ]
    assert [answer.status_code for answer in answers] == [403, 415, 415, 413]
    assert rows(looped.url) == before


def test_store_away_is_said_honestly(looped: Looped) -> None:
    """503, and nobody was told."""
    code = looped.code(looped.receives())
    client = looped.client
    for file in looped.folder.glob("outbox.sqlite*"):
        file.unlink()
    kim = Coordinator(client).says(code, "read")
    assert kim.status == 503
    assert "ingen har fået besked" in kim.page


def test_code_stands_in_no_address_and_no_header(looped: Looped) -> None:
    """Only in the body of the answer, where the next form needs it."""
    code = looped.code(looped.receives())
    answer = looped.client.post("/kvittering", data={"code": code, "action": "show"})
    assert code not in str(answer.headers)
    assert answer.headers["Cache-Control"] == "no-store"
    assert 'name="robots" content="noindex"' in answer.get_data(as_text=True)
    assert "Location" not in answer.headers


def test_loop_off_there_is_no_page(tmp_path: Path) -> None:
    """It answers as any address that is not there, to the last header."""
    off = Looped(tmp_path, f"sqlite:///{tmp_path / 'outbox.sqlite'}", "off")
    client = create_app(off.installation.infohus()).test_client()
    for method in ("get", "post"):
        page, other = (getattr(client, method)(path) for path in ("/kvittering", "/kvittering2"))
        assert (page.status_code, page.headers, page.data) == (
            other.status_code,
            other.headers,
            other.data,
        )
        assert page.status_code == 404
    off.closes()
