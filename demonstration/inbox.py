"""The demonstration's inbox: a mail server with TLS and a page that shows what came, opened.

A process of its own that holds the coordinators' keys and nothing of the service: what it shows
came over SMTP.
"""

import ssl
from dataclasses import dataclass, field
from email import message_from_bytes
from functools import partial
from pathlib import Path
from threading import Event

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from flask import Flask, Response, abort, redirect, render_template
from werkzeug.wrappers import Response as BaseResponse

from demonstration.ahead import Ahead
from demonstration.opened import Opened, Reader
from demonstration.orphan import end_with_parent
from demonstration.shown import shown
from intake.operating import hardening
from intake.serving import Server, silence, stop_at_signals
from intake.settings import Listen
from intake.web import NO_STORE, SECURITY_HEADERS, STATIC

HOST = "localhost"
LARGEST_BYTES = 40_000_000
SEALED = "brev.eml"
VIKAR = "/vikar"
STYLES = (
    STATIC / "tokens.css",
    Path(__file__).with_name("inbox.css"),
)


@dataclass(frozen=True, kw_only=True)
class InboxPlan:
    """Where the inbox listens and where its own keys lie."""

    folder: Path
    addresses: tuple[str, ...]
    smtp_port: int
    port: int
    substitute: str
    """Whose inbox is shown apart."""
    acknowledging: str
    """Address of the page where letters are acknowledged."""
    telephone: str
    """Address of the page where calls are written down."""
    ahead: Ahead
    """The service's clock: all that is known of the service here."""


@dataclass(kw_only=True)
class Letter:
    """One letter: the same Message-ID is the same letter, however many mailboxes it came to."""

    came_to: list[str]
    sealed: bytes
    opened: Opened


@dataclass(kw_only=True)
class Mailboxes:
    """What came, newest last. Also the handler of the mail server."""

    readers: dict[str, Reader]
    letters: dict[str, Letter] = field(default_factory=dict)
    """By reference."""

    async def handle_DATA(  # noqa: N802 the mail library's name
        self, smtp: SMTP, session: Session, envelope: Envelope
    ) -> str:
        content, (address, *_) = envelope.original_content, envelope.rcpt_tos
        if content is None or address not in self.readers:
            return "550 nobody here"
        name = str(message_from_bytes(content)["Message-ID"]).strip("<>").partition("@")[0]
        if name in self.letters:
            self.letters[name].came_to.append(address)
        else:
            opened = self.readers[address].open(content)
            self.letters[name] = Letter(came_to=[address], sealed=content, opened=opened)
        return "250 kept"


def application(boxes: Mailboxes, plan: InboxPlan) -> Flask:
    """The pages and the attachments."""
    app = Flask(__name__, static_folder=None)
    app.jinja_env.globals["shown"] = shown

    for path, of_substitute in (("/", False), (VIKAR, True)):
        view = partial(_page, boxes, plan, of_substitute)
        app.add_url_rule(path, path, view, methods=["GET"])
    app.add_url_rule("/et-doegn-frem", "ahead", partial(_go_on, plan), methods=["POST"])

    @app.get("/inbox.css")
    def css() -> Response:
        return Response("".join(path.read_text("utf-8") for path in STYLES), mimetype="text/css")

    @app.get("/<reference>/<name>")
    def attachment(reference: str, name: str) -> Response:
        letter = boxes.letters.get(reference)
        return _file(letter, name) if letter else abort(404)

    @app.after_request
    def secure(response: Response) -> Response:
        response.headers.update(SECURITY_HEADERS)
        response.headers["Cache-Control"] = NO_STORE
        return response

    return app


def _go_on(plan: InboxPlan) -> BaseResponse:
    """The service's clock a day ahead."""
    plan.ahead.go_on()
    return redirect("/", 303)


def _page(boxes: Mailboxes, plan: InboxPlan, of_substitute: bool) -> str:
    """What came to the coordinators, or to the substitute, newest first."""
    mine = {plan.substitute} if of_substitute else {*plan.addresses} - {plan.substitute}
    letters = [(name, letter) for name, letter in boxes.letters.items() if mine & {*letter.came_to}]
    return render_template(
        "inbox.html",
        letters=letters[::-1],
        is_substitute=of_substitute,
        acknowledging=plan.acknowledging,
        telephone=plan.telephone,
        days=plan.ahead.days,
    )


def _file(letter: Letter, name: str) -> Response:
    files = letter.opened.files | {SEALED: ("message/rfc822", letter.sealed)}
    if name not in files:
        abort(404)
    kind, content = files[name]
    answer = Response(content, content_type=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def run(plan: InboxPlan, ready: Event) -> None:
    """Take mail and show it until SIGTERM."""
    end_with_parent()
    hardening.shut()
    silence()
    boxes = Mailboxes(readers={address: _reader(plan, address) for address in plan.addresses})
    post = Controller(
        boxes,
        hostname="127.0.0.1",
        server_hostname=HOST,
        port=plan.smtp_port,
        tls_context=_tls(plan.folder),
        require_starttls=True,
        data_size_limit=LARGEST_BYTES,
    )
    pages = Server(application(boxes, plan), Listen(host="127.0.0.1", port=plan.port))
    stop_at_signals(pages.stop)
    post.start()
    ready.set()
    pages.run()
    post.stop()


def _reader(plan: InboxPlan, address: str) -> Reader:
    return Reader(
        key=plan.folder / f"{address}.key",
        certificate=plan.folder / f"{address}.pem",
        authority=plan.folder / "signing-ca.pem",
    )


def _tls(folder: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_cert_chain(folder / "server.pem", folder / "server.key")
    return context
