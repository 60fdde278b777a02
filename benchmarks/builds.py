"""Whole builds: how they grow, what orchestration adds, builds in which nothing or one text has changed, engines and workers."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.corpus import write_corpus
from benchmarks.measuring import Figure, Size, Used, figure, in_turn, tree_cpu_seconds, used_by
from flows.cli import EMBEDDED_SERVER
from rostra.store import release_folder

LEAST_TEXTS = 20
"""A build of so few texts is all start; it is taken off, where a goal leaves the start apart."""
ONE_DAY = {"SOURCE_DATE_EPOCH": "1767225600"}
ONE_PROCESS = ("--engine", "processes", "--workers", "1")
TWO_PROCESSES = ("--engine", "processes", "--workers", "2")
SERVE_OBJECTS = """
import time
from moto.server import ThreadedMotoServer
server = ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
server.start()
print("http://{}:{}".format(*server.get_host_and_port()), flush=True)
while True:
    time.sleep(60)
"""
EDITED = "{text}The council met again on Monday.\n"


def build(sources: Path, store: Path, *options: str) -> Used:
    """Build a release into a store, on Prefect's embedded server with a home of its own beside the store."""
    store.parent.mkdir(parents=True, exist_ok=True)  # Prefect's home lies there, and it makes no folder above it
    alone = {**EMBEDDED_SERVER, **ONE_DAY, "PREFECT_HOME": str(store.parent / "prefect")}
    command: list[str | Path] = [sys.executable, "-m", "rostra", "build", "--quiet", "--sources", sources, "--store", store, *options]
    return used_by(command, alone)


def built(sources: Path, *options: str) -> Used:
    """Build into a new store, which goes again."""
    with TemporaryDirectory(prefix="bench-") as folder:
        return build(sources, Path(folder) / "store", *options)


def sizes(size: Size, corpora: Path) -> Iterator[Figure]:
    """Yield the peak memory of builds of few, many and most texts by two worker processes, and what time they take."""
    for texts in (size.few, size.many, size.most):
        used = built(write_corpus(corpora, texts), *TWO_PROCESSES)
        taken = {"cpu_seconds": round(used.cpu_seconds), "wall_seconds": round(used.wall_seconds)}
        yield figure(f"size {texts}", [used.peak_bytes / 1e6], {"texts": texts, **taken})


ReadingTimes = dict[str, float]
"""What reading took: `cpu_seconds` of all processes, `wall_seconds`."""


def workers(size: Size, corpora: Path) -> Iterator[Figure]:
    """Yield total processor time and wall time of reading by two worker processes, to those by one, the start of each apart."""
    starts, runs = _read_in_turn(size, corpora, ("processes", "1"), ("processes", "2"))
    for what in ("cpu", "wall"):
        yield _reading_figure(f"two_workers_{what}", f"{what}_seconds", size, starts, runs)


def outside(size: Size, corpora: Path) -> Iterator[Figure]:
    """Yield the share of full builds' processor time that no worker process can take over, and wall time by two of these, to one."""
    for texts in (size.few, size.many):
        used = _staged_anew(write_corpus(corpora, texts), *TWO_PROCESSES)
        yield outside_engine(f"outside_engine {texts}", texts, used)
    one = _staged_anew(write_corpus(corpora, size.many), *ONE_PROCESS)
    walls, cpus = ([round(getattr(each, f"{what}_seconds")) for each in (used, one)] for what in ("wall", "cpu"))
    details = {"texts": size.many, "wall_seconds": walls, "cpu_seconds": cpus}
    yield figure("two_workers_build", [used.wall_seconds / one.wall_seconds], details)


def outside_engine(name: str, texts: int, used: Used) -> Figure:
    """Return the share of the processor time of a build that its own process used, the start left out."""
    own = {stage: round(taken, 2) for stage, taken in used.said["own"].items()}
    share = sum(taken for stage, taken in own.items() if stage != "start") / after_start(used)
    details = {"texts": texts, "stages": _stages(used), "own": own, "wall_seconds": round(used.wall_seconds)}
    return figure(name, [share], {**details, "peak_megabytes": round(used.peak_bytes / 1e6)})


def _staged_anew(sources: Path, *options: str) -> Used:
    """Build into a new store, which goes again, with the processor time told by stage."""
    with TemporaryDirectory(prefix="bench-") as folder:
        return staged(sources, Path(folder) / "store", *options)


def carried(size: Size, corpora: Path) -> Iterator[Figure]:
    """Yield wall and processor time of a build whose two workers share no folder with it, to one whose workers do.

    The object store is moto's, on this machine; what it takes is told apart.
    """
    sources = write_corpus(corpora, size.few)
    common = built(sources, *TWO_PROCESSES)
    with _object_store() as store:
        before = tree_cpu_seconds(store)
        through = built(sources, *TWO_PROCESSES, "--through", "s3://bench/work")
        of_the_store = round(tree_cpu_seconds(store) - before, 1)
    for what in ("cpu_seconds", "wall_seconds"):
        seconds = [round(getattr(used, what), 1) for used in (common, through)]
        details = {"texts": size.few, "seconds": seconds, "object_store_cpu_seconds": of_the_store}
        yield figure(f"carried_{what.removesuffix('_seconds')}", [seconds[1] / seconds[0]], details)


@contextmanager
def _object_store() -> Iterator[int]:
    """Run an object store that speaks S3's protocol, say in the environment where it is, and give the id of its process."""
    with subprocess.Popen([sys.executable, "-c", SERVE_OBJECTS], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        try:
            address = server.stdout.readline().strip() if server.stdout else ""
            os.environ |= {"AWS_ENDPOINT_URL": address, "AWS_ALLOW_HTTP": "true", "AWS_DEFAULT_REGION": "us-east-1"}
            os.environ |= {"AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing"}
            import boto3

            boto3.client("s3").create_bucket(Bucket="bench")
            yield server.pid
        finally:
            server.kill()


def dask(size: Size, corpora: Path) -> Iterator[Figure]:
    """Yield total processor time of reading by Dask with two workers to that by two worker processes, the start of each apart."""
    yield _reading_figure("dask", "cpu_seconds", size, *_read_in_turn(size, corpora, ("processes", "2"), ("dask", "2")))


def _reading_figure(
    name: str, what: str, size: Size, starts: Sequence[ReadingTimes], runs: Sequence[tuple[ReadingTimes, ReadingTimes]]
) -> Figure:
    seconds = [[round(taken[what], 2) for taken in pair] for pair in runs]
    of_starts = {"start_wall_seconds": [round(start["wall_seconds"], 2) for start in starts]}
    return figure(name, [other / one for one, other in seconds], {"texts": size.texts, "seconds": seconds, **of_starts})


def _read_in_turn(
    size: Size, corpora: Path, one: tuple[str, str], other: tuple[str, str]
) -> tuple[list[ReadingTimes], list[tuple[ReadingTimes, ReadingTimes]]]:
    """Return what reading a few texts takes with each of two engines, and what the others take beyond that, in turn."""
    sources, least = write_corpus(corpora, size.texts), write_corpus(corpora, LEAST_TEXTS)
    starts = {engine: _reading(least, *engine) for engine in (one, other)}

    def beyond_start(engine: tuple[str, str]) -> ReadingTimes:
        return {what: taken - starts[engine][what] for what, taken in _reading(sources, *engine).items()}

    return list(starts.values()), in_turn(size.build_pairs, lambda: beyond_start(one), lambda: beyond_start(other))


def _reading(sources: Path, engine: str, workers: str) -> ReadingTimes:
    with TemporaryDirectory(prefix="bench-") as work:
        said = used_by([sys.executable, "-m", "benchmarks.reading", sources, work, engine, workers]).said
    return {what: said[what] for what in ("cpu_seconds", "wall_seconds")}


def builds(size: Size, corpora: Path) -> Iterator[Figure]:
    """Yield every figure of builds of many texts: their growth, orchestration's share, nothing changed, one text changed.

    They are of the same few builds, since one takes minutes; each is told by stage, by which the starts are left out.
    """
    least, few, many = (write_corpus(corpora, texts) for texts in (LEAST_TEXTS, size.few, size.many))
    with TemporaryDirectory(prefix="bench-") as folder:
        stores = {name: Path(folder) / name / "store" for name in ("least", "few", "many", "changed")}
        start, small = staged(least, stores["least"]), staged(few, stores["few"])
        loop = used_by([sys.executable, "-m", "benchmarks.bare_loop", many, Path(folder) / "out"])
        edited = Path(folder) / "edited"
        shutil.copytree(many, edited)
        full = staged(edited, stores["many"])
        yield from _growth(size, start, small, full)
        yield _orchestration(size, start, loop, full)
        yield profile_of(size.many, full)
        yield _nothing_changed(size, (least, stores["least"]), (edited, stores["many"]))
        text = next((edited / "texts").glob("*/*3.txt"))
        text.write_text(EDITED.format(text=text.read_text(encoding="utf-8")), encoding="utf-8")
        yield from _one_changed(size, start, full, staged(edited, stores["many"]))
        build(edited, stores["changed"], *TWO_PROCESSES)
        assert _tables(stores["many"]) == _tables(stores["changed"]), "a changed text gives other bytes than a full build"


def profile_of(texts: int, used: Used) -> Figure:
    """Return the share of the text work in a build's processor time, with the seconds of each stage."""
    stages = _stages(used)
    return figure("profile", [stages["read"] / sum(stages.values())], {"texts": texts, "stages": stages})


def _stages(used: Used) -> dict[str, float]:
    return {stage: round(taken, 2) for stage, taken in used.said["stages"].items()}


def _growth(size: Size, start: Used, small: Used, full: Used) -> Iterator[Figure]:
    per_text = [(used.cpu_seconds - start.cpu_seconds) / texts for used, texts in ((small, size.few), (full, size.many))]
    of = {"texts": [size.few, size.many]}
    yield figure("growth_cpu", [per_text[1] / per_text[0]], {**of, "milliseconds_per_text": [round(1000 * cpu, 2) for cpu in per_text]})
    peaks = [round(used.peak_bytes / 1e6) for used in (start, small, full)]
    yield figure("growth_memory", [full.peak_bytes / small.peak_bytes], {**of, "peak_megabytes": peaks[1:], "start_megabytes": peaks[0]})


def _orchestration(size: Size, start: Used, loop: Used, full: Used) -> Figure:
    """Return what Prefect adds to the reading, and Great Expectations' validation, their starts apart, beside a bare loop's work."""
    work, stages = loop.said["work_seconds"], full.said["stages"]
    added = stages["read"] - work + stages["validate"] - start.said["stages"]["validate"]
    peaks = {"peak_megabytes_of_loop_and_build": [round(used.peak_bytes / 1e6) for used in (loop, full)]}
    return figure("orchestration", [added / work], {"texts": size.many, "work_seconds": work, **peaks, "stages": _stages(full)})


def _nothing_changed(size: Size, least: tuple[Path, Path], many: tuple[Path, Path]) -> Figure:
    """Return the processor time of a build of unchanged texts, that of a few taken off, beside that of hashing the texts."""
    ratios, seconds = [], []
    for _ in range(size.pairs):
        hashing = hash_seconds(many[0])
        few, all_ = (after_start(staged(sources, store)) for sources, store in (least, many))
        ratios.append((all_ - few) / hashing)
        seconds.append([round(taken, 2) for taken in (hashing, few, all_)])
    return figure("nothing_changed", ratios, {"texts": size.many, "seconds_of_hashing_few_and_all": seconds})


def _one_changed(size: Size, start: Used, full: Used, after: Used) -> Iterator[Figure]:
    stages = full.said["stages"], after.said["stages"]
    details = {"texts": size.many, "full": _stages(full), "after": _stages(after)}
    yield figure("one_changed_text_work", [stages[1]["read"] / stages[0]["read"]], details)
    started = after_start(start)
    rest = after_start(after) - stages[1]["read"] - started
    yield figure("one_changed_rest", [rest / (after_start(full) - started)], details)


def after_start(used: Used) -> float:
    """Return the processor seconds of all stages but the start."""
    return float(sum(taken for stage, taken in used.said["stages"].items() if stage != "start"))


def staged(sources: Path, store: Path, *options: str) -> Used:
    """Build with the processor time told by stage."""
    store.parent.mkdir(parents=True, exist_ok=True)
    alone = {**ONE_DAY, "PREFECT_HOME": str(store.parent / "prefect")}
    return used_by([sys.executable, "-m", "benchmarks.staged", sources, store, *options], alone)


def hash_seconds(sources: Path) -> float:
    """Return the processor seconds that reading and hashing all texts takes."""
    started = time.process_time()
    for folder, _, names in os.walk(sources / "texts"):
        for name in names:
            hashlib.sha256(Path(folder, name).read_bytes()).digest()
    return time.process_time() - started


def _tables(store: Path) -> dict[str, str]:
    """Return the SHA-256 of each table of the latest release; which texts were withdrawn, and when, is not theirs."""
    data = release_folder(store) / "data"
    names: Sequence[Path] = [path for path in sorted(data.rglob("*.parquet")) if path.name != "withdrawn.parquet"]
    return {path.relative_to(data).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in names}
