"""The reader's data: the list of speeches, their texts with all marks, and the search, each in chunks that a page loads on demand.

A chunk of the list or of texts says nothing of other speeches, so that it stays the same file while its own do.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from flows.publish.pages.scripts import Chunks, Limits, as_literal, write_data
from flows.publish.pages.search import RANGE, RANGE_OF_A_SECTION, WordIndex, facet_keys, keys_of
from flows.publish.pages.sections import ALL, sections_of
from flows.publish.pages.speakers import Contexts, write_speakers
from flows.publish.pages.speeches import ReaderSpeech, reader_speeches
from flows.publish.pages.tables import rows_of

if TYPE_CHECKING:
    import duckdb

LIST = Limits(entries=250, bytes=2**40)
# A snippet of a result takes one, and so does a text whose line the concordance shows.
SPEECHES = Limits(entries=250, bytes=48_000)
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


def write_reader_data(connection: duckdb.DuckDBPyConnection, folder: Path) -> ReaderData:
    """Write `list/`, `speeches/`, `words/`, `speakers/`, `names/`, `words.js` and `months.js`; memory is bounded but for the names."""
    texts = Chunks(folder, "speeches", SPEECHES)
    listed = Chunks(folder, "list", LIST)
    speeches = 0
    facets: Counter[str] = Counter()
    people: dict[str, str] = {}
    contexts = Contexts(connection)
    sections = sections_of(part for (part,) in rows_of(connection, "SELECT DISTINCT part FROM parted"))
    with TemporaryDirectory(prefix="rostra-words-") as spill:
        words = WordIndex(folder, Path(spill), RANGE_OF_A_SECTION if sections else RANGE)
        for speech in reader_speeches(connection):
            chunk = texts.add(as_literal(speech.content), speech.part)
            listed.add(as_literal(_entry(speech, chunk)), speech.part)
            words.add(keys_of(speech), sections[speech.part] if speech.part else ALL)
            facets.update(key for key in facet_keys(speech) if " " not in key)
            people.update(speech.people)
            contexts.add(speech)
            speeches += 1
        texts.close()
        listed.close()
        contexts.close()
        write_data(folder, "words", words.close())
    write_data(folder, "months", list(rows_of(connection, MONTHS)))
    chunks = write_speakers(connection, folder)
    by_name = _by_name(facets)
    offered = {key: people[key] for key, _ in by_name.get("speaker", [])}
    return ReaderData(speeches, list(listed.written.items()), by_name, offered, chunks._asdict())


def _by_name(facets: Counter[str]) -> dict[str, list[tuple[str, int]]]:
    found: dict[str, list[tuple[str, int]]] = {}
    for key, n in sorted(facets.items(), key=lambda item: (-item[1], item[0])):
        name, _, value = key.partition(":")
        values = found.setdefault(name, [])
        if name != "speaker" or len(values) < SPEAKERS_OFFERED:
            values.append((value, n))
    return dict(sorted(found.items()))


def _entry(speech: ReaderSpeech, chunk: str) -> list[object]:
    day = speech.spoken_on.isoformat() if speech.spoken_on else None
    return [speech.speech_id, speech.label, int(speech.has_title), day, speech.language, speech.principal, speech.quotations, chunk]
