"""The C library is told once how to keep memory; seen in a process of its own."""

import subprocess
import sys

import pytest

from bench.serving import told_to_the_c_library
from intake.serving.memory import KEPT_BYTES

LETTER_BYTES = 120_000
FEW = 10
"""Page faults of a letter: told it is 0.01 to 1.4, the more the busier the machine; not told 44."""
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
    assert (faults < FEW) == is_kept


def test_letters_of_everybody_at_work_fit_into_what_is_kept() -> None:
    """Half a dozen pieces of a letter, for whoever has the one turn at Python."""
    assert 6 * LETTER_BYTES < KEPT_BYTES


GIVEN_BACK = """
import re
MARK = bytes(reversed(b"nelokSenvaH"))
texts = [MARK * (number + 50) for number in range(3)]
del texts
with open("/proc/self/maps") as maps, open("/proc/self/mem", "rb", buffering=0) as memory:
    (line,) = [line for line in maps if line.rstrip().endswith("[heap]")]
    begin, end = (int(at, 16) for at in re.match(r"(\\w+)-(\\w+)", line).groups())
    memory.seek(begin)
    print(MARK * 10 in memory.read(end - begin))
"""


@pytest.mark.parametrize("told", [told_to_the_c_library(), {}], ids=["told", "not told"])
def test_what_is_given_back_is_overwritten(told: dict[str, str]) -> None:
    """As the form's unit tells the C library; not told, it leaves a text where it stood."""
    command = [sys.executable, "-c", GIVEN_BACK]
    said = subprocess.run(command, env=told, capture_output=True, text=True, check=True).stdout
    assert said == f"{not told}\n"
