"""A store made by hand, as its publisher would: releases with sizes, parts and differences, of whatever rows a test wants."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

SPEECHES = pa.table({"speech_id": ["a", "b"], "text": ["It rains.", "It snows."]})
SOURCES = pa.table({"source_id": ["gazette"], "title": ["The Gazette"]})
TABLES = {"speeches": SPEECHES, "sources": SOURCES}


class Making(NamedTuple):
    """How a release is made."""

    tables: Mapping[str, pa.Table] = TABLES
    files: Mapping[str, bytes] = {"README.md": b"# A dataset\n"}
    parts: Mapping[str, int] = {}
    """Table → into how many files it goes; one, where it is not named."""
    keys: Mapping[str, list[str]] = {}
    """Table → its key; the first column, where it is not named."""
    previous: str | None = None
    says_sizes: bool = True


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def made(store: Path, version: str, making: Making = Making()) -> Path:  # noqa: B008  a tuple of constants
    """Add a release to a store and return its folder; the index names it as the latest."""
    folder = store / "releases" / version
    for name, content in making.files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    entries = []
    for table, rows in making.tables.items():
        paths = _written(folder, table, rows, making.parts.get(table, 0))
        whole = {"bytes": paths[0].stat().st_size, "sha256": sha256(paths[0].read_bytes())} if len(paths) == 1 else {}
        path = paths[0].relative_to(folder).as_posix()
        entries.append({"name": table, "path": path, "rows": rows.num_rows, "key": making.keys.get(table, [rows.column_names[0]]), **whole})
    manifest: dict[str, Any] = {"version": version, "previous": making.previous, "released_on": "2026-02-10", "tables": entries}
    if making.says_sizes:
        manifest["files"] = [
            {"path": path.relative_to(folder).as_posix(), "bytes": path.stat().st_size, "sha256": sha256(path.read_bytes())}
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        ]
    (folder / "release.json").write_text(json.dumps(manifest))
    seal(store, version, {table: rows.num_rows for table, rows in making.tables.items()}, making.previous)
    return folder


def _written(folder: Path, table: str, rows: pa.Table, parts: int) -> list[Path]:
    if not parts:
        paths = [folder / "data" / f"{table}.parquet"]
    else:
        paths = [folder / "data" / table / f"part-{part:05}-of-{parts:05}.parquet" for part in range(parts)]
    share = -(-rows.num_rows // len(paths))
    for place, path in enumerate(paths):
        path.parent.mkdir(parents=True, exist_ok=True)
        pq.write_table(rows.slice(place * share, share), path, write_page_checksum=True, row_group_size=20_000)
    return paths


def seal(store: Path, version: str, rows: Mapping[str, int] | None = None, previous: str | None = None) -> None:
    """Write the checksums of a release as its files are now, and the store's index with them."""
    folder = store / "releases" / version
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file() and path.name != "SHA256SUMS")
    write_sums(store, version, "".join(f"{sha256((folder / name).read_bytes())}  {name}\n" for name in names), rows, previous)


def write_sums(store: Path, version: str, sums: str, rows: Mapping[str, int] | None = None, previous: str | None = None) -> None:
    """Write these checksums, and the store's index with them: so a publisher lies who was broken into."""
    (store / "releases" / version / "SHA256SUMS").write_text(sums)
    index = read(store)
    known = {entry["version"]: entry for entry in index["releases"]}
    entry = known.get(version) or {"version": version, "schema_version": "1.0.0", "previous": previous, "released_on": "2026-02-10"}
    entry |= {"status": "published", "reason": None, "checksums_sha256": sha256(sums.encode())}
    entry["rows"] = entry.get("rows") or dict(rows or {})
    known[version] = entry
    write(store, {"dataset": "rostra", "latest": version, "releases": list(known.values())})


def read(store: Path) -> dict[str, Any]:
    path = store / "releases.json"
    found: dict[str, Any] = json.loads(path.read_text()) if path.exists() else {"dataset": "rostra", "latest": None, "releases": []}
    return found


def write(store: Path, index: Mapping[str, Any]) -> None:
    (store / "releases.json").write_text(json.dumps(index))


def marked(store: Path, version: str, status: str, reason: str) -> None:
    """Yank or withdraw a version, as the index says it."""
    index = read(store)
    for entry in index["releases"]:
        if entry["version"] == version:
            entry |= {"status": status, "reason": reason}
            if status == "withdrawn":
                entry["checksums_sha256"] = None
    rest = [entry["version"] for entry in index["releases"] if entry["status"] == "published"]
    write(store, index | {"latest": rest[-1] if rest else None})


def files_of(folder: Path) -> dict[str, bytes]:
    """Return name → bytes of all files in a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
