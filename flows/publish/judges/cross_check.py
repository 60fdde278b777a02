"""Our own judge: the descriptors of a release, its Parquet footers and its checksums held against each other.

Each says things of the release: "speeches has 1 row", "speeches.text is a string". Of whatever two of them speak, they say the same.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from pathlib import Path

from flows.publish.judges.footers import footer_statements
from flows.publish.judges.statements import DESCRIPTORS
from flows.publish.manifest import MANIFEST

# 2026-02-10T12:34:56: no descriptor but the data itself may hold the moment of a build
CLOCK = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?[\w:.+-]*")
MIDNIGHT = "T00:00:00Z"
READ_FOR_CLOCKS = ("*.md", "*.json", "*.cff", "validation/*.json")
# What is said by one alone is no statement that another confirms, and each of these must be.
SAID_TWICE = ("version", "licence", "released on", "tables")


def troubles(release: Path) -> list[str]:
    """Return what two descriptors contradict each other in, what cannot be read, and the clocks in them."""
    said: dict[str, list[tuple[str, Hashable]]] = defaultdict(list)
    found: list[str] = []
    for name, statements in (*DESCRIPTORS.items(), ("Parquet", footer_statements)):
        try:
            for about, value in statements(release):
                said[about].append((name, value))
        except Exception as error:  # a descriptor may be broken in any way
            found.append(f"{name}: cannot be read ({type(error).__name__}: {error})")
    found += [f"{about}: {_told(values)}" for about, values in said.items() if len({value for _, value in values}) > 1]
    found += [f"{about}: not said by two descriptors" for about in SAID_TWICE if len(said[about]) < 2]
    return [*found, *_clocks(release, {value for name, value in said["released on"] if name == MANIFEST})]


def _told(values: Iterable[tuple[str, Hashable]]) -> str:
    return ", ".join(f"{name} says {value!r}" for name, value in values)


def _clocks(release: Path, days: Iterable[Hashable]) -> Iterator[str]:
    allowed = {f"{day}{MIDNIGHT}" for day in days}
    for path in sorted(path for pattern in READ_FOR_CLOCKS for path in release.glob(pattern)):
        for moment in CLOCK.findall(path.read_text(encoding="utf-8", errors="replace")):
            if moment not in allowed:
                yield f"{path.relative_to(release)}: holds the moment {moment}"
