"""The heap before the processes part: no holes that would tear shared pages, and one heap for all threads."""

import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from guatu.http.serving import heaps

pytestmark = pytest.mark.skipif(heaps.shape() is None, reason="only glibc tells how its heap stands")
_HOLES: Final = """
from guatu.http.serving import heaps

library = heaps._library()
library.free.argtypes = library.malloc.argtypes = [heaps.ctypes.c_void_p]
pieces = [library.malloc(300) for _ in range(20_000)]
for piece in pieces[::2]:
    library.free(piece)
before = heaps.shape().holes
heaps.settle()
print(before, heaps.shape().holes)
"""
_THREADS: Final = """
import sys, threading
from guatu.http.serving import heaps

library, done = heaps._library(), threading.Barrier(5)
if sys.argv[1] == "settled":
    heaps.settle()

def work():
    library.malloc(1_000)
    done.wait()

for _ in range(4):
    threading.Thread(target=work).start()
done.wait()
library.fopen.restype = heaps.ctypes.c_void_p
out = heaps.ctypes.c_void_p(library.fopen(b"/dev/stdout", b"w"))
library.malloc_info(0, out)
library.fclose(out)
"""


def told(program: str, *words: str) -> str:
    run = [sys.executable, "-c", program, *words]
    house = Path(__file__).parents[2]
    return subprocess.run(run, cwd=house, check=True, capture_output=True, text=True).stdout  # noqa: S603


def test_holes_are_filled_before_the_processes_part() -> None:
    before, after = map(int, told(_HOLES).split())

    assert before > 2_000_000
    assert after < before / 20


def test_threads_share_one_heap() -> None:
    assert told(_THREADS, "left").count("<heap nr=") > 1
    assert told(_THREADS, "settled").count("<heap nr=") == 1
