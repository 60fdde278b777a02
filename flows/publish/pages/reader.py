"""The reader's data: the list of speeches, their texts with all marks, and the search, each in chunks that a page loads on demand.

A chunk of the list or of texts says nothing of other speeches, so that it stays the same file while its own do.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from flows.publish.pages.bundles import write_speeches
from flows.publish.pages.interface import FOLDER
from flows.publish.pages.scripts import write_data
from flows.publish.pages.speakers import show_contexts, write_speakers
from flows.publish.pages.tables import rows_of

if TYPE_CHECKING:
    import duckdb

# So many speakers are offered to narrow by; any other by the address, which names an id.
SPEAKERS_OFFERED = 200
# In the order of the list: a month with how many speeches it has, by which numbers of speeches are told apart by time.
MONTHS = """
SELECT strftime(spoken_on, '%Y-%m'), count(*) FROM speeches JOIN numbered USING (speech_id) GROUP BY 1 ORDER BY min(n)
"""


class ReaderData(NamedTuple):
    """What a page must know before it loads any chunk."""

    speeches: int
    lists: list[tuple[str, int]]
    """The chunks of the list, in order: name, and how many speeches it holds."""
    facets: dict[str, list[tuple[str, int]]]
    """By name: each value with how many speeches have it, the most frequent first; of speakers the first ones alone."""
    people: dict[str, str]
    """The names of these speakers, by id."""
    chunks: dict[str, int]
    """How many chunks `speakers/` and `names/` there are."""


def write_reader_data(connection: duckdb.DuckDBPyConnection, release: Path) -> ReaderData:
    """Write `list/`, `speeches/`, `words/`, `speakers/`, `names/`, `words.js` and `months.js` into the folder of a release's pages.

    The connection shows its tables and numbers its speeches. Memory is bounded but for the names.
    """
    folder = release / FOLDER
    with TemporaryDirectory(prefix="pages-", dir=release.parent) as spill:
        told, sections = write_speeches(connection, release, Path(spill))
        show_contexts(connection, [one.contexts for one in told])
    write_data(folder, "words", sections)
    write_data(folder, "months", list(rows_of(connection, MONTHS)))
    chunks = write_speakers(connection, folder)
    lists = [one for some in told for one in some.lists]
    facets: Counter[str] = Counter()
    people: dict[str, str] = {}
    for one in told:
        facets.update(one.facets)
        people |= one.people
    by_name = _by_name(facets)
    offered = {key: people[key] for key, _ in by_name.get("speaker", [])}
    return ReaderData(sum(n for _, n in lists), lists, by_name, offered, chunks._asdict())


def _by_name(facets: Counter[str]) -> dict[str, list[tuple[str, int]]]:
    found: dict[str, list[tuple[str, int]]] = {}
    for key, n in sorted(facets.items(), key=lambda item: (-item[1], item[0])):
        name, _, value = key.partition(":")
        values = found.setdefault(name, [])
        if name != "speaker" or len(values) < SPEAKERS_OFFERED:
            values.append((value, n))
    return dict(sorted(found.items()))
