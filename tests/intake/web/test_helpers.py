"""What the page lends to the browser's helpers: to fill in, but not to remember, send or change."""

import re

import pytest

from tests.intake.reporter import TEXT, Person

ADDRESSES = pytest.mark.parametrize("address", ["/skriv", "/en/write"])
CONTACT = {"reporter_name": "Åse Ø", "reporter_phone": "12345678", "reporter_email": "a@b.example"}
TOKENS = {"reporter_name": "name", "reporter_phone": "tel", "reporter_email": "email"}


def at_contact(address: str, **typed: str) -> Person:
    """At the step that asks for a name; with answers, as it comes back from Change."""
    person = Person(address=address).fills_in(track="named")
    contact = dict.fromkeys(CONTACT, "") | typed
    return person.posts("contact", "show", **contact)


def fields(page: str) -> list[str]:
    """The tags of what one can write in, but for the trap."""
    tags = re.findall(r"<(?:input|textarea)\b[^>]*>", page)
    writable = (tag for tag in tags if not re.search('type="(?:hidden|radio)"', tag))
    return [tag for tag in writable if 'name="homepage"' not in tag]


def remembered(page: str) -> dict[str, str]:
    """What the browser is told of the reporter's own data: the name of a token, or `off`."""
    found = {}
    for tag in fields(page):
        name, token = (re.search(f'{each}="([^"]*)"', tag) for each in (" name", "autocomplete"))
        assert name is not None
        assert token is not None, tag
        found[name[1]] = token[1]
    return {name: found[name] for name in TOKENS}


@ADDRESSES
def test_tokens_help_to_fill_in_what_is_empty(address: str) -> None:
    """WCAG 1.3.5."""
    assert remembered(at_contact(address).page) == TOKENS


@ADDRESSES
def test_what_is_filled_in_is_not_to_be_remembered(address: str) -> None:
    """After Back, Change and the language button, field by field."""
    assert set(remembered(at_contact(address, **CONTACT).page).values()) == {"off"}
    one = at_contact(address, reporter_name="Åse Ø")
    assert remembered(one.page) == TOKENS | {"reporter_name": "off"}


@ADDRESSES
def test_no_text_field_is_checked_by_the_browser_or_translated(address: str) -> None:
    """Both may send the text to whoever made the browser."""
    person = Person(address=address).fills_in()
    for step, number in (("worry", 4), ("person", 1)):
        found = fields(person.posts(step, "show").page)
        assert len(found) == number
        assert all('spellcheck="false" translate="no"' in tag for tag in found), found


@ADDRESSES
def test_only_the_persons_own_words_are_kept_from_translation(address: str) -> None:
    """The text, on the check page and where something went wrong, and the reference; not ours."""
    person = Person(address=address).fills_in()
    assert untranslated(person.page) == [TEXT]
    person.house.clerk.outbox.works = False
    person.sends()
    assert untranslated(person.page) == [TEXT]
    person.house.clerk.outbox.works = True
    person.posts("check", "send")
    assert untranslated(person.page) == [person.reference]


def untranslated(page: str) -> list[str]:
    """What stands in elements that a translator leaves alone."""
    return re.findall(r'<(?:dd|strong)[^>]* translate="no"[^>]*>([^<]*)<', page)
