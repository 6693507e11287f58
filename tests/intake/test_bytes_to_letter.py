"""From the bytes of a POST to the letter that a coordinator opens: nothing is lost or altered."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote_from_bytes, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.concern import Concern, PersonOfConcern, Reporter
from intake.form import QUESTIONS, Step
from intake.form.question import Question
from intake.outbox import Outbox
from tests.intake.coordinator import Coordinator, real_infohus
from tests.intake.reporter import Person

SIGNS = st.text(st.characters(exclude_categories=["Cs"]), max_size=100)
CHOICES = {"track": "professional", "urgency": "now"}
"""With these every question but those of the other tracks is asked."""
ASKED = [each for each in QUESTIONS if each.is_asked(CHOICES | {"emergency_call": "made"})]
LONGEST = {question.name: question.longest for question in ASKED if not question.options}
STEPS = {step: [each.name for each in ASKED if each.step is step] for step in Step}


def answers_to(question: Question) -> st.SearchStrategy[str]:
    """Every good answer, and none where none is needed."""
    if question.name in CHOICES:
        return st.just(CHOICES[question.name])
    if question.options:
        return st.sampled_from((*question.options, *(() if question.required else ("",))))
    if question.is_email:
        return st.one_of(st.just(""), SIGNS.map(lambda text: f"{text}@"))
    is_needed = question.required or question.or_else
    return SIGNS.filter(lambda text: bool(text.strip())) if is_needed else SIGNS


LETTER = st.fixed_dictionaries({question.name: answers_to(question) for question in ASKED})
BAD = {
    "longest": "🙂" * 20_000,
    "NUL": "før\x00efter",
    "right to left": "abc \u202eoverskrift\u202c \u200f\u2067x\u2069",
    "emoji": "👩‍👩‍👧‍👦 🇩🇰 👍🏽",
    "Arabic": "أنا قلق على صديقي",
    "combining": "a\u0301\u0328 e\u0301 \ufeff\u00ad\u2028\u2029\x85",
    "controls": "\x01\x07\x08\x0b\x0c\x1b[2J\x7f",
    "not characters": "\ufffe\uffff\U0010ffff\ufdd0",
    "line ends": "a\rb\r\nc\nd\n\n",
    "leading": "\n\n  indrykket  \t\n",
    "mail header": "x\r\nBcc: a@evil.example\r\nContent-Type: text/html\r\n\r\n<p>",
    "end of mail": "x\r\n.\r\nQUIT\r\n--boundary--\r\n",
    "our own lines": "| Referencenummer ABCD-2345\nOpfølgning: ingen\nDet haster ikke",
    "HTML": "</textarea><script>alert(1)</script>&amp;&lt;&#0;&quot;'\"",
    "template": "{{ 7*7 }} {% raw %} {infohus} %s %(a)s ${x}",
    "S/MIME": "-----BEGIN PKCS7-----\nMIIB\n-----END PKCS7-----\nsmime.p7m",
    "PGP": "-----BEGIN PGP MESSAGE-----\n\nhQEM\n-----END PGP MESSAGE-----",
    "JSON": '"},"text":"andet","a":{"b":"\\u0000\\ud800"',
    "form": "a=b&text=andet+tekst&draft=%00%ff;x",
}


def with_lf(text: str) -> str:
    """The one change that is made: line ends."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


class Sender:
    """Sends one letter after another, all steps, as a browser would."""

    def __init__(self, folder: Path) -> None:
        self.house: Any = real_infohus(folder)
        self.person = Person(self.house)

    def sends(self, letter: dict[str, str]) -> dict[str, Any]:
        """The record that the coordinator opens."""
        person = self.person.opens()
        for step, names in STEPS.items():
            pairs = [f"{name}={quote_plus(letter[name])}" for name in names]
            if pairs:
                head = f"draft={person.draft}&step={step}&action=continue&"
                person.posts_raw((head + "&".join(pairs)).encode())
            assert person.answer.status_code == 200, step
        assert person.sends().reference
        (found,) = Coordinator(self.house.clerk.outbox).opens_all()
        return found


@pytest.fixture(scope="module")
def sender(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sender]:
    found = Sender(tmp_path_factory.mktemp("sender"))
    yield found
    outbox: Outbox = found.house.clerk.outbox
    outbox.close()


def given_and_opened(
    letter: dict[str, str], found: dict[str, Any]
) -> tuple[dict[str, str], dict[str, str]]:
    """Every text that was typed, and the same texts of the record."""
    typed = {name: with_lf(text) for name, text in letter.items() if name in LONGEST}
    parts = {Concern: found, PersonOfConcern: found["person"], Reporter: found["reporter"]}
    texts = (question for question in ASKED if not question.options)
    return typed, {each.name: parts[each.part][each.holds] for each in texts}


@given(letter=LETTER)
def test_whatever_is_typed_is_opened_code_point_for_code_point(
    sender: Sender, letter: dict[str, str]
) -> None:
    """Through draft, check page, seal, outbox and decryption."""
    found = sender.sends(letter)
    typed, opened = given_and_opened(letter, found)
    assert opened == typed
    choices = [found["urgency"], found["person"]["age"], found["person"]["residence"]]
    assert choices == [letter["urgency"], letter["age"], letter["residence"]]


@pytest.mark.parametrize("name", BAD)
def test_bad_input_in_every_field_is_opened_as_it_was_typed(sender: Sender, name: str) -> None:
    """Each field takes as much of it as it has room for."""
    bad = BAD[name]
    letter = {field: bad[:longest] for field, longest in LONGEST.items()}
    letter["reporter_email"] = "@" + bad[:200]
    choices = {each.name: each.options[0] for each in ASKED if each.options} | CHOICES
    found = sender.sends(letter | choices)
    typed, opened = given_and_opened(letter, found)
    assert opened == typed


@pytest.mark.parametrize("field", ["text", "reporter_name", "workplace"])
@pytest.mark.parametrize("blank", ["", " ", "\n \r\n\t", "\u2003\u00a0"])
def test_blanks_are_no_answer_where_one_is_needed(field: str, blank: str) -> None:
    """The step again, with what is missing."""
    person = Person().opens().posts("way", track="professional")
    answers = {"text": "x", "urgency": "not_urgent"}
    if field != "text":
        person.posts("worry", **answers).posts("person", age="adult", residence="here")
        answers = {"reporter_name": "x", "reporter_phone": "1", "workplace": "y"}
    person.posts("worry" if field == "text" else "contact", **(answers | {field: blank}))
    assert person.answer.status_code == 400
    assert f'href="#{field}"' in person.page


ANY_NAME = st.sampled_from(["text", "when", "where", "identification", "role", "x"])
ANY_PAIR = st.tuples(ANY_NAME, st.binary(max_size=60))


@given(
    pairs=st.lists(ANY_PAIR, max_size=8),
    noise=st.one_of(st.just(b""), st.binary(max_size=40)),
    action=st.sampled_from(
        ["continue", "back", "show", "send", "change-danger", "change-way", "\0"]
    ),
    step=st.sampled_from(
        ["start", "way", "worry", "danger", "person", "contact", "check", "", "nowhere"]
    ),
)
def test_any_bytes_are_answered_with_everything_in_them(
    pairs: list[tuple[str, bytes]], noise: bytes, action: str, step: str
) -> None:
    """No error of ours, whatever comes; and what could be read is on the page or in the draft."""
    person = SHARED.opens().posts("way", track="professional")
    body = b"&".join(
        [
            f"draft={person.draft}&step={step}&action={quote_plus(action)}".encode(),
            *(f"{name}={quote_from_bytes(value)}".encode() for name, value in pairs),
            *([noise] if noise else []),
        ]
    )
    person.posts_raw(body)
    assert person.answer.status_code in {200, 400}
    kept = person.page + "\0".join(answers_in(person))
    for _, value in pairs:
        text = with_lf(value.decode(errors="replace"))
        assert not text.strip() or text in kept


def answers_in(person: Person) -> list[str]:
    return list(person.house.drafts.read(person.draft, person.house.clock()).answers.values())


SHARED = Person()
