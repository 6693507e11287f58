"""Two processes on one port for health are said."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest

from intake.operating import ops, ports
from intake.settings import Listen
from tests.servers import free_port


@contextmanager
def answers(listen: Listen, process: str) -> Iterator[None]:
    """Somebody at this port; nobody for an empty name."""
    server = ops.start(listen, lambda: {"process": process}, str) if process else None
    yield
    if server:
        server.stop()


@pytest.mark.parametrize(
    ("form", "forwarder", "is_wrong"),
    [
        ("form", "forwarder", False),
        ("form and forwarder", "", False),
        ("", "", False),
        ("form", "", True),
        ("", "forwarder", True),
        ("form", "form", True),
        ("forwarder", "forwarder", True),
    ],
)
def test_each_process_answers_at_its_own_port(form: str, forwarder: str, is_wrong: bool) -> None:
    """What does not run at all is told elsewhere."""
    listen = Listen(host="127.0.0.1", port=free_port())
    with ExitStack() as both:
        both.enter_context(answers(listen, form))
        both.enter_context(answers(listen.beside, forwarder))
        found = list(ports.findings(listen))
    assert bool(found) == is_wrong
    if found:
        assert f"at port {listen.port} answers {form or 'nobody'}" in found[0].what


def test_without_a_port_there_is_nothing_to_say() -> None:
    """It is the operator's choice."""
    assert list(ports.findings(None)) == []


def test_a_port_that_another_holds_does_not_stop_the_service(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Letters are worth more than their counts; the log says it."""
    listen = Listen(host="127.0.0.1", port=free_port())
    with answers(listen, "form"):
        assert ops.start(listen, dict, str) is None
    assert f"port {listen.port}" in caplog.text
