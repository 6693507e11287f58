"""The web server: lines, whose each is, and the threads that answer, whatever is answered.

What stays true: no body and no page becomes a file; nobody waits behind another's thousand; at
SIGTERM those in flight finish. It knows no form, so that the forwarder's health has it too.
"""

from intake.serving.lines import BODY_LIMIT
from intake.serving.listening import sockets
from intake.serving.memory import keep_little
from intake.serving.networks import client_address, networks_of
from intake.serving.server import (
    PAGE_LIMIT,
    Application,
    Server,
    settle,
    silence,
    stop_at_signals,
)

__all__ = [
    "BODY_LIMIT",
    "PAGE_LIMIT",
    "Application",
    "Server",
    "client_address",
    "keep_little",
    "networks_of",
    "settle",
    "silence",
    "sockets",
    "stop_at_signals",
]
