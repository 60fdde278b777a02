"""A shard: the speeches whose ids hash to the same slot, read from their snapshots and written as parts.

A part folder's name is the hash of the shard's inputs and of the rules' code and lists: what is there already is right, so a
run redoes only what changed and a killed run goes on where it was. Of a shard that changed, the rows of all texts that did not are
copied from the parts that hold them, however many shards there were then.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import TypeAdapter

from flows.clean.draft import Cleaned
from flows.clean.stated import Told
from flows.cycles import no_search_for_cycles
from flows.errors import Refused
from flows.fetch.beside import people_beside
from flows.fetch.declarations import SourceDeclaration
from flows.fetch.fetched import LIMITS, Fetched
from flows.fetch.mapped_people import mapped_people
from flows.fetch.metadata import told_after, told_before, writing_of
from flows.fetch.reading import Asked, cleaned_within
from flows.fetch.snapshots import read_snapshot, snapshot_path
from flows.kept_rows import kept_rows, texts_in, texts_kept, write_texts
from flows.label.corrections.said import Said
from flows.label.language.decide import LanguageGuess, language_of
from flows.label.speakers.gazetteer import Gazetteer, OfficeDeclared, Person
from flows.label.speakers.people import NO_PEOPLE
from flows.label.speakers.told_gender import gender_of_name
from flows.label.speech import Known, Labelled, label
from flows.languages.pack import pack
from flows.makers import each_made
from flows.parquet import is_whole, open_table, record_batches
from flows.rule_sets import rules_sha256
from flows.slots import LEAST_SLOTS, Slot, sharing_texts, slot_named, slot_of, slots_for
from flows.tasks import reading
from schemas.columns import OF_A_TEXT, Column, Maker, Table
from schemas.corrections import CORRECTIONS
from schemas.dates import DATES
from schemas.mentions import MENTIONS
from schemas.paragraphs import PARAGRAPHS
from schemas.quantities import QUANTITIES
from schemas.quotations import QUOTATION_SPANS, QUOTATIONS, SPEAKER_CANDIDATES
from schemas.sentences import SENTENCES
from schemas.sources import SET_ASIDE, SetAside
from schemas.speakers import SPEAKER_NAMES, SPEAKERS, SpeakerName
from schemas.speeches import SPEECHES
from schemas.words import Gender, Language, Reason, Stage

# How many texts a worker holds at a time, with all their rows.
TEXTS_AT_ONCE = 64
# The rows of one text, of each table that follows from texts alone.
ROWS_OF_A_TEXT: Mapping[Table, Callable[[Labelled], Iterable[Any]]] = each_made(
    Maker.RULES,
    {
        SPEECHES: lambda read: [read.speech],
        PARAGRAPHS: lambda read: read.paragraphs,
        SENTENCES: lambda read: read.sentences,
        QUOTATIONS: lambda read: read.quotations,
        QUOTATION_SPANS: lambda read: read.quotation_spans,
        SPEAKER_CANDIDATES: lambda read: read.speaker_candidates,
        DATES: lambda read: read.dates,
        QUANTITIES: lambda read: read.quantities,
        MENTIONS: lambda read: read.mentions,
    },
)
# The last three are made whole when all texts are there.
PART_TABLES: tuple[Table, ...] = (*ROWS_OF_A_TEXT, SPEAKER_NAMES, CORRECTIONS, SET_ASIDE)


def _with(table: Table, *columns: Column) -> Table:
    return replace(table, columns=(*table.columns, *columns))


# As they stand in parts: each row says of which text it is, and a name of which gender whoever bears it is.
IN_PARTS: Mapping[Table, Table] = {
    **{table: table if OF_A_TEXT in table.names else _with(table, SPEECHES.column(OF_A_TEXT)) for table in PART_TABLES},
    SPEAKER_NAMES: _with(SPEAKER_NAMES, SPEAKERS.column("gender"), SPEECHES.column(OF_A_TEXT)),
}

PARTIAL = ".partial"
# What the rows of a text depend on of its source's declaration; where and how it is fetched changes none.
READ_BY_RULES = (
    *("languages", "licence", "form", "country", "principal_speaker", "event", "place"),
    *("timezone", "day_first", "file_names"),
)


class ShardInput(NamedTuple):
    """One fetched text and what its source says of all its texts."""

    fetched: Fetched
    source: SourceDeclaration
    corrections: tuple[Said, ...] = ()
    """What people say is wrong with it."""


class Shard(NamedTuple):
    """The inputs of one slot, and the name of the folder that their parts stand in."""

    slot: Slot
    inputs: tuple[ShardInput, ...]
    texts: dict[str, str]
    """Speech id → a hash of all that its rows follow from."""
    name: str
    rules_sha256: str
    """Of the code and lists that must read it."""
    earlier: tuple[str, ...] = ()
    """Folders of parts that may hold rows of some of its texts."""


SHARD = TypeAdapter(Shard)
# The persons and offices, and the hash of the long lists, which stand in a file of their own.
GAZETTEER = TypeAdapter(tuple[tuple[Person, ...], tuple[OfficeDeclared, ...], str])
GAZETTEER_FILE, PEOPLE_FILE = "gazetteer.json", "people.index"


def plan(inputs: Iterable[ShardInput], gazetteer: Gazetteer, there: Sequence[str] = ()) -> list[Shard]:
    """Return the shards of all inputs, in the order of their slots; a slot without inputs makes none.

    How many slots there are follows from how many inputs there are. `there` are the folders of parts that may be copied from, those
    first that were used last.
    """
    found = list(inputs)
    hashes = text_hashes(found, gazetteer)
    slots: dict[Slot, list[ShardInput]] = defaultdict(list)
    for one in found:
        slots[slot_of(one.fetched.speech_id, slots_for(len(found)))].append(one)
    earlier = _by_rest(there)
    shards = []
    for slot, members in sorted(slots.items()):
        ordered = tuple(sorted(members, key=lambda member: (member.fetched.speech_id, member.fetched.origin)))
        texts = {member.fetched.speech_id: hashes[member.fetched.speech_id] for member in ordered}
        name = f"{slot.name}-{hashlib.sha256(json.dumps(texts).encode()).hexdigest()[:24]}"
        candidates = sharing_texts(slot, earlier.get(slot.number % LEAST_SLOTS, ()))
        shards.append(Shard(slot, ordered, texts, name, rules_sha256(), tuple(one for one in candidates if one != name)))
    return shards


def _by_rest(there: Iterable[str]) -> dict[int, list[str]]:
    """Return the folders of parts by what their slots' numbers leave when divided by the least number of slots."""
    found: dict[int, list[str]] = defaultdict(list)
    for name in there:
        if slot := slot_named(name):
            found[slot.number % LEAST_SLOTS].append(name)
    return found


def parts_there(store: Path) -> list[str]:
    """Return the names of all folders of parts, those first that were used last."""
    folders = [(entry.stat().st_mtime_ns, entry.name) for entry in _entries(store / "parts") if not entry.name.endswith(PARTIAL)]
    return [name for _, name in sorted(folders, reverse=True)]


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as found:
            return list(found)
    except FileNotFoundError:
        return []


def text_hashes(inputs: Iterable[ShardInput], gazetteer: Gazetteer) -> dict[str, str]:
    """Return speech id → a hash of all that its rows follow from: what was fetched, what its source says of it, rules and persons."""
    rules = _rules_and_persons(gazetteer)
    said: dict[str, list[object]] = defaultdict(list)
    declared: dict[str, str] = {}
    for fetched, source, corrections in inputs:
        if source.source_id not in declared:
            declared[source.source_id] = hashlib.sha256(json.dumps(_declared(source), sort_keys=True).encode()).hexdigest()
        said[fetched.speech_id].append([_said_of(fetched), declared[source.source_id], repr(corrections)])
    return {speech_id: hashlib.sha256(json.dumps([rules, found]).encode()).hexdigest() for speech_id, found in said.items()}


def _rules_and_persons(gazetteer: Gazetteer) -> str:
    return hashlib.sha256((rules_sha256() + repr(gazetteer._replace(lists=()))).encode()).hexdigest()


def _declared(source: SourceDeclaration) -> dict[str, Any]:
    return source.model_dump(mode="json", include=set(READ_BY_RULES))


def _said_of(fetched: Fetched) -> list[object]:
    """Return what the parts depend on: no moment at which a page was looked at again, and no note of a stale one."""
    return [
        fetched.source_id,
        fetched.speech_id,
        fetched.origin,
        fetched.url,
        fetched.sha256,
        fetched.content_type,
        fetched.reason,
        fetched.reason and fetched.detail,
        fetched.retrieved_at.isoformat() if fetched.retrieved_at else None,
        fetched.part_of,
        fetched.member,
        fetched.said,
        *(None if value is None else str(value) for value in fetched.stated),
        fetched.beside,
    ]


def remove_partial_parts(store: Path) -> None:
    """Remove what killed workers left half done; call it while none works on the store."""
    for folder in (store / "parts").glob(f"*{PARTIAL}"):
        shutil.rmtree(folder, ignore_errors=True)


def files_of_shard(shard: Path, store: Path) -> list[Path]:
    """Return the files that a shard is read from beside its own: who is known beforehand, snapshots, and earlier parts."""
    known = [path for name in (GAZETTEER_FILE, PEOPLE_FILE) if (path := shard.with_name(name)).is_file()]
    snapshots = [snapshot_path(store, sha256) for sha256 in sorted(snapshots_of(shard))]
    earlier = SHARD.validate_json(shard.read_bytes()).earlier
    kept = [path for name in earlier for path in sorted((store / "parts" / name).glob("*"))]
    return [*known, *(path for path in snapshots if path.is_file()), *kept]


@reading(files_of_shard)
def read_shard(shard: Path, store: Path) -> Path:
    """Do as `write_parts`, with the shard read from its file and the gazetteer from the files beside it: what every engine calls."""
    gazetteer = _gazetteer(shard.with_name(GAZETTEER_FILE).read_bytes(), shard.with_name(PEOPLE_FILE))
    return write_parts(store, SHARD.validate_json(shard.read_bytes()), gazetteer)


def write_gazetteer(folder: Path, gazetteer: Gazetteer) -> None:
    """Write into the folder of the shards who is known beforehand, for those who read them."""
    (folder / GAZETTEER_FILE).write_bytes(GAZETTEER.dump_json((gazetteer.persons, gazetteer.offices, gazetteer.people.sha256)))
    if gazetteer.people:
        (folder / PEOPLE_FILE).write_bytes(gazetteer.people.content)


def snapshots_of(shard: Path) -> set[str]:
    """Return the SHA-256 of every snapshot that a shard reads, from its file."""
    inputs = SHARD.validate_json(shard.read_bytes()).inputs
    return {sha256 for member in inputs for sha256 in (member.fetched.sha256, *member.fetched.beside) if sha256}


@lru_cache(maxsize=1)
def _gazetteer(raw: bytes, people: Path) -> Gazetteer:
    persons, offices, sha256 = GAZETTEER.validate_json(raw)
    return Gazetteer(persons, offices, mapped_people(people, sha256) if sha256 else NO_PEOPLE)


def is_read(store: Path, name: str) -> bool:
    """Say whether the parts of a shard are there, and whole; such are in use from now on, and not pruned."""
    folder = store / "parts" / name
    if not texts_in(folder) or not all(is_whole(folder / f"{table.name}.parquet") for table in PART_TABLES):
        return False
    os.utime(folder)
    return True


def write_parts(store: Path, shard: Shard, gazetteer: Gazetteer) -> Path:
    """Read the shard's snapshots, apply the rules and return the folder of its parts; one that is there already stays.

    First stand the rows of texts that were read before, copied; then those of others in the order of the texts, in row groups of
    `TEXTS_AT_ONCE` texts, however many the shard has.
    """
    if rules_sha256() != shard.rules_sha256:
        raise Refused(
            f"{shard.name}: the worker's code, or a library, is not that of the machine that planned the shard; install the same on both"
        )
    folder = store / "parts" / shard.name
    if is_read(store, shard.name):
        return folder
    shutil.rmtree(folder, ignore_errors=True)  # a machine that lost its power may have kept the name and not the bytes
    # A name of its own: a cluster that takes a worker for lost has the same shard read by another one.
    aside = folder.with_name(f"{folder.name}.{secrets.token_hex(4)}{PARTIAL}")
    try:
        _write_rows(
            aside, store, shard, gazetteer, texts_kept([store / "parts" / name for name in shard.earlier], PART_TABLES, shard.texts)
        )
    except _damaged():
        if not shard.earlier:
            raise
        shutil.rmtree(aside)
        _write_rows(aside, store, shard, gazetteer, {})
    write_texts(aside, shard.texts)
    try:
        aside.replace(folder)
    except OSError:
        if not folder.is_dir():
            raise
        shutil.rmtree(aside)  # the other one was quicker, and wrote the same
    return folder


def _damaged() -> tuple[type[Exception], ...]:
    """Return what copying raises where earlier parts are damaged, or are removed meanwhile."""
    import pyarrow as pa

    return (OSError, pa.ArrowException)


def _write_rows(aside: Path, store: Path, shard: Shard, gazetteer: Gazetteer, kept: Mapping[Path, Sequence[str]]) -> None:
    """Write the rows of a shard into a new folder: of the texts kept in others from there, and of all others from their snapshots."""
    aside.mkdir(parents=True)
    copied = {speech_id for speech_ids in kept.values() for speech_id in speech_ids}
    left = [member for member in shard.inputs if member.fetched.speech_id not in copied]
    with ExitStack() as opened:
        writers = {table: opened.enter_context(open_table(IN_PARTS[table], aside / f"{table.name}.parquet")) for table in PART_TABLES}
        for table, writer in writers.items():
            for group in kept_rows(IN_PARTS[table], kept):
                writer.write_batch(group)
        for start in range(0, len(left), TEXTS_AT_ONCE):
            _read_into(writers, store, left[start : start + TEXTS_AT_ONCE], gazetteer)


@no_search_for_cycles()
def _read_into(writers: Mapping[Table, Any], store: Path, inputs: Iterable[ShardInput], gazetteer: Gazetteer) -> None:
    """Write the rows of some texts; they are gone when cycles are searched for again."""
    rows = _rows_of(store, inputs, gazetteer)
    for table, writer in writers.items():
        for batch in record_batches(IN_PARTS[table], rows[table]):
            writer.write_batch(batch)


def _rows_of(store: Path, inputs: Iterable[ShardInput], gazetteer: Gazetteer) -> dict[Table, list[Any]]:
    """Return table → rows of some texts, as they stand in parts, in the order of the texts."""
    rows: dict[Table, list[Any]] = {table: [] for table in PART_TABLES}
    for member in inputs:
        read = read_text(store, member, gazetteer)
        if isinstance(read, SetAside):
            rows[SET_ASIDE].append((*read, member.fetched.speech_id))
            continue
        for table, rows_of_a_text in ROWS_OF_A_TEXT.items():
            rows[table].extend(rows_of_a_text(read))
        rows[CORRECTIONS].extend(read.corrections)
        names = {SpeakerName(met.speaker_id, read.speech.language, met.name, is_preferred=True) for met in read.persons}
        rows[SPEAKER_NAMES].extend((*name, _gender_of(name), member.fetched.speech_id) for name in sorted(names))
    return rows


def _gender_of(name: SpeakerName) -> Gender | None:
    return gender_of_name(name.name, pack(name.language))


def forget_parts(store: Path, names: Iterable[str]) -> None:
    """Remove the parts of these names, so that their shards are read anew."""
    for name in names:
        shutil.rmtree(store / "parts" / name, ignore_errors=True)


def read_text(store: Path, member: ShardInput, gazetteer: Gazetteer) -> Labelled | SetAside:
    """Return the rows of one fetched text, or the reason why there are none."""
    fetched, source, corrections = member
    if fetched.sha256 is None:
        return _set_aside(fetched, Stage.FETCH, fetched.reason or Reason.NOT_FETCHED, fetched.detail or "could not be fetched")
    raw, people = read_snapshot(store, fetched.sha256), people_beside(store, fetched.beside)
    cleaned = cleaned_within(Asked(raw, fetched.content_type, fetched.name, LIMITS.document_seconds, writing_of(source), people))
    if not isinstance(cleaned, Cleaned):
        return _set_aside(fetched, Stage.CLEAN, cleaned.reason, cleaned.detail)
    before, after = told_before(fetched, source), told_after(fetched, source)
    guess = language_told(cleaned.text, before, after)
    if guess.is_unreadable:
        return _set_aside(fetched, Stage.LABEL, Reason.UNREADABLE, "its letters make no words of any language; scan it again")
    if guess.language is None:
        return _set_aside(fetched, Stage.LABEL, Reason.UNKNOWN_LANGUAGE, _foreign(guess.detected))
    if guess.language not in source.languages:
        return _set_aside(fetched, Stage.LABEL, Reason.UNEXPECTED_LANGUAGE, _unexpected(guess.language, source))
    known = Known(
        speech_id=fetched.speech_id,
        source_id=fetched.source_id,
        raw_sha256=fetched.sha256,
        licence=source.licence,
        url=fetched.url,
        retrieved_at=fetched.retrieved_at,
        country=source.country,
        principal_speaker_id=source.principal_speaker,
        part_of=fetched.part_of,
        member=fetched.member,
        before=before,
        after=after,
        corrections=corrections,
    )
    return label(known, cleaned, guess, gazetteer)


def language_told(text: str, before: Told, after: Told) -> LanguageGuess:
    """Return the language that is told of a text, for sure; that of its words where none is."""
    told = before.stated.language or after.stated.language
    return LanguageGuess(told, 1.0, told.value) if told else language_of(text)


def _set_aside(fetched: Fetched, stage: Stage, reason: Reason, detail: str) -> SetAside:
    return SetAside(fetched.source_id, fetched.origin, stage, reason, detail)


def _foreign(detected: str | None) -> str:
    held = ", ".join(language.value for language in Language)
    return (
        f"its language looks like {detected!r}; the dataset holds {held}"
        if detected
        else f"its language cannot be told; the dataset holds {held}"
    )


def _unexpected(language: Language, source: SourceDeclaration) -> str:
    declared = ", ".join(expected.value for expected in source.languages)
    return f"its language is {language.value}; its source declares {declared}"
