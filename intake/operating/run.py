"""The processes: the form, the forwarder, or both in one for the small installation."""

import threading
from collections.abc import Callable

from intake.accepting import Refusal
from intake.installation import Installation
from intake.operating import figures, hardening, ops
from intake.operating.notify import alive
from intake.operating.watch import Watch
from intake.sending import Forwarder
from intake.web import Infohus, Server, create_app, settle, silence, stop_at_signals, with_site

LONGEST_FAREWELL_SECONDS = 100
Ready = Callable[[], None]


def web(installation: Installation, ready: Ready | None = None) -> int:
    """Show and accept until SIGTERM."""
    infohus = installation.infohus()
    server, watch = _form(installation, infohus), Watch(installation)
    stop_at_signals(_both(server.stop, watch.stop))
    _ops(installation, infohus)
    return _serve(server, watch, ready)


def forward(installation: Installation, ready: Ready | None = None) -> int:
    """Send until SIGTERM; a letter in flight is finished first."""
    hardening.shut()
    stop = threading.Event()
    stop_at_signals(stop.set)
    forwarder = installation.forwarder(alive)
    _ops(installation, None, forwarder)
    if ready:
        ready()
    forwarder.run(stop)
    return int(installation.alarm.failed)


def serve(installation: Installation, ready: Ready | None = None) -> int:
    """Both in one process."""
    infohus, stop = installation.infohus(), threading.Event()
    server, forwarder = _form(installation, infohus), installation.forwarder(alive)
    watch = Watch(installation)
    stop_at_signals(_both(server.stop, watch.stop, stop.set))
    _ops(installation, infohus, forwarder)
    sending = threading.Thread(target=_send, args=(forwarder, stop, server), name="forwarder")
    sending.start()
    ended = _serve(server, watch, ready)
    stop.set()
    sending.join(LONGEST_FAREWELL_SECONDS)
    return ended


def _send(forwarder: Forwarder, stop: threading.Event, server: Server) -> None:
    """A forwarder that dies takes the form with it: the unit is restarted whole."""
    try:
        forwarder.run(stop)
    finally:
        server.stop()


def _form(installation: Installation, infohus: Infohus) -> Server:
    hardening.shut()
    silence()
    form = installation.form
    app = create_app(infohus)
    infohus.clerk.store.start()
    settle()
    return Server(with_site(app.wsgi_app, form.site), form.listen, form.trusted_proxy)


def _serve(server: Server, watch: Watch, ready: Ready | None) -> int:
    watch.start()
    if ready:
        ready()
    server.run()
    watch.stop()
    return int(watch.failed)


def _ops(
    installation: Installation, infohus: Infohus | None, forwarder: Forwarder | None = None
) -> None:
    def count() -> dict[str, int | str]:
        return figures.told(installation, has_form=infohus is not None, forwarder=forwarder)

    def hindrance() -> str:
        """Of the form: a visitor could send now. Of the forwarder: it can note what it did."""
        if infohus is not None:
            refusal = infohus.clerk.refuses(installation.clock())
            return refusal.key if refusal else ""
        return "" if installation.outbox.writable() else Refusal.NO_STORE.key

    listen = installation.settings.ops_listen
    ops.start(listen.beside if listen and infohus is None else listen, count, hindrance)


def _both(*stops: Callable[[], None]) -> Callable[[], None]:
    def stop() -> None:
        for end in stops:
            end()

    return stop
