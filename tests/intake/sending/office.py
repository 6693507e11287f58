"""A forwarder with everything around it."""

from typing import Any

from intake.message import SealedMessage
from intake.sending.forwarder import Forwarder
from intake.sending.patience import Patience
from tests.intake.sealed import Clock, FakeDelivery


class Office:
    """The outbox is given; clocks, delivery and alarm are the test's."""

    def __init__(self, outbox: Any, delivery: Any = None, **patience: Any) -> None:
        self.outbox = outbox
        self.delivery = delivery or FakeDelivery()
        self.clock = Clock()
        self.seconds = 5.0
        """What `time.monotonic` would say."""
        self.alarms: list[str] = []
        self.forwarder = Forwarder(
            outbox=outbox,
            delivery=self.delivery,
            clock=self.clock,
            steady=lambda: self.seconds,
            alarm=self.alarms.append,
            patience=Patience(**patience),
        )

    def once(self, later: int = 0) -> int:
        """One batch, `later` seconds on."""
        self.passes(later)
        return self.forwarder.forward_once(self.clock.now)

    def passes(self, seconds: int) -> None:
        """Time as it really passes, whatever a clock is set to."""
        self.clock.now += seconds
        self.seconds += seconds

    def jump(self, seconds: int) -> None:
        """The clock is set; no time passes."""
        self.clock.now += seconds


def fail(*errors: Exception | None) -> Any:
    """Fails in turn, then no more."""
    left = list(errors)

    def act(_: SealedMessage) -> None:
        error = left.pop(0) if left else None
        if error:
            raise error

    return act
