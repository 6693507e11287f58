"""Whether each process answers at its own port for health: two on one port are one that is mute."""

from collections.abc import Iterator

from intake.operating.asking import status
from intake.operating.figures import BOTH, FORM, FORWARDER
from intake.operating.finding import Finding
from intake.settings import Listen


def findings(listen: Listen | None) -> Iterator[Finding]:
    """Who answers where form and forwarder should; nothing where neither does."""
    if listen is None:
        return
    answers = [str(status(each).get("process", "")) for each in (listen, listen.beside)]
    if answers in (["", ""], [FORM, FORWARDER], [BOTH, ""]):
        return
    told = [answer or "nobody" for answer in answers]
    yield Finding(
        what=f"at port {listen.port} answers {told[0]}, at {listen.port + 1} {told[1]}",
        cure="the form listens at INFOHUS_OPS_LISTEN and the forwarder at the next port: see which"
        " does not run, and whether another program or installation holds the port",
    )
