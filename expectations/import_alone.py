"""Great Expectations without what it imports for other data and other questions than ours: two thirds of its time, and of its memory.

Where clients of object stores and databases are installed, it imports them too. In a process whose main module is no file (python -c,
pytest's workers) pyspark ends the process.
"""

import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.machinery import ModuleSpec
from threading import Lock, get_ident
from types import ModuleType
from typing import NamedTuple

NAME = "great_expectations"
# It does without these where they are not installed.
MISSED = frozenset({"azure", "boto3", "botocore", "google", "pyspark", "sqlalchemy"})
# It names these at its modules' heads, and uses them to compare distributions, which nobody asks of it.
UNUSED = frozenset({"altair", "scipy"})
_one_at_a_time = Lock()


class Empty:
    """Loads a module that holds nothing."""

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        """Leave it to Python to make the module."""

    def exec_module(self, module: ModuleType) -> None:
        """Put nothing into it."""


class Finder(NamedTuple):
    """Finds none of the missed modules, and the unused ones empty, for one thread; others import them meanwhile as they are."""

    thread: int
    emptied: list[str]
    """What it gave as empty; told of here, since other threads change `sys.modules` while it would be looked through."""

    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        """Return where a module is found; None where this is for others to say, ModuleNotFoundError where it is to be missed."""
        package = name.partition(".")[0]
        if get_ident() != self.thread or package not in MISSED | UNUSED:
            return None
        if package in MISSED:
            raise ModuleNotFoundError(f"{name} is not imported with {NAME}", name=name)
        self.emptied.append(name)
        return ModuleSpec(name, Empty(), is_package=True)  # type: ignore[arg-type]


def import_alone() -> None:
    """Import Great Expectations alone; what was imported before stays as it is, and what was left out can be imported afterwards."""
    with _one_at_a_time:
        if NAME in sys.modules:
            return
        finder = Finder(get_ident(), [])
        sys.meta_path.insert(0, finder)
        try:
            import_module(NAME)
        finally:
            sys.meta_path.remove(finder)
            for name in finder.emptied:
                sys.modules.pop(name, None)
