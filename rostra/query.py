"""A release's tables, ready to be asked: DuckDB views, or one Arrow table."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from rostra.choice import is_chosen, read_choice
from rostra.errors import NotAsAsked, Refused
from rostra.place import Place
from rostra.promises import Promise, promises_of, read_manifest, read_sums, tables_of
from rostra.scores import VIEW, WITH_SCORES, has_scores
from rostra.store import default_store, located

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
    doi: str | None = None
    """The DOI of this version, where the index around it names one."""


def tables_in(release: Place, checksums_sha256: str | None = None) -> ReleaseTables:
    """Return the tables of a release that are there, since a copy may hold chosen ones alone.

    Raises NotAsAsked where its list of checksums or its release.json is missing or altered.
    """
    sums = read_sums(release, checksums_sha256)[1]
    manifest = read_manifest(release, sums)
    promises = promises_of(release, sums, manifest)
    choice = read_choice(release)
    files = tables_of(name for name in promises if is_chosen(name, choice))
    if release.is_local:
        files = {table: names for table, names in files.items() if all(release.inside(name).path.is_file() for name in names)}
    return ReleaseTables(release, files, promises, manifest)


def tables_of_version(store: Place | Path | str, version: str | None, *, allow_yanked: bool = False) -> ReleaseTables:
    """Return the tables of a store's version, the latest where none is named; raises as `located` and `tables_in` do."""
    release, folder = located(store, version, allow_yanked=allow_yanked)
    return tables_in(folder, release.checksums_sha256)._replace(doi=release.deposit.doi if release.deposit else None)


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


class Shape(StrEnum):
    """What tables and answers are given as in Python; each needs the package of its name."""

    ARROW = "arrow"
    PANDAS = "pandas"
    POLARS = "polars"
    DUCKDB = "duckdb"


@contextmanager
def asked(release: ReleaseTables) -> Iterator[duckdb.DuckDBPyConnection]:
    """Give a connection in which each table of a release is a view; what goes wrong in it is raised as `answered_for` says."""
    import duckdb

    with duckdb.connect() as connection:
        door = add_views(connection, release)
        with answered_for(door):
            yield connection


def relation_of(connection: duckdb.DuckDBPyConnection, release: ReleaseTables, query: str) -> duckdb.DuckDBPyRelation:
    """Return what a query over the views of a release and `quotations_with_scores` gives, not read yet; Refused where it gives nothing."""
    if WITH_SCORES in query and has_scores(release.manifest):
        connection.execute(f"CREATE VIEW IF NOT EXISTS {WITH_SCORES} AS {VIEW}")
    answer = connection.sql(query)
    if answer is None:
        raise Refused("the query has no answer: ask with SELECT …")
    return answer


def interruptible(connection: duckdb.DuckDBPyConnection, work: Callable[[], None]) -> None:
    """Do some work with a connection so that Ctrl-C ends its query at once: DuckDB alone hears it between two steps, which may be long."""
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(work)
        try:
            running.result()
        except KeyboardInterrupt:
            connection.interrupt()
            raise


def rows_of(release: ReleaseTables, query: str) -> list[tuple[Any, ...]]:
    """Return the rows that answer a query over the views of a release; Refused with DuckDB's own words where the query is wrong."""
    with asked(release) as connection:
        return relation_of(connection, release, query).fetchall()


def sql(store: Place | Path | str, query: str, version: str | None = None, *, allow_yanked: bool = False, as_: str = Shape.ARROW) -> Any:
    """Return the answer to a query over the tables of a store's release (the latest, where no version is named).

    The store is a folder or an address (`https://…`, `s3://…`); only what the query needs is read from there. `as_` is arrow (a
    pyarrow.Table), pandas, polars or duckdb (a relation, read when it is looked at). Raises Refused with DuckDB's own words where the
    query is wrong, or where a package is missing, and NotAsAsked where the store has no such version or, unless `allow_yanked`, yanked it.
    """
    shape = _shape_of(as_)
    return _answer(tables_of_version(store, version, allow_yanked=allow_yanked), query, shape)


def _answer(release: ReleaseTables, query: str, shape: Shape) -> Any:
    import duckdb

    if shape is Shape.DUCKDB:
        connection = duckdb.connect()  # the relation keeps it open
        with answered_for(add_views(connection, release)):
            return relation_of(connection, release, query)
    with asked(release) as connection:
        answer = relation_of(connection, release, query)
        if shape is Shape.PANDAS:
            return answer.df()
        return answer.to_arrow_table() if shape is Shape.ARROW else _in_polars(answer)


def _in_polars(answer: duckdb.DuckDBPyRelation) -> Any:
    import polars

    return polars.DataFrame(answer)


def _shape_of(name: str) -> Shape:
    """Return the shape of a name; Refused where there is none, or its package is not installed."""
    if name not in set(Shape):
        raise Refused(f"as_ is {name!r}; one of {', '.join(Shape)}")
    shape = Shape(name)
    if importlib.util.find_spec("pyarrow" if shape is Shape.ARROW else shape) is None:
        others = "" if shape is Shape.DUCKDB else '; as_="duckdb" needs nothing more'
        raise Refused(f"as_={shape.value!r} needs a package that is not installed: pip install 'rostra[{shape}]'{others}")
    return shape


def load(
    table: str,
    version: str | None = None,
    store: Place | Path | str | None = None,
    columns: Collection[str] | None = None,
    *,
    where: str | None = None,
    as_: str = Shape.ARROW,
) -> Any:
    """Return a table of a release: by default a pyarrow.Table, read with its page checksums verified.

    `rostra.load("quotations")` reads the latest release of the store that $ROSTRA_STORE names, or of the folder `output`. `columns`
    are the ones that are read; `where` is a condition in SQL, such as "spoken_on >= '2026-01-01'"; `as_` is arrow, pandas, polars or
    duckdb. `quotations_with_scores` is a view: the quotations, with how often such ones are right. Raises NotAsAsked where the store has
    no such version or the version no such table or column, and Refused where the condition cannot be understood or a package is missing.
    """
    shape = _shape_of(as_)
    release = tables_of_version(default_store() if store is None else store, version)
    refuse_unknown_table(release, table)
    if shape is Shape.ARROW and where is None and table != WITH_SCORES:
        import pyarrow as pa

        return pa.concat_tables(_read(release, name, columns) for name in release.files[table])
    return _answer(release, select(table, columns, where), shape)


def refuse_unknown_table(release: ReleaseTables, table: str) -> None:
    """Raise NotAsAsked where a release holds no such table."""
    if table not in release.files and not (table == WITH_SCORES and has_scores(release.manifest)):
        raise NotAsAsked(f"{release.place}: holds no table {table!r}; it has {', '.join(release.files)}")


def select(table: str, columns: Collection[str] | None = None, where: str | None = None) -> str:
    """Return the query for a table's rows that meet a condition.

    >>> select("quotations", ["text"], "kind = 'direct'")
    'SELECT "text" FROM "quotations" WHERE (kind = \'direct\'\\n)'
    """
    listed = "*" if columns is None else ", ".join(map(quoted, columns))
    condition = f" WHERE ({where}\n)" if where else ""  # a comment at its end shall not swallow the bracket
    return f"SELECT {listed} FROM {quoted(table)}{condition}"


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
