"""Two forms and two forwarders over a PostgreSQL that dies under load; its follower takes over."""

import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

from bench import serving
from bench.asking import CheckPages
from bench.installed import build
from bench.serving import Part
from intake.outbox import Outbox
from tests.servers.postgres import Pair
from tests.servers.tls import authority
from tests.storm.flapping import FlappingServer
from tests.storm.people import SECRET, People
from tests.storm.soak import drain

PERSONS, READERS = 8, 2
BEFORE, AWAY, AFTER = 10, 5, 15
"""Seconds of load before the server dies, until somebody promotes the other, and then."""


def run(folder: Path) -> dict[str, Any]:
    """What people hold in their hands, and what came to the mailboxes."""
    mail = FlappingServer(SECRET.encode())
    with Pair() as pair, mail:
        single = build(folder, readers=READERS, smtp_port=mail.port, smtp_ca=authority().ca_file)
        url = pair.database()
        Outbox.create(url)
        installed = replace(single, environ=single.environ | {"INFOHUS_DATABASE": url})
        forms = [Part(serving.form, installed.environ) for _ in range(2)]
        forwarders = [Part(serving.forwarder, installed.environ) for _ in range(2)]
        for part in (*forms, *forwarders):
            part.start()
        people = People(CheckPages.of(installed), [part.port for part in forms], PERSONS)
        try:
            began, died = _under_load(people, pair)
        finally:
            people.stop()
            for part in (*forms, *forwarders):
                part.stop()
        drain(installed)
    receipts = people.receipts
    mailboxes = {f"mailbox{number}@test.example" for number in range(1, READERS + 1)}
    wanted = {(reference, box) for reference in receipts.by_reference for box in mailboxes}
    return {
        "accepted": len(receipts.by_reference),
        "accepted before it died": began,
        "accepted after": len(receipts.by_reference) - died,
        "lost deliveries": len(wanted - set(mail.taken)),
        "letters without a receipt": len(set(mail.taken) - wanted),
        "wrong receipts": len(receipts.wrong),
        "letters given up": receipts.given_up,
        "answers 503": receipts.turned_away,
        "sent twice under one Message-ID": sum(n > 1 for n in mail.taken.values()),
    }


def _under_load(people: People, pair: Pair) -> tuple[int, int]:
    """How many were accepted before the server died, and when the other had taken over."""
    never = threading.Event()
    people.start()
    never.wait(BEFORE)
    before = len(people.receipts.by_reference)
    pair.first.stop("immediate")
    never.wait(AWAY)
    pair.second.promote()
    away = len(people.receipts.by_reference)
    never.wait(AFTER)
    return before, away
