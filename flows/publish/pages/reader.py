"""The reader's data: the list of speeches, their texts with all marks, and the search, each in chunks that a page loads on demand.

A chunk of the list or of texts says nothing of other speeches, so that it stays the same file while its own do.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from flows.publish.pages.scripts import Chunks, Limits, as_literal
from flows.publish.pages.search import WordIndex, keys_of
from flows.publish.pages.speeches import ReaderSpeech, reader_speeches

if TYPE_CHECKING:
    import duckdb

LIST = Limits(entries=250, bytes=2**40)
SPEECHES = Limits(entries=250, bytes=2_000_000)
# What a page loads before anybody asked for anything.
FIRST_SPEECHES = Limits(entries=250, bytes=64_000)


class ReaderData(NamedTuple):
    """What a page must know before it loads any chunk."""

    speeches: int
    lists: list[tuple[str, int]]
    """The chunks of the list, in order: name, and how many speeches it holds."""
    first_words: list[str]
    """The first word of each chunk of the search."""


def write_reader_data(connection: duckdb.DuckDBPyConnection, folder: Path) -> ReaderData:
    """Write the chunks `list/`, `speeches/` and `words/` into the folder; memory stays bounded."""
    texts = Chunks(folder, "speeches", SPEECHES, FIRST_SPEECHES)
    listed = Chunks(folder, "list", LIST)
    speeches = 0
    with TemporaryDirectory(prefix="rostra-words-") as spill:
        words = WordIndex(Path(spill))
        for speech in reader_speeches(connection):
            chunk = texts.add(as_literal(speech.content), speech.part)
            listed.add(as_literal(_entry(speech, chunk)), speech.part)
            words.add(speech.number, keys_of(speech))
            speeches += 1
        texts.close()
        listed.close()
        written = words.write(folder, speeches)
    return ReaderData(speeches, list(listed.written.items()), written.firsts)


def _entry(speech: ReaderSpeech, chunk: str) -> list[object]:
    day = speech.spoken_on.isoformat() if speech.spoken_on else None
    return [speech.speech_id, speech.label, int(speech.has_title), day, speech.language, speech.principal, speech.quotations, chunk]
