"""The forwarder's process carries its own half: what it has not loaded it cannot do."""

import os
import subprocess
import sys

ROOMS = {
    *(
        "alarm",
        "concern",
        "days",
        "facts",
        "for_operator",
        "message",
        "operating",
        "outbox",
        "reference",
    ),
    *("reply", "reply_code", "schedule", "sending", "sending_half", "serving", "settings"),
}
"""`concern` and `reply` with `facts`, whose rules are about ages and codes: types, no text."""
LIBRARIES = {"click", "cython_runtime", "intake", "sqlalchemy", "typing_extensions", "waitress"}
COMMANDS = {"forwarder", "given"}
LOADED = """
import sys
before = set(sys.modules)
from intake.__main__ import main
import click
assert main.get_command(click.Context(main), "forward")
print("\\n".join(set(sys.modules) - before))
"""


def loaded() -> set[str]:
    """Every module of a process that was asked for `forward`."""
    command = [sys.executable, "-c", LOADED]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=dict(os.environ))
    return set(done.stdout.split())


def test_the_forwarder_loads_no_module_of_the_half_that_reads() -> None:
    """Nor a library that is the form's: some 15 MB a process, and what could open a letter."""
    modules = loaded()
    rooms = {name.split(".")[1] for name in modules if name.startswith("intake.")}
    libraries = {name.partition(".")[0] for name in modules} - sys.stdlib_module_names
    assert "intake.sending.smtp" in modules
    assert rooms - {"__main__"} <= ROOMS
    assert {name for name in libraries if not name.startswith("_")} <= LIBRARIES
    commands = {name for name in modules if name.startswith("intake.operating.commands.")}
    assert {name.rpartition(".")[2] for name in commands} == COMMANDS


def test_it_loads_the_dialect_of_its_own_database_only() -> None:
    """PostgreSQL's is 2 MB; SQLAlchemy loads a dialect as soon as a table names it."""
    assert "sqlalchemy.dialects.postgresql" not in loaded()
