"""Verdicts that a release holds beside its parts: that all promises on rows of a part held of these very bytes, however that was found."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flows.parquet import part_of
from flows.publish.facts import ReleaseFacts
from flows.publish.parts import stands_in_parts
from flows.publish.texts import as_lines
from rostra.verify import VERDICTS

OF_A_PART = "of_a_part"
# data/speeches/part-00000-of-00002.parquet: a table that is cut for its size alone, anywhere
CUT = "-of-"


def part_verdicts(facts: ReleaseFacts) -> dict[str, str]:
    """Return file name → content, a file a part; none where the tables stand in no parts.

    It follows from the part's files and from what is promised, so that it is the same file as long as they are.
    """
    files: dict[str, list[dict[str, Any]]] = {}
    for table in (table for table in facts.tables if stands_in_parts(table.table)):
        for file in table.files:
            part = part_of(Path(file.path))
            if part and CUT not in part:
                files.setdefault(part, []).append({"path": file.path, "sha256": file.sha256})
    return {f"{VERDICTS}/part-{part}.json": _verdict(part, its, facts.validation) for part, its in files.items()}


def _verdict(part: str, files: list[dict[str, Any]], validation: Mapping[str, Any]) -> str:
    return as_lines({"part": part, "is_passed": validation["is_passed"], **validation[OF_A_PART], "files": files}) + "\n"
