"""What the running forwarder knows and the database does not, asked at its own socket."""

import http.client
import json

from intake.settings import Listen

SECONDS = 2.0
NOT_ASKED = "not known here: set INFOHUS_OPS_LISTEN"
SILENT = "not known: the forwarder does not answer at INFOHUS_OPS_LISTEN"


def reason(listen: Listen | None) -> str:
    """Why letters wait, in the forwarder's words; empty when it knows of none."""
    if listen is None:
        return NOT_ASKED
    line = http.client.HTTPConnection(listen.host, listen.port, timeout=SECONDS)
    try:
        line.request("GET", "/status")
        told = json.loads(line.getresponse().read())
    except (OSError, http.client.HTTPException, ValueError):
        return SILENT
    finally:
        line.close()
    return str(told.get("reason", SILENT)) if isinstance(told, dict) else SILENT
