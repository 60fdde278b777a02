"""Where the work of a build is done: in threads, in processes of this machine, or by the workers of a Dask cluster.

One function does a task wherever it runs. What goes to it and what comes back are paths: a worker reads its own inputs and writes
its own files, in a store that all of them see under the same path.
"""

from __future__ import annotations

import importlib
import os
import signal
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, nullcontext
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from flows.errors import Refused
from flows.memory import give_back_memory
from flows.tasks import Run, Task

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
    through: str | None = None
    """An object store, such as s3://bucket/work, by which workers get and give files who see no folder of the build."""

    @property
    def at_once(self) -> int:
        """How many workers to start."""
        return self.number or (1 if self.engine is Engine.THREADS else os.cpu_count() or 1)


ONE_THREAD = Workers()
KILLED = "a worker's process was killed, perhaps for want of memory; run again: what was read is kept"


def refuse_impossible(workers: Workers) -> None:
    """Refuse what cannot be meant: a scheduler's address for another engine or beside a number of workers, or Dask where it is missing."""
    if workers.address is not None and workers.engine is not Engine.DASK:
        raise Refused(f"--address is a Dask scheduler's: it goes with --engine dask, not with --engine {workers.engine}")
    if workers.address is not None and workers.number is not None:
        raise Refused("--workers: the cluster at --address has the workers that it has; leave one of the two out")
    if workers.through is not None and (workers.engine is Engine.THREADS or "://" not in workers.through):
        raise Refused(
            f"--through {workers.through}: name an object store that all workers see (s3://bucket/work), and an engine of processes"
        )
    if workers.engine is Engine.DASK:
        try:
            _dask()
        except ImportError as error:
            raise Refused("--engine dask needs the packages of the extra `dask`; `make everything` brings them") from error


@contextmanager
def at_work(workers: Workers) -> Iterator[Run]:
    """Give what runs tasks by these workers, who are started with the first task; those of Dask stay for the next ones.

    What is run raises Refused where workers die, or the scheduler does not answer; what was done by then stays done.
    """
    with ExitStack() as opened:
        started: list[Run] = []

        def run(task: Task, paths: Sequence[Path], folder: Path) -> Iterator[Path]:
            if not paths:
                return
            give_back_memory()
            if not started:
                started.append(opened.enter_context(_by_dask(workers) if workers.engine is Engine.DASK else _by_pool(workers)))
            yield from started[0](task, paths, folder)

        yield run


def read_by(workers: Workers, read: Task, shards: Sequence[Path], store: Path) -> Iterator[Path]:
    """Have each shard read, by workers who are there for that alone, and yield the folders of its parts as they come."""
    with at_work(workers) as run:
        yield from run(read, shards, store)


@contextmanager
def _by_pool(workers: Workers) -> Iterator[Run]:
    from concurrent.futures import as_completed
    from concurrent.futures.process import BrokenProcessPool

    # Workers go with their tasks, and the memory that they hold goes with them: others are copied within a tenth of a second. Those who
    # fetched files from an object store hold these, and stay.
    with _pool(workers) if workers.through else nullcontext() as kept:

        def run(task: Task, paths: Sequence[Path], folder: Path) -> Iterator[Path]:
            with nullcontext(kept) if kept else _pool(workers) as pool:
                waited_for = [pool.submit(task, path, folder) for path in paths]
                try:
                    for done in as_completed(waited_for):
                        yield done.result()
                except BrokenProcessPool as error:
                    raise Refused(KILLED) from error
                finally:
                    for future in waited_for:
                        future.cancel()

        yield run


def _pool(workers: Workers) -> Executor:
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

    if workers.engine is Engine.THREADS:
        return ThreadPoolExecutor(workers.at_once)
    # Workers are copies of one process that has imported what they need and nothing else: this one has threads, which no copy survives.
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["flows.shards", "flows.assemble.bundles", "flows.publish.pages.bundles", "pyarrow.parquet"])
    return ProcessPoolExecutor(workers.at_once, mp_context=context, initializer=_begin, initargs=(dict(os.environ),))


def _begin(environment: Mapping[str, str]) -> None:
    """Leave interrupts to the parent, and see its environment: that of the process which is copied may be an older one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ.update(environment)


def _cluster(distributed: Any, workers: Workers, opened: ExitStack) -> Any:
    """Start a Dask cluster for this process and return it: one worker of Dask's, whose tasks are run by a pool of processes.

    In a thread beside Dask's event loop, a task takes half as much processor time again.
    """
    pool = opened.enter_context(_pool(workers._replace(engine=Engine.PROCESSES)))
    settings = {"n_workers": 1, "threads_per_worker": workers.at_once, "processes": False, "dashboard_address": None}
    return opened.enter_context(distributed.LocalCluster(**settings, executor=pool))


@contextmanager
def _by_dask(workers: Workers) -> Iterator[Run]:
    from concurrent.futures.process import BrokenProcessPool

    distributed = _dask()
    with ExitStack() as opened:
        try:
            at = workers.address or _cluster(distributed, workers, opened)
            client = opened.enter_context(distributed.Client(at, set_as_default=False))
        except (OSError, ValueError, TimeoutError) as error:
            raise Refused(f"{workers.address or 'a Dask cluster on this machine'}: no scheduler answers there ({error})") from error

        def run(task: Task, paths: Sequence[Path], folder: Path) -> Iterator[Path]:
            futures = client.map(partial(task_in, task), paths, folder=folder, pure=False)
            try:
                for _, done in distributed.as_completed(futures, loop=client.loop, with_results=True):
                    yield done
            except distributed.KilledWorker as error:
                raise Refused(f"workers of the Dask cluster died over and over ({error}); run again: what was read is kept") from error
            except BrokenProcessPool as error:
                raise Refused(KILLED) from error
            finally:
                client.cancel(futures)

        yield run


def task_in(task: Task, path: Path, folder: Path) -> Path:
    """Run a task, whatever it calls its arguments."""
    return task(path, folder)


def _dask() -> Any:
    """Return Dask's module, which has no types, and which only those have who want it."""
    return importlib.import_module("distributed")
