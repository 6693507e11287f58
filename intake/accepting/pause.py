"""A pause before a letter leaves, so that mail logs do not tell who sat at the keyboard."""

import random

from intake.concern import Anonymous, Concern, Urgency, needs_assessment_within_24_hours
from intake.reply import Reply, Told

MINUTE = 60


def random_pause(told: Told, longest_minutes: int) -> int:
    """Seconds to wait.

    Only for answers, and for anonymous letters that are neither urgent nor perhaps about a child,
    nor a call's.
    """
    if longest_minutes <= 0 or not (isinstance(told, Reply) or _may_wait(told)):
        return 0
    return random.SystemRandom().randrange(longest_minutes * MINUTE)


def _may_wait(concern: Concern) -> bool:
    return (
        concern.call is None
        and isinstance(concern.reporter, Anonymous)
        and concern.urgency is Urgency.NOT_URGENT
        and not needs_assessment_within_24_hours(concern.person.age)
    )
