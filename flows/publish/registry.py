"""The registry: every row id that any release ever held, with the versions in which it came, changed last and was seen last."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from flows.duck import duck, parquet, ranges, text
from flows.parquet import write_batches
from flows.publish.difference import NO_HASHES, REGISTRY, Difference, Side
from flows.publish.rows import table_files, write_hashes

COLUMNS = ("table_name", "row_id", "first_seen", "last_seen", "last_changed", "content_sha256")
REPEATING = ("table_name", "first_seen", "last_seen", "last_changed")
NOTHING_FOUND = "SELECT NULL::VARCHAR AS table_name, NULL::VARCHAR AS row_id, NULL::VARCHAR AS kind WHERE false"
NAMES = "SELECT table_name FROM present UNION SELECT table_name FROM known ORDER BY table_name"
ROWS = """
WITH known AS (FROM known WHERE table_name = {name} AND {is_in_slice}),
present AS (FROM present WHERE table_name = {name} AND {is_in_slice}),
found AS (FROM found WHERE table_name = {name} AND {is_in_slice})
SELECT {name} AS table_name, present.row_id, coalesce(first_seen, {version}) AS first_seen, {version} AS last_seen,
    CASE WHEN known.row_id IS NULL OR kind = 'changed' THEN {version}
         WHEN kind = 'added' AND known.content_sha256 IS DISTINCT FROM present.content_sha256 THEN {version}
         ELSE last_changed END AS last_changed,
    present.content_sha256
FROM present LEFT JOIN known USING (row_id) LEFT JOIN found USING (row_id)
UNION ALL
SELECT table_name, row_id, first_seen, last_seen, last_changed, CASE WHEN {is_withdrawn} THEN NULL ELSE content_sha256 END
FROM known ANTI JOIN present USING (row_id)
ORDER BY row_id
"""
# To join and sort all rows of a table at once takes more memory than there is. An id begins with its speech's, whose ids cut them evenly.
SPEECHES_PER_SLICE = 10_000
MARKS = """
SELECT row_id FROM (SELECT row_id, row_number() OVER (ORDER BY row_id) - 1 AS place FROM present WHERE table_name = 'speeches')
WHERE place > 0 AND place % {every} = 0 ORDER BY row_id
"""
NOTHING = "SELECT " + ", ".join(f"NULL::VARCHAR AS {name}" for name in COLUMNS) + " WHERE false"


class Registering(NamedTuple):
    """What the registry of a release is made from."""

    version: str
    tables: Sequence[str]
    hashes: Path
    """The folder of the rows' hashes, one file a table."""
    before: Side | None
    difference: Difference | None
    withdrawn: Sequence[str] = ()
    """Speeches of which no hash may stay, whenever their rows went."""


def write_registry(made_from: Registering, path: Path) -> None:
    """Write the registry of a release; ids of rows that went stay, with the last version that held them."""
    import pyarrow as pa

    schema = pa.schema([pa.field(name, pa.string(), nullable=name == "content_sha256") for name in COLUMNS])
    with duck(made_from.hashes / "difference") as connection:
        connection.execute(f"CREATE VIEW known AS {_known(made_from)}")
        connection.execute(f"CREATE VIEW present AS {_present(made_from)}")
        found = f"FROM {parquet(made_from.difference.ids)}" if made_from.difference else NOTHING_FOUND
        connection.execute(f"CREATE VIEW found AS {found}")
        connection.execute("CREATE TABLE withdrawn (speech_id VARCHAR)")
        for speech_id in made_from.withdrawn:
            connection.execute("INSERT INTO withdrawn VALUES (?)", [speech_id])
        names = [name for (name,) in connection.execute(NAMES).fetchall()]
        slices = ranges("row_id", [mark for (mark,) in connection.execute(MARKS.format(every=SPEECHES_PER_SLICE)).fetchall()])
        queries = (
            ROWS.format(name=text(name), version=text(made_from.version), is_in_slice=condition, is_withdrawn=_is_withdrawn("known.row_id"))
            for name in names
            for condition in slices
        )
        batches = (batch.cast(schema) for query in queries for batch in connection.sql(query).to_arrow_reader(65_536))
        write_batches(batches, schema, path, REPEATING)


def _is_withdrawn(row_id: str) -> str:
    """Return SQL that says whether a row is of a withdrawn speech: its key's first value is that speech's id, or begins with it."""
    first = f"split_part({row_id}, chr(9), 1)"
    return f"EXISTS (FROM withdrawn WHERE {first} = speech_id OR starts_with({first}, speech_id || '.'))"


def _known(made_from: Registering) -> str:
    before, found = made_from.before, made_from.difference
    if before is None or found is None:
        return NOTHING
    if (before.folder / REGISTRY).is_file():
        return f"SELECT {', '.join(COLUMNS)} FROM {parquet(before.folder / REGISTRY)}"
    # A release from before there were registries: what it holds was seen in it at the latest.
    hashed = []
    for name, table in before.schema.items():
        place = made_from.hashes / "difference" / f"{name}.known.parquet"
        write_hashes(table_files(before.folder, name), table.key, table.names, place)
        seen = ", ".join(f"{text(found.previous)} AS {column}" for column in COLUMNS[2:5])
        hashed.append(f"SELECT {text(name)} AS table_name, row_id, {seen}, content_sha256 FROM {parquet(place)}")
    return " UNION ALL ".join(hashed)


def _present(made_from: Registering) -> str:
    tables = (
        f"SELECT {text(name)} AS table_name, row_id, content_sha256 FROM {parquet(made_from.hashes / f'{name}.parquet')}"
        for name in made_from.tables
    )
    return " UNION ALL ".join(tables) or f"SELECT NULL::VARCHAR AS table_name, * FROM ({NO_HASHES})"
