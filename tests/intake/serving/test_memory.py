"""The C library is told once how to keep memory; seen in a process of its own."""

import subprocess
import sys

import pytest

from intake.serving.memory import KEPT_BYTES

LETTER_BYTES = 120_000
AT_WORK = f"""
import ctypes, os, resource, threading
from intake.serving import keep_little
KEEP
def letter():
    for _ in range(200):
        pieces = [bytearray({LETTER_BYTES}) for _ in range(6)]
def faults():
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt
threads = [threading.Thread(target=letter) for _ in range(4)]
letter()
before = faults()
for thread in threads: thread.start()
for thread in threads: thread.join()
print((faults() - before) / 800, flush=True)
library = ctypes.CDLL(None)
library.fdopen.restype = ctypes.c_void_p
library.malloc_info(0, ctypes.c_void_p(library.fdopen(os.dup(1), b"w")))
library.fflush(None)
"""


def at_work(keep: str) -> tuple[float, int]:
    """Page faults of each letter, and how many heaps there are."""
    command = [sys.executable, "-c", AT_WORK.replace("KEEP", keep)]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return float(said.partition("\n")[0]), said.count("<heap nr=")


@pytest.mark.parametrize(
    ("keep", "is_kept"), [("keep_little()", True), ("", False)], ids=["told", "not told"]
)
def test_threads_share_one_heap_and_letters_keep_their_pages(keep: str, *, is_kept: bool) -> None:
    """What is not told makes a heap a thread, and takes pages from the kernel in each letter."""
    faults, heaps = at_work(keep)
    assert (heaps == 1) == is_kept
    assert (faults < 1) == is_kept


def test_letters_of_everybody_at_work_fit_into_what_is_kept() -> None:
    """Half a dozen pieces of a letter, for whoever has the one turn at Python."""
    assert 6 * LETTER_BYTES < KEPT_BYTES
