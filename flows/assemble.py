"""The parts of all shards become the tables of a release: copies set aside, persons known once, rows in their order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from flows.fetch.declarations import SourceDeclaration
from flows.fetch.fetched import NONE_WITHDRAWN, Fetched
from flows.label.speakers.registry import Person, Registry
from flows.parquet import in_order, read_rows, write_table
from flows.rule_sets import labelers
from flows.scores import measured_scores
from schemas.columns import Table
from schemas.dataset import BY_NAME, TABLES
from schemas.quotations import QUOTATIONS, Quotation
from schemas.sources import SetAside, Source, SourceLanguage
from schemas.speakers import Office, OfficeName, Speaker, SpeakerName
from schemas.speeches import Speech
from schemas.words import Language, Reason, Stage

OF_A_SPEECH = ("paragraphs", "sentences", "quotation_spans")


def assemble(
    parts: Sequence[Path],
    data: Path,
    sources: Sequence[SourceDeclaration],
    fetched: Iterable[Fetched],
    registry: Registry,
    withdrawn: Mapping[str, str] = NONE_WITHDRAWN,
) -> dict[str, int]:
    """Write every declared table into the folder `data` and return how many rows each has.

    `parts` are the folders that `write_parts` made, `withdrawn` is the SHA-256 of a text → why it may not be published. What
    comes out depends on what they hold, not on their order.
    """
    fetched = list(fetched)
    origins = {text.speech_id: text for text in fetched}
    found = [Speech(*row) for row in _rows_of(parts, BY_NAME["speeches"])]
    gone = {speech.speech_id: withdrawn[speech.text_sha256] for speech in found if speech.text_sha256 in withdrawn}
    speeches = [speech for speech in found if speech.speech_id not in gone]
    copies = copies_of(speeches)
    left_out = {**gone, **copies}
    persons = _person_rows(parts, registry, quoted_or_addressed(parts, left_out))
    rows: dict[str, Iterable[Sequence[Any]]] = {
        "speeches": (speech for speech in speeches if speech.speech_id not in copies),
        "set_aside": [
            *_rows_of(parts, BY_NAME["set_aside"]),
            *(_copy_row(origins[copy], kept) for copy, kept in copies.items()),
            *(_withdrawn_row(origins[speech_id], why) for speech_id, why in gone.items()),
        ],
        **{name: _without(left_out, BY_NAME[name], _rows_of(parts, BY_NAME[name])) for name in OF_A_SPEECH},
        "quotations": _with_names(_without(left_out, QUOTATIONS, _rows_of(parts, QUOTATIONS)), persons["speakers"]),
        **persons,
        **_office_rows(registry),
        **_source_rows(sources, fetched),
        "labelers": labelers(),
        "labeler_scores": measured_scores(),
    }
    return {table.name: write_table(table, in_order(table, rows[table.name]), data / f"{table.name}.parquet") for table in TABLES}


def copies_of(speeches: Iterable[Speech]) -> dict[str, str]:
    """Return, for each speech whose text another one has to the letter, the id of the one that stays: the smallest."""
    kept: dict[str, str] = {}
    for speech in speeches:
        kept[speech.text_sha256] = min(speech.speech_id, kept.get(speech.text_sha256, speech.speech_id))
    return {speech.speech_id: kept[speech.text_sha256] for speech in speeches if kept[speech.text_sha256] != speech.speech_id}


def _copy_row(text: Fetched, kept: str) -> SetAside:
    return SetAside(text.source_id, text.origin, Stage.ASSEMBLE, Reason.COPY, f"its text is that of {kept}")


def _withdrawn_row(text: Fetched, why: str) -> SetAside:
    return SetAside(text.source_id, text.origin, Stage.ASSEMBLE, Reason.WITHDRAWN, f"its text is one that was withdrawn: {why}")


def _rows_of(parts: Sequence[Path], table: Table) -> Iterator[tuple[Any, ...]]:
    for part in parts:
        yield from read_rows(table, part / f"{table.name}.parquet")


def _without(left_out: Mapping[str, str], table: Table, rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    place = table.names.index("speech_id")
    return (row for row in rows if row[place] not in left_out)


def quoted_or_addressed(parts: Sequence[Path], left_out: Mapping[str, str]) -> set[str]:
    """Return the ids of all persons whom a published quotation names."""
    quotations = (Quotation(*row) for row in _without(left_out, QUOTATIONS, _rows_of(parts, QUOTATIONS)))
    return {speaker_id for found in quotations for speaker_id in (found.speaker_id, found.addressee_id) if speaker_id is not None}


def _with_names(quotations: Iterable[tuple[Any, ...]], speakers: Iterable[Speaker]) -> Iterator[Quotation]:
    """Yield the quotations with the one name that each person has in the dataset: texts spell an unlisted one in several ways."""
    names = {speaker.speaker_id: speaker.name for speaker in speakers}
    for row in quotations:
        found = Quotation(*row)
        yield found._replace(speaker_name=names[found.speaker_id]) if found.speaker_id else found


def _person_rows(parts: Sequence[Path], registry: Registry, wanted: set[str]) -> dict[str, list[Any]]:
    speakers = [Speaker(person.speaker_id, preferred_name(person), person.wikidata_id, is_listed=True) for person in registry.persons]
    names = [SpeakerName(person.speaker_id, *name) for person in registry.persons for name in person.names]
    met = wanted - {person.speaker_id for person in registry.persons}
    forms = {SpeakerName(*row) for row in _rows_of(parts, BY_NAME["speaker_names"]) if row[0] in met}
    # The spellings of one id differ in case or in points; the largest one has the most small letters.
    shown: dict[str, str] = {}
    preferred: dict[tuple[str, str], str] = {}
    for form in forms:
        shown[form.speaker_id] = max(form.name, shown.get(form.speaker_id, ""))
        preferred[form.speaker_id, form.language] = max(form.name, preferred.get((form.speaker_id, form.language), ""))
    speakers += [Speaker(speaker_id, name, None, is_listed=False) for speaker_id, name in shown.items()]
    names += [form._replace(is_preferred=form.name == preferred[form.speaker_id, form.language]) for form in forms]
    return {"speakers": speakers, "speaker_names": names}


def preferred_name(person: Person) -> str:
    """Return the name that the dataset shows for a listed person: the preferred English one, or the first declared."""
    english = [name.name for name in person.names if name.language == Language.ENGLISH and name.is_preferred]
    return (english or [name.name for name in person.names])[0]


def _office_rows(registry: Registry) -> dict[str, list[Any]]:
    return {
        "offices": [Office(person.speaker_id, *term) for person in registry.persons for term in person.terms],
        "office_names": [OfficeName(office.office, name.language, name.name) for office in registry.offices for name in office.names],
    }


def _source_rows(sources: Sequence[SourceDeclaration], fetched: Sequence[Fetched]) -> dict[str, list[Any]]:
    latest: dict[str, datetime] = {}
    for text in fetched:
        if text.retrieved_at is not None:
            latest[text.source_id] = max(text.retrieved_at, latest.get(text.source_id, text.retrieved_at))
    return {
        "sources": [
            Source(
                source_id=source.source_id,
                publisher=source.publisher,
                url=source.url,
                licence=source.licence,
                attribution=source.attribution,
                text_may_be_published=source.text_may_be_published,
                retrieved_at=latest.get(source.source_id),
            )
            for source in sources
        ],
        "source_languages": [SourceLanguage(source.source_id, language) for source in sources for language in source.languages],
    }
