"""Whole builds by `rostra build`: growth, engines and workers, and builds in which nothing or one text has changed."""

from __future__ import annotations

import hashlib
import os
import shutil
import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.corpus import write_corpus
from benchmarks.measuring import Figure, Size, Used, figure, in_turn, used_by
from flows.cli import EMBEDDED_SERVER

LEAST_TEXTS = 20
"""A build of so few texts is all start; it is taken off, where a goal leaves the start apart."""
ONE_DAY = {"SOURCE_DATE_EPOCH": "1767225600"}
EDITED = "{text}The council met again on Monday.\n"


def build(sources: Path, store: Path, *options: str) -> Used:
    """Build a release into a store, on Prefect's embedded server with a home of its own beside the store."""
    alone = {**EMBEDDED_SERVER, **ONE_DAY, "PREFECT_HOME": str(store.parent / "prefect")}
    command: list[str | Path] = [sys.executable, "-m", "rostra", "build", "--quiet", "--sources", sources, "--store", store, *options]
    return used_by(command, alone)


def built(sources: Path, *options: str) -> Used:
    """Build into a new store, which goes again."""
    with TemporaryDirectory(prefix="bench-") as folder:
        return build(sources, Path(folder) / "store", *options)


def growth(size: Size, corpora: Path) -> Iterator[Figure]:
    """Yield processor time per text and peak memory of a build of many texts, to those of a build of few."""
    least, few, many = (write_corpus(corpora, texts) for texts in (LEAST_TEXTS, size.few, size.many))
    start = built(least)
    runs = in_turn(size.build_pairs, lambda: built(few), lambda: built(many))
    each = [((a.cpu_seconds - start.cpu_seconds) / size.few, (b.cpu_seconds - start.cpu_seconds) / size.many) for a, b in runs]
    details = {"texts": [size.few, size.many], "milliseconds_per_text": [[round(1000 * cpu, 2) for cpu in pair] for pair in each]}
    yield figure("growth_cpu", [many_cpu / few_cpu for few_cpu, many_cpu in each], details)
    peaks = {"texts": [size.few, size.many], "peak_megabytes": [[round(used.peak_bytes / 1e6) for used in pair] for pair in runs]}
    yield figure("growth_memory", [b.peak_bytes / a.peak_bytes for a, b in runs], peaks)


def workers(size: Size, corpora: Path) -> Iterator[Figure]:
    """Yield total processor time and wall time of two worker processes, to those of one."""
    sources = write_corpus(corpora, size.texts)
    one, two = (lambda n=n: built(sources, "--engine", "processes", "--workers", n) for n in ("1", "2"))
    runs = in_turn(size.build_pairs, one, two)
    yield figure("two_workers_cpu", [b.cpu_seconds / a.cpu_seconds for a, b in runs], {"texts": size.texts})
    yield figure("two_workers_wall", [b.wall_seconds / a.wall_seconds for a, b in runs], {"texts": size.texts})


def dask(size: Size, corpora: Path) -> Iterator[Figure]:
    """Yield total processor time of Dask with two workers to that of two worker processes, the start of each apart."""
    sources, least = write_corpus(corpora, size.texts), write_corpus(corpora, LEAST_TEXTS)
    engines = [("--engine", engine, "--workers", "2") for engine in ("processes", "dask")]
    starts = [built(least, *engine).cpu_seconds for engine in engines]
    pools, dasks = (lambda engine=engine: built(sources, *engine) for engine in engines)
    runs = in_turn(size.build_pairs, pools, dasks)
    yield figure("dask", [(b.cpu_seconds - starts[1]) / (a.cpu_seconds - starts[0]) for a, b in runs], {"texts": size.texts})


def changes(size: Size, corpora: Path) -> Iterator[Figure]:
    """Yield what a build takes in which nothing has changed, and one in which one text has, in a store that has all of them."""
    sources = write_corpus(corpora, size.many)
    with TemporaryDirectory(prefix="bench-") as folder:
        store, least_store, copy = (Path(folder) / name for name in ("store", "least", "copy"))
        least = write_corpus(corpora, LEAST_TEXTS)
        build(least, least_store)
        full = staged(sources, store)
        starts, hashing, again = [], [], []
        for _ in range(size.pairs):
            starts.append(build(least, least_store).wall_seconds)
            hashing.append(_hash_seconds(sources))
            again.append(build(sources, store).wall_seconds)
        start = statistics.median(starts)
        ratios = [(one - start) / taken for one, taken in zip(again, hashing, strict=True)]
        yield figure(
            "nothing_changed", ratios, {"texts": size.many, "sha256_seconds": hashing, "build_seconds": again, "start_seconds": starts}
        )
        shutil.copytree(sources, copy / "sources")
        changed = next((copy / "sources" / "texts").glob("*/*3.txt"))
        changed.write_text(EDITED.format(text=changed.read_text(encoding="utf-8")), encoding="utf-8")
        after = staged(copy / "sources", store)
        yield from _one_changed(full, after, size)
        build(copy / "sources", copy / "store")
        assert _tables(store, "2.0.0") == _tables(copy / "store", "1.0.0"), "a changed text gives other bytes than a full build"


def _one_changed(full: Used, after: Used, size: Size) -> Iterator[Figure]:
    stages = [used.said["stages"] for used in (full, after)]
    text_work = [taken["read"] for taken in stages]
    rest = [sum(taken[stage] for stage in ("fetch", "assemble", "validate", "publish")) for taken in stages]
    details = {"texts": size.many, "full": stages[0], "after": stages[1]}
    yield figure("one_changed_text_work", [text_work[1] / text_work[0]], details)
    yield figure("one_changed_rest", [rest[1] / (text_work[0] + rest[0])], details)


def staged(sources: Path, store: Path) -> Used:
    """Build with the processor time told by stage."""
    alone = {**ONE_DAY, "PREFECT_HOME": str(store.parent / "prefect")}
    return used_by([sys.executable, "-m", "benchmarks.staged", sources, store], alone)


def orchestration(size: Size, corpora: Path) -> Iterator[Figure]:
    """Yield what Prefect and Great Expectations add, their start apart, to the text work of a bare loop."""
    sources, least = write_corpus(corpora, size.many), write_corpus(corpora, LEAST_TEXTS)

    def in_stages(texts: Path) -> Used:
        with TemporaryDirectory(prefix="bench-") as folder:
            return staged(texts, Path(folder) / "store")

    def bare() -> Used:
        with TemporaryDirectory(prefix="bench-") as folder:
            return used_by([sys.executable, "-m", "benchmarks.bare_loop", sources, Path(folder) / "out"])

    start = in_stages(least).said["stages"]["validate"]
    runs = in_turn(size.build_pairs, bare, lambda: in_stages(sources))
    shares = []
    for loop, staged_build in runs:
        stages, work = staged_build.said["stages"], loop.said["work_seconds"]
        shares.append((stages["read"] - work + stages["validate"] - start) / work)
    yield figure(
        "orchestration", shares, {"texts": size.many, "stages": runs[0][1].said["stages"], "work_seconds": runs[0][0].said["work_seconds"]}
    )


def _hash_seconds(sources: Path) -> float:
    started = time.perf_counter()
    for folder, _, names in os.walk(sources / "texts"):
        for name in names:
            hashlib.sha256(Path(folder, name).read_bytes()).digest()
    return time.perf_counter() - started


def _tables(store: Path, version: str) -> dict[str, str]:
    data = store / "releases" / version / "data"
    names: Sequence[Path] = [path for path in sorted(data.rglob("*.parquet")) if path.name != "withdrawn.parquet"]
    return {path.relative_to(data).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in names}
