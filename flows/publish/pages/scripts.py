"""Data as scripts: what a page loads on demand works from a disk too, where a browser fetches no JSON."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, NamedTuple

# `<` lest data end a script; line separators and marks of direction lest a file read otherwise than it runs.
UNSAFE = re.compile("[<\u2028\u2029\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff]")


def as_script(call: str, *values: Any) -> str:
    r"""Return a script that calls a function of ours with values, whatever letters they hold.

    >>> as_script("rostra.take", "list/00000", ["</script>"])
    'rostra.take("list/00000",["\\u003c/script>"]);\n'
    """
    return f"{call}({','.join(map(as_literal, values))});\n"


def as_literal(value: Any) -> str:
    """Return a value as a JavaScript literal on one line."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def write_data(folder: Path, name: str, data: Any) -> None:
    """Write `<name>.js`, by which a page loads data that are not cut into chunks."""
    (folder / f"{name}.js").write_text(as_script("rostra.take", name, data), encoding="utf-8", newline="\n")


def data_of(script: Path) -> Any:
    """Return the data that a script of `write_data` holds."""
    return json.loads(script.read_text(encoding="utf-8").partition(",")[2].rpartition(")")[0])


class Limits(NamedTuple):
    """When a chunk is full: whichever comes first."""

    entries: int
    bytes: int


def name_of_chunk(part: str | None, place: int) -> str:
    """Return the name of a chunk by its place among those of a part of the release, or, without parts, among all.

    >>> name_of_chunk(None, 3), name_of_chunk("2026-02", 0), name_of_chunk("2026-02", 1)
    ('00003', '2026-02', '2026-02_1')
    """
    if part is None:
        return f"{place:05}"
    return f"{part}_{place}" if place else part


class Chunks:
    """Chunks of one kind, `<folder>/<kind>/00000.js` and on; each is written when it is full, and the last by `close`.

    An entry that is larger than a chunk may be stands in one of its own.
    Entries of a part of the release stand in chunks of their own, which bear its name: `2026-02.js`, `2026-02_1.js`.
    """

    def __init__(self, folder: Path, kind: str, limits: Limits) -> None:
        self.kind = kind
        self.written: dict[str, int] = {}
        """Name of each chunk → how many entries it holds."""
        self._folder = folder / kind
        self._limits = limits
        self._waiting: list[str] = []
        self._bytes = 0
        self._part: str | None = None
        self._of_part = 0
        self._folder.mkdir(parents=True, exist_ok=True)

    def add(self, literal: str, part: str | None = None) -> str:
        """Add an entry, as `as_literal` gives it, and return the name of the chunk that it stands in; entries of a part come together."""
        size = len(literal.encode())
        is_full = len(self._waiting) >= self._limits.entries or self._bytes + size > self._limits.bytes
        if self._waiting and (is_full or part != self._part):
            self._write()
        if part != self._part:
            self._part, self._of_part = part, 0
        self._waiting.append(literal)
        self._bytes += size
        return self._name

    @property
    def _name(self) -> str:
        return name_of_chunk(self._part, len(self.written) if self._part is None else self._of_part)

    def close(self) -> None:
        """Write what waits."""
        if self._waiting:
            self._write()

    def _write(self) -> None:
        name = self._name
        content = f'rostra.take("{self.kind}/{name}",[{",".join(self._waiting)}]);\n'
        (self._folder / f"{name}.js").write_text(content, encoding="utf-8", newline="\n")
        self.written[name] = len(self._waiting)
        self._of_part += 1
        self._waiting.clear()
        self._bytes = 0
