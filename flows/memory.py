"""Memory that was freed goes back to the system: a build and its workers run side by side, and take turns at needing much.

glibc and Arrow keep what was freed for the next who asks within the same process. `make bench BENCH=next_day` tells the most that all
processes of a large build hold together; without what stands here it is more, in the same time.
"""

from __future__ import annotations

import ctypes
import os
from typing import Final

# https://sourceware.org/glibc/manual/latest/html_node/Malloc-Tunable-Parameters.html; the value is glibc's own first one, which it
# raises to 32 MB by what is freed, unless it is set.
MMAP_THRESHOLD: Final = -3
BYTES_MAPPED_APART: Final = 128 * 1024
# https://arrow.apache.org/docs/cpp/env_vars.html
OF_CHILDREN: Final = {"MALLOC_MMAP_THRESHOLD_": str(BYTES_MAPPED_APART), "ARROW_DEFAULT_MEMORY_POOL": "system"}


def keep_no_freed_memory() -> None:
    """Have this process, and those that it starts, keep no large piece of memory that was freed.

    Arrow's part in it holds where Arrow is imported later; glibc's, where it is the C library.
    """
    for name, value in OF_CHILDREN.items():
        os.environ.setdefault(name, value)
    _of_glibc("mallopt", MMAP_THRESHOLD, BYTES_MAPPED_APART)


def give_back_memory() -> None:
    """Have the system take back what this process has freed, as far as glibc keeps it.

    Nothing happens where the C library has no such call: https://man7.org/linux/man-pages/man3/malloc_trim.3.html
    """
    _of_glibc("malloc_trim", 0)


def _of_glibc(function: str, *arguments: int) -> None:
    found = getattr(ctypes.CDLL(None), function, None)
    if found is not None:
        found(*arguments)
