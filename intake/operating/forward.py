"""The forwarder's process: it loads the half that sends, and nothing that reads."""

import threading
from collections.abc import Callable

from intake.operating import figures, hardening, ops
from intake.operating.notify import alive
from intake.sending import Forwarder
from intake.sending_half import SendingHalf
from intake.serving import keep_little, stop_at_signals

NO_STORE = "no_store"
"""As the form says it (`Refusal.NO_STORE`)."""


def forward(half: SendingHalf, ready: Callable[[], None] | None = None) -> int:
    """Send until SIGTERM; a letter in flight is finished first."""
    hardening.shut()
    keep_little()
    stop = threading.Event()
    stop_at_signals(stop.set)
    forwarder = half.forwarder(alive)
    tell(half, forwarder)
    if ready:
        ready()
    forwarder.run(stop)
    return int(half.alarm.failed)


def tell(half: SendingHalf, forwarder: Forwarder) -> None:
    """Health and figures at the port beside the form's."""

    def count() -> figures.Figures:
        told = figures.of_store(half) | figures.of_forwarder(forwarder)
        return told | {"process": figures.FORWARDER}

    def hindrance() -> str:
        """It can note what it did."""
        return "" if half.outbox.writable() else NO_STORE

    listen = half.settings.ops_listen
    ops.start(listen and listen.beside, count, hindrance)
