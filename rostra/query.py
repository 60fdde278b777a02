"""A release's tables, ready to be asked: DuckDB views, or one Arrow table."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from rostra.errors import NotAsAsked, Refused
from rostra.place import Place
from rostra.places import place_of
from rostra.promises import Promise, promises_of, read_manifest, read_sums, tables_of
from rostra.scores import VIEW, WITH_SCORES, has_scores
from rostra.store import default_store, find_release, folder_of

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

    from rostra.ranges import ReleaseFiles

GLOB = re.compile(r"[*?\[]")
INTERRUPTED = "Query interrupted"
"""What DuckDB makes of Ctrl-C."""


class ReleaseTables(NamedTuple):
    """The tables of one release that can be read: table → its files, names relative to the release."""

    place: Place
    files: Mapping[str, list[str]]
    promises: Mapping[str, Promise]
    manifest: Mapping[str, Any]


def tables_in(release: Place, checksums_sha256: str | None = None) -> ReleaseTables:
    """Return the tables of a release; on this disk those whose files are there, since a copy may hold chosen tables alone.

    Raises NotAsAsked where its list of checksums or its release.json is missing or altered.
    """
    sums = read_sums(release, checksums_sha256)[1]
    manifest = read_manifest(release, sums)
    promises = promises_of(release, sums, manifest)
    files = tables_of(promises)
    if release.is_local:
        files = {table: names for table, names in files.items() if all(release.inside(name).path.is_file() for name in names)}
    return ReleaseTables(release, files, promises, manifest)


def tables_of_version(store: Place | Path | str, version: str | None, *, allow_yanked: bool = False) -> ReleaseTables:
    """Return the tables of a store's version, the latest where none is named; raises as `find_release` and `tables_in` do."""
    place = place_of(store)
    release = find_release(place, version, allow_yanked=allow_yanked)
    return tables_in(folder_of(place, release.version), release.checksums_sha256)


def add_views(connection: duckdb.DuckDBPyConnection, release: ReleaseTables, schema: str = "main") -> ReleaseFiles | None:
    """Add one view for each table of the release, in a schema of its own where that is named.

    Returns the door to its files where they are elsewhere; None on this disk.
    """
    files = None
    if not release.place.is_local:
        from rostra.ranges import ReleaseFiles

        files = ReleaseFiles(release.place, release.promises, scheme=f"release-{schema}")
        connection.register_filesystem(files)
    connection.execute(f"CREATE SCHEMA IF NOT EXISTS {quoted(schema)}")
    for table, names in release.files.items():
        if files is None:
            places = [GLOB.sub(r"[\g<0>]", str(release.place.inside(name).path)) for name in names]
        else:
            places = [f"{files.protocol}://{name}" for name in names]
        listed = ", ".join("'" + place.replace("'", "''") + "'" for place in places)
        with answered_for(files):
            connection.execute(f"CREATE VIEW {quoted(schema)}.{quoted(table)} AS SELECT * FROM read_parquet([{listed}])")
    return files


@contextmanager
def answered_for(*doors: ReleaseFiles | None) -> Iterator[None]:
    """Raise what went wrong at a door rather than DuckDB's error of it; other errors of DuckDB as Refused; Ctrl-C as it is elsewhere."""
    import duckdb

    try:
        yield
    except duckdb.Error as error:
        for door in doors:
            if door is not None and door.trouble is not None:
                raise door.trouble from error
        raise Refused(f"the query cannot be answered: {error}") from error
    except RuntimeError as error:
        if str(error) == INTERRUPTED:
            raise KeyboardInterrupt from error
        raise


def quoted(name: str) -> str:
    """Return a name as SQL takes it for nothing but a name.

    >>> quoted('odd " name')
    '"odd "" name"'
    """
    return '"' + name.replace('"', '""') + '"'


def answer_of(release: ReleaseTables, query: str) -> pa.Table:
    """Return the answer to a query over the tables of a release and `quotations_with_scores`.

    Refused with DuckDB's own words where the query is wrong.
    """
    import duckdb

    with duckdb.connect() as connection, answered_for(add_views(connection, release)):
        if WITH_SCORES in query and has_scores(release.manifest):
            connection.execute(f"CREATE VIEW {WITH_SCORES} AS {VIEW}")
        answer = connection.sql(query)
        if answer is None:
            raise Refused("the query has no answer: ask with SELECT …")
        return answer.to_arrow_table()


def sql(store: Place | Path | str, query: str, version: str | None = None, *, allow_yanked: bool = False) -> pa.Table:
    """Return the answer to a query over the tables of a store's release (the latest, where no version is named).

    The store is a folder or an address (`https://…`, `s3://…`); only what the query needs is read from there. Raises Refused with
    DuckDB's own words where the query is wrong, and NotAsAsked where the store has no such version or, unless `allow_yanked`, yanked it.
    """
    return answer_of(tables_of_version(store, version, allow_yanked=allow_yanked), query)


def as_text_where_nested(answer: pa.Table) -> pa.Table:
    """Return the answer with lists, structs, maps and intervals as their text: CSV holds plain values alone."""
    import pyarrow as pa

    for place, field in enumerate(answer.schema):
        if pa.types.is_nested(field.type) or pa.types.is_interval(field.type) or pa.types.is_duration(field.type):
            texts = [None if value is None else str(value) for value in answer.column(place).to_pylist()]
            answer = answer.set_column(place, field.name, pa.array(texts, pa.string()))
    return answer


def load(
    table: str, version: str | None = None, store: Place | Path | str | None = None, columns: Collection[str] | None = None
) -> pa.Table:
    """Return a table of a release as an Arrow table, read with its page checksums verified.

    `rostra.load("quotations")` reads the latest release of the store that $ROSTRA_STORE names, or of the folder `output`; with
    `columns`, only these are read. `quotations_with_scores` is a view: the quotations, with how often such ones are right. Raises
    NotAsAsked where the store has no such version or the version no such table or column.
    """
    import pyarrow as pa

    release = tables_of_version(default_store() if store is None else store, version)
    if table == WITH_SCORES and has_scores(release.manifest):
        return answer_of(release, f"SELECT {', '.join(map(quoted, columns)) if columns else '*'} FROM {WITH_SCORES}")
    if table not in release.files:
        raise NotAsAsked(f"{release.place}: holds no table {table!r}; it has {', '.join(release.files)}")
    return pa.concat_tables(_read(release, name, columns) for name in release.files[table])


def _read(release: ReleaseTables, name: str, columns: Collection[str] | None) -> pa.Table:
    import pyarrow as pa
    import pyarrow.parquet as pq

    place = release.place.inside(name)
    try:
        with pq.ParquetFile(_opened(release, name), page_checksum_verification=True, pre_buffer=True) as found:
            unknown = sorted(set(columns or ()) - set(found.schema_arrow.names))
            if unknown:
                raise NotAsAsked(f"{place}: holds no column {unknown[0]!r}; it has {', '.join(found.schema_arrow.names)}")
            return found.read(None if columns is None else list(columns))
    except (OSError, pa.ArrowException) as error:
        raise NotAsAsked(f"{place}: cannot be read ({error})") from error


def _opened(release: ReleaseTables, name: str) -> Any:
    if release.place.is_local:
        return release.place.inside(name).path
    from rostra.ranges import ReleaseFiles

    return ReleaseFiles(release.place, release.promises).open(name)
