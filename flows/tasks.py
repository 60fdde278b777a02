"""What an engine runs: tasks on files, wherever there is a worker; in this thread where there is no engine."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

Task = Callable[[Path, Path], Path]
Run = Callable[[Task, Sequence[Path], Path], Iterator[Path]]
"""Runs a task on each of some paths, with a folder besides, and yields what it returns as it comes; the first error is raised."""
Reads = Callable[[Path, Path], Iterable[Path]]
"""Returns the files that a task reads, given what the task is given, but for the one that is its path."""

_files_read: dict[Task, Reads] = {}


def here(task: Task, paths: Sequence[Path], folder: Path) -> Iterator[Path]:
    """Run a task on each of some paths in this thread."""
    return (task(path, folder) for path in paths)


def reading(files: Reads) -> Callable[[Task], Task]:
    """Note which files a task reads, for whoever brings them to where it is done; all else that it finds it makes itself."""

    def noted(task: Task) -> Task:
        _files_read[task] = files
        return task

    return noted


def files_read(task: Task, path: Path, folder: Path) -> list[Path]:
    """Return the files that a task reads, its own first and each once."""
    return list(dict.fromkeys((path, *_files_read[task](path, folder))))


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
