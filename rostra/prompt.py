"""`rostra sql` without a query: a prompt that keeps its history, completes names, and survives a wrong query."""

from __future__ import annotations

import atexit
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from rostra.errors import NotAsAsked, Refused

HISTORY_LINES = 2_000
HELP = "A query ends with ; and may go over several lines. .tables lists the tables, .schema TABLE its columns, .quit (or Ctrl-D) ends."


def history_path() -> Path:
    """Return the file that keeps what was asked, by the rules of the XDG Base Directory Specification."""
    state = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return Path(state) / "rostra" / "history"


def queries(lines: Iterable[str]) -> Iterator[str]:
    """Yield each query and each command with a dot of some lines; what stands after the last ; is one too.

    >>> list(queries([".tables", "SELECT 1", "+ 1;", "FROM speeches"]))
    ['.tables', 'SELECT 1\\n+ 1;', 'FROM speeches']
    """
    waiting: list[str] = []
    for line in lines:
        if not waiting and (not line.strip() or line.startswith(".")):
            yield from filter(None, [line.strip()])
            continue
        waiting.append(line)
        if line.rstrip().endswith(";"):
            yield "\n".join(waiting)
            waiting.clear()
    if waiting:
        yield "\n".join(waiting)


def ask_again_and_again(answer: Callable[[str], None], names: Iterable[str]) -> None:
    """Read queries from the terminal until its end and have each answered; what is wrong with one is told, and the next one asked."""
    _keep_history(sorted(names))
    sys.stdout.write(HELP + "\n")
    for query in queries(_typed()):
        if query in {".quit", ".exit"}:
            return
        if query == ".help":
            sys.stdout.write(HELP + "\n")
            continue
        try:
            answer(query)
        except (Refused, NotAsAsked) as error:
            sys.stderr.write(f"{error}\n")
        except KeyboardInterrupt:
            sys.stderr.write("interrupted\n")


def _typed() -> Iterator[str]:
    is_begun = False
    while True:
        try:
            line = input("   ...> " if is_begun else "rostra> ")
        except EOFError:
            sys.stdout.write("\n")
            return
        except KeyboardInterrupt:
            sys.stdout.write("\n")
            continue
        is_begun = bool(line.strip()) and not line.rstrip().endswith(";") and (is_begun or not line.startswith("."))
        yield line


def _keep_history(names: list[str]) -> None:
    """Have the terminal's line editor complete names and remember; where there is none, lines are read plainly."""
    try:
        import readline
    except ImportError:
        return
    path = history_path()
    with suppress(OSError):
        readline.read_history_file(path)
    readline.set_history_length(HISTORY_LINES)
    readline.set_completer(lambda begun, number: next((name for name in _completions(begun, names, number)), None))
    readline.parse_and_bind("tab: complete")

    def save() -> None:
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            readline.write_history_file(path)

    atexit.register(save)


def _completions(begun: str, names: list[str], number: int) -> list[str]:
    return [name for name in names if name.startswith(begun)][number : number + 1]
