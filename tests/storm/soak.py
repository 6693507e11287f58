"""The soak: eight people, a mail server that flaps, and restarts.

Two forms and two forwarders work side by side on one outbox. One of each is ended again and again,
by turns politely and with kill -9; the other runs through, and its memory and handles must be flat.
At the end every receipt must have its letter at every mailbox, and every letter its receipt.
"""

import random
import signal
import threading
import time
from pathlib import Path
from typing import Any

from bench import serving
from bench.asking import CheckPages
from bench.installed import Installed, build
from bench.serving import Part
from intake.sending import SERVER_LONGEST, Forwarder
from tests.openssl import open_letter
from tests.servers import free_port
from tests.servers.tls import authority
from tests.storm.flapping import MOODS, FlappingServer
from tests.storm.looks import Looks
from tests.storm.people import SECRET, People

PERSONS = 8
READERS = 2
MOOD_SECONDS, RESTART_SECONDS, LOOK_SECONDS, PURGE_SECONDS = 15, 40, 5, 60
DAY = 86_400


class Soak:
    """One installation that is not left in peace."""

    def __init__(self, folder: Path) -> None:
        self.mail = FlappingServer(SECRET.encode())
        self.house = build(
            folder, readers=READERS, smtp_port=self.mail.port, smtp_ca=authority().ca_file
        )
        self.looks = Looks()
        self.restarts = self.purged = 0
        port = free_port()
        self._steady_form = Part(serving.form, self.house.environ)
        self._steady_forwarder = Part(serving.forwarder, self.house.environ)
        self._restless = [
            Part(serving.form, self.house.environ, port),
            Part(serving.forwarder, self.house.environ),
        ]
        self._restless_port = port

    def run(self, seconds: float) -> dict[str, Any]:
        """Soak, then peace; what was seen."""
        with self.mail:
            with self._steady_form, self._steady_forwarder:
                people = self._bustle(seconds)
            self.mail.rest()
            drain(self.house)
        return self._report(people, seconds)

    def _bustle(self, seconds: float) -> People:
        ports = [self._steady_form.port, self._restless_port]
        people = People(CheckPages.of(self.house), ports, PERSONS)
        for part in self._restless:
            part.start()
        people.start()
        try:
            self._trouble(seconds)
        finally:
            people.stop()
            for part in self._restless:
                part.stop()
        return people

    def _trouble(self, seconds: float) -> None:
        """What happens meanwhile, each at its own pace."""
        begun, chance, never = time.monotonic(), random.Random(1), threading.Event()
        turns = {
            MOOD_SECONDS: lambda: self.mail.feel(chance.choice(["well"] * 3 + list(MOODS))),
            RESTART_SECONDS: self._restart,
            LOOK_SECONDS: self._look,
            PURGE_SECONDS: self._purge,
        }
        second = 0
        while (second := second + 1) <= seconds:
            never.wait(max(0.0, begun + second - time.monotonic()))
            for every, act in turns.items():
                if second % every == 0:
                    act()

    def _restart(self) -> None:
        self.restarts += 1
        how = signal.SIGKILL if self.restarts % 2 else signal.SIGTERM
        for part in self._restless:
            part.stop(how)
            part.start()

    def _look(self) -> None:
        self.looks.add("form", self._steady_form)
        self.looks.add("forwarder", self._steady_forwarder)

    def _purge(self) -> None:
        """As if it were the day after tomorrow: what everybody has becomes a tombstone."""
        outbox = self.house.outbox()
        self.purged += outbox.purge(int(time.time()) + 2 * DAY, 1, 60).letters
        outbox.close()

    def _report(self, people: People, seconds: float) -> dict[str, Any]:
        receipts, outbox = people.receipts, self.house.outbox()
        mailboxes = {f"mailbox{number}@test.example" for number in range(1, READERS + 1)}
        wanted = {(one, box) for one in receipts.by_reference for box in mailboxes}
        taken = self.mail.taken
        waiting = outbox.count(int(time.time())).waiting
        outbox.close()
        report = {
            "minutes": round(seconds / 60, 1),
            "accepted": len(receipts.by_reference),
            "received": len({reference for reference, _ in taken}),
            "lost deliveries": len(wanted - set(taken)),
            "letters without a receipt": len(set(taken) - wanted),
            "deliveries sent twice under one Message-ID": sum(n > 1 for n in taken.values()),
            "wrong receipts": len(receipts.wrong),
            "letters given up": receipts.given_up,
            "still waiting": waiting,
            "in clear on the line": self.mail.in_clear,
            "opened by openssl": opened(self.house, self.mail, receipts.by_reference),
            "restarts of a form and a forwarder": self.restarts,
            "answers that broke off": receipts.broken,
            "answers 503": receipts.turned_away,
            "purged": self.purged,
        }
        return report | self.looks.report()


def broken(report: dict[str, Any]) -> list[str]:
    """Which promises to the people who wrote were not kept."""
    zero = (
        "lost deliveries",
        "letters without a receipt",
        "wrong receipts",
        "letters given up",
        "still waiting",
        "in clear on the line",
    )
    found = [f"{name}: {report[name]}" for name in zero if report[name]]
    if not report["accepted"] == report["received"] > 0 or not report["opened by openssl"]:
        found.append("accepted is not received, or none was opened")
    return found


def drain(house: Installed) -> None:
    """Forward all that waits, on a clock that goes fast."""
    installation, later = house.load(), int(time.time()) + DAY
    forwarder = Forwarder(
        outbox=installation.outbox,
        delivery=installation.delivery(),
        clock=lambda: later,
        alarm=lambda _: None,
    )
    for _ in range(500):
        while forwarder.forward_once(later):
            pass
        if not installation.outbox.count(later).waiting:
            break
        later += SERVER_LONGEST
    installation.outbox.close()


def opened(house: Installed, mail: FlappingServer, numbers: dict[str, int]) -> int:
    """How many of the kept letters open and say what their writer wrote."""
    certificate = (house.folder / "recipients" / "1.pem").read_bytes()
    ours = (house.folder / "signing-ca.pem").read_bytes()
    key = (house.folder / "readers" / "1.key").read_bytes()
    for reference, sealed in mail.samples.items():
        letter = open_letter(sealed, key, certificate, ours)
        text = next(one for one in letter.walk() if one.get_content_type() == "text/plain")
        lines = text.get_content().splitlines()
        assert f"| {SECRET} {numbers[reference]}" in lines, reference
    return len(mail.samples)
