"""Tables with a text a row: CSV, TSV, JSON Lines and Parquet, read row by row."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any, Protocol

from flows.clean.decoding import decode
from flows.clean.draft import Unreadable
from flows.errors import Refused
from flows.fetch.containers.member import Member, Room
from schemas.words import Reason

MEANINGS = ("id", "url", "text", "title", "spoken_on", "published_at", "speaker", "event", "place", "language", "form")
"""What a column of a table may hold; `text` must be there."""
NO_SAYINGS = frozenset({"id", "text"})
SUFFIXES = {".csv": "csv", ".tsv": "tsv", ".tab": "tsv", ".jsonl": "jsonl", ".ndjson": "jsonl", ".parquet": "parquet"}
PACKED = ".gz"
ROWS_AT_ONCE = 64
PIECE_BYTES = 1_000_000
SAMPLE_BYTES = 1_000_000
DELIMITERS = ",;\t|"


class Opened(Protocol):
    """A member that is read from its beginning."""

    def read(self, size: int, /) -> bytes:
        """Return the next bytes, so many at most."""


def table_kind(name: str) -> str | None:
    """Return how a table is written, as its file's name says; None for other files.

    >>> table_kind("press.csv.gz"), table_kind("speech.txt")
    ('csv', None)
    """
    return SUFFIXES.get(Path(name.lower().removesuffix(PACKED)).suffix)


def names_in(path: Path) -> list[str]:
    """Return the names of a table's columns: of its head, or of its first row where each names its own."""
    kind = table_kind(path.name)
    if kind == "parquet":
        import pyarrow.parquet as pq

        return list(pq.read_schema(path).names)
    with _opened(path) as opened:
        first = opened.readline(SAMPLE_BYTES)
    if kind == "jsonl":
        found = json.loads(first or b"{}")
        return list(found) if isinstance(found, dict) else []
    decoded = decode(first, None)
    return [] if isinstance(decoded, Unreadable) else _head(decoded.text, path.name)[0]


def _head(line: str, name: str) -> tuple[list[str], str]:
    """Return the columns that the first line of a CSV or TSV file names, and what divides them."""
    delimiter = "\t" if table_kind(name) == "tsv" else max(DELIMITERS, key=line.count)
    return [one.strip() for one in next(csv.reader([line], delimiter=delimiter), [])], delimiter


def rows(path: Path, columns: Mapping[str, str], most_bytes: int, room: Room) -> Iterator[Member]:
    """Yield the rows of a table as texts; `columns` says meaning → name of the column.

    Refused where a declared column is not there: then every text would miss what it holds.
    """
    for place, row in table_rows(path, columns, most_bytes):
        member = row if isinstance(row, Member) else _member(place, row, columns, most_bytes)
        room.take(len(member.raw or b""))
        yield member._replace(is_row=True)


def rows_within(
    columns_of: Callable[[Path], Mapping[str, str]], name: str, opened: Opened, most_bytes: int, room: Room
) -> Iterator[Member]:
    """Yield the rows of a table that is packed in an archive; where it has not the columns, it is set aside alone.

    It is unpacked to a file for as long as it is read: Parquet is read from its end.
    """
    with TemporaryDirectory() as folder:
        path = Path(folder) / PurePosixPath(name).name
        with path.open("wb") as file:
            while piece := opened.read(PIECE_BYTES):
                room.unpack(len(piece))
                file.write(piece)
        try:
            for member in rows(path, columns_of(path), most_bytes, room):
                yield member._replace(table=name)
        except Refused as error:
            yield Member(name, reason=Reason.UNREAD_MARKUP, detail=str(error).removeprefix(f"{path}: "))


def table_rows(path: Path, columns: Mapping[str, str], most_bytes: int) -> Iterator[tuple[str, Mapping[str, Any] | Member]]:
    """Yield the place and the values by column of each row of a table; a member says why a row, or all after it, cannot be read.

    Refused where a column that is asked for is not there; without one, all are read.
    """
    kind = table_kind(path.name)
    if kind == "parquet":
        return _parquet(path, columns)
    return _json_lines(path, most_bytes) if kind == "jsonl" else _records(path, most_bytes, columns)


def _member(place: str, row: Mapping[str, Any], columns: Mapping[str, str], most_bytes: int) -> Member:
    """Return the text of one row; its key comes from `id` or `url`, else from the text itself."""
    values = {meaning: written(row.get(name)) for meaning, name in columns.items()}
    text = row.get(columns["text"])
    raw = text if isinstance(text, bytes) else values["text"].encode("utf-8", "replace")
    url = values.get("url") or None
    name = values.get("id") or url or hashlib.sha256(raw).hexdigest()
    if not raw.strip():
        return Member(values.get("id") or url or place, reason=Reason.EMPTY, detail=f"its column {columns['text']!r} holds nothing")
    if len(raw) > most_bytes:
        return Member(name, reason=Reason.TOO_LARGE, detail=f"holds more than {most_bytes} bytes")
    said = tuple((meaning, value) for meaning, value in values.items() if meaning not in NO_SAYINGS and value)
    return Member(name, raw, url=url if url and url.startswith(("http://", "https://")) else None, said=said)


def written(value: Any) -> str:
    """Return a value as a person would write it; an empty text for none."""
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value).strip()
    return text if text.isascii() else text.encode("utf-8", "replace").decode()  # JSON can spell half a surrogate pair


def _refuse_missing(path: Path, columns: Mapping[str, str], found: list[str]) -> None:
    missing = [f"{meaning} = {name!r}" for meaning, name in columns.items() if name not in found]
    if missing:
        shown = ", ".join(repr(name) for name in found[:30])
        raise Refused(f"{path}: columns: {', '.join(missing)}: there is no such column; the file has {shown}")


def _opened(path: Path) -> Any:
    return gzip.open(path) if path.name.lower().endswith(PACKED) else path.open("rb")


def _records(path: Path, most_bytes: int, columns: Mapping[str, str]) -> Iterator[tuple[str, Mapping[str, Any] | Member]]:
    """Yield the records of a CSV or TSV file; a damaged one ends it, since nobody can tell where the next begins."""
    with _opened(path) as opened:
        encoding = _encoding(opened.read(SAMPLE_BYTES))
    if isinstance(encoding, Unreadable):
        yield path.name, Member(path.name, reason=encoding.reason, detail=encoding.detail)
        return
    csv.field_size_limit(most_bytes + 1)
    with _opened(path) as opened, io.TextIOWrapper(opened, encoding=encoding, errors="replace", newline="") as lines:
        names, delimiter = _head(lines.readline(most_bytes), path.name)
        _refuse_missing(path, columns, names)
        records = csv.reader(lines, delimiter=delimiter)
        while True:
            place = f"line {records.line_num + 2}"
            try:
                record = next(records)
            except StopIteration:
                return
            except csv.Error as error:
                yield place, Member(place, reason=Reason.DAMAGED, detail=f"cannot be read ({error}); no row after it is")
                return
            if record:
                yield place, dict(zip(names, record, strict=False))


def _encoding(sample: bytes) -> str | Unreadable:
    """Return the encoding of a table, told from its beginning up to the end of a line."""
    whole = sample[: sample.rfind(b"\n") + 1] if len(sample) == SAMPLE_BYTES and b"\n" in sample else sample
    decoded = decode(whole, None)
    return decoded if isinstance(decoded, Unreadable) else "utf-8-sig" if decoded.encoding == "utf-8" else decoded.encoding


def _json_lines(path: Path, most_bytes: int) -> Iterator[tuple[str, Mapping[str, Any] | Member]]:
    """Yield the objects of a JSON Lines file; a line that is none is set aside alone."""
    with _opened(path) as opened:
        number = 0
        while line := opened.readline(2 * most_bytes):
            number += 1
            place = f"line {number}"
            if not line.strip():
                continue
            try:
                found = json.loads(line)
            except (ValueError, RecursionError):
                found = None
            is_object = isinstance(found, dict)
            yield place, found if is_object else Member(place, reason=Reason.DAMAGED, detail="is no JSON object; write one a line")


def _parquet(path: Path, columns: Mapping[str, str]) -> Iterator[tuple[str, Mapping[str, Any] | Member]]:
    """Yield the rows of a Parquet file, a few at a time."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path, memory_map=False, pre_buffer=False) as file:
            _refuse_missing(path, columns, list(file.schema_arrow.names))
            number = 0
            for batch in file.iter_batches(ROWS_AT_ONCE, columns=sorted(set(columns.values())) or None):
                for row in batch.to_pylist():
                    number += 1
                    yield f"row {number}", row
    except (pa.ArrowException, OSError) as error:
        detail = str(error).splitlines()[0] if str(error) else type(error).__name__
        yield path.name, Member(path.name, reason=Reason.DAMAGED, detail=f"cannot be read as Parquet ({detail}); write it again")
