"""The making half of the `rostra` command: whether it is here, and what a reader is told who calls for it."""

import importlib.util

COMMANDS = frozenset({"annotate", "build", "measure", "prune", "serve", "source", "watch", "withdraw", "yank"})


def is_here() -> bool:
    """Return whether the making half can be imported: a clone has it, an installed wheel has not, another project's `flows` is none."""
    try:
        return importlib.util.find_spec("flows.build_release") is not None
    except ImportError:
        return False


def needed_for(command: str) -> str:
    """Return what to install for a command of the making half."""
    return (
        f"`rostra {command}` belongs to the making of releases, which this installation, a reader's, does not hold; "
        "take a clone of the project, run `make` in it, and call .venv/bin/rostra there"
    )
