"""`check --within KIND`: whether a unit can do its work, judged where it stands.

Under the same user, behind the same locks, with the same settings and secrets: what root sees says
little about what the service sees.
"""

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from intake.for_operator import ForOperator
from intake.installation import Installation
from intake.operating import certificates, check
from intake.operating.finding import Finding, Say
from intake.sealing import People
from intake.settings import Settings

FOUND = 3
"""Ends so with findings: a mistake of our own ends with 1."""
_SEEN = "the unit of the service says so, whatever root sees: "
_CURE = (
    "see whether the user infohus can read it (install -m 644; secrets: LoadCredential) and whether"
    " it lies where the unit may look: not under /root, /home or /tmp"
)


def findings(kind: str, environ: Mapping[str, str]) -> Iterator[Finding]:
    """What stands in the way of a unit of this kind."""
    form, mail = kind in ("web", "sign-of-life", "drill"), kind == "forward"
    try:
        settings = Settings.from_env(environ, form=form, mail=mail)
        yield from _program(settings) if kind == "alarm" else _looks(settings, environ)
    except (ForOperator, OSError) as error:
        for line in str(error).splitlines() or [type(error).__name__]:
            yield Finding(what=line, cure=_SEEN + _CURE)


def _looks(settings: Settings, environ: Mapping[str, str]) -> Iterator[Finding]:
    installation = Installation.load(settings)
    yield from check.store(installation)
    if settings.form is not None:
        _ = installation.sealer  # raises what is wrong with keys and texts
        yield from certificates.readers(installation.people(), installation.clock())
        yield from certificates.signing(installation.signer, settings.sender, installation.clock())
    if settings.mail is not None:
        yield from check.mail(installation, People(folder=Path(environ["INFOHUS_RECIPIENTS"]))())


def _program(settings: Settings) -> Iterator[Finding]:
    """What rings can be started by the user that starts it."""
    for path in settings.alarm_command[:1]:
        if not os.access(path, os.X_OK):
            yield Finding(
                what=f"the alarm's program {path} cannot be started",
                cure=f"chmod 755 {path}, and open every folder above it to the user infohus",
            )


def within(kind: str, environ: Mapping[str, str], say: Say) -> int:
    """Each finding as a line of JSON, for whoever asked; `FOUND` when there is one."""
    told = [json.dumps(vars(each)) for each in findings(kind, environ)]
    for line in told:
        say(line)
    return FOUND if told else 0
