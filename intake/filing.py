"""Send: sealed, committed, and only then received; once, however often it is pressed."""

import hmac
import random
from dataclasses import dataclass

from intake.concern import (
    Anonymous,
    Concern,
    Urgency,
    needs_assessment_within_24_hours,
)
from intake.draft import Draft
from intake.infohus import Filed, Infohus
from intake.message import SealedMessage
from intake.outbox import StoreUnavailable
from intake.reference import new
from intake.refusals import Refusal, Refused
from intake.seal import NoUsableRecipient

MINUTE = 60


class ChangedSince(Exception):
    """This draft was sent before with other content; `filed` is the letter that was kept."""

    def __init__(self, filed: Filed) -> None:
        super().__init__("sent before with other content")
        self.filed = filed


@dataclass(frozen=True, kw_only=True)
class Sent:
    """One sending, as the outbox and the limits know it."""

    submission: bytes
    digest: bytes
    address: str


def file(house: Infohus, concern: Concern, draft: Draft, address: str) -> Filed:
    """Put the letter in the outbox, or find it there.

    Raises `ChangedSince`, and `Refused` when it cannot be said to be received.
    """
    try:
        return find_or_put(house, concern, draft, address)
    except StoreUnavailable as error:
        raise Refused(Refusal.NO_STORE) from error


def find(house: Infohus, draft: Draft) -> Filed | None:
    """The letter that this draft already became. Raises `StoreUnavailable`."""
    return house.outbox.find(house.digests.submission(draft.id))


def find_or_put(house: Infohus, concern: Concern, draft: Draft, address: str) -> Filed:
    """The same, while the store can be used. Raises `StoreUnavailable` when it cannot.

    The store itself knows a letter that is sent again; it is asked first only where the answer
    would else be no.
    """
    sent = Sent(
        submission=house.digests.submission(draft.id),
        digest=house.digests.content(draft.id, concern),
        address=address,
    )
    try:
        filed = put(house, concern, sent)
    except Refused:
        found = find(house, draft)
        if found is None:
            raise
        filed = found
    if not hmac.compare_digest(filed.digest, sent.digest):
        raise ChangedSince(filed)
    return filed


def put(house: Infohus, concern: Concern, sent: Sent) -> Filed:
    """The letter in the outbox. Raises `Refused` and `StoreUnavailable`."""
    now = house.clock()
    if not house.limits.allow(sent.address, marked=bool(concern.marks), now=now):
        raise Refused(Refusal.TOO_MANY)
    pause = random_pause(concern, house.municipality.intake.forward_delay_minutes)
    return house.outbox.put(
        seal(house, concern, now),
        submission=sent.submission,
        digest=sent.digest,
        now=now,
        not_before=now + pause,
    )


def seal(house: Infohus, concern: Concern, now: int) -> SealedMessage:
    """The sealed letter; without a reader there is none. Raises `Refused`."""
    try:
        return house.sealer.seal(concern, reference=new(), now=now)
    except NoUsableRecipient as error:
        raise Refused(Refusal.NO_KEY) from error


def random_pause(concern: Concern, longest_minutes: int) -> int:
    """Seconds to wait, so that mail logs do not tell who sat at the keyboard.

    Only for anonymous letters that are neither urgent nor perhaps about a child.
    """
    may_wait = (
        isinstance(concern.reporter, Anonymous)
        and concern.urgency is Urgency.NOT_URGENT
        and not needs_assessment_within_24_hours(concern.person.age)
    )
    if not may_wait or longest_minutes <= 0:
        return 0
    return random.SystemRandom().randrange(longest_minutes * MINUTE)
