"""The commands that look into a release: `sql`, `schema`, `ui`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from rostra.errors import NotAsAsked, Refused
from rostra.options import Store, Version, Yanked
from rostra.place import WEB
from rostra.shapes import AnswerForm, Rows, print_in_form, print_relation
from rostra.store import default_store, located

if TYPE_CHECKING:
    from rostra.dictionary import DescribedTable

EXAMPLES = 'Examples: `rostra sql "SELECT kind, count(*) FROM quotations GROUP BY kind"`, or `rostra sql` for a prompt'
INDEX_PAGE = "index.html"


def add_asking_commands(app: typer.Typer) -> None:
    """Add the commands that look into a release."""
    app.command("sql", epilog=EXAMPLES)(ask)
    app.command(epilog="Examples: `rostra schema`, `rostra schema quotations`")(schema)
    app.command(epilog="Example: `rostra ui --store https://example.org/rostra`")(ui)


def ask(
    query: Annotated[str | None, typer.Argument(help="SQL over the release's tables, each a view; a prompt without one.")] = None,
    store: Store = None,
    version: Version = None,
    allow_yanked: Yanked = False,
    form: Annotated[
        AnswerForm | None, typer.Option("--as", help="On a terminal a table, or one value a line where it is too wide; CSV elsewhere.")
    ] = None,
    limit: Annotated[int | None, typer.Option(min=0, help="How many rows to print, 0 for all; on a terminal 40 without one.")] = None,
) -> None:
    """Answer a query over a release's tables with DuckDB; of a store elsewhere, only what the query needs is read.

    Without a query, a terminal gets a prompt with history; what is piped in is read as queries, each ended by a semicolon.
    """
    from rostra.dictionary import dictionary
    from rostra.prompt import ask_again_and_again, queries
    from rostra.query import asked, interruptible, relation_of, tables_of_version

    release = tables_of_version(store or default_store(), version, allow_yanked=allow_yanked)

    def answer(asked_for: str) -> None:
        command, _, of_table = asked_for.partition(" ")
        if command in {".tables", ".schema"}:
            print_schema(dictionary(release), of_table.strip() or None, None)
            return
        with asked(release) as connection:
            interruptible(connection, lambda: print_relation(connection, relation_of(connection, release, asked_for), form, limit))

    if query is not None:
        answer(query)
    elif sys.stdin.isatty():
        names = {*release.files, *(column.column for table in dictionary(release).values() for column in table.columns)}
        ask_again_and_again(answer, names)
    else:
        for asked_for in queries(sys.stdin.read().splitlines()):
            answer(asked_for)


def schema(
    table: Annotated[str | None, typer.Argument(help="The table whose columns are listed; all tables without one.")] = None,
    store: Store = None,
    version: Version = None,
    allow_yanked: Yanked = False,
    form: Annotated[AnswerForm | None, typer.Option("--as", help="As `rostra sql` prints.")] = None,
) -> None:
    """Print the dictionary of a release: its tables, or the columns of one with their types and meanings; `?` marks what may be null."""
    from rostra.dictionary import dictionary
    from rostra.query import tables_of_version

    print_schema(dictionary(tables_of_version(store or default_store(), version, allow_yanked=allow_yanked)), table, form)


def print_schema(tables: dict[str, DescribedTable], table: str | None, form: AnswerForm | None) -> None:
    """Print the tables, or the columns of one; NotAsAsked where there is none of that name."""
    if table is None:
        found = Rows(("table", "rows", "meaning"), [(known.name, known.rows, known.meaning) for known in tables.values()])
    elif table in tables:
        found = Rows(("column", "type", "key", "meaning"), tables[table].columns)
    else:
        raise NotAsAsked(f"no table {table!r}; there are {', '.join(tables)}")
    if form is AnswerForm.PARQUET:
        raise Refused("the dictionary is no table of the release: print it as csv, json, jsonl or markdown")
    print_in_form(found, form or (AnswerForm.TABLE if sys.stdout.isatty() else AnswerForm.CSV))


def ui(
    store: Store = None,
    version: Version = None,
    allow_yanked: Yanked = False,
    show: Annotated[bool, typer.Option("--print", help="Print the address and open nothing.")] = False,
) -> None:
    """Open the pages of a release, its reader, tables and numbers, in a browser, and print their address."""
    from rostra.choice import Part, is_chosen, read_choice
    from rostra.verify import read_checksums

    release, folder = located(store or default_store(), version, allow_yanked=allow_yanked)
    brings = f"`rostra download {release.version} --only {Part.PAGES} --to DIR`"
    if INDEX_PAGE not in read_checksums(folder):
        raise NotAsAsked(f"{folder}: {release.version} was published without pages")
    if not is_chosen(INDEX_PAGE, read_choice(folder)):
        raise NotAsAsked(f"{folder}: this copy holds no pages; {brings} brings them")
    if not (folder.is_local or folder.scheme in WEB):
        raise Refused(f"{folder}: a browser reads no {folder.scheme}://; {brings} brings the pages")
    page = folder.inside(INDEX_PAGE)
    address = page.path.resolve().as_uri() if page.is_local else page.address
    sys.stdout.write(f"{address}\n")
    if not show:
        import webbrowser

        webbrowser.open(address)
