"""One person types ten thousand codes: all others are served, also behind the same address."""

import os
import re
import time
from pathlib import Path

import pytest

from tests.intake.loop.house import Looped
from tests.servers.service import READER, Service
from tests.service.pages import Pages
from tests.service.test_many_codes import ELSEWHERE, LONGEST_SECONDS, Flood, posts
from tests.service.wire import Wire, somebody
from tests.storm.scale import Scale

pytestmark = pytest.mark.storm
CODES = Scale.of(os.environ).codes
LETTERS = 4
"""Of each address, over the whole time; looks come in between, one after the other."""


def test_everybody_is_served_while_ten_thousand_codes_are_typed(tmp_path: Path) -> None:
    """Each look with a right code shows its letter, each page comes, each letter is received."""
    looped = Looped(tmp_path, f"sqlite:///{tmp_path / 'outbox.sqlite'}", "status")
    waited: list[float] = []
    with Service(looped.house) as service:
        pages = Pages(looped.installation.infohus().drafts)
        shown = re.search(r'class="code">([^<]+)<', pages.sent_by(somebody(service.port)).page)
        assert shown
        with Flood(service.port) as flood:
            sent = 0
            while (typed := len(flood.statuses)) < CODES:
                for source in (READER, ELSEWHERE):
                    began = time.monotonic()
                    status, page = posts(service.port, source, shown[1])
                    assert (status, "Din henvendelse er" in page) == (200, True)
                    assert Wire(service.port, source).get("/skriv").status_code == 200
                    if typed >= sent * CODES / LETTERS:
                        person = somebody(service.port, source=source)
                        assert pages.sent_by(person, f"Brev {sent} fra {source}").reference
                    waited.append(time.monotonic() - began)
                sent += typed >= sent * CODES / LETTERS
    looped.closes()
    print(f"{len(flood.statuses)} codes; {len(waited)} others, longest {max(waited):.2f} s")
    assert sent == LETTERS
    assert max(waited) < LONGEST_SECONDS
    assert set(flood.statuses) <= {400, 429}
