"""The form's process, and both halves in one for the small installation."""

import threading
from collections.abc import Callable, Iterator

from intake.installation import Installation
from intake.operating import figures, hardening, ops
from intake.operating.notify import alive
from intake.operating.watch import Watch
from intake.sending import Forwarder
from intake.serving import Server, keep_little, settle, silence, stop_at_signals
from intake.web import Infohus, create_app, with_site

LONGEST_FAREWELL_SECONDS = 100
Ready = Callable[[], None]


def web(installation: Installation, ready: Ready | None = None) -> int:
    """Show and accept until SIGTERM."""
    infohus = installation.infohus()
    server, watch = _form(installation, infohus), Watch(installation)
    stop_at_signals(_both(server.stop, watch.stop))
    tell(installation, infohus)
    return _serve(server, watch, ready)


def serve(installation: Installation, ready: Ready | None = None) -> int:
    """Both in one process."""
    infohus, stop = installation.infohus(), threading.Event()
    server, forwarder = _form(installation, infohus), installation.forwarder(alive)
    watch = Watch(installation)
    stop_at_signals(_both(server.stop, watch.stop, stop.set))
    tell(installation, infohus, forwarder)
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
    keep_little()
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


def tell(installation: Installation, infohus: Infohus, forwarder: Forwarder | None = None) -> None:
    """Health and figures of the form, and of the forwarder where it runs in the same process."""

    def count() -> figures.Figures:
        told = figures.of_store(installation) | dict(_of_form(installation))
        if forwarder is None:
            return told | {"process": figures.FORM}
        return told | figures.of_forwarder(forwarder) | {"process": figures.BOTH}

    def hindrance() -> str:
        """A visitor could send now."""
        refusal = infohus.clerk.refuses(installation.clock())
        return refusal.key if refusal else ""

    ops.start(installation.settings.ops_listen, count, hindrance)


def _of_form(installation: Installation) -> Iterator[tuple[str, int]]:
    now = installation.clock()
    usable = installation.sealer.usable(now)
    yield "usable", len(usable)
    yield "refused", installation.limits.refused
    yield "signing_days", installation.signer.days_left(now)
    if ends := [days for each in usable if (days := each.days_left(now)) is not None]:
        yield "recipient_days", min(ends)


def _both(*stops: Callable[[], None]) -> Callable[[], None]:
    def stop() -> None:
        for end in stops:
            end()

    return stop
