"""Taking back what was published: a version is yanked (its bytes stay), a text is withdrawn (its bytes go, everywhere)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from flows.duck import MEMORY_TO_SORT, duck, parquet
from flows.errors import NotAsAsked, Refused
from flows.parquet import cut_large_tables, files_of, in_order, read_rows, write_table
from flows.publish.earlier import latest_release
from flows.publish.facts import BuildFacts, release_facts
from flows.publish.index import WITHDRAWN, YANKED, adopt_unlisted, write_index, yanked
from flows.publish.on_disk import Published, prepare, publish
from flows.publish.pages.catalogue import write_catalogue
from flows.publish.pages.release import INDEX_PAGE
from flows.publish.parts import divide, stands_in_parts, write_if_empty, write_parts
from flows.publish.promised_schema import declared_schema, schema_of_release
from flows.publish.purge import purge, purge_texts
from flows.publish.sharing import known_of, share_unchanged
from flows.publish.steps import Asked
from flows.publish.tombstones import Held, release_folders, tombstones_of, withdrawn_speeches
from rostra.store import PUBLISHED, Index, read_index
from schemas.columns import Maker, Table
from schemas.dataset import TABLES
from schemas.sources import SET_ASIDE, SetAside
from schemas.speakers import holds_speaker_id
from schemas.speeches import SPEECHES
from schemas.withdrawn import Tombstone
from schemas.words import Reason, Stage

# Holds the tables in a folder against every promise, given how many texts were fetched of each source; returns the results.
Gate = Callable[[Path, Mapping[str, int]], Mapping[str, Any]]

# They go with the speaker of whom they tell.
OF_SPEAKERS = ("speaker_names", "speaker_id_changes")


class Withdrawn(NamedTuple):
    """What a withdrawal came to."""

    published: Published | None
    """The release without the texts; None where they had been withdrawn before."""
    speech_ids: tuple[str, ...]
    """The speeches that were asked for, and those that held the same text."""
    versions: tuple[str, ...]
    """The versions whose bytes are gone, those of earlier withdrawals included."""


def yank(store: Path, version: str, reason: str) -> Index:
    """Mark a version as yanked and return the index. Call it with the store's lock held; raises what `index.yanked` raises."""
    index = adopt_unlisted(store)
    purge(store, index)
    done = write_index(store, yanked(index, version, reason))
    write_catalogue(store, done)
    return done


def withdraw(store: Path, speech_ids: Sequence[str], reason: str, build: BuildFacts, gate: Gate) -> Withdrawn:
    """Publish a release without the speeches, and remove every version, snapshot and part that holds one of them or its text.

    Where this is killed before the new release is in place, nothing happened; after it, the next publishing or withdrawal ends it.
    Call it with the store's lock held. NotAsAsked where no release holds one of the speeches, Refused where the call is wrong.
    """
    why = " ".join(reason.split())
    if not why:
        raise Refused("--reason is empty; say why the text is withdrawn: it is shown in its place")
    index = adopt_unlisted(store)
    purge(store, index)
    known = tombstones_of(release_folders(store))
    if set(speech_ids) <= known.keys():
        purge_texts(store, [known[speech_id] for speech_id in speech_ids], [])
        return Withdrawn(None, tuple(speech_ids), _withdrawn_versions(index))
    held = _held_anywhere(store, [speech_id for speech_id in speech_ids if speech_id not in known])
    tombstones = tuple(Tombstone(speech_id, held[speech_id].text_sha256, why, _day(build)) for speech_id in sorted(held))
    base = _base(store, index)
    staging = prepare(store) / "release"
    fetched = _stage_without(base, tombstones, staging / "data", why)
    validation = gate(staging / "data", fetched)
    cut_large_tables(TABLES, staging / "data")
    latest = known_of(latest_release(store))
    share_unchanged(staging, latest)
    facts = release_facts(staging / "data", fetched, validation, build, latest)
    published = publish(store, staging, facts, Asked(tombstones=tombstones, with_pages=(base / INDEX_PAGE).is_file()))
    done = read_index(store)
    if index.latest is None:  # a new number makes nothing good that was yanked
        done = write_index(store, yanked(done, published.version, f"made from {base.name}, which was yanked"))
        write_catalogue(store, done)
    return Withdrawn(published, tuple(sorted(held)), _withdrawn_versions(done))


def _day(build: BuildFacts) -> date:
    return date.fromisoformat(build.released_on)


def _withdrawn_versions(index: Index) -> tuple[str, ...]:
    return tuple(release.version for release in index.releases if release.status == WITHDRAWN)


def _held_anywhere(store: Path, speech_ids: Sequence[str]) -> dict[str, Held]:
    """Return speech id → what the releases hold of it, of the asked speeches and of all that had the same text."""
    asked = [Tombstone(speech_id, None, "", date.min) for speech_id in speech_ids]
    found = {held for release in release_folders(store) for held in withdrawn_speeches(release, asked)}
    if missing := sorted(set(speech_ids) - {held.speech_id for held in found}):
        raise NotAsAsked(f"{store}: no release holds {', '.join(missing)}; nothing was withdrawn")
    texts = [Tombstone(held.speech_id, held.text_sha256, "", date.min) for held in sorted(found)]
    every = (held for release in release_folders(store) for held in withdrawn_speeches(release, texts))
    return {held.speech_id: held for held in sorted(every, key=lambda held: (held.speech_id, held.text_sha256 or ""))}


def _base(store: Path, index: Index) -> Path:
    """Return the release from which the new one is made: the latest, or the highest yanked one where all are yanked."""
    kept = [release.version for release in index.releases if release.status in {PUBLISHED, YANKED}]
    base = store / "releases" / (index.latest or kept[-1])
    if schema_of_release(base) != declared_schema(TABLES):
        commit = json.loads((base / "release.json").read_text(encoding="utf-8"))["build"]["commit"]
        raise Refused(
            f"{base.name} has other tables or columns than this code makes; check out the code that made it "
            f"({commit or 'its commit is not known'}) and withdraw there. Nothing was withdrawn"
        )
    return base


def _stage_without(base: Path, tombstones: Sequence[Tombstone], data: Path, why: str) -> dict[str, int]:
    """Write the tables of a release without the speeches, and return source → how many texts were fetched."""
    gone = {held.speech_id: held for held in withdrawn_speeches(base, tombstones)}
    divided, met = _stage_in_parts(base, gone.keys(), data)
    for table in (table for table in _speakers_last(TABLES) if table not in divided):
        rows: Iterable[Sequence[Any]] = _rows_without(table, base, gone.keys())
        if table.made_by is Maker.RULES:
            rows = _noting_persons(table, rows, met)
        elif table.name == "speakers":
            rows = [speaker for speaker in rows if speaker.is_listed or speaker.speaker_id in met]  # type: ignore[attr-defined]
            met = {row[0] for row in rows}
        elif table.name in OF_SPEAKERS:
            place = table.names.index("speaker_id")
            rows = (row for row in rows if row[place] in met)
        elif table == SET_ASIDE:
            rows = in_order(table, [*rows, *(_row_aside(held, why) for held in gone.values())])
        write_table(table, rows, data / f"{table.name}.parquet")
    manifest = json.loads((base / "release.json").read_text(encoding="utf-8"))
    return {source: counts["fetched"] for source, counts in manifest["texts"].items()}


def _stage_in_parts(base: Path, gone: Iterable[str], data: Path) -> tuple[list[Table], set[str]]:
    """Write the tables that stand in parts without the speeches, and return which they are, and the persons whom they name.

    None where too few speeches are left to be divided.
    """
    met: set[str] = set()
    with TemporaryDirectory(prefix="withdraw-", dir=data.parent.parent) as spill, duck(Path(spill), MEMORY_TO_SORT) as connection:
        connection.execute("CREATE TABLE gone (speech_id VARCHAR)")
        connection.executemany("INSERT INTO gone VALUES (?)", [[speech_id] for speech_id in gone])
        left = {
            table: f"FROM {parquet(*files_of(table, base / 'data'))} ANTI JOIN gone USING (speech_id)"
            for table in TABLES
            if stands_in_parts(table)
        }
        parts = divide(connection, left[SPEECHES])
        if not parts:
            return [], met
        for table, rows in left.items():
            list(write_parts(connection, table, rows, data, list(parts)))
            write_if_empty(table, data)
            for column in table.columns:
                if holds_speaker_id(column):
                    met.update(person for (person,) in connection.execute(f"SELECT DISTINCT {column.name} {rows}").fetchall() if person)
    return list(left), met


def _speakers_last(tables: Sequence[Table]) -> list[Table]:
    """Return the tables so that persons stand after what names them, and their names after them."""
    persons = ("speakers", *OF_SPEAKERS)
    return sorted(tables, key=lambda table: persons.index(table.name) if table.name in persons else -1)


def _rows_without(table: Table, base: Path, gone: Iterable[str]) -> Iterator[tuple[Any, ...]]:
    speech_ids = set(gone)
    place = table.names.index("speech_id") if "speech_id" in table.names else None
    for path in files_of(table, base / "data"):
        for row in read_rows(table, path):
            if place is None or row[place] not in speech_ids:
                yield row


def _noting_persons(table: Table, rows: Iterable[Sequence[Any]], met: set[str]) -> Iterator[Sequence[Any]]:
    """Pass the rows on, adding to `met` every person whom they name."""
    places = [place for place, column in enumerate(table.columns) if holds_speaker_id(column)]
    for row in rows:
        met.update(row[place] for place in places if row[place] is not None)
        yield row


def _row_aside(held: Held, why: str) -> SetAside:
    # The next build knows the file's path or the page's address itself; a release keeps addresses alone.
    return SetAside(held.source_id, held.url or held.speech_id, Stage.FETCH, Reason.WITHDRAWN, f"withdrawn: {why}")
