"""The `rostra` command: what a reader needs, and, in a clone, what a maker needs."""

import importlib.util
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress
from rich.table import Table
from rich.text import Text

from rostra.errors import NotAsAsked, Refused
from rostra.store import read_index, release_folder

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    help="Who said what, to whom, in which words: political speech as versioned tables.",
)

Store = Annotated[Path, typer.Option(help="The folder that holds releases.json.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="Print nothing but the result.")]
DEFAULT_STORE = Path("output")


class AnswerForm(StrEnum):
    """How an answer is printed."""

    TABLE = "table"
    CSV = "csv"
    MARKDOWN = "markdown"


@app.command("list", epilog="Example: `rostra list --store output`")
def list_releases(store: Store = DEFAULT_STORE) -> None:
    """List the store's versions, oldest first."""
    index = read_index(store)
    for release in index.releases:
        mark = "  latest" if release.version == index.latest else ""
        print(f"{release.version}  {release.released_on}  {release.status}  {release.rows['quotations']} quotations{mark}")


@app.command(epilog="Example: `rostra latest`")
def latest(store: Store = DEFAULT_STORE) -> None:
    """Print the latest version's number; exit 1 where there is none."""
    print(release_folder(store).name)


@app.command(epilog="Example: `rostra verify output/releases/1.0.0`")
def verify(
    folder: Annotated[Path | None, typer.Argument(metavar="[DIR]", help="A release's folder; the store's latest without one.")] = None,
    store: Store = DEFAULT_STORE,
    quiet: Quiet = False,
) -> None:
    """Read every file of a release and compare its SHA-256 with the promised one; exit 1 at the first lie."""
    from rostra.store import promised_by_index
    from rostra.verify import read_checksums
    from rostra.verify import verify as verify_release

    place = folder or release_folder(store)
    with Progress(console=Console(stderr=True), disable=quiet or not sys.stderr.isatty(), transient=True) as progress:
        task = progress.add_task("verifying", total=len(read_checksums(place)))
        files = verify_release(place, promised_by_index(place), on_file=lambda name: progress.advance(task))
    if not quiet:
        print(f"{place}: all {files} files are as they were published")


@app.command("sql", epilog='Example: `rostra sql "SELECT kind, count(*) FROM quotations GROUP BY kind"`')
def ask(
    query: Annotated[str, typer.Argument(help="SQL over the release's tables, each a view of its name.")],
    store: Store = DEFAULT_STORE,
    version: Annotated[str | None, typer.Option(help="The version to ask; the latest without one.")] = None,
    form: Annotated[AnswerForm | None, typer.Option("--as", help="A table on a terminal and CSV elsewhere, without one.")] = None,
) -> None:
    """Answer a query over a release's tables with DuckDB."""
    from rostra.query import sql

    answer = sql(store, query, version)
    rows = list(zip(*(column.to_pylist() for column in answer.columns), strict=True))
    match form or (AnswerForm.TABLE if sys.stdout.isatty() else AnswerForm.CSV):
        case AnswerForm.CSV:
            from pyarrow import csv

            from rostra.query import as_text_where_nested

            csv.write_csv(as_text_where_nested(answer), sys.stdout.buffer)
        case AnswerForm.MARKDOWN:
            for row in [answer.column_names, ["---"] * answer.num_columns, *rows]:
                print("| " + " | ".join(" ".join(_shown(value).split()).replace("|", "\\|") for value in row) + " |")
        case AnswerForm.TABLE:
            shown = Table(*answer.column_names)
            for row in rows:
                shown.add_row(*(Text(_shown(value)) for value in row))
            Console().print(shown)


def _shown(value: object) -> str:
    return "" if value is None else str(value)


def _pipeline_is_here() -> bool:
    """Whether the making half can be imported: a clone has it, an installed wheel has not, another project's `flows` is none."""
    try:
        return importlib.util.find_spec("flows.build_release") is not None
    except ImportError:
        return False


def main() -> None:
    """Run the command; exit 0 when done, 1 when the data is not as asked, 2 when the call was wrong."""
    if _pipeline_is_here():
        from flows.cli import add_making_commands

        add_making_commands(app)
    try:
        app()
    except (NotAsAsked, Refused) as error:
        print(f"rostra: {error}", file=sys.stderr)
        sys.exit(1 if isinstance(error, NotAsAsked) else 2)
