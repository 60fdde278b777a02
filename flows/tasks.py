"""What an engine runs: tasks on files, wherever there is a worker; in this thread where there is no engine."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

Task = Callable[[Path, Path], Path]
Run = Callable[[Task, Sequence[Path], Path], Iterator[Path]]
"""Runs a task on each of some paths, with a folder besides, and yields what it returns as it comes; the first error is raised."""


def here(task: Task, paths: Sequence[Path], folder: Path) -> Iterator[Path]:
    """Run a task on each of some paths in this thread."""
    return (task(path, folder) for path in paths)


def written(folder: Path, name: str, asked: Iterable[bytes]) -> list[Path]:
    """Write what each of some tasks is asked to do into a file of its own, `<name>-00000.json` and on, and return the files in order."""
    paths = []
    for number, content in enumerate(asked):
        paths.append(folder / f"{name}-{number:05}.json")
        paths[-1].write_bytes(content)
    return paths


# What runs tasks for whoever has some, and asks for no other: whoever has an engine says so.
at_hand: ContextVar[Run] = ContextVar("at_hand", default=here)


@contextmanager
def having_at_hand(run: Run) -> Iterator[None]:
    """Have all that is done in the block run its tasks so."""
    token = at_hand.set(run)
    try:
        yield
    finally:
        at_hand.reset(token)
