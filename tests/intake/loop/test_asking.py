"""A question: sealed to the code, told to all, answered once; and no row that we could read."""

import re
from collections.abc import Callable

import pytest

from intake.accepting import Refusal
from intake.facts import LANGUAGES, Language, read_texts
from intake.loop.asking import LONGEST
from intake.outbox import MOST_QUESTIONS
from tests.intake.loop.house import BO, DAY, KIM, Coordinator, Looped, Writer
from tests.intake.outbox.history import asked, rows

QUESTION = "Hvilken skole går han på? | Æøå"
ANSWER = "Han går på den lille skole ved havnen."


@pytest.fixture
def looped(switched: Callable[[str], Looped]) -> Looped:
    """Everything switched on."""
    return switched("questions")


class Asker(Coordinator):
    """A coordinator who has read the letter."""

    def asks(self, code: str, text: str = QUESTION, number: int = 1) -> "Coordinator":
        return self.posts(code=code, action="ask", number=str(number), question=text)


class Answerer(Writer):
    """A reporter with a code."""

    def looks(self, code: str, **fields: str) -> "Answerer":
        self._sees(self.client.post("/svar", data={"code": code, **fields}))
        return self

    def answers(self, code: str, text: str = ANSWER, number: int = 1) -> "Answerer":
        self.looks(code, action="reply", number=str(number))
        self.posts("reply", text=text)
        self.waits().sends()
        return self


class Story:
    """A letter that was sent and read, and both of its people."""

    def __init__(self, looped: Looped) -> None:
        self.looped = looped
        self.reporter = Answerer(looped.installation.infohus())
        self.reporter.fills_in().sends()
        self.code, self.number = self.reporter.code, self.reporter.reference
        self.letters_code = looped.code(self.number.replace("-", ""))
        self.kim = Asker(looped.client)
        self.kim.says(self.letters_code, "take:Kim")
        looped.mails()

    def told(self) -> list[str]:
        """What Kim reads of what now comes."""
        leases = self.looped.mails()
        return [self.looped.reads(each) for each in leases if each.message.recipients == (KIM,)]

    def held(self) -> str:
        """Every row there is."""
        return str(rows(self.looped.url) + asked(self.looped.url, "SELECT * FROM thread"))


@pytest.fixture
def story(looped: Looped) -> Story:
    return Story(looped)


def test_the_whole_story_is_told(story: Story) -> None:
    """Asked, seen under the fixed line, answered; the answer names its question."""
    page = story.kim.asks(story.letters_code).page
    assert '<h1 tabindex="-1" data-focus>Spørgsmålet er stillet</h1>' in page
    assert "Spørgsmål 1 er stillet" in page
    assert "Det er ikke besvaret endnu." in page
    assert QUESTION not in page
    reporter = story.reporter.looks(story.code)
    assert QUESTION in reporter.page
    assert "Vi spørger aldrig om dit navn, din adresse eller et kodeord." in reporter.page
    reporter.answers(story.code)
    assert "Vi har fået dit svar" in reporter.page
    assert reporter.code == ""
    copy, answer = story.told()
    assert f"{story.number}: En af jer har stillet spørgsmål 1" in copy
    assert f"| {QUESTION}" in copy
    first = answer.splitlines()[0]
    assert first.startswith(f"Referencenummer {reporter.reference}, modtaget ")
    assert f"Svar på spørgsmål 1 til {story.number}." in first
    assert f"| {ANSWER}" in answer
    assert "| Skrevet" not in answer
    assert QUESTION not in reporter.looks(story.code).page
    story.kim.looks(story.letters_code)
    assert "Det er besvaret eller slettet." in story.kim.page


def test_no_row_holds_question_answer_or_code(story: Story) -> None:
    """While it is open and after it was answered."""
    story.kim.asks(story.letters_code)
    opened = story.held()
    story.reporter.answers(story.code)
    for secret in ("Hvilken skole", ANSWER, story.code, story.code.replace("-", "")):
        assert secret not in opened
        assert secret not in story.held()
    assert [row["box"] for row in asked(story.looped.url, "SELECT box FROM thread")] == [None]


def test_copy_goes_to_all_who_have_the_letter(story: Story) -> None:
    """So that a forged question is seen by everybody."""
    story.kim.asks(story.letters_code)
    leases = story.looped.mails()
    assert sorted(lease.message.recipients[0] for lease in leases) == [KIM, BO]


def test_double_click_asks_once(story: Story) -> None:
    """One question, one note, no complaint."""
    first, second = (story.kim.asks(story.letters_code).status for _ in range(2))
    assert (first, second) == (200, 200)
    assert len(story.told()) == 1


def test_second_question_waits_for_the_first(story: Story) -> None:
    """Another coordinator's text is not lost: it is shown again."""
    story.kim.asks(story.letters_code)
    other = Asker(story.looped.client)
    other.asks(story.letters_code, "Noget helt andet?")
    assert other.status == 400
    assert "Noget helt andet?" in other.page
    assert len(story.told()) == 1
    story.reporter.answers(story.code)
    assert other.asks(story.letters_code, "Noget helt andet?", number=2).status == 200
    assert "Noget helt andet?" in story.reporter.looks(story.code).page


def test_question_that_has_to_wait_is_kept_until_it_can_be_put(story: Story) -> None:
    """However often the button is pressed; then it is offered under the next number."""
    story.kim.asks(story.letters_code)
    other, text = Asker(story.looped.client), "Noget helt andet?"
    other.asks(story.letters_code, text)
    for _ in range(2):
        assert (other.status, f"{text}</textarea>" in other.page) == (400, True)
        assert '<a href="#question">Der kan ikke stilles et nyt spørgsmål nu' in other.page
        assert '<label for="question">Dit spørgsmål</label>' in other.page
        other.asks(story.letters_code, text, number=offered(other))
    story.reporter.answers(story.code)
    other.asks(story.letters_code, text, number=0)
    assert (other.status, f"{text}</textarea>" in other.page, offered(other)) == (200, True, 2)
    assert "Spørgsmålet er stillet" in other.asks(story.letters_code, text, offered(other)).page


def offered(kim: Coordinator) -> int:
    """Under which number the page would put a question."""
    found = re.search(r'name="number" value="(\d+)"', kim.page)
    assert found is not None
    return int(found[1])


def test_page_says_why_no_more_can_be_asked(story: Story) -> None:
    """Open; five of them, the last of them open or not; over. Only then there is no field."""
    open_, five = "Så længe kan I ikke stille et nyt.", "I har stillet fem spørgsmål."
    for number in range(1, MOST_QUESTIONS + 1):
        page = story.kim.looks(story.letters_code).page
        assert ('id="question"' in page, open_ in page, five in page) == (True, False, False)
        page = story.kim.asks(story.letters_code, number=number).page
        is_last = number == MOST_QUESTIONS
        said = ('id="question"' in page, open_ in page, five in page)
        assert said == (False, not is_last, is_last)
        story.reporter.looks(story.code, action="delete", number=str(number))
    page = story.kim.looks(story.letters_code).page
    assert ('id="question"' in page, open_ in page, five in page) == (False, False, True)
    for act in ("passed_on", "finished"):
        page = story.kim.says(story.letters_code, act).page
        assert "Derfor kan I ikke stille flere spørgsmål." in page


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Skriv spørgsmålet"),
        ("  \n", "Skriv spørgsmålet"),
        ("a" * (LONGEST + 1), "Spørgsmålet er for langt"),
        ("🙂" * 1_100, "Spørgsmålet er for langt"),
    ],
)
def test_question_that_cannot_be_put_is_shown_again(story: Story, text: str, said: str) -> None:
    """Nothing is asked, nothing told, nothing typed is lost."""
    story.kim.asks(story.letters_code, text)
    assert story.kim.status == 400
    assert said in story.kim.page
    assert not text.strip() or text in story.kim.page
    assert story.told() == []


@pytest.mark.parametrize("choice", ["", "take:Bo", "passed_on", "finished"])
def test_question_stands_there_after_the_other_button(story: Story, choice: str) -> None:
    """Something was said to the others, or the choice was missing; also when all is finished."""
    story.kim.posts(code=story.letters_code, action="act", choice=choice, question=QUESTION)
    assert story.kim.status == (200 if choice else 400)
    assert f"{QUESTION}</textarea>" in story.kim.page


def test_question_outlives_a_code_that_leads_nowhere(story: Story) -> None:
    """As when the letter was deleted meanwhile."""
    story.kim.asks("K7QF-2M9X-K7QF-2M9X-K7QF")
    assert story.kim.status == 400
    assert f"{QUESTION}</textarea>" in story.kim.page


def test_choice_stays_marked_beside_a_question(story: Story) -> None:
    """Until it was done."""
    marked = 'value="finished" checked'
    for question in ("", QUESTION):
        own = {"code": story.letters_code, "choice": "finished", "question": question}
        assert marked in story.kim.posts(**own, action="ask", number="1").page
    assert "checked" not in story.kim.posts(**own, action="act").page


def test_longest_question_comes_whole(story: Story) -> None:
    """2,000 Danish signs."""
    text = "Æ" * LONGEST
    assert story.kim.asks(story.letters_code, text).status == 200
    assert text in story.reporter.looks(story.code).page


def test_nobody_asks_before_the_letter_was_read(looped: Looped) -> None:
    """The page offers no field, and a post does nothing."""
    reporter = Answerer(looped.installation.infohus())
    reporter.fills_in().sends()
    kim = Asker(looped.client)
    code = looped.code(reporter.reference.replace("-", ""))
    assert "Stil spørgsmålet" not in kim.looks(code).page
    kim.asks(code)
    assert "Hvilken skole" not in reporter.looks(reporter.code).page
    kim.says(code, "read")
    assert "Stil spørgsmålet" in kim.page
    assert "Spørg for at forebygge, ikke for at efterforske." in kim.page


def test_reporter_deletes_the_question(story: Story) -> None:
    """Gone at once; another may be asked."""
    story.kim.asks(story.letters_code)
    page = story.reporter.looks(story.code, action="delete", number="1").page
    assert "Spørgsmålet er slettet" in page
    assert QUESTION not in page
    assert QUESTION not in story.reporter.looks(story.code).page
    assert story.kim.asks(story.letters_code, "En til?", number=2).status == 200


def test_reporter_wants_no_more_questions(story: Story) -> None:
    """The open one goes too, and the coordinator is told on the page."""
    story.kim.asks(story.letters_code)
    page = story.reporter.looks(story.code, action="no_more", number="1").page
    assert "Du får ingen flere spørgsmål" in page
    assert QUESTION not in page
    story.kim.looks(story.letters_code)
    assert "vil ikke have flere spørgsmål" in story.kim.page
    assert "Stil spørgsmålet" not in story.kim.page
    assert story.kim.asks(story.letters_code, "En til?", number=2).status == 400


@pytest.mark.parametrize("number", ["", "0", "2", "x", "-1", "99999999999999999999"])
@pytest.mark.parametrize("action", ["delete", "no_more", "reply"])
def test_button_of_another_question_does_nothing(story: Story, action: str, number: str) -> None:
    """As from a page that was left open."""
    story.kim.asks(story.letters_code)
    before = story.reporter.looks(story.code) and story.held()
    page = story.reporter.looks(story.code, action=action, number=number).page
    assert QUESTION in page
    assert story.held() == before


def test_question_is_seen_until_the_answer_is_sent(story: Story) -> None:
    """When something is missing, beside the answer at the end, and back again; then no more."""
    story.kim.asks(story.letters_code)
    person = story.reporter.looks(story.code, action="reply", number="1")
    assert QUESTION in person.posts("reply", text="").page
    assert QUESTION in person.posts("reply", text=ANSWER).page
    assert "Send svaret" in person.page
    assert QUESTION in person.posts("check", "back").page
    assert QUESTION not in person.posts("reply", text=ANSWER).sends().page


def test_answer_that_is_refused_stands_under_its_own_name(story: Story) -> None:
    """Beside its question; and nobody reads that their letter, which was read, was not sent."""
    story.kim.asks(story.letters_code)
    person = story.reporter.looks(story.code, action="reply", number="1")
    person.posts("reply", text=ANSWER)
    object.__setattr__(person.house.clerk, "may_open", False)
    page = person.waits().sends().page
    assert person.answer.status_code == 503
    assert QUESTION in page
    assert re.search(rf"<dt>Dit svar</dt><dd[^>]*>{ANSWER}", page)
    assert "Fortæl med dine egne ord" not in page
    assert "henvendelse" not in page.partition("<main")[2].partition("</main")[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_refusals_are_as_true_of_an_answer_as_of_a_letter(language: Language) -> None:
    """What was not sent, or perhaps not, is the text on the page."""
    words = read_texts(language.code)
    keys = [f"refusal.{each.key}.{part}" for each in Refusal for part in ("heading", "do")]
    said = [words[key] for key in (*keys, "unreachable.do", "check.sends", "check.holds_code")]
    own = r"din henvendelse|henvendelsen|samme henvendelse|your message|(the|same) message"
    assert [text for text in said if re.search(own, text, re.IGNORECASE)] == []


def test_closed_form_says_so_before_an_answer_is_written(story: Story) -> None:
    """And the question stays."""
    story.kim.asks(story.letters_code)
    object.__setattr__(story.reporter.house.clerk, "may_open", False)
    person = story.reporter.looks(story.code, action="reply", number="1")
    assert person.answer.status_code == 503
    assert "Du kan ikke skrive til os her lige nu" in person.page
    assert "<textarea" not in person.page
    assert QUESTION in person.looks(story.code).page


def test_answer_begins_with_its_question(story: Story) -> None:
    """No step comes before: no button leads to the form's first page, and leaving is explained."""
    story.kim.asks(story.letters_code)
    person = story.reporter.looks(story.code, action="reply", number="1")
    assert 'value="back"' not in person.page
    assert "Spørgsmålet er der stadig, når du kigger igen." in person.page
    assert 'value="back"' in person.posts("reply", text=ANSWER).page


def test_answer_is_sent_once(story: Story) -> None:
    """A double click and a reload are one answer; no code is told with it."""
    story.kim.asks(story.letters_code)
    story.told()
    story.reporter.answers(story.code)
    first = story.reporter.reference
    story.reporter.sends()
    assert story.reporter.reference == first
    assert story.reporter.code == ""
    assert len(story.told()) == 1


def test_changed_answer_stays_an_answer(story: Story) -> None:
    """Offered as one more letter, to the same question of the same letter."""
    story.kim.asks(story.letters_code)
    story.told()
    story.reporter.answers(story.code)
    story.reporter.posts("reply", text="Jeg tog fejl.").sends()
    assert story.reporter.answer.status_code == 409
    story.reporter.sends()
    texts = story.told()
    assert len(texts) == 2
    assert all(f"Svar på spørgsmål 1 til {story.number}." in text for text in texts)


def test_answer_can_say_more_than_a_form_can_cheat(story: Story) -> None:
    """Nobody makes an answer of a letter by typing the draft's own field."""
    person = Writer(story.looped.installation.infohus()).fills_in()
    person.posts("check", "send", replies_to="1")
    assert person.answer.status_code == 400
    assert re.search("der var noget", person.page, re.IGNORECASE)


def test_question_goes_after_thirty_days(story: Story) -> None:
    """The page says how the letter stands, and no more."""
    story.kim.asks(story.letters_code)
    story.looped.clock.now += 30 * DAY
    story.looped.outbox.purge(story.looped.clock(), 7, 60)
    assert QUESTION not in story.reporter.looks(story.code).page
    assert "Det er besvaret eller slettet." in story.kim.looks(story.letters_code).page


def test_answer_is_as_large_as_any_letter(story: Story) -> None:
    """The mail server cannot tell it from a concern."""
    story.kim.asks(story.letters_code)
    story.looped.mails()
    story.reporter.answers(story.code)
    (answer, *_) = story.looped.mails()
    story.looped.receives()
    (letter, *_) = story.looped.mails()
    assert abs(len(answer.message.body) - len(letter.message.body)) < 100


def test_at_step_status_nobody_is_asked(switched: Callable[[str], Looped]) -> None:
    """A code, a page, and no field for a question."""
    status = switched("status")
    reporter = Answerer(status.installation.infohus())
    reporter.fills_in().sends()
    assert reporter.code
    kim, code = Asker(status.client), status.code(reporter.reference.replace("-", ""))
    kim.says(code, "read")
    assert "Spørg den, der skrev" not in kim.page
    kim.asks(code)
    assert asked(status.url, "SELECT questions FROM thread") == [{"questions": 0}]
