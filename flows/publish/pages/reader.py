"""The reader's data: the list of speeches, their texts with all marks, and the search, each in chunks that a page loads on demand.

A chunk of the list or of texts says nothing of other speeches, so that it stays the same file while its own do.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from flows.publish.pages.scripts import Chunks, Limits, as_literal
from flows.publish.pages.search import WordIndex, facet_keys, keys_of
from flows.publish.pages.speeches import ReaderSpeech, reader_speeches

if TYPE_CHECKING:
    import duckdb

LIST = Limits(entries=250, bytes=2**40)
# A snippet of a result takes one.
SPEECHES = Limits(entries=250, bytes=500_000)
# So many speakers are offered to narrow by; any other by the address, which names an id.
SPEAKERS_OFFERED = 200
# What a page loads before anybody asked for anything.
FIRST_SPEECHES = Limits(entries=250, bytes=64_000)


class ReaderData(NamedTuple):
    """What a page must know before it loads any chunk."""

    speeches: int
    lists: list[tuple[str, int]]
    """The chunks of the list, in order: name, and how many speeches it holds."""
    first_words: list[str]
    """The first word of each chunk of the search."""
    facets: dict[str, list[tuple[str, int]]]
    """By name: each value with how many speeches have it, the most frequent first; of speakers the first ones alone."""
    people: dict[str, str]
    """The names of these speakers, by id."""


def write_reader_data(connection: duckdb.DuckDBPyConnection, folder: Path) -> ReaderData:
    """Write the chunks `list/`, `speeches/` and `words/` into the folder; memory stays bounded."""
    texts = Chunks(folder, "speeches", SPEECHES, FIRST_SPEECHES)
    listed = Chunks(folder, "list", LIST)
    speeches = 0
    facets: Counter[str] = Counter()
    people: dict[str, str] = {}
    with TemporaryDirectory(prefix="rostra-words-") as spill:
        words = WordIndex(Path(spill))
        for speech in reader_speeches(connection):
            chunk = texts.add(as_literal(speech.content), speech.part)
            listed.add(as_literal(_entry(speech, chunk)), speech.part)
            words.add(speech.number, keys_of(speech))
            facets.update(key for key in facet_keys(speech) if " " not in key)
            people.update(speech.people)
            speeches += 1
        texts.close()
        listed.close()
        written = words.write(folder, speeches)
    by_name = _by_name(facets)
    return ReaderData(
        speeches, list(listed.written.items()), written.firsts, by_name, {key: people[key] for key, _ in by_name.get("speaker", [])}
    )


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
