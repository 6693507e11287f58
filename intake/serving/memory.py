"""How the C library keeps what the process gave back (mallopt(3)).

One heap for all threads: in a heap of its own each thread takes a letter's pages from the kernel
and gives them back, in each letter anew. In the common one a letter's pages stay, a few of them;
what is larger, as the 19 MiB that a reporter's key takes for a moment, goes back at once.

That what goes back is overwritten can only be told before the process begins: `PYTHONMALLOC` and
`GLIBC_TUNABLES` in deploy/systemd/infohus-web.service. Python's small blocks and a thread's own
store would be left out, so there are none.
"""

import ctypes

M_TRIM_THRESHOLD, M_MMAP_THRESHOLD, M_ARENA_MAX = -1, -3, -8
KEPT_BYTES = 2 * 1024 * 1024
LARGE_BYTES = 512 * 1024


def keep_little() -> None:
    """To be said before there are threads."""
    library = ctypes.CDLL(None)
    for option, value in (
        (M_ARENA_MAX, 1),
        (M_TRIM_THRESHOLD, KEPT_BYTES),
        (M_MMAP_THRESHOLD, LARGE_BYTES),
    ):
        library.mallopt(option, value)
