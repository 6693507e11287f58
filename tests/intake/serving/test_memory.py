"""The C library is told once how to keep memory; seen in a process of its own."""

import subprocess
import sys

import pytest

from bench.serving import told_about_memory
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
import re, sys
MARK = bytes(reversed(b"nelokSenvaH"))
TIMES = int(sys.argv[1])
texts = [MARK * (number + TIMES) for number in range(3)]
del texts
found = 0
with open("/proc/self/maps") as maps, open("/proc/self/mem", "rb", buffering=0) as memory:
    for begin, end in re.findall(r"(?m)^(\\w+)-(\\w+) rw.*(?:heap]| 0 $)", maps.read()):
        memory.seek(int(begin, 16))
        found += memory.read(int(end, 16) - int(begin, 16)).count(MARK)
print(found > TIMES)
"""
SHORT, LONG = 5, 50
"""How often a word stands in a text: less and more than the 512 bytes of Python's own blocks."""
TOLD = told_about_memory()
C_LIBRARY_ONLY = {name: value for name, value in TOLD.items() if name == "GLIBC_TUNABLES"}


@pytest.mark.parametrize(
    ("told", "times", "is_found"),
    [
        pytest.param(TOLD, SHORT, False, id="told, a short text"),
        pytest.param(TOLD, LONG, False, id="told, a long text"),
        pytest.param(C_LIBRARY_ONLY, SHORT, True, id="the C library told, a short text"),
        pytest.param(C_LIBRARY_ONLY, LONG, False, id="the C library told, a long text"),
        pytest.param({}, SHORT, True, id="not told, a short text"),
        pytest.param({}, LONG, True, id="not told, a long text"),
    ],
)
def test_what_is_given_back_is_overwritten(
    told: dict[str, str], times: int, *, is_found: bool
) -> None:
    """As the form's unit tells Python and the C library; not told, a text stays where it stood."""
    command = [sys.executable, "-c", GIVEN_BACK, str(times)]
    said = subprocess.run(command, env=told, capture_output=True, text=True, check=True).stdout
    assert said == f"{is_found}\n"
