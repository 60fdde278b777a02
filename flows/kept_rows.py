"""The rows of texts that were read before: they are copied from the parts that hold them, so that no text is read twice."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from flows.parquet import is_whole, row_groups
from schemas.columns import OF_A_TEXT, Table

if TYPE_CHECKING:
    import pyarrow as pa

TEXTS = "texts.json"


def write_texts(folder: Path, texts: Mapping[str, str]) -> None:
    """Note which texts the parts of a folder hold: speech id → a hash of all that its rows follow from."""
    (folder / TEXTS).write_text(json.dumps(texts), encoding="utf-8")


def texts_kept(folders: Iterable[Path], tables: Iterable[Table], texts: Mapping[str, str]) -> dict[Path, list[str]]:
    """Return folder → those of the texts (speech id → hash) whose rows stand in it as they would be made now, each text once."""
    tables, left = tuple(tables), dict(texts)
    found = {}
    for folder in folders:
        held = texts_in(folder) if all(is_whole(folder / f"{table.name}.parquet") for table in tables) else {}
        if kept := [speech_id for speech_id, sha256 in left.items() if held.get(speech_id) == sha256]:
            found[folder] = kept
            for speech_id in kept:
                del left[speech_id]
    return found


def texts_in(folder: Path) -> dict[str, str]:
    """Return which texts the parts of a folder hold, as `write_texts` noted them; none where the note is missing or damaged."""
    try:
        found = json.loads((folder / TEXTS).read_bytes())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def kept_rows(table: Table, kept: Mapping[Path, Sequence[str]]) -> Iterator[pa.RecordBatch]:
    """Yield the rows of a table, as it stands in parts, of the texts kept in each folder, in row groups.

    OSError or pyarrow.ArrowException where a file is damaged.
    """
    return row_groups(table, _rows(f"{table.name}.parquet", kept))


def _rows(name: str, kept: Mapping[Path, Collection[str]]) -> Iterator[pa.RecordBatch]:
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    for folder, speech_ids in kept.items():
        wanted = pa.array(speech_ids, pa.string())
        with pq.ParquetFile(folder / name, page_checksum_verification=True) as file:
            for batch in file.iter_batches():
                yield batch.filter(pc.is_in(batch.column(OF_A_TEXT), value_set=wanted))
