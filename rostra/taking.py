"""The commands that take something along: `download`, `mirror` and `export`."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rostra.choice import Choice, Part, of_tables
from rostra.errors import Refused
from rostra.options import Quiet, Store, Version, Yanked
from rostra.printing import advancing, print_downloaded, print_mirrored, size
from rostra.store import default_store
from rostra.writing import FileForm

if TYPE_CHECKING:
    from rostra.export import Exported
    from rostra.query import ReleaseTables

HERE = Path()
INTERRUPTED = 130


class ExportForm(StrEnum):
    """In which form a whole release is exported."""

    DUCKDB = "duckdb"
    SQLITE = "sqlite"
    CSV = "csv"
    XLSX = "xlsx"
    PARQUET = "parquet"
    JSONL = "jsonl"
    TEI = "tei"


Receiving = Annotated[Path, typer.Option(metavar="DIR", help="The folder that receives it.", show_default="this one")]
OF_DOWNLOAD = "\n\n".join(
    (
        "Examples:",
        "`rostra download latest --to releases --store https://example.org/rostra`",
        "`rostra download --table quotations --where \"spoken_on >= '2026-01-01'\" --as csv`",
    )
)


def add_taking_commands(app: typer.Typer) -> None:
    """Add the commands that take something along."""
    app.command(epilog=OF_DOWNLOAD)(download)
    app.command("mirror", epilog="Example: `rostra mirror https://example.org/rostra here`")(mirror_store)
    app.command("export", epilog="Example: `rostra export --as sqlite`, then `datasette rostra_1_0_0.sqlite`")(export_release)


def download(
    version: Annotated[str, typer.Argument(help="The version's number, or `latest`.")] = "latest",
    to: Annotated[
        Path, typer.Option(metavar="DIR", help="The folder that receives it, a release as DIR/VERSION/.", show_default="this one")
    ] = HERE,
    table: Annotated[list[str] | None, typer.Option(help="Only this table; may be given several times.")] = None,
    only: Annotated[
        Part, typer.Option(help="`data`: all but the pages for a browser; `pages`: these alone; `all`: the release, byte for byte.")
    ] = Part.DATA,
    where: Annotated[str | None, typer.Option(metavar="SQL", help="Of that table, only the rows that meet this condition.")] = None,
    form: Annotated[FileForm | None, typer.Option("--as", help="That table as one file in this form; beside it, where it is from.")] = None,
    since: Annotated[
        str | None,
        typer.Option(metavar="A", help="A release on this disk: its folder, or its number in DIR. What it has too is not fetched."),
    ] = None,
    allow_yanked: Yanked = False,
    store: Store = None,
    quiet: Quiet = False,
) -> None:
    """Bring a release to a folder, every file held against its SHA-256; what broke off goes on when called again.

    With --where or --as, bring rows of a table as one file: only the bytes that they need are read, and a file beside it says of which
    version they are, by which query, and how to cite them.

    Exit 1 where the release is not as promised: nothing of it is left then.
    """
    from rostra.download import Heard, Wish
    from rostra.download import download as bring

    if where is not None or form is not None:
        _extract(version, to, (table or [], where, form), _Reading(store, allow_yanked, quiet))
        return
    choice = of_tables(table) if table else Choice(frozenset({only}))
    wish = Wish(version, choice, since, allow_yanked)
    with advancing("downloading", quiet) as told:
        try:
            found = bring(store or default_store(), to, wish, Heard(told.total, told.arrived, told.file))
        except KeyboardInterrupt:
            raise KeyboardInterrupt("the same command goes on from here") from None
    print_downloaded(found, quiet)


def mirror_store(
    store: Annotated[str, typer.Argument(metavar="STORE", help="The store that is followed: a folder, or an address.")],
    into: Annotated[Path, typer.Argument(metavar="DIR", help="The folder that becomes a store like it.")],
    last: Annotated[int | None, typer.Option(min=1, help="Only so many versions, the newest; what came before stays.")] = None,
    quiet: Quiet = False,
) -> None:
    """Make a folder a store like another one, and bring it up to that when called again: releases, index, catalogue and feeds.

    A file that several releases have is fetched once. A release is visible when all of it is there, as promised; one that was
    withdrawn is taken away. A call that was broken off is gone on with by the same command.
    """
    from rostra.download import Heard
    from rostra.mirror import mirror

    def on_release(version: str) -> None:
        if not quiet:
            sys.stderr.write(f"{version}: ")

    with advancing("mirroring", quiet) as told:
        try:
            found = mirror(store, into, last, Heard(told.total, told.arrived, told.file), on_release)
        except KeyboardInterrupt:
            raise KeyboardInterrupt("the same command goes on from here") from None
    print_mirrored(found, into, quiet)


class _Reading:
    """How a release is read."""

    def __init__(self, store: str | None, allow_yanked: bool, quiet: bool) -> None:
        self.store = store
        self.allow_yanked = allow_yanked
        self.quiet = quiet

    def tables(self, version: str | None) -> ReleaseTables:
        """Return the tables of a version."""
        from rostra.query import tables_of_version

        return tables_of_version(self.store or default_store(), version, allow_yanked=self.allow_yanked)


def _extract(version: str, to: Path, rows: tuple[list[str], str | None, FileForm | None], reading: _Reading) -> None:
    from rostra.export import Rows, extract
    from rostra.query import refuse_unknown_table

    tables, where, form = rows
    if len(tables) != 1:
        raise Refused("--where and --as take rows of one table: name it with --table; `rostra export` takes all of them")
    release = reading.tables(version)
    refuse_unknown_table(release, tables[0])
    if not reading.quiet:
        whole = sum(release.promises[name].bytes or 0 for name in release.files[tables[0]])
        sys.stderr.write(f"{tables[0]} of {release.manifest['version']}: {size(whole)} in all; what the rows need of it is read\n")
    _print_exported(extract(release, Rows(tables[0], where, form or FileForm.PARQUET), to), reading.quiet)


def export_release(
    form: Annotated[
        ExportForm,
        typer.Option("--as", help="One file: duckdb, sqlite, xlsx. A file a table: csv, parquet, jsonl. A file a transcript: tei."),
    ],
    to: Receiving = HERE,
    version: Version = None,
    allow_yanked: Yanked = False,
    store: Store = None,
    quiet: Quiet = False,
) -> None:
    """Write a whole release in another form: a database, a workbook, a folder of files; where it is from stands beside it.

    SQLite has keys and a full-text index of the texts, and opens in Datasette; TEI is in the form of ParlaMint, with an utterance for
    each turn of transcripts, debates, interviews and briefings. What is there and was made by this command is replaced.
    """
    from rostra.export import export

    release = _Reading(store, allow_yanked, quiet).tables(version)
    if not quiet:
        whole = sum(release.promises[name].bytes or 0 for names in release.files.values() for name in names)
        sys.stderr.write(f"{release.manifest['version']}: {len(release.files)} tables, {size(whole)}\n")
    with advancing("exporting", quiet, counts_bytes=False) as told:
        told.total(len(release.files), len(release.files))
        found = export(release, form, to, on_table=lambda table: told.arrived(1))
    _print_exported(found, quiet)
    if form is ExportForm.TEI and not found.rows["speeches"]:
        sys.stderr.write("no text of the release is a transcript, a debate, an interview or a briefing, of which TEI is made\n")


def _print_exported(found: Exported, quiet: bool) -> None:
    if quiet:
        sys.stdout.write(f"{found.path}\n")
        return
    counted = ", ".join(f"{rows:,} {table}" for table, rows in found.rows.items())
    sys.stdout.write(f"{found.path}: {counted}; {found.path.name}.provenance.json says where they are from\n")
