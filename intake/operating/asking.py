"""What the running processes know and the database does not, asked at their own sockets."""

import http.client
import json
from typing import Any

from intake.settings import Listen

SECONDS = 2.0
NOT_ASKED = "not known here: set INFOHUS_OPS_LISTEN"
SILENT = "not known: the forwarder does not answer at INFOHUS_OPS_LISTEN"


def reason(listen: Listen | None) -> str:
    """Why letters wait, in the forwarder's words; empty when it knows of none."""
    return NOT_ASKED if listen is None else str(_told(listen).get("reason", SILENT))


def refused(listen: Listen | None) -> int | str:
    """How many letters the form has refused since it started; empty when it cannot be asked."""
    count = _told(listen).get("refused", "") if listen else ""
    return count if isinstance(count, int) else ""


def _told(listen: Listen) -> dict[str, Any]:
    """What form and forwarder say, in one process or in two."""
    return status(listen) | status(listen.beside)


def status(listen: Listen) -> dict[str, Any]:
    """What the process at this port says of itself; nothing when none answers."""
    line = http.client.HTTPConnection(listen.host, listen.port, timeout=SECONDS)
    try:
        line.request("GET", "/status")
        figures = json.loads(line.getresponse().read())
    except (OSError, http.client.HTTPException, ValueError):
        return {}
    finally:
        line.close()
    return figures if isinstance(figures, dict) else {}
