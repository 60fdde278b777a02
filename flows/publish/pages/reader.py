"""The reader's data: the list of speeches, their texts with all marks, and the search, each in chunks that a page loads on demand.

A chunk of the list or of texts says nothing of other speeches, so that it stays the same file while its own do.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from flows.publish.pages.scripts import Chunks, Limits, as_literal, write_data
from flows.publish.pages.search import RANGE, RANGE_OF_A_SECTION, UNDATED, Section, WordIndex, keys_of
from flows.publish.pages.sections import ALL, sections_of
from flows.publish.pages.speakers import write_speakers
from flows.publish.pages.speeches import ReaderSpeech, reader_speeches, searched_speeches
from flows.publish.pages.tables import open_some, rows_of, wholes
from flows.publish.pages.taken import Taken, link_chunks

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
# In the order of the list too.
SPEECHES_OF_PARTS = "SELECT part, count(*) FROM numbered GROUP BY part ORDER BY min(n)"
FACETS = f"""
SELECT 'language:' || language, count(*) FROM speeches GROUP BY 1 UNION ALL
SELECT 'form:' || form, count(*) FROM speeches GROUP BY 1 UNION ALL
SELECT 'source:' || source_id, count(*) FROM speeches GROUP BY 1 UNION ALL
SELECT 'year:' || coalesce(year(spoken_on)::VARCHAR, '{UNDATED}'), count(*) FROM speeches GROUP BY 1 UNION ALL
SELECT 'speaker:' || speaker_id, count(*) FROM (
    SELECT speech_id, speaker_id FROM quotations UNION SELECT speech_id, principal_speaker_id FROM speeches)
WHERE speaker_id IS NOT NULL GROUP BY 1 UNION ALL
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


def write_reader_data(connection: duckdb.DuckDBPyConnection, release: Path, folder: Path, taken: Taken) -> ReaderData:
    """Write `list/`, `speeches/`, `words/`, `speakers/`, `names/`, `words.js` and `months.js` into the folder; memory is bounded.

    `connection` shows the tables of the release; what is taken is linked, and not made.
    """
    made = _write_texts(connection, release, folder, taken)
    write_data(folder, "words", _write_search(connection, release, folder, taken))
    write_data(folder, "months", list(rows_of(connection, MONTHS)))
    chunks = write_speakers(connection, folder)
    parts = list(rows_of(connection, SPEECHES_OF_PARTS))
    lists = [(chunk, n) for part, speeches in parts for chunk, n in _chunks_of_list(part, speeches)] if wholes(connection) else made
    by_name = _by_name(Counter(dict(rows_of(connection, FACETS))))
    return ReaderData(sum(n for _, n in parts), lists, by_name, _names(connection, by_name.get("speaker", [])), chunks._asdict())


def _write_texts(connection: duckdb.DuckDBPyConnection, release: Path, folder: Path, taken: Taken) -> list[tuple[str, int]]:
    """Write the chunks of the list and of texts that are not taken, and return those of the list, each with its speeches."""
    texts, listed = Chunks(folder, "speeches", SPEECHES), Chunks(folder, "list", LIST)
    every = {part for part, _ in wholes(connection)}
    for kind in (texts.kind, listed.kind):
        link_chunks(taken, kind, taken.parts, folder)
    with open_some(release, connection, every - taken.parts if every else None) as some:
        for speech in reader_speeches(some):
            chunk = texts.add(as_literal(speech.content), speech.part)
            listed.add(as_literal(_entry(speech, chunk)), speech.part)
    texts.close()
    listed.close()
    return list(listed.written.items())


def _write_search(connection: duckdb.DuckDBPyConnection, release: Path, folder: Path, taken: Taken) -> list[Section]:
    """Write the sections of the search that are not taken, and return all, in the order of the list."""
    of_part = sections_of(part for part, _ in wholes(connection))
    left = {part for part, section in of_part.items() if section not in taken.sections}
    with TemporaryDirectory(prefix="rostra-words-") as spill, open_some(release, connection, left if of_part else None) as some:
        words = WordIndex(folder, Path(spill), RANGE_OF_A_SECTION if of_part else RANGE)
        link_chunks(taken, "words", taken.sections.keys(), folder)
        for speech in searched_speeches(some):
            words.add(keys_of(speech), of_part[speech.part] if speech.part else ALL)
        sections = {section.name: section for section in words.close()} | dict(taken.sections)
    in_order = dict.fromkeys(of_part[part] if part else ALL for part, _ in rows_of(connection, SPEECHES_OF_PARTS))
    return [sections[name] for name in in_order]


def _chunks_of_list(part: str, speeches: int) -> list[tuple[str, int]]:
    """Return the chunks of the list that a part's speeches stand in.

    >>> _chunks_of_list("2026", 300)
    [('2026', 250), ('2026_1', 50)]
    """
    starts = range(0, speeches, LIST.entries)
    return [(f"{part}_{place}" if place else part, min(LIST.entries, speeches - start)) for place, start in enumerate(starts)]


def _by_name(facets: Counter[str]) -> dict[str, list[tuple[str, int]]]:
    found: dict[str, list[tuple[str, int]]] = {}
    for key, n in sorted(facets.items(), key=lambda item: (-item[1], item[0])):
        name, _, value = key.partition(":")
        values = found.setdefault(name, [])
        if name != "speaker" or len(values) < SPEAKERS_OFFERED:
            values.append((value, n))
    return dict(sorted(found.items()))


def _names(connection: duckdb.DuckDBPyConnection, speakers: list[tuple[str, int]]) -> dict[str, str]:
    """Return the names of speakers by id, in their order."""
    ids = [speaker_id for speaker_id, _ in speakers]
    query = "SELECT speaker_id, name FROM speakers WHERE speaker_id IN (SELECT unnest(?::VARCHAR[]))"
    found = dict(connection.execute(query, [ids]).fetchall())
    return {speaker_id: found[speaker_id] for speaker_id in ids}


def _entry(speech: ReaderSpeech, chunk: str) -> list[object]:
    day = speech.spoken_on.isoformat() if speech.spoken_on else None
    return [speech.speech_id, speech.label, int(speech.has_title), day, speech.language, speech.principal, speech.quotations, chunk]
