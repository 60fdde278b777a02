"""release.json: what the release is, file by file and table by table."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flows.publish.facts import DifferenceFacts, FileFacts, ReleaseFacts, TableFacts
from flows.publish.promised_schema import columns_for_manifest
from flows.publish.rows import Hashed
from schemas.dataset import DATASET, SCHEMA_VERSION

MANIFEST = "release.json"
MANIFEST_SCHEMA = "release.schema.json"
RESULTS = "validation/results.json"
VERDICTS = "validation/judges.json"


def manifest(facts: ReleaseFacts, files: Iterable[FileFacts]) -> dict[str, Any]:
    """Return the content of release.json; `files` are all others of the release but the two that are written after it."""
    return {
        "$schema": MANIFEST_SCHEMA,
        "dataset": DATASET.name,
        "version": facts.build.version,
        "schema_version": SCHEMA_VERSION,
        "previous": facts.build.previous,
        "released_on": facts.build.released_on,
        "licence": DATASET.licence,
        "build": {"commit": facts.build.commit, "lock_sha256": facts.build.lock_sha256},
        "difference": _difference(facts.difference),
        "texts": {source: counts._asdict() for source, counts in facts.texts.items()},
        "tables": [_table(table) for table in facts.tables],
        "validation": {"is_passed": facts.validation["is_passed"], "path": RESULTS, "judges": VERDICTS},
        "files": [file._asdict() for file in sorted(files)],
    }


def _difference(facts: DifferenceFacts) -> dict[str, Any]:
    return {
        "from": facts.previous,
        "level": facts.level,
        "reasons": list(facts.reasons),
        "report": facts.report,
        "tables": {name: counts._asdict() for name, counts in facts.tables.items()},
    }


def _table(facts: TableFacts) -> dict[str, Any]:
    return {
        "name": facts.table.name,
        "path": facts.path,
        "rows": facts.rows,
        "bytes": facts.bytes,
        "sha256": facts.sha256,
        "content_sha256": facts.content_sha256,
        "key": list(facts.table.key),
        "sorted_by": list(facts.table.sorted_by),
        "columns": columns_for_manifest(facts.table),
        **({"parts": [_part(*one) for one in zip(facts.files, facts.hashed, strict=True)]} if facts.hashed else {}),
    }


def _part(file: FileFacts, hashed: Hashed) -> dict[str, Any]:
    return {"path": file.path, "rows": hashed.rows, "rows_sha256_sum": f"{hashed.total % 2**256:064x}"}
