"""What is known of the store is good for some seconds; nobody waits for more."""

import threading

from intake.accepting.pulse import AWAY, GOOD_SECONDS, Pulse, Standing
from tests.servers import until

WELL = Standing(writable=True, late=False)


def test_who_asks_never_waits_for_a_store_that_hangs() -> None:
    """The last answer for its seconds, then: away; and well again when it answers."""
    now, hangs, asked = [5.0], threading.Event(), threading.Event()
    hangs.set()

    def ask() -> Standing:
        asked.set()
        assert hangs.wait(20)
        return WELL

    pulse = Pulse(ask, lambda: now[0])
    pulse.start()
    assert pulse() == WELL
    hangs.clear()
    asked.clear()
    assert asked.wait(20)
    now[0] += GOOD_SECONDS - 0.1
    assert pulse() == WELL
    now[0] += 0.2
    assert pulse() == AWAY
    hangs.set()
    assert until(lambda: pulse() == WELL)


def test_before_the_start_it_asks_itself() -> None:
    """As in a command, or in a test."""
    answers = [AWAY, WELL]
    pulse = Pulse(lambda: answers.pop())
    assert (pulse(), pulse()) == (WELL, AWAY)
