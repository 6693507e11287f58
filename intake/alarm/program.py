"""The operator's own command: run without a shell, with one fixed word more and nothing else."""

import logging
import subprocess

from intake.alarm.word import Word

log = logging.getLogger(__name__)
LONGEST_SECONDS = 30


class Program:
    """A road: it reaches a human itself."""

    def __init__(self, command: tuple[str, ...]) -> None:
        """`command` is a full path and its own arguments."""
        self._command = command

    def __call__(self, word: Word) -> str:
        """Why nobody can have heard the word; empty when the program says that somebody did."""
        command = [*self._command, str(word)]
        try:
            done = subprocess.run(  # noqa: S603 the operator's own command, a fixed word
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=LONGEST_SECONDS,
                env={"PATH": "/usr/bin:/bin"},
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            log.error("the alarm command failed: %s", type(error).__name__)
            return type(error).__name__
        if done.returncode != 0:
            log.error("the alarm command ended with %d", done.returncode)
            return f"it ended with {done.returncode}"
        return ""
