"""The commands for whoever writes sources: try, new and accept."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.operate.commands import DEFAULT_WORK, Work
from rostra.options import DEFAULT_STORE, Quiet

if TYPE_CHECKING:
    from rich.table import Table

    from flows.sourcing.trying import ReadText, Tried

SHOWN = 15
WIDTH_OF_A_FILE = 5_000
"""Wide enough that no address is broken: rows are as wide as they need."""
LEAST_WIDTH = 150
"""Of a terminal in which each column has room beside the others."""
WIDTH_OF_PROGRESS = 30

app = typer.Typer(
    no_args_is_help=True, rich_markup_mode="markdown", help="Write sources: what a TOML would read, a proposal for a new one."
)


@app.command("try", epilog="Example: `rostra source try sources/press.toml`")
def try_one(
    file: Annotated[Path, typer.Argument(metavar="FILE.toml", help="The source's file.")],
    pages: Annotated[
        int, typer.Option(min=1, max=200, help="How many texts are fetched at most, some of each place that names them.")
    ] = 10,
    quiet: Quiet = False,
) -> None:
    """Fetch a little of a source and show what would be read of it, and what was left out and why; nothing is written.

    Exit 1 where no text could be read.
    """
    from flows.fetch.declarations import read_source
    from flows.fetch.gazetteer import read_gazetteer, refuse_unlisted_principals
    from flows.sourcing.trying import try_source

    declaration = read_source(file)
    gazetteer = read_gazetteer(file.parent)
    refuse_unlisted_principals([declaration], gazetteer)
    is_shown = sys.stderr.isatty() and not quiet

    def say(what: str) -> None:
        if is_shown:
            print(f"\r{what:<{WIDTH_OF_PROGRESS}}\r", end="", file=sys.stderr, flush=True)

    say("looking for texts")
    tried = try_source(declaration, file.parent, gazetteer, pages, lambda progress: say(f"{progress.done} of {progress.total} texts"))
    say("")
    _show(tried)
    if not tried.texts:
        raise typer.Exit(1)


def _show(tried: Tried) -> None:
    from rich.console import Console

    console = Console(width=None if sys.stdout.isatty() else WIDTH_OF_A_FILE, markup=False, highlight=False)
    if tried.texts:
        console.print(_table(tried.texts, is_narrow=console.width < LEAST_WIDTH))
    found = f"{tried.found} found" if tried.is_all else f"at least {tried.found} found (a build looks further)"
    print(f"{found}, {len(tried.texts)} read, {len(tried.set_aside)} set aside, {len(tried.left_out)} left out")
    for aside in tried.set_aside:
        print(f"  set aside: {aside.origin}: {aside.reason}: {aside.detail}")
    _show_left_out(tried)
    for trouble in tried.troubles:
        print(f"  trouble: {trouble}")
    for sentence in tried.corrections:
        print(sentence)


def _table(texts: Sequence[ReadText], *, is_narrow: bool) -> Table:
    """Return a row for each text; where there is little room, its address, title and place stand below each other."""
    from rich.table import Column, Table

    long, short = ("address", "title", "found in"), ("day", "language", "form", "words")
    names = ("\n".join(long), *short) if is_narrow else (*long[:2], *short, long[2])
    shown = Table(*(Column(name, overflow="fold") for name in names), show_lines=is_narrow)
    for text in texts:
        said = (text.address, text.title or "none", text.found_in)
        told = (text.day.isoformat() if text.day else "unknown", text.language, text.form, str(text.words))
        shown.add_row(*(("\n".join(said), *told) if is_narrow else (*said[:2], *told, said[2])))
    return shown


def _show_left_out(tried: Tried) -> None:
    counted: Counter[str] = Counter()
    for one in tried.left_out:
        counted[one.why] += 1
        if counted[one.why] <= SHOWN:
            print(f"  left out: {one.address}: {one.why} (found in {one.found_in})")
    for why, number in counted.items():
        if number > SHOWN:
            print(f"  and {number - SHOWN} more: {why}")


@app.command("new", epilog="Example: `rostra source new https://press.example.org --to sources/press.toml`")
def new(
    address: Annotated[str, typer.Argument(metavar="ADDRESS", help="The front page of a press service, or its page of news.")],
    may_reach: Annotated[
        list[str] | None, typer.Option(metavar="HOST", help="A host or network that is not public and may be asked all the same.")
    ] = None,
    to: Annotated[Path | None, typer.Option(metavar="FILE.toml", help="Where it is written; it is printed otherwise.")] = None,
) -> None:
    """Propose a source's TOML from what a page names: its feeds, sitemaps and languages. A file that is there stays what it is."""
    from flows.errors import Refused
    from flows.sourcing.proposing import propose

    if to is not None and to.exists():
        raise Refused(f"{to} is there already; name another file, or remove it first")
    proposed = propose(address, may_reach or ())
    if to is None:
        sys.stdout.write(proposed)
        return
    try:
        to.write_text(proposed, encoding="utf-8")
    except OSError as error:
        raise Refused(f"{to} cannot be written: {error.strerror}") from error
    print(f"wrote {to}; `rostra source try {to}` shows what it reads")


@app.command("accept", epilog="Example: `rostra source accept press.news--opening`")
def accept(
    speech_id: Annotated[str, typer.Argument(metavar="SPEECH_ID", help="The speech whose page has a new text.")],
    store: Annotated[str, typer.Option(help="The folder or address of the store.")] = str(DEFAULT_STORE),
    work: Work = DEFAULT_WORK,
) -> None:
    """Take the new text of a page that has nearly nothing in common with its last one; the next build publishes it.

    Exit 1 where no page of the store has this key, or no other text waits.
    """
    from flows.publish.archive import archive_in_use
    from flows.publish.elsewhere import store_on_disk
    from flows.publish.on_disk import LOCK_WAIT_SECONDS, acquire
    from flows.sourcing.accepting import accept as accept_text

    with store_on_disk(store, work, must_be_there=True) as folder, acquire(folder, LOCK_WAIT_SECONDS):
        entry = accept_text(folder, speech_id, archive_in_use())
    print(f"{speech_id}: what {entry.url} answered last stands from the next build on")
