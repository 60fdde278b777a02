"""How the benches measure: a command's processor time, wall time and peak memory with all its children, and two of them in turn."""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

SAMPLE_SECONDS = 0.1
# To look takes longer the more memory there is; watching must not take the processors from what is watched.
MOST_OF_A_PROCESSOR = 0.05
SHOWN_OF_ERRORS = 4_000
HOUSE = Path(__file__).resolve().parent.parent

One = TypeVar("One")
Other = TypeVar("Other")


class Size(NamedTuple):
    """How much is measured: the full form for figures, the small one to see that all of it runs."""

    texts: int
    few: int
    many: int
    most: int
    quotations: int
    pairs: int
    build_pairs: int
    """Pairs of whole builds of `many` texts, which take minutes each."""


FULL = Size(texts=2_000, few=2_000, many=20_000, most=100_000, quotations=1_000_000, pairs=5, build_pairs=1)
SMALL = Size(texts=500, few=100, many=500, most=500, quotations=20_000, pairs=1, build_pairs=1)


class Figure(NamedTuple):
    """One measured figure: the median of the pairs, their range, and what else is worth keeping."""

    name: str
    median: float
    low: float
    high: float
    pairs: int
    details: Mapping[str, Any]


class Used(NamedTuple):
    """What a command used, its children included; `said` is the JSON object on its last line, empty where there is none."""

    wall_seconds: float
    cpu_seconds: float
    peak_bytes: int
    said: Mapping[str, Any]


def used_by(command: Sequence[str | Path], extra: Mapping[str, str] | None = None) -> Used:
    """Run a command and return what it used; CalledProcessError where it fails, with what it wrote.

    Memory is the sum of the proportional shares of all its processes, ten times a second, less often where it is much. Processor time
    is what its processes show then, or what the system books at the end, whichever is more: it books nothing of those that nobody
    waited for, such as the workers of a process pool. Nothing else may run under this process.
    """
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    with (
        subprocess.Popen(
            [str(part) for part in command],
            cwd=HOUSE,
            env={**os.environ, **(extra or {})},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as process,
        _Watch(process.pid) as watched,
    ):
        stdout, stderr = process.communicate()
    wall = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if process.returncode:
        error = subprocess.CalledProcessError(process.returncode, process.args, stdout, stderr)
        error.add_note(stderr[-SHOWN_OF_ERRORS:])
        raise error
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    last = stdout.rstrip().rpartition("\n")[2]
    return Used(wall, max(cpu, watched.cpu_seconds), watched.peak_bytes, json.loads(last) if last.startswith("{") else {})


class _Watch:
    """Watches the memory and the processor time of a process and its children from a thread."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.peak_bytes = 0
        self.cpu_seconds = 0.0
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self._watch)

    def __enter__(self) -> _Watch:
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.ended.set()
        self.thread.join()

    def _watch(self) -> None:
        pause = SAMPLE_SECONDS
        while not self.ended.wait(pause):
            started = time.thread_time()
            processes = tree(self.pid)
            self.peak_bytes = max(self.peak_bytes, sum(map(_memory_bytes, processes)))
            self.cpu_seconds = max(self.cpu_seconds, _cpu_seconds(processes))
            pause = max(SAMPLE_SECONDS, (time.thread_time() - started) / MOST_OF_A_PROCESSOR)


def _memory_bytes(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:  # it ended meanwhile
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


class Booked:
    """Books processor time by stage: `all`, the seconds of this process and all its children; `own`, those of them that are its own."""

    def __init__(self, stage: str) -> None:
        self.all: dict[str, float] = {}
        self.own: dict[str, float] = {}
        self._stage = stage
        self._used = self._so_far()

    def enter(self, stage: str) -> None:
        """Book what was used since the last word on the stage that it was used in, and begin another one, or go on with the same."""
        used = self._so_far()
        for booked, now, before in zip((self.all, self.own), used, self._used, strict=True):
            booked[self._stage] = booked.get(self._stage, 0.0) + now - before
        self._used, self._stage = used, stage

    @staticmethod
    def _so_far() -> tuple[float, float]:
        return tree_cpu_seconds(os.getpid()), time.process_time()


def tree(pid: int) -> list[int]:
    """Return the process and all its living descendants."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        fields = _stat(stat)
        if fields:
            parents[int(stat.parent.name)] = int(fields[1])
    found = [pid]
    for one in found:
        found += [child for child, parent in parents.items() if parent == one]
    return found


def tree_cpu_seconds(pid: int) -> float:
    """Return the processor time so far of the process, its living descendants, and those that they have waited for."""
    return _cpu_seconds(tree(pid))


def _cpu_seconds(pids: Sequence[int]) -> float:
    ticks = 0
    for one in pids:
        fields = _stat(Path(f"/proc/{one}/stat"))
        ticks += sum(map(int, fields[11:15])) if fields else 0
    return ticks / os.sysconf("SC_CLK_TCK")


def _stat(path: Path) -> list[str]:
    """Return the fields behind the command's name, which may hold spaces; none where the process has ended."""
    try:
        return path.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
    except OSError:
        return []


def in_turn(pairs: int, one: Callable[[], One], other: Callable[[], Other]) -> list[tuple[One, Other]]:
    """Return the results of both, run A B A B …, so that a machine's moods meet both alike."""
    return [(one(), other()) for _ in range(pairs)]


def figure(name: str, ratios: Sequence[float], details: Mapping[str, Any]) -> Figure:
    """Return the median and the range of the ratios as a figure."""
    return Figure(name, statistics.median(ratios), min(ratios), max(ratios), len(ratios), details)


def median_of(runs: Sequence[float]) -> float:
    """Return the median, rounded to what a reader compares."""
    return round(statistics.median(runs), 3)
