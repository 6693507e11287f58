"""An address that is almost the form's leads to it; any other gets one page that leads on."""

import pytest

from intake.web.app import create_app
from tests.intake.reporter import invented_infohus

NEARLY = {
    "/skriv/": "/skriv",
    "/Skriv": "/skriv",
    "/SKRIV//": "/skriv",
    "/en/write/": "/en/write",
    "/EN/Write": "/en/write",
}
NOTHING = {"/nothing": "/skriv", "/skriv/x": "/skriv", "/en": "/en/write", "/EN/x": "/en/write"}
FRONT = {"/skriv": "/", "/en/write": "/en/"}


@pytest.mark.parametrize(("address", "meant"), NEARLY.items())
def test_a_slash_or_a_capital_leads_to_the_form(address: str, meant: str) -> None:
    """Somebody who was told the address on the telephone arrives."""
    answer = create_app(invented_infohus()).test_client().get(address)
    if answer.status_code == 308:  # a doubled slash is made one before we are asked
        answer = create_app(invented_infohus()).test_client().get(answer.headers["Location"])
    assert (answer.status_code, answer.headers["Location"]) == (301, meant)
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("address", ["/skriv/", "/Skriv", "/en/write/"])
def test_what_is_sent_there_is_not_led_on(address: str) -> None:
    """A browser would send the text again by itself."""
    answer = create_app(invented_infohus()).test_client().post(address, data={"text": "x"})
    assert answer.status_code == 404
    assert "Location" not in answer.headers


@pytest.mark.parametrize(("address", "form"), NOTHING.items())
def test_any_other_address_offers_form_front_page_and_numbers(address: str, form: str) -> None:
    """In the address's language."""
    answer = create_app(invented_infohus()).test_client().get(address)
    assert answer.status_code == 404
    for way in (f'href="{form}"', f'href="{FRONT[form]}">', 'href="tel:112"', 'href="tel:114"'):
        assert way in answer.text
    assert f'<html lang="{"en" if form == "/en/write" else "da"}"' in answer.text
