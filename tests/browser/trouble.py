"""Everything that can go wrong with a letter, made to happen between two presses of a button."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs

from playwright.sync_api import Page, Route

from intake.accepting.limits import Budget, Limits
from intake.accepting.refusals import Refusal
from intake.web.body import LONGEST_BODY
from tests.intake.reporter import invented_infohus, invented_municipality, undecided

DAY = 86_400
House = Any
Change = Callable[[House, Page], None]


def changed_clerk(**changes: Any) -> Change:
    """Another part of the clerk, from now on."""

    def change(house: House, page: Page) -> None:
        for name, value in changes.items():
            object.__setattr__(house.clerk, name, value)

    return change


def on_the_way(**changes: Any) -> Change:
    """Another request than the browser means to send: headers, or the body by a function."""

    def change(house: House, page: Page) -> None:
        def send(route: Route) -> None:
            request = route.request
            if request.method != "POST":
                route.continue_()
                return
            body = changes.get("body", lambda sent: sent)(request.post_data_buffer or b"")
            if "headers" in changes:  # a browser lets nobody change where it says it comes from
                headers = request.headers | changes["headers"]
                route.fulfill(response=route.fetch(headers=headers, post_data=body))
            else:
                route.continue_(post_data=body)

        page.route("**/*", send)

    return change


def closed(house: House, page: Page) -> None:
    changed_clerk(may_open=False)(house, page)


def without_keys(house: House, page: Page) -> None:
    house.clerk.sealer.keys = 0


def without_store(house: House, page: Page) -> None:
    house.clerk.outbox.works = False


def broken(house: House, page: Page) -> None:
    house.clerk.outbox.breaks = True


def month_later(house: House, page: Page) -> None:
    house.clock.now += 31 * DAY


def without_draft(body: bytes) -> bytes:
    """The signature is one sign off."""
    draft = parse_qs(body.decode())["draft"][0]
    return body.replace(draft[-8:].encode(), b"AAAAAAAA")


TROUBLES: dict[Refusal, Change] = {
    Refusal.TOO_LARGE: on_the_way(body=lambda sent: sent + b"&text=" + b"a" * LONGEST_BODY),
    Refusal.WRONG_TYPE: on_the_way(headers={"content-type": "text/plain"}),
    Refusal.NOT_UTF8: on_the_way(body=lambda sent: sent + b"%ff"),
    Refusal.CROSS_SITE: on_the_way(headers={"sec-fetch-site": "cross-site"}),
    Refusal.TAMPERED: on_the_way(body=without_draft),
    Refusal.EXPIRED: month_later,
    Refusal.UNKNOWN_FIELDS: on_the_way(body=lambda sent: sent + b"&strange=thing"),
    Refusal.TOO_MANY: changed_clerk(limits=Limits(Budget(per_address=0))),
    Refusal.CLOSED: closed,
    Refusal.NO_KEY: without_keys,
    Refusal.NO_ROOM: changed_clerk(limits=Limits(free_bytes=lambda: 0)),
    Refusal.NO_STORE: without_store,
    Refusal.BROKEN: broken,
}
TEXT_IS_GONE = {Refusal.TOO_LARGE}
"""The one refusal that cannot keep the text, and says so."""


def late_house() -> House:
    """A letter has waited for days."""
    house: Any = invented_infohus()
    house.clerk.outbox.oldest_hours = 99
    return house


def closed_house() -> House:
    """Nothing is decided yet."""
    facts = invented_municipality()
    return invented_infohus(
        municipality=replace(facts, intake=replace(facts.intake, open=undecided(facts.intake.open)))
    )
