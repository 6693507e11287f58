"""Where a server listens, as a setting says it."""

import pytest

from intake.settings.listen import Listen, unix_socket


@pytest.mark.parametrize("text", ["127.0.0.1:8000", "localhost:80", "[::1]:8000", ""])
def test_a_port_is_no_unix_socket(text: str) -> None:
    """It is read as one."""
    assert unix_socket(text) is None


def test_a_unix_socket_is_handed_over_or_made() -> None:
    """Either way no address says who asks."""
    assert unix_socket("systemd") == Listen(is_handed=True)
    assert unix_socket("unix:/run/web.sock") == Listen(path="/run/web.sock")
    assert [Listen(is_handed=True).is_unix, Listen(path="/x").is_unix] == [True, True]
    assert not Listen(host="127.0.0.1", port=8000).is_unix


def test_the_forwarder_s_port_is_the_next() -> None:
    """One setting serves both processes."""
    assert Listen(host="::1", port=9000).beside == Listen(host="::1", port=9001)
