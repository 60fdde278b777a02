"""Speeches on the reader's pages, written by tasks, a bundle of neighbours each, wherever the engine has a worker.

What goes to a task is a file that names files. It writes the chunks of the list and of texts, which say nothing of other speeches, and
files of the words of its speeches, sorted. A second task a section of the search puts the words of its bundles together. Chunks and
sections that are as in the release before are taken from there.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pydantic import TypeAdapter

from flows.duck import ONE_THREAD, parquet, text
from flows.parquet import files_of, part_of
from flows.publish.pages.interface import FOLDER
from flows.publish.pages.scripts import Chunks, Limits, as_literal
from flows.publish.pages.search import RANGE, RANGE_OF_A_SECTION, Section, WordRuns, keys_of, write_section
from flows.publish.pages.sections import ALL, sections_of
from flows.publish.pages.speeches import ReaderSpeech, reader_speeches, searched_speeches
from flows.publish.pages.tables import files_seen, open_tables, rows_of
from flows.publish.pages.taken import Taken, link_chunks
from flows.tasks import at_hand, reading, written
from schemas.dataset import SAMPLED, TABLES

if TYPE_CHECKING:
    import duckdb

LIST = Limits(entries=250, bytes=2**40)
# A snippet of a result takes one, and so does a text whose line the concordance shows.
SPEECHES = Limits(entries=250, bytes=48_000)
# Marks and texts are put in order for so much text at a time.
BYTES_PER_BUNDLE = 16 * 1024 * 1024
# Small parts in the order of the pages: first speech, speeches, bytes of their texts, and the files of tables that hold them.
PARTS = """
SELECT part, min(n), count(*), sum(bytes)::BIGINT, list(DISTINCT filename) FROM numbered JOIN {files} USING (speech_id)
GROUP BY part ORDER BY 2
"""
# Of a bundle's texts, so much at a time: a bundle has more than one slice where no parts divide it.
OF_A_BUNDLE = """
COPY (
    SELECT speech_id, part, n, ((sum(bytes) OVER (ORDER BY n ROWS UNBOUNDED PRECEDING) - bytes) // {bytes})::INTEGER AS slice
    FROM numbered WHERE n >= {first} AND n < {end}
) TO {path} (FORMAT parquet)
"""


class Part(NamedTuple):
    """Speeches of a small part of the release, which stand next to one another on the pages."""

    name: str | None
    """None where the release is not divided."""
    first: int
    speeches: int
    bytes: int
    files: Sequence[str]
    """The files of the table of speeches that hold them."""


NO_SPEECHES = Part(None, 0, 0, 0, ())


class Bundle(NamedTuple):
    """Speeches that one task writes."""

    release: Path
    """The release, as far as it is there."""
    parts: tuple[str, ...] | None
    """The parts of tables that hold them; None where these are not divided."""
    numbered: Path
    """Which they are, with their numbers."""
    section: str
    """The section of the search in which they all stand."""
    first: int
    """The number of the first of them within that section."""
    speeches: int
    taken: tuple[str, ...]
    """Small parts among theirs whose chunks of the list and of texts are there already."""


class Joined(NamedTuple):
    """A section of the search, which one task puts together from its runs."""

    name: str
    speeches: int
    runs: tuple[Path, ...]
    limits: Limits


BUNDLE, RUNS, JOINED, SECTION = TypeAdapter(Bundle), TypeAdapter(tuple[Path, ...]), TypeAdapter(Joined), TypeAdapter(Section)


def write_speeches(connection: duckdb.DuckDBPyConnection, release: Path, spill: Path, taken: Taken) -> list[Section]:
    """Have `list/`, `speeches/` and `words/` written, and return the sections in the order of speeches.

    The tables `parted` and `numbered` stand in the connection, as `number_speeches` makes them; tasks' files lie in the folder `spill`.
    """
    folder = release / FOLDER
    for kind in ("list", "speeches"):
        link_chunks(taken, kind, taken.parts, folder)
    link_chunks(taken, "words", taken.sections.keys(), folder)
    parts = _parts(connection, release)
    sections = sections_of(part.name for part in parts if part.name)
    bundles = [*_bundles(connection, release, spill, taken, parts, sections)]
    asked = written(spill, "bundle", map(BUNDLE.dump_json, bundles))
    runs = [RUNS.validate_json(path.read_bytes()) for path in sorted(at_hand.get()(write_bundle, asked, folder))]
    joined = [*_sections(bundles, runs)]
    asked = written(spill, "section", map(JOINED.dump_json, joined))
    made = [SECTION.validate_json(path.read_bytes()) for path in at_hand.get()(join_section, asked, folder)]
    found = {section.name: section for section in made} | dict(taken.sections)
    names = dict.fromkeys(_section_of(part, sections) for part in parts)
    return [found[name] for name in names if name in found]


def _parts(connection: duckdb.DuckDBPyConnection, release: Path) -> list[Part]:
    query = PARTS.format(files=parquet(*files_of(SAMPLED, release / "data"), in_order=True))
    return [Part(*row) for row in rows_of(connection, query)] or [NO_SPEECHES]


def _bundles(
    connection: duckdb.DuckDBPyConnection, release: Path, spill: Path, taken: Taken, parts: Sequence[Part], sections: Mapping[str, str]
) -> Iterator[Bundle]:
    """Yield what each task is to write, after writing beside it which speeches these are: those of sections that are not taken."""
    left = [part for part in parts if _section_of(part, sections) not in taken.sections]
    firsts: dict[str, int] = {}
    for number, some in enumerate(bundled(left, sections)):
        first, end = some[0].first, some[-1].first + some[-1].speeches
        numbered = spill / f"bundle-{number:05}.parquet"
        connection.execute(OF_A_BUNDLE.format(bytes=BYTES_PER_BUNDLE, first=first, end=end, path=text(numbered)))
        section = _section_of(some[0], sections)
        held = {part_of(Path(file)) for part in some for file in part.files}
        named = tuple(sorted(name for name in held if name)) if sections else None
        there = tuple(part.name for part in some if part.name and part.name in taken.parts)
        yield Bundle(release, named, numbered, section, first - firsts.setdefault(section, first), end - first, there)


def bundled(parts: Sequence[Part], sections: Mapping[str, str]) -> Iterator[list[Part]]:
    """Yield neighbouring parts of one section of the search, as many as hold no more text than `BYTES_PER_BUNDLE`, and one at least."""
    bundle: list[Part] = []
    for part in parts:
        is_full = sum(one.bytes for one in (*bundle, part)) > BYTES_PER_BUNDLE
        if bundle and (is_full or _section_of(part, sections) != _section_of(bundle[0], sections)):
            yield bundle
            bundle = []
        bundle.append(part)
    if bundle:
        yield bundle


def _section_of(part: Part, sections: Mapping[str, str]) -> str:
    return sections[part.name] if part.name else ALL


def _sections(bundles: Sequence[Bundle], runs: Sequence[Sequence[Path]]) -> Iterator[Joined]:
    for name, some in groupby(zip(bundles, runs, strict=True), key=lambda pair: pair[0].section):
        its = list(some)
        if speeches := sum(bundle.speeches for bundle, _ in its):
            limits = RANGE if its[0][0].parts is None else RANGE_OF_A_SECTION
            yield Joined(name, speeches, tuple(run for _, one in its for run in one), limits)


def _files_of(file: Path, _folder: Path) -> list[Path]:
    bundle = BUNDLE.validate_json(file.read_bytes())
    seen = [files_seen(table, bundle.release, bundle.parts) or files_of(table, bundle.release / "data")[:1] for table in TABLES]
    return [bundle.numbered, *(path for files in seen for path in files)]


@reading(_files_of)
def write_bundle(file: Path, folder: Path) -> Path:
    """Write the chunks of a bundle's speeches, given by its file, into the folder of the pages; return the file of their words' runs."""
    bundle = BUNDLE.validate_json(file.read_bytes())
    texts, listed = Chunks(folder, "speeches", SPEECHES), Chunks(folder, "list", LIST)
    runs = file.with_suffix(".words")
    shutil.rmtree(runs, ignore_errors=True)  # whoever began before was killed
    words = WordRuns(runs, bundle.first)
    with open_tables(bundle.release, bundle.parts, ONE_THREAD) as connection:
        connection.execute(f"CREATE TABLE numbered AS FROM {parquet(bundle.numbered)}")
        for speech in searched_speeches(connection):
            words.add(keys_of(speech))
        connection.execute("DELETE FROM numbered WHERE part IN (SELECT unnest(?::VARCHAR[]))", [list(bundle.taken)])
        for shown in reader_speeches(connection):
            chunk = texts.add(as_literal(shown.content), shown.part)
            listed.add(as_literal(_entry(shown, chunk)), shown.part)
    texts.close()
    listed.close()
    told = file.with_suffix(".told")
    told.write_bytes(RUNS.dump_json(tuple(words.close())))
    return told


def _runs_of(file: Path, _folder: Path) -> tuple[Path, ...]:
    return JOINED.validate_json(file.read_bytes()).runs


@reading(_runs_of)
def join_section(file: Path, folder: Path) -> Path:
    """Write a section of the search, given by its file, into the folder of the pages, and return the file of what a page knows of it."""
    name, speeches, runs, limits = JOINED.validate_json(file.read_bytes())
    told = file.with_suffix(".told")
    told.write_bytes(SECTION.dump_json(write_section(name, speeches, runs, folder, limits)))
    return told


def _entry(speech: ReaderSpeech, chunk: str) -> list[object]:
    day = speech.spoken_on.isoformat() if speech.spoken_on else None
    return [speech.speech_id, speech.label, int(speech.has_title), day, speech.language, speech.principal, speech.quotations, chunk]
