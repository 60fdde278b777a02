"""Memory that was freed goes back to the system, in a process that is told so and in those that it starts."""

import os
import subprocess
import sys

import pytest

from flows.memory import OF_CHILDREN

BEFORE = "from flows.memory import keep_no_freed_memory; keep_no_freed_memory()"
POOL = "import pyarrow; print(pyarrow.default_memory_pool().backend_name)"
# A first large piece that is freed has glibc take the next ones from its heap, where a small one behind them keeps them.
MEGABYTES_LEFT = """
import ctypes, pathlib, re
libc = ctypes.CDLL(None)
libc.malloc.restype, libc.malloc.argtypes, libc.free.argtypes = ctypes.c_void_p, [ctypes.c_size_t], [ctypes.c_void_p]
def held():
    return int(re.search(r"VmRSS:\\s+(\\d+)", pathlib.Path("/proc/self/status").read_text())[1]) // 1024
libc.free(libc.malloc(8 << 20))
before = held()
pieces = [libc.malloc(1 << 20) for _ in range(100)]
for piece in pieces:
    ctypes.memset(piece, 1, 1 << 20)
libc.malloc(64)
for piece in pieces:
    libc.free(piece)
print(held() - before)
"""


def said(*lines: str) -> str:
    """Return what a process of its own prints, which inherits nothing that another one was told."""
    environment = {name: value for name, value in os.environ.items() if name not in OF_CHILDREN}
    return subprocess.run([sys.executable, "-c", "\n".join(lines)], env=environment, capture_output=True, text=True, check=True).stdout


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="glibc is Linux's")
def test_large_pieces_that_were_freed_are_not_kept() -> None:
    assert int(said(MEGABYTES_LEFT)) > 90, "glibc keeps them, unless it is told otherwise"
    assert int(said(BEFORE, MEGABYTES_LEFT)) < 10


def test_arrow_takes_its_memory_from_the_system_in_processes_started_later_too() -> None:
    later = f"import subprocess, sys; print(subprocess.check_output([sys.executable, '-c', {POOL!r}], text=True))"
    assert said(BEFORE, POOL).strip() == "system"
    assert said(BEFORE, later).strip() == "system"
