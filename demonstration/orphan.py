"""A part of the demonstration ends when the one that started it is gone, however that ended."""

import multiprocessing
import os
import signal
import threading


def end_with_parent() -> None:
    """Begin to watch the parent process."""
    parent = multiprocessing.parent_process()
    assert parent is not None

    def wait() -> None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, name="orphan", daemon=True).start()
