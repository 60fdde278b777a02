"""The command for whoever brings lists of persons."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

HOUSE = Path(__file__).resolve().parent.parent.parent
UNREAD_SHOWN = 50

app = typer.Typer(no_args_is_help=True, rich_markup_mode="markdown", help="Lists of persons: bring one from elsewhere.")


@app.callback()
def people() -> None:
    """Lists of persons: bring one from elsewhere."""


@app.command("import", epilog="Example: `rostra people import ep-popolo.json --country KZ --licence CC0-1.0 --attribution EveryPolitician`")
def import_one(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="Popolo JSON (EveryPolitician), OpenSanctions’ targets.simple.csv or FollowTheMoney JSON lines, the CSV of a Wikidata"
            " query, ParlaMint’s listPerson XML.",
        ),
    ],
    sources: Annotated[
        Path, typer.Option(help="The folder of sources whose people/ receives the list.", show_default="the project's own")
    ] = HOUSE / "sources",
    name: Annotated[str | None, typer.Option("--as", help="What the list is called.", show_default="as the file")] = None,
    country: Annotated[str | None, typer.Option(help="The country of those of whom the list tells none (ISO 3166-1 alpha-2).")] = None,
    licence: Annotated[str | None, typer.Option(help="The terms on which the list is offered, where it does not say them.")] = None,
    attribution: Annotated[str | None, typer.Option(help="The line that a user of the list must show, where it does not say one.")] = None,
    url: Annotated[str | None, typer.Option(help="The list’s own address.")] = None,
    parquet: Annotated[bool, typer.Option("--parquet", help="Write a Parquet file in place of CSV.")] = False,
    replace: Annotated[bool, typer.Option("--replace", help="Replace the list of that name.")] = False,
) -> None:
    """Write the persons of a list of others into people/, with its licence and attribution, and say what could not be read.

    Exit 1 where no person could be read.
    """
    from flows.people.imported import Terms, country_of
    from flows.people.importing import Asked, import_list

    if country is not None and country_of(country) is None:
        raise typer.BadParameter(f"{country!r}: two letters, as in ISO 3166-1 alpha-2", param_hint="--country")
    called = name or "-".join("".join(letter if letter.isascii() and letter.isalnum() else " " for letter in file.stem.lower()).split())
    asked = Asked(called, country_of(country), Terms(licence, attribution, url), parquet, replace)
    done = import_list(file, sources, asked)
    for line in done.unread[:UNREAD_SHOWN]:
        print(f"not read: {line}", file=sys.stderr)
    if len(done.unread) > UNREAD_SHOWN:
        print(f"not read: and {len(done.unread) - UNREAD_SHOWN} more", file=sys.stderr)
    print(f"{done.file}: {done.persons} persons, {done.memberships} memberships, {len(done.unread)} not read")
