"""Where shards are read: in threads, in processes of this machine, or by the workers of a Dask cluster.

One function reads a shard wherever it runs. What goes to it and what comes back are paths: a worker reads its own inputs and writes
its own parts, in a store that all of them see under the same path.
"""

from __future__ import annotations

import importlib
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from flows.errors import Refused

if TYPE_CHECKING:
    from concurrent.futures import Executor


class Engine(StrEnum):
    """What runs the workers."""

    THREADS = "threads"
    PROCESSES = "processes"
    DASK = "dask"


class Workers(NamedTuple):
    """Who reads the shards."""

    engine: Engine = Engine.THREADS
    number: int | None = None
    """How many; by default one thread (Python runs one at a time), or one process a core."""
    address: str | None = None
    """Of a running Dask scheduler, such as tcp://10.0.0.1:8786; without one, a cluster is started on this machine for the run."""

    @property
    def at_once(self) -> int:
        """How many workers to start."""
        return self.number or (1 if self.engine is Engine.THREADS else os.cpu_count() or 1)


ONE_THREAD = Workers()
Read = Callable[[Path, Path], Path]


def refuse_impossible(workers: Workers) -> None:
    """Refuse what cannot be meant: a scheduler's address for another engine or beside a number of workers, or Dask where it is missing."""
    if workers.address is not None and workers.engine is not Engine.DASK:
        raise Refused(f"--address is a Dask scheduler's: it goes with --engine dask, not with --engine {workers.engine}")
    if workers.address is not None and workers.number is not None:
        raise Refused("--workers: the cluster at --address has the workers that it has; leave one of the two out")
    if workers.engine is Engine.DASK:
        try:
            _dask()
        except ImportError as error:
            raise Refused("--engine dask needs the packages of the extra `dask`; `make everything` brings them") from error


def read_by(workers: Workers, read: Read, shards: Sequence[Path], store: Path) -> Iterator[Path]:
    """Have each shard read and yield the folders of its parts as they come; the first error of a worker is raised, and the rest is left.

    Refused where workers die, or the scheduler does not answer; what was read by then stays read.
    """
    from concurrent.futures import as_completed
    from concurrent.futures.process import BrokenProcessPool

    if not shards:
        return
    if workers.engine is Engine.DASK:
        yield from _by_dask(workers, read, shards, store)
        return
    with _pool(workers) as pool:
        waited_for = [pool.submit(read, shard, store) for shard in shards]
        try:
            for done in as_completed(waited_for):
                yield done.result()
        except BrokenProcessPool as error:
            raise Refused("a process that read texts was killed, perhaps for want of memory; run again: what was read is kept") from error
        finally:
            pool.shutdown(cancel_futures=True)


def _pool(workers: Workers) -> Executor:
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

    if workers.engine is Engine.THREADS:
        return ThreadPoolExecutor(workers.at_once)
    # Workers are copies of one process that has imported what they need and nothing else: this one has threads, which no copy survives.
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["flows.shards", "pyarrow.parquet"])
    return ProcessPoolExecutor(workers.at_once, mp_context=context, initializer=_leave_interrupts_to_the_parent)


def _leave_interrupts_to_the_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _by_dask(workers: Workers, read: Read, shards: Sequence[Path], store: Path) -> Iterator[Path]:
    distributed = _dask()
    with ExitStack() as opened:
        try:
            at = workers.address or opened.enter_context(
                distributed.LocalCluster(n_workers=workers.at_once, threads_per_worker=1, dashboard_address=None)
            )
            client = opened.enter_context(distributed.Client(at, set_as_default=False))
        except (OSError, ValueError, TimeoutError) as error:
            raise Refused(f"{workers.address or 'a Dask cluster on this machine'}: no scheduler answers there ({error})") from error
        try:
            futures = client.map(read, shards, store=store, pure=False)
            for _, parts in distributed.as_completed(futures, loop=client.loop, with_results=True):
                yield parts
        except distributed.KilledWorker as error:
            raise Refused(f"workers of the Dask cluster died over and over ({error}); run again: what was read is kept") from error


def _dask() -> Any:
    """Return Dask's module, which has no types, and which only those have who want it."""
    return importlib.import_module("distributed")
