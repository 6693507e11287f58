"""The loop switched off: not one row, header, address or page differs from 1.0.0's.

Rows and words: `test_desk.py`. The lists below were written from 1.0.0 itself.
"""

import re
from collections.abc import Callable
from email import message_from_bytes, policy

from flask import Flask

from intake.web import create_app
from tests.intake.loop.house import Looped
from tests.intake.reporter import CONTACT, PERSON, WORRY, Person

Switched = Callable[[str], Looped]
OUTER = (
    "From",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "Auto-Submitted",
    "MIME-Version",
    "Content-Type",
    "Content-Transfer-Encoding",
    "Content-Disposition",
)
"""Of a mail, in order."""
ADDRESSES = {"/skriv", "/en/write"}
"""Where something answers, besides files named by their digest."""
ANSWER = {
    "Cache-Control",
    "Content-Encoding",
    "Content-Length",
    "Content-Security-Policy",
    "Content-Type",
    "Cross-Origin-Embedder-Policy",
    "Cross-Origin-Opener-Policy",
    "Cross-Origin-Resource-Policy",
    "Permissions-Policy",
    "Referrer-Policy",
    "Strict-Transport-Security",
    "Vary",
    "X-Content-Type-Options",
    "X-Frame-Options",
}
CHANGING = re.compile(r'(name="draft"[^>]* value=|class="reference">)[^<>]*')
"""What no two visits share: the draft, and the number on the receipt."""


def addresses(app: Flask) -> set[str]:
    return {rule.rule for rule in app.url_map.iter_rules() if "<" not in rule.rule}


def visited(looped: Looped) -> list[tuple[set[str], str]]:
    """Headers and page of each step, of the receipt, and of what is not there."""
    person = Person(looped.installation.infohus())
    steps = (
        person.opens,
        lambda: person.posts("start"),
        lambda: person.posts("way", track="named"),
        lambda: person.posts("worry", **WORRY),
        lambda: person.posts("person", **PERSON),
        lambda: person.posts("contact", **CONTACT),
        person.sends,
        lambda: person.posts("check", "nonsense"),
    )
    seen = []
    for step in steps:
        step()
        seen.append((set(person.answer.headers.keys()), CHANGING.sub(r"\1", person.page)))
    return seen


def test_mail_has_the_header_lines_of_1_0_0(switched: Switched) -> None:
    """One to each who gets letters, under one subject; nothing waits behind it."""
    looped = switched("off")
    reference = looped.receives()
    mails = looped.mails()
    for lease in mails:
        head = message_from_bytes(lease.message.body, policy=policy.SMTP)
        assert tuple(head.keys()) == OUTER
        assert head["Subject"] == f"Referencenummer {reference[:4]}-{reference[4:]}"
        assert head["Message-ID"] == f"<{reference}@test.example>"
    assert len(mails) == 2
    looped.clock.now += 30 * 86_400
    assert looped.mails() == []


def test_form_answers_at_the_addresses_of_1_0_0(switched: Switched) -> None:
    """And at one more where the loop is on."""
    looped = switched("off")
    assert addresses(create_app(looped.installation.infohus())) == ADDRESSES
    path = looped.folder / "municipality.toml"
    path.write_text(path.read_text("utf-8").replace('step = "off"', 'step = "trial"'), "utf-8")
    assert addresses(create_app(looped.load().infohus())) == ADDRESSES | {"/kvittering"}


def test_pages_are_those_of_a_municipality_that_never_heard_of_it(switched: Switched) -> None:
    """Without a word on the loop in its file, without its keys and without a substitute."""
    looped = switched("off")
    off = visited(looped)
    path = looped.folder / "municipality.toml"
    text = path.read_text("utf-8")
    without = re.sub(r"(?ms)^\[loop\]\n.*?(?=^\[)", "", text)
    assert without != text
    path.write_text(without, "utf-8")
    del looped.house.environ["INFOHUS_LOOP_KEYS_FILE"]
    looped.has_people(substitute=False)
    looped.installation = looped.load()
    assert visited(looped) == off
    assert all(headers <= ANSWER for headers, _ in off)
    assert not any("/kvittering" in page for _, page in off)
