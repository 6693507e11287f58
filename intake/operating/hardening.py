"""What the process forbids itself, however it was started: no core dump, no reading by others.

A core file or a debugger would hold what people are writing at that moment.
"""

import ctypes
import os
import resource

PR_SET_DUMPABLE = 4  # prctl(2)


def shut() -> None:
    """Core limit 0 and not dumpable. Raises `OSError` when the kernel says no."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
