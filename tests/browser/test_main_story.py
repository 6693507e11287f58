"""The main story on real parts: written in a browser, opened by a coordinator."""

import json
import re
import sqlite3
import time
import urllib.request
from collections.abc import Iterator
from http.client import HTTPConnection
from urllib.parse import urlencode, urlsplit

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from demonstration.__main__ import main
from demonstration.plan import ADDRESSES, free_port
from tests import traces
from tests.browser.demonstration import FOLDER, Demonstration, running
from tests.browser.navigators import Reporter
from tests.openssl import open_letter

CHROMIUM = "/usr/bin/chromium"
LONGEST_POST_SECONDS = 60
PARENT = "Min datter på 15 er ændret. Hun ser film om krig — æøå ÆØÅ 🙂 «1. maj»"
AGENT = "Mozilla/5.0 Sporhund/77.7"
ELSEWHERE = "127.0.0.77"
"""An address of this machine that nothing else uses."""
TEACHER = "A pupil of mine said he would join them. I heard it at Skolegården."
pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demonstration]:
    with running(tmp_path_factory.mktemp("log") / "errors") as found:
        yield found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM)
        yield found
        found.close()


class Story:
    """A page that remembers where it asked and what it complained about."""

    def __init__(self, browser: Browser) -> None:
        context = browser.new_context(viewport={"width": 360, "height": 740}, user_agent=AGENT)
        self.page: Page = context.new_page()
        self.asked: list[str] = []
        self.said: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))


def letter(demonstration: Demonstration, holding: str) -> tuple[bytes, str]:
    """The newest letter as it came over the wire, once the inbox shows these words."""
    ends = time.monotonic() + LONGEST_POST_SECONDS
    while time.monotonic() < ends:
        page = fetch(demonstration.inbox).decode()
        if holding in page:
            newest = re.search(r'href="/([A-Z0-9]{8}/brev\.eml)"', page)
            assert newest is not None
            return fetch(f"{demonstration.inbox}{newest[1]}"), page
    raise AssertionError("the letter did not come")


def fetch(address: str) -> bytes:
    with urllib.request.urlopen(address, timeout=20) as answer:
        content: bytes = answer.read()
        return content


def opened(sealed: bytes, address: str) -> tuple[str, dict[str, object]]:
    """What this coordinator reads, by openssl alone."""
    inbox = FOLDER / "inbox"
    key, own = (inbox / f"{address}.key").read_bytes(), (inbox / f"{address}.pem").read_bytes()
    inside = open_letter(sealed, key, own, (inbox / "signing-ca.pem").read_bytes())
    body = inside.get_body(("plain",))
    assert body is not None
    files = {part.get_filename(): part.get_content() for part in inside.iter_attachments()}
    record = files["henvendelse.json"]
    return str(body.get_content()), json.loads(record)


def test_a_parent_writes_anonymously_in_danish(
    demonstration: Demonstration, browser: Browser
) -> None:
    """Nothing arrives while the forwarder stands still; then both coordinators read every sign."""
    story = Story(browser)
    demonstration.hold_back()
    person = Reporter(story.page, demonstration.origin).opens().presses("continue")
    person.chooses(track="anonymous").presses("continue")
    person.writes(text=PARENT).chooses(urgency="not_urgent").presses("continue")
    person.chooses(age="under_18", residence="here").presses("continue")
    person.presses("send")
    reference = story.page.locator(".reference").inner_text()
    assert person.reads() == "Vi har fået din henvendelse"
    assert reference not in fetch(demonstration.inbox).decode()
    demonstration.let_go()
    sealed, page = letter(demonstration, reference)
    assert "Vores, og brevet er uændret" in page
    assert PARENT.encode() not in sealed
    for address in ADDRESSES:
        text, record = opened(sealed, address)
        assert f"| {PARENT}" in text
        assert reference in text.splitlines()[0]
        assert "24 timer" in text
        assert PARENT in json.dumps(record, ensure_ascii=False)
    assert story.page.context.cookies() == []
    assert {url for url in story.asked if not url.startswith(demonstration.origin)} == set()
    assert story.said == []


def test_a_teacher_writes_with_her_name_in_english(
    demonstration: Demonstration, browser: Browser
) -> None:
    """The professional track: name, workplace and the duty to notify are in the letter."""
    story = Story(browser)
    person = Reporter(story.page, demonstration.origin, "en").opens().presses("continue")
    person.chooses(track="professional").presses("continue")
    person.writes(text=TEACHER).chooses(urgency="within_days").presses("continue")
    person.chooses(age="unknown", residence="unknown").presses("continue")
    person.writes(
        reporter_name="Åse Sørensen", reporter_phone="00 00 00 09", workplace="Andeby Skole"
    ).presses("continue")
    person.presses("send")
    reference = story.page.locator(".reference").inner_text()
    sealed, _ = letter(demonstration, reference)
    text, record = opened(sealed, ADDRESSES[1])
    for words in (TEACHER, "Åse Sørensen", "00 00 00 09", "Andeby Skole"):
        assert words in text
        assert words in json.dumps(record, ensure_ascii=False)
    assert story.page.context.cookies() == []
    assert story.said == []


def test_what_lies_in_the_outbox_is_closed_to_us(demonstration: Demonstration) -> None:
    """Both letters are still kept; the database holds no word of them."""
    file = FOLDER / "service" / "outbox.sqlite"
    with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as database:
        count = database.execute(
            "select count(*) from letter where standing = 'awaited'"
        ).fetchone()
    assert count == (2,)


def test_nothing_the_service_wrote_tells_what_was_written_or_by_whom(
    demonstration: Demonstration,
) -> None:
    """Database, log and temporary files, in any dress; letters were sent and a page asked for."""
    ask_from_elsewhere(demonstration.origin)
    markers = [PARENT, TEACHER, "Åse Sørensen", "Andeby Skole", "00 00 00 09", AGENT, ELSEWHERE]
    markers += ["Min datter på 15", "A pupil of mine", "Sporhund"]
    for folder in demonstration.written:
        assert traces.in_folder(folder, markers) == []
        (folder / "decoy").write_text(f"{PARENT} {AGENT} {ELSEWHERE}", encoding="utf-8")
        assert f"decoy: {ELSEWHERE}" in traces.in_folder(folder, markers)
        (folder / "decoy").unlink()


def ask_from_elsewhere(origin: str) -> None:
    """A page, an address that is not there, and a post that is refused."""
    where = urlsplit(origin)
    for method, path, body in (
        ("GET", "/skriv", None),
        ("GET", "/er-der-ikke", None),
        ("POST", "/skriv", urlencode({"text": PARENT, "draft": "not ours"})),
    ):
        line = HTTPConnection(where.hostname or "", where.port, 20, (ELSEWHERE, 0))
        kind = {"Content-Type": "application/x-www-form-urlencoded", "User-Agent": AGENT}
        line.request(method, path, body, kind)
        assert line.getresponse().read()
        line.close()


def test_no_answer_sets_a_cookie(demonstration: Demonstration) -> None:
    """Site, form and what is not there."""
    for path in ("/", "/en/", "/skriv", "/en/write"):
        with urllib.request.urlopen(demonstration.origin + path, timeout=20) as answer:
            assert answer.headers.get_all("Set-Cookie") is None


def test_a_real_installation_is_left_alone() -> None:
    """With any INFOHUS setting the demonstration refuses to start."""
    assert main({"INFOHUS_ORIGIN": "https://real.example"}) == 1


def test_a_second_one_in_the_same_folder_is_refused(
    demonstration: Demonstration, capsys: pytest.CaptureFixture[str]
) -> None:
    """It would take the first one's keys away; and a port that is taken is told at once."""
    assert main({"PORT": str(free_port())}) == 1
    assert "runs in this folder already" in capsys.readouterr().err
    assert main({"PORT": str(urlsplit(demonstration.origin).port)}) == 1
    assert "is taken" in capsys.readouterr().err
