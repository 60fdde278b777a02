"""The registry: every row id that any release ever held, with the versions in which it came, changed last and was seen last.

Of a release in parts it stands in parts too, smaller ones: one whose rows are as before is the same file.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from math import ceil, log2
from operator import itemgetter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from pydantic import TypeAdapter

from flows.duck import ONE_THREAD, duck, parquet, ranges, text
from flows.parquet import distinct, rows_of, write_batches
from flows.publish.difference import NO_HASHES, Difference, Side, hashed_files
from flows.publish.parts import DIVIDED, SmallPart, in_runs, small_parts, stands_in_parts
from flows.publish.promised_schema import Schema
from flows.publish.rows import write_hashes
from flows.publish.sharing import link
from flows.tasks import at_hand, reading
from schemas.columns import OF_A_TEXT
from schemas.dataset import BY_NAME, SAMPLED

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

FILE = "registry.parquet"
FOLDER = "registry"
# Of a registry in parts: the rows of tables that do not stand in parts, by a hash of the id, and those that no table holds any more.
OF_TABLES, GONE = "tables", "gone"
ROWS_OF_A_FILE = 128
COLUMNS = ("table_name", "row_id", "first_seen", "last_seen", "last_changed", "content_sha256")
MAY_BE_NULL = ("last_seen", "content_sha256")
REPEATING = ("table_name", "first_seen", "last_seen", "last_changed")
# data/speeches/part-2026-02.parquet
PART = re.compile(r"data/[^/]+/part-(?P<part>[0-9a-z-]+)\.parquet")
NOTHING_FOUND = "SELECT NULL::VARCHAR AS table_name, NULL::VARCHAR AS row_id, NULL::VARCHAR AS kind WHERE false"
NOTHING_PRESENT = f"SELECT NULL::VARCHAR AS table_name, * FROM ({NO_HASHES})"
NAMES = "SELECT table_name FROM present UNION SELECT table_name FROM known ORDER BY table_name"
NAMES_OF_GONE = """
SELECT table_name FROM found WHERE kind = 'removed' UNION SELECT table_name FROM known WHERE last_seen IS NOT NULL ORDER BY table_name
"""
THERE = """
SELECT {more} table_name, row_id, coalesce(first_seen, {version}) AS first_seen, NULL::VARCHAR AS last_seen,
    CASE WHEN known.first_seen IS NULL OR kind = 'changed' THEN {version}
         WHEN kind = 'added' AND known.content_sha256 IS DISTINCT FROM here.content_sha256 THEN {version}
         ELSE last_changed END AS last_changed,
    here.content_sha256
FROM ({here}) AS here LEFT JOIN ({known}) AS known USING (table_name, row_id) LEFT JOIN found USING (table_name, row_id)
"""
NOT_THERE = """
SELECT table_name, row_id, first_seen, coalesce(last_seen, {previous}) AS last_seen, last_changed,
    CASE WHEN {is_withdrawn} THEN NULL ELSE content_sha256 END AS content_sha256
FROM ({known}) AS known ANTI JOIN ({here}) AS here USING (table_name, row_id)
"""
# Where the row of a table that does not stand in parts is registered, by a hash of its id.
PLACE = "('0x' || md5(table_name || row_id)[:8])::BIGINT >> {shift}"
# To join and sort all rows of a table at once takes more memory than there is. An id begins with its speech's, whose ids cut them evenly.
SPEECHES_PER_SLICE = 10_000
# Of these, one task joins and sorts the rows of all tables in parts.
SPEECHES_PER_BUNDLE = 2_000
MARKS = """
SELECT row_id FROM (SELECT row_id, row_number() OVER (ORDER BY row_id) - 1 AS place FROM present WHERE table_name = 'speeches')
WHERE place > 0 AND place % {every} = 0 ORDER BY row_id
"""
NOTHING = "SELECT " + ", ".join(f"NULL::VARCHAR AS {name}" for name in COLUMNS) + " WHERE false"


class Registering(NamedTuple):
    """What the registry of a release is made from."""

    version: str
    after: Side
    hashes: Path
    """The folder of the rows' hashes, one file for each of a table's files."""
    before: Side | None
    difference: Difference | None
    withdrawn: Sequence[str] = ()
    """Speeches of which no hash may stay, whenever their rows went."""


class Parts(NamedTuple):
    """How the registry of a release is divided."""

    speeches: Mapping[str, Sequence[str]]
    """Part of the registry → its speeches."""
    kept: frozenset[str]
    """The parts of the registry that are those of the release before."""
    rewritten: Mapping[str, Sequence[str]]
    """The parts of the tables whose rows are registered anew → the parts of the registry within them."""
    of_tables: frozenset[str]
    """The files of rows of tables that do not stand in parts, by name, that are those of the release before."""


class Shown(NamedTuple):
    """The files of what is known of before, of what differs, and of what is present."""

    known: tuple[Path, ...]
    """They hold the columns of the registry."""
    previous: str
    """The release that they tell of; empty where there is none."""
    found: Path | None
    present: dict[str, tuple[Path, ...]]
    """Table → the hashes of its rows."""


class Bundle(NamedTuple):
    """Parts of the registry that one task writes, and what it makes them of."""

    version: str
    names: tuple[str, ...]
    """What the parts are called, by their numbers."""
    placed: Path
    """The speeches in them (speech_id, part_number)."""
    tables: tuple[str, ...]
    """The tables whose rows stand in parts."""
    shown: Shown


BUNDLE = TypeAdapter(Bundle)


def write_registry(made_from: Registering, release: Path) -> Mapping[str, SmallPart]:
    """Write the registry of a release, and return the small parts that it is divided by.

    Ids of rows that went stay, with the last version that held them.
    """
    with duck(made_from.hashes / "difference") as connection:
        small = small_parts(connection, [made_from.after.folder / path for path in made_from.after.files(SAMPLED.name)])
        parts = _parts(connection, made_from, small)
        known = _known(connection, made_from, parts)
        _show(connection, _shown(made_from, parts, known, parts.rewritten))
        connection.execute("CREATE TABLE withdrawn (speech_id VARCHAR)")
        for speech_id in made_from.withdrawn:
            connection.execute("INSERT INTO withdrawn VALUES (?)", [speech_id])
        if not parts.speeches:
            _write(
                connection,
                [_there(made_from, where) + " UNION ALL " + _gone(made_from, where) for where in _everywhere(connection)],
                release / FILE,
            )
            return small
        (release / FOLDER).mkdir()
        theirs = _folder(made_from.before)
        for name in (*(f"part-{name}" for name in parts.kept), *parts.of_tables):
            link(f"{theirs}/{name}.parquet", f"{release}/{FOLDER}/{name}.parquet")
        _write_parts(made_from, parts, known, release / FOLDER)
        _write_of_tables(connection, made_from, parts, release / FOLDER)
        _write(
            connection, [_gone(made_from, where) for where in _everywhere(connection, NAMES_OF_GONE)], release / FOLDER / f"{GONE}.parquet"
        )
    return small


def registry_files(release: Path) -> list[Path]:
    """Return the files of a release's registry; none of a release from before there were registries."""
    return [release / FILE] if (release / FILE).is_file() else sorted((release / FOLDER).glob("*.parquet"))


def names_what_is_there(release: Path) -> bool:
    """Whether a release's registry is of the older kind, which names the release's own version as that which saw a row last."""
    return any(release.name in distinct([path], "last_seen") for path in registry_files(release)[:1])


def _folder(before: Side | None) -> Path:
    return before.folder / FOLDER if before else Path()


def _in_parts(side: Side) -> list[str]:
    """Return the tables whose rows stand in parts of the registry."""
    return [name for name in side.schema if name in BY_NAME and stands_in_parts(BY_NAME[name])]


def _parts(connection: duckdb.DuckDBPyConnection, made_from: Registering, small: Mapping[str, SmallPart]) -> Parts:
    """Find out how the registry is divided, and which parts of it are as before: those of texts whose tables' parts are the same files."""
    within: dict[str, list[str]] = {}
    for name, part in small.items():
        within.setdefault(str(part.whole), []).append(name)
    ours, theirs = _by_part(made_from.after), _by_part(made_from.before)
    there = {path.stem.removeprefix("part-") for path in _folder(made_from.before).glob("part-*.parquet")} if made_from.before else set()
    same = {name for name, names in within.items() if ours.get(name) == theirs.get(name) and there.issuperset(names)}
    rewritten = {part: names for part, names in within.items() if part not in same}
    of_tables = _of_tables_as_before(connection, made_from) if small else frozenset()
    speeches = {name: part.speech_ids for name, part in small.items()}
    return Parts(speeches, frozenset(name for part in same for name in within[part]), rewritten, of_tables)


def _of_tables_as_before(connection: duckdb.DuckDBPyConnection, made_from: Registering) -> frozenset[str]:
    """Return the files, by name, of the release before that register rows of tables which do not stand in parts, none of which differs."""
    before, found = made_from.before, made_from.difference
    if before is None or found is None or _whole(before) != _whole(made_from.after):
        return frozenset()
    bits = _bits(made_from)
    there = {path.stem for path in _folder(before).glob(f"{OF_TABLES}-*.parquet")}
    if any(len(name) != len(_file_of_tables(0, bits)) for name in there):
        return frozenset()
    places = f"SELECT DISTINCT {PLACE.format(shift=32 - bits)} FROM ({_found(found.ids)}) WHERE table_name IN ({_listed(_whole(before))})"
    return frozenset(there.difference(_file_of_tables(place, bits) for (place,) in connection.execute(places).fetchall()))


def _whole(side: Side) -> Schema:
    """Return the tables that do not stand in parts."""
    in_parts = _in_parts(side)
    return {name: table for name, table in side.schema.items() if name not in in_parts}


def _bits(made_from: Registering) -> int:
    """Return by how many bits of a hash of its id a row of a table that does not stand in parts is placed."""
    after = made_from.after
    rows = rows_of(after.folder / path for name in _whole(after) for path in after.files(name))
    return max(1, ceil(log2(max(rows, 1) / ROWS_OF_A_FILE)))


def _file_of_tables(place: int, bits: int) -> str:
    return f"{OF_TABLES}-{place:0{bits}b}"


def _by_part(side: Side | None) -> dict[str, dict[str, str]]:
    """Return part of the tables → its files, each with its SHA-256."""
    found: dict[str, dict[str, str]] = {}
    if side is None:
        return found
    for path in (path for table in _in_parts(side) for path in side.files(table)):
        if match := PART.fullmatch(path):
            found.setdefault(match["part"], {})[path] = side.sha256s[path]
    return found


def _show(connection: duckdb.DuckDBPyConnection, shown: Shown) -> None:
    """Show what is known of before, what differs, and what is present now."""
    # Older registries name the current version in each row that is there.
    still = f"CASE WHEN last_seen = {text(shown.previous)} THEN NULL ELSE last_seen END AS last_seen"
    known = f"SELECT * REPLACE ({still}) FROM (SELECT {', '.join(COLUMNS)} FROM {parquet(*shown.known)})" if shown.known else NOTHING
    present = " UNION ALL ".join(
        f"SELECT {text(name)} AS table_name, row_id, {OF_A_TEXT}, content_sha256 FROM ({_hashes(files)})"
        for name, files in shown.present.items()
    )
    for name, query in (("known", known), ("found", _found(shown.found)), ("present", present or NOTHING_PRESENT)):
        connection.execute(f"CREATE VIEW {name} AS {query}")


def _found(ids: Path | None) -> str:
    return f"FROM {parquet(ids)}" if ids else NOTHING_FOUND


def _hashes(files: Sequence[Path]) -> str:
    return f"FROM {parquet(*files)}" if files else NO_HASHES


def _shown(made_from: Registering, parts: Parts, known: tuple[Path, ...], rewritten: Collection[str]) -> Shown:
    """Return what is shown of all rows that are not in kept parts of the registry; of tables in parts, those of some parts."""
    after, found = made_from.after, made_from.difference
    files = {name: [path for path in after.files(name) if _is_among(path, parts, rewritten)] for name in after.schema}
    present = {name: tuple(hashed_files(name, after, made_from.hashes, some)) for name, some in files.items()}
    return Shown(known, found.previous if found else "", found.ids if found else None, present)


def _known(connection: duckdb.DuckDBPyConnection, made_from: Registering, parts: Parts) -> tuple[Path, ...]:
    """Return the files of what the registry of the release before knows, but for the parts that are kept."""
    before, found = made_from.before, made_from.difference
    if before is None or found is None:
        return ()
    if files := registry_files(before.folder):
        return tuple(path for path in files if path.stem not in parts.of_tables and path.stem.removeprefix("part-") not in parts.kept)
    # A release from before there were registries: what it holds was seen in it at the latest.
    hashed = []
    for name, table in before.schema.items():
        place = made_from.hashes / "difference" / f"{name}.known.parquet"
        write_hashes([before.folder / path for path in before.files(name)], table.key, table.names, place)
        seen = f"{text(found.previous)} AS first_seen, NULL::VARCHAR AS last_seen, {text(found.previous)} AS last_changed"
        hashed.append(f"SELECT {text(name)} AS table_name, row_id, {seen}, content_sha256 FROM {parquet(place)}")
    known = made_from.hashes / "difference" / "known.parquet"
    connection.execute(f"COPY ({' UNION ALL '.join(hashed) or NOTHING}) TO {text(known)} (FORMAT parquet)")
    return (known,)


def _is_among(path: str, parts: Parts, some: Collection[str]) -> bool:
    match = PART.fullmatch(path)
    return not parts.speeches or match is None or match["part"] in some


def _everywhere(connection: duckdb.DuckDBPyConnection, tables: str = NAMES) -> list[str]:
    """Return conditions, of which each row of some tables fulfils one: table after table, and in each from id to id, as it is sorted."""
    names = [name for (name,) in connection.execute(tables).fetchall()]
    if not names:
        return []
    slices = ranges("row_id", [mark for (mark,) in connection.execute(MARKS.format(every=SPEECHES_PER_SLICE)).fetchall()])
    return [f"table_name = {text(name)} AND {condition}" for name in names for condition in slices]


def _there(made_from: Registering, where: str) -> str:
    here, known = f"FROM present WHERE {where}", f"FROM known WHERE {where}"
    return THERE.format(more="", version=text(made_from.version), here=here, known=known)


def _gone(made_from: Registering, where: str) -> str:
    previous = text(made_from.difference.previous) if made_from.difference else "NULL"
    here, known = f"FROM present WHERE {where}", f"FROM known WHERE {where}"
    return NOT_THERE.format(previous=previous, is_withdrawn=_is_withdrawn("known.row_id"), here=here, known=known)


def _write(connection: duckdb.DuckDBPyConnection, queries: Iterable[str], path: Path) -> None:
    schema = _schema()
    answers = (connection.sql(f"{query} ORDER BY table_name, row_id").to_arrow_reader(65_536) for query in queries)
    write_batches((batch.cast(schema) for answer in answers for batch in answer), schema, path, REPEATING)


def _write_parts(made_from: Registering, parts: Parts, known: tuple[Path, ...], folder: Path) -> None:
    """Have the parts written that are not kept, by tasks, a bundle of neighbours each."""
    tables = tuple(_in_parts(made_from.after))
    with TemporaryDirectory(prefix="registry-", dir=made_from.hashes) as spill:
        asked = []
        for number, some in enumerate(bundles_of(parts)):
            names = tuple(name for part in some for name in parts.rewritten[part])
            asked.append(Path(spill) / f"bundle-{number:05}.json")
            placed = _placed(names, parts, asked[-1].with_suffix(".parquet"))
            bundle = Bundle(made_from.version, names, placed, tables, _shown(made_from, parts, known, some))
            asked[-1].write_bytes(BUNDLE.dump_json(bundle))
        for _ in at_hand.get()(write_bundle, asked, folder):
            pass


def bundles_of(parts: Parts) -> Iterator[list[str]]:
    """Yield neighbouring parts of the tables that hold no more than `SPEECHES_PER_BUNDLE`, and one at least, as one task has them."""
    bundle: list[str] = []
    speeches = 0
    for part, names in parts.rewritten.items():
        more = sum(len(parts.speeches[name]) for name in names)
        if bundle and speeches + more > SPEECHES_PER_BUNDLE:
            yield bundle
            bundle, speeches = [], 0
        bundle.append(part)
        speeches += more
    if bundle:
        yield bundle


def _placed(names: Sequence[str], parts: Parts, path: Path) -> Path:
    """Write which speech stands in which of some parts, and return the file."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    ids = [speech_id for name in names for speech_id in parts.speeches[name]]
    numbers = [number for number, name in enumerate(names) for _ in parts.speeches[name]]
    pq.write_table(pa.table([pa.array(ids, pa.string()), pa.array(numbers, pa.int32())], names=DIVIDED[:2]), path)
    return path


def _files_of(file: Path, _folder: Path) -> list[Path]:
    _, _, placed, _, shown = BUNDLE.validate_json(file.read_bytes())
    found = (shown.found,) if shown.found else ()
    return [placed, *shown.known, *found, *(path for paths in shown.present.values() for path in paths)]


@reading(_files_of)
def write_bundle(file: Path, folder: Path) -> Path:
    """Write the parts of a bundle, given by its file, into the folder of the registry."""
    bundle = BUNDLE.validate_json(file.read_bytes())
    schema = _schema()
    with duck(file.with_suffix(".spill"), threads=ONE_THREAD) as connection:
        _show(connection, bundle.shown)
        connection.execute(f"CREATE TABLE placed AS FROM {parquet(bundle.placed)}")
        for number, batches in groupby(_rows_by_part(connection, bundle), key=itemgetter(0)):
            path = folder / f"part-{bundle.names[number]}.parquet"
            write_batches((batch.cast(schema) for _, batch in batches), schema, path, REPEATING)
    return file


def _rows_by_part(connection: duckdb.DuckDBPyConnection, bundle: Bundle) -> Iterator[tuple[int, pa.RecordBatch]]:
    joined = f"present JOIN placed USING ({OF_A_TEXT}) WHERE table_name IN ({_listed(bundle.tables)})"
    here = f"SELECT present.*, part_number FROM {joined}"
    query = THERE.format(more="part_number,", version=text(bundle.version), here=here, known="FROM known")
    for batch in connection.sql(f"{query} ORDER BY part_number, table_name, row_id").to_arrow_reader(65_536):
        yield from in_runs(batch)


def _write_of_tables(connection: duckdb.DuckDBPyConnection, made_from: Registering, parts: Parts, folder: Path) -> None:
    """Write the rows of tables that do not stand in parts: a new row changes its file alone, until files become twice as many."""
    schema, bits = _schema(), _bits(made_from)
    present = (
        f"SELECT *, {PLACE.format(shift=32 - bits)} AS place FROM present WHERE table_name NOT IN ({_listed(_in_parts(made_from.after))})"
    )
    kept = ", ".join(str(int(name.removeprefix(f"{OF_TABLES}-"), 2)) for name in parts.of_tables)
    here = f"FROM ({present}) WHERE place NOT IN ({kept})" if parts.of_tables else present
    rows = THERE.format(more="place,", version=text(made_from.version), here=here, known="FROM known")
    answer = connection.sql(f"{rows} ORDER BY place, table_name, row_id").to_arrow_reader(65_536)
    numbered = (found for batch in answer for found in in_runs(batch))
    for place, batches in groupby(numbered, key=itemgetter(0)):
        path = folder / f"{_file_of_tables(place, bits)}.parquet"
        write_batches((batch.cast(schema) for _, batch in batches), schema, path, REPEATING)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(map(text, names))


def _schema() -> pa.Schema:
    import pyarrow as pa

    return pa.schema([pa.field(name, pa.string(), nullable=name in MAY_BE_NULL) for name in COLUMNS])


def _is_withdrawn(row_id: str) -> str:
    """Return SQL that says whether a row is of a withdrawn speech: its key's first value is that speech's id, or begins with it."""
    first = f"split_part({row_id}, chr(9), 1)"
    return f"EXISTS (FROM withdrawn WHERE {first} = speech_id OR starts_with({first}, speech_id || '.'))"
