"""The `rostra` command: what a reader needs, and, in a clone, what a maker needs."""

import os
import signal
import sys
import traceback
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from rostra import making
from rostra.asking import add_asking_commands
from rostra.citing import add_citing_commands
from rostra.errors import NotAsAsked, Refused
from rostra.options import Quiet, Store, Yanked
from rostra.places import place_of
from rostra.printing import DiffForm, advancing, print_difference
from rostra.store import VERSION, Layout, default_store, find_release, layout_at, located, opened
from rostra.taking import add_taking_commands


class Commands(TyperGroup):
    """The commands that are here; of those that only a clone has, what to install."""

    def invoke(self, ctx: Any) -> Any:
        """Call the command; at Ctrl-C end at once, and quietly at a second one: threads that still read are not waited for."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt as interrupt:
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            print("rostra: interrupted", *interrupt.args, sep="; ", file=sys.stderr, flush=True)
            with suppress(OSError):
                sys.stdout.flush()
            os._exit(INTERRUPTED)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Return the command that is called; Refused where it is one of the making half, and that is not here."""
        if args and args[0] in making.COMMANDS and args[0] not in self.commands:
            raise Refused(making.needed_for(args[0]))
        return super().resolve_command(ctx, args)


app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
)

INTERRUPTED = 130


def _print_version(is_asked: bool) -> None:
    if is_asked:
        from rostra import __version__

        print(f"rostra {__version__}")
        raise typer.Exit


@app.callback()
def every_command(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version of this program.")
    ] = False,
) -> None:
    """Who said what, to whom, in which words: political speech as versioned tables."""


@app.command("list", epilog="Example: `rostra list --store output`")
def list_releases(store: Store = None) -> None:
    """List the store's versions, oldest first."""
    index = opened(store or default_store()).listed
    for release in index.releases:
        mark = "  latest" if release.version == index.latest else ""
        because = f": {release.reason}" if release.reason else ""
        rows = release.rows.get("quotations", 0)
        doi = f"  https://doi.org/{release.deposit.doi}" if release.deposit else ""
        print(f"{release.version}  {release.released_on}  {release.status}{because}  {rows} quotations{doi}{mark}")


@app.command(epilog="Example: `rostra latest`")
def latest(store: Store = None) -> None:
    """Print the latest version's number; exit 1 where there is none."""
    print(find_release(store or default_store()).version)


add_taking_commands(app)


@app.command(epilog="Example: `rostra verify output/releases/1.0.0`")
def verify(
    release: Annotated[
        str | None,
        typer.Argument(metavar="[DIR]", help="A release's folder or address, or a version of the store; its latest without one."),
    ] = None,
    store: Store = None,
    since: Annotated[
        str | None,
        typer.Option(metavar="A", help="Another release on this disk, verified before: what is one file with one of its is not read."),
    ] = None,
    quiet: Quiet = False,
) -> None:
    """Read every file of a release and compare its SHA-256 with the promised one; exit 1 with all that differ.

    With a folder and a store, the folder is held against what the store's index promises of that version.
    """
    from rostra.choice import WHOLE, read_choice
    from rostra.verify import NOTHING, files_since, promised_of, read_checksums
    from rostra.verify import verify as verify_release

    is_version = release is None or (VERSION.fullmatch(release) and not Path(release).exists())
    if is_version or layout_at(release or "") is not Layout.RELEASE:
        at, version = (store or default_store(), release) if is_version else (release or "", None)
        found = located(at, version, allow_yanked=True)
        place, promised = found.folder, found.release.checksums_sha256
    else:
        place = place_of(release or "")
        promised = promised_of(place, store)
    if since is not None and not place.is_local:
        raise Refused(f"{place}: is not on this disk, so that it shares no file with {since}; leave --since out")
    older = place.path.parent / since if since is not None and VERSION.fullmatch(since) else Path(since or "")
    known = NOTHING if since is None else files_since(older)
    with advancing("verifying", quiet, counts_bytes=False) as told:
        told.total(len(read_checksums(place)), len(read_checksums(place)))
        files = verify_release(place, promised, on_file=lambda name: told.arrived(1), since=known)
    if not quiet:
        choice = read_choice(place)
        alone = "" if choice == WHOLE else f"; it holds {choice} alone"
        print(f"{place}: all {files} files are as they were published{alone}")


@app.command(epilog="Example: `rostra diff 1.0.0 2.0.0 --table quotations --rows 5`")
def diff(
    before: Annotated[str, typer.Argument(metavar="A", help="The earlier version.")],
    after: Annotated[str, typer.Argument(metavar="B", help="The later version, or `latest`.")],
    table: Annotated[str | None, typer.Option(help="Only this table.")] = None,
    rows: Annotated[int, typer.Option(min=0, help="How many rows of each table and kind of change to name.")] = 0,
    form: Annotated[DiffForm | None, typer.Option("--as", help="A table on a terminal and CSV elsewhere, without one.")] = None,
    allow_yanked: Yanked = False,
    store: Store = None,
) -> None:
    """Say what changed between two versions: as the later one says itself, or by comparing their tables."""
    from rostra.diff import Question, difference

    found = difference(store or default_store(), Question(before, after, table, rows, allow_yanked))
    print_difference(found, form or (DiffForm.TABLE if sys.stdout.isatty() else DiffForm.CSV))


add_asking_commands(app)
add_citing_commands(app)


def let_go(error: BaseException) -> None:
    """Let an error and those before it forget where they were raised, and what they met on their way.

    A thread may hold them to the very end, and what they hold would outlive its module then: DuckDB's complains of that, at length.
    """
    seen, waiting = set(), [error]
    while waiting:
        found = waiting.pop()
        if id(found) in seen:
            continue
        seen.add(id(found))
        traceback.clear_frames(found.__traceback__)
        found.__traceback__ = None
        waiting += [before for before in (found.__cause__, found.__context__) if before is not None]
        waiting += found.exceptions if isinstance(found, BaseExceptionGroup) else ()


def main() -> None:
    """Run the command; exit 0 when done, 1 when the data is not as asked, 2 when the call was wrong."""
    if making.is_here():
        from flows.cli import add_making_commands

        add_making_commands(app)
    try:
        app()
    except (NotAsAsked, Refused) as error:
        print(f"rostra: {error}", file=sys.stderr)
        let_go(error)
        sys.exit(1 if isinstance(error, NotAsAsked) else 2)
    except Exception as error:
        sys.excepthook(type(error), error, error.__traceback__)
        let_go(error)
        sys.exit(1)
    except BaseException as error:  # the end that a command chose, or Ctrl-C
        let_go(error)
        raise
