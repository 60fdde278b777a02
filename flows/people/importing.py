"""An imported list is written into `people/`, and read once as a build reads it, so that the next start finds it arranged."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from flows.errors import NotAsAsked, Refused
from flows.fetch.declarations import SOURCE_ID
from flows.fetch.gazetteer import read_gazetteer, read_own
from flows.fetch.snapshots import write_whole
from flows.people.imported import Terms
from flows.people.reading import places_of, read_list
from flows.people.writing import csv_of, parquet_of, rows_of, toml_of


class Asked(NamedTuple):
    """What is asked of an import."""

    name: str
    """What the list is to be called."""
    country: str | None = None
    terms: Terms = Terms()
    """What stands before what the list says itself of its terms."""
    is_parquet: bool = False
    replaces: bool = False


class ImportedList(NamedTuple):
    """What an import did."""

    file: Path
    persons: int
    memberships: int
    unread: list[str]


def import_list(file: Path, sources: Path, asked: Asked) -> ImportedList:
    """Write the persons of a file into the folder `people` of the sources, and on which terms they are offered, and return what was done.

    NotAsAsked where the file holds no person that can be read. Refused where it is of no known format, where nothing tells its terms, or
    where such a list is there already and is not to be replaced.
    """
    if not SOURCE_ID.fullmatch(asked.name):
        raise Refused(f"--as {asked.name!r}: is to be 1 to 60 of a-z, 0-9 and -")
    target = sources / "people" / f"{asked.name}{'.parquet' if asked.is_parquet else '.csv'}"
    there = [path for path in (target.with_suffix(suffix) for suffix in (".csv", ".parquet", ".toml")) if path.exists()]
    if there and not asked.replaces:
        raise Refused(f"{there[0]}: is there already; give the list another name with --as, or say --replace")
    found = read_list(file)
    if not found.people:
        raise NotAsAsked("\n".join([f"{file}: holds no person that can be read", *places_of(found)[:20]]))
    terms = Terms(*(ours or theirs for ours, theirs in zip(asked.terms, found.terms, strict=True)))
    if not terms.licence or not terms.attribution:
        raise Refused(
            f"{file}: does not say on which terms it is offered; say it with --licence and --attribution, which a release repeats"
        )
    own = {person.speaker_id: person.wikidata_id for person in read_own(sources)[0]}
    rows = rows_of(found.people, asked.country, own)
    target.parent.mkdir(parents=True, exist_ok=True)
    for path in there:
        path.unlink()
    write_whole(target.with_suffix(".toml"), toml_of(terms).encode(), is_forced=False)
    write_whole(target, parquet_of(rows) if asked.is_parquet else csv_of(rows), is_forced=False)
    try:
        read_gazetteer(sources)
    except Refused:
        target.unlink()
        target.with_suffix(".toml").unlink()
        raise
    return ImportedList(target, len(found.people), sum(len(person.seats) for person in found.people), places_of(found))
