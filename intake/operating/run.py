"""The processes: the form, the forwarder, or both in one for the small installation."""

import threading
from collections.abc import Callable
from dataclasses import asdict

from intake.installation import Installation, now
from intake.operating import hardening, ops
from intake.operating.watch import Watch
from intake.sealing.sealer import Sealer
from intake.sending.forwarder import Forwarder
from intake.web.app import create_app
from intake.web.server import Server, settle, silence, stop_at_signals, with_site

LONGEST_FAREWELL_SECONDS = 100
Ready = Callable[[], None]


def web(installation: Installation, ready: Ready | None = None) -> int:
    """Show and accept until SIGTERM."""
    sealer = installation.sealer()
    server = _form(installation, sealer)
    watch = Watch(installation, sealer)
    stop_at_signals(_both(server.stop, watch.stop))
    _ops(installation, sealer)
    return _serve(server, watch, ready)


def forward(installation: Installation, ready: Ready | None = None) -> int:
    """Send until SIGTERM; a letter in flight is finished first."""
    hardening.shut()
    stop = threading.Event()
    stop_at_signals(stop.set)
    forwarder = installation.forwarder()
    _ops(installation, None)
    if ready:
        ready()
    forwarder.run(stop)
    return int(installation.alarm.failed)


def serve(installation: Installation, ready: Ready | None = None) -> int:
    """Both in one process."""
    sealer, stop = installation.sealer(), threading.Event()
    server, forwarder = _form(installation, sealer), installation.forwarder()
    watch = Watch(installation, sealer)
    stop_at_signals(_both(server.stop, watch.stop, stop.set))
    _ops(installation, sealer)
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


def _form(installation: Installation, sealer: Sealer) -> Server:
    hardening.shut()
    silence()
    form = installation.form
    app = create_app(installation.house(sealer))
    settle()
    return Server(with_site(app.wsgi_app, form.site), form.listen)


def _serve(server: Server, watch: Watch, ready: Ready | None) -> int:
    watch.start()
    if ready:
        ready()
    server.run()
    watch.stop()
    return int(watch.failed)


def _ops(installation: Installation, sealer: Sealer | None) -> None:
    def count() -> dict[str, int]:
        found = asdict(installation.outbox.count(now()))
        return found if sealer is None else found | {"usable": len(sealer.usable(now()))}

    def ready() -> bool:
        able = sealer is None or bool(sealer.usable(now()))
        return able and installation.outbox.writable()

    ops.start(installation.settings.ops_listen, count, ready)


def _both(*stops: Callable[[], None]) -> Callable[[], None]:
    def stop() -> None:
        for one in stops:
            one()

    return stop
