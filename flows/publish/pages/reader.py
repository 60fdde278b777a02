"""The reader's data: the list of speeches, their texts with all marks, and the search, each in chunks that a page loads on demand.

A chunk of the list or of texts says nothing of other speeches, so that it stays the same file while its own do.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from flows.publish.pages.bundles import LIST, write_speeches
from flows.publish.pages.interface import FOLDER
from flows.publish.pages.scripts import name_of_chunk, write_data
from flows.publish.pages.search import UNDATED
from flows.publish.pages.speakers import write_speakers
from flows.publish.pages.tables import rows_of
from flows.publish.pages.taken import NOTHING_TAKEN, Taken

if TYPE_CHECKING:
    import duckdb

# So many speakers are offered to narrow by; any other by the address, which names an id.
SPEAKERS_OFFERED = 200
# In the order of the list: a month with how many speeches it has, by which numbers of speeches are told apart by time.
MONTHS = """
SELECT strftime(spoken_on, '%Y-%m'), count(*) FROM speeches JOIN numbered USING (speech_id) GROUP BY 1 ORDER BY min(n)
"""
# In the order of the list too.
SPEECHES_OF_PARTS = "SELECT part, count(*) FROM numbered GROUP BY part ORDER BY min(n)"
FACETS = f"""
SELECT 'language:' || language, count(*) FROM speeches GROUP BY 1 UNION ALL
SELECT 'form:' || form, count(*) FROM speeches GROUP BY 1 UNION ALL
SELECT 'source:' || source_id, count(*) FROM speeches GROUP BY 1 UNION ALL
SELECT 'year:' || coalesce(year(spoken_on)::VARCHAR, '{UNDATED}'), count(*) FROM speeches GROUP BY 1 UNION ALL
(SELECT 'speaker:' || speaker_id, count(*) FROM (
    SELECT speech_id, speaker_id FROM quotations UNION SELECT speech_id, principal_speaker_id FROM speeches)
WHERE speaker_id IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {SPEAKERS_OFFERED}) UNION ALL
SELECT 'speaker_kind:' || speaker_kind, count(DISTINCT speech_id) FROM quotations WHERE speaker_kind IS NOT NULL GROUP BY 1 UNION ALL
SELECT 'kind:' || kind, count(DISTINCT speech_id) FROM quotations GROUP BY 1
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


def write_reader_data(connection: duckdb.DuckDBPyConnection, release: Path, taken: Taken = NOTHING_TAKEN) -> ReaderData:
    """Write `list/`, `speeches/`, `words/`, `speakers/`, `names/`, `words.js` and `months.js` into the folder of a release's pages.

    The connection shows its tables and numbers its speeches; what is taken is linked, and not made. Memory is bounded but for the names.
    """
    folder = release / FOLDER
    with TemporaryDirectory(prefix="pages-", dir=release.parent) as spill:
        write_data(folder, "words", write_speeches(connection, release, Path(spill), taken))
        chunks = write_speakers(connection, folder, Path(spill), taken)
    write_data(folder, "months", list(rows_of(connection, MONTHS)))
    lists = [chunk for part in rows_of(connection, SPEECHES_OF_PARTS) for chunk in _chunks_of_list(*part)]
    by_name = _by_name(Counter(dict(rows_of(connection, FACETS))))
    return ReaderData(sum(n for _, n in lists), lists, by_name, _names(connection, by_name.get("speaker", [])), chunks._asdict())


def _chunks_of_list(part: str | None, speeches: int) -> list[tuple[str, int]]:
    """Return the chunks of the list that a part's speeches stand in, or, without parts, all of them; each with its speeches.

    >>> _chunks_of_list("2026", 300), _chunks_of_list(None, 300)
    ([('2026', 250), ('2026_1', 50)], [('00000', 250), ('00001', 50)])
    """
    starts = range(0, speeches, LIST.entries)
    names = (name_of_chunk(part, place) for place in range(len(starts)))
    return [(name, min(LIST.entries, speeches - start)) for name, start in zip(names, starts, strict=True)]


def _by_name(facets: Counter[str]) -> dict[str, list[tuple[str, int]]]:
    found: dict[str, list[tuple[str, int]]] = {}
    for key, n in sorted(facets.items(), key=lambda item: (-item[1], item[0])):
        name, _, value = key.partition(":")
        found.setdefault(name, []).append((value, n))
    return dict(sorted(found.items()))


def _names(connection: duckdb.DuckDBPyConnection, speakers: list[tuple[str, int]]) -> dict[str, str]:
    """Return the names of speakers by id, in their order."""
    ids = [speaker_id for speaker_id, _ in speakers]
    query = "SELECT speaker_id, name FROM speakers WHERE speaker_id IN (SELECT unnest(?::VARCHAR[]))"
    found = dict(connection.execute(query, [ids]).fetchall())
    return {speaker_id: found[speaker_id] for speaker_id in ids}
