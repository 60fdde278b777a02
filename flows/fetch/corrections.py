"""The door to corrections: the CSV files that sources name, read row by row and refused where a row cannot be meant."""

from __future__ import annotations

import csv
import difflib
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from flows.errors import Refused
from flows.fetch.declarations import SourceDeclaration
from flows.fetch.toml_file import shown, told
from flows.label.corrections.said import NOTHING, Said
from schemas.columns import Span, Word
from schemas.speeches import SPEAKER_ID, SPEECH_ID
from schemas.words import Form, Mistake, QuotationKind

LARGEST_BYTES = 100_000_000
LONGEST_FIELD = 1_000_000
SPAN = re.compile(r"([0-9]{1,9})-([0-9]{1,9})")
# A program for tables takes a cell that begins so for a formula, unless an apostrophe stands before it.
GUARDED = re.compile(r"'(?='*[=+\-@\t\r])")
SIGNED = ("corrected_by", "corrected_on", "reason")
WHERE = ("words", "span", "occurrence")
AS_KEY, AS_SPEAKER = "the key of one of the source's texts, such as press.opening", "a speaker's id"
PERSON = f"a speaker's id, or a full name; {NOTHING} where nobody can be told"


class Columns(NamedTuple):
    """Which columns a row fills, beside those in which it is signed."""

    needed: tuple[str, ...]
    may: tuple[str, ...] = ()
    has_words: bool = False
    """Whether the row must say which words it is about, by `words` or `span`."""


COLUMNS_OF: Mapping[Mistake, Columns] = {
    Mistake.SPEAKER: Columns(("speech_id", "right"), WHERE, has_words=True),
    Mistake.KIND: Columns(("speech_id", "right"), WHERE, has_words=True),
    Mistake.DATE: Columns(("speech_id", "right")),
    Mistake.TITLE: Columns(("speech_id", "right")),
    Mistake.FORM: Columns(("speech_id", "right")),
    Mistake.NOT_A_QUOTATION: Columns(("speech_id",), WHERE, has_words=True),
    Mistake.MISSED: Columns(("speech_id",), (*WHERE, "right", "cue", "source"), has_words=True),
    Mistake.SAME_PERSON: Columns(("speaker_id", "right")),
    Mistake.OTHER_PERSON: Columns(("speaker_id", "right"), ("speech_id", "words")),
}
COLUMNS = ("speech_id", "wrong", "words", "span", "occurrence", "speaker_id", "right", "cue", "source", *SIGNED)
RIGHT: Mapping[Mistake, str] = {
    Mistake.SPEAKER: PERSON,
    Mistake.MISSED: PERSON,
    Mistake.OTHER_PERSON: PERSON,
    Mistake.KIND: ", ".join(QuotationKind),
    Mistake.FORM: ", ".join(Form),
    Mistake.DATE: f"a day such as 2026-02-10; {NOTHING} where it is unknown",
    Mistake.TITLE: f"the title; {NOTHING} where there is none",
    Mistake.SAME_PERSON: "the id of the speaker who both are",
}
"""What `right` holds, by what is wrong."""
ONE_OF: Mapping[Mistake, type[Word]] = {Mistake.KIND: QuotationKind, Mistake.FORM: Form}


class Read(NamedTuple):
    """A correction, and the file and line on which it stands."""

    said: Said
    where: str


def read_corrections(folder: Path, sources: Iterable[SourceDeclaration]) -> list[Read]:
    """Return the corrections of all sources, in the order of files and lines; Refused names every row that cannot be meant."""
    named = ((source.source_id, name) for source in sources for name in source.corrections)
    rows = ((source_id, row) for source_id, name in named for row in _rows(folder / name, f"{source_id}.toml: corrections = [{name!r}]"))
    return _meant(rows)


def corrections_in(files: Iterable[Path]) -> list[Read]:
    """Return the corrections in files that no source need name: each is of the source whose text it is about; raises as above."""
    rows = (row for path in files for row in _rows(path, "corrections"))
    return _meant((row.cells.get("speech_id", "").split(".")[0], row) for row in rows)


def _meant(rows: Iterable[tuple[str, _Row]]) -> list[Read]:
    found: list[Read] = []
    problems: list[str] = []
    for source_id, row in rows:
        read = _read(row, source_id)
        if isinstance(read, Read):
            found.append(read)
        else:
            problems += read
    problems += _clashes(found)
    if problems:
        raise Refused(told(problems))
    return found


def by_text(corrections: Iterable[Said], speech_ids: Iterable[str]) -> dict[str, tuple[Said, ...]]:
    """Return speech id → the corrections with which its text is read; those that are about persons in all texts are left out."""
    of_text: dict[str, list[Said]] = {}
    of_source: dict[str, list[Said]] = {}
    for said in corrections:
        if said.wrong is not Mistake.SAME_PERSON:
            target, key = (of_text, said.speech_id) if said.speech_id else (of_source, said.source_id)
            target.setdefault(key, []).append(said)
    if not of_text and not of_source:
        return {}
    found = {speech_id: (*of_text.get(speech_id, ()), *of_source.get(speech_id.split(".")[0], ())) for speech_id in speech_ids}
    return {speech_id: said for speech_id, said in found.items() if said}


class _Row(NamedTuple):
    where: str
    cells: Mapping[str, str]


def _rows(path: Path, named: str) -> Iterator[_Row]:
    """Yield the rows of a file with their lines; Refused where it cannot be read, or its columns are others."""
    try:
        raw = path.read_bytes() if path.stat().st_size <= LARGEST_BYTES else None
    except OSError as error:
        raise Refused(f"{named}: {path} cannot be read ({error.strerror}); put the file there, or take its name out") from error
    try:
        text = raw.decode("utf-8-sig") if raw is not None else None
    except UnicodeDecodeError as error:
        raise Refused(f"{path}: is not UTF-8 (byte {error.start}); save it as UTF-8") from error
    if text is None:
        raise Refused(f"{path}: holds more than {LARGEST_BYTES} bytes; divide it into several files")
    csv.field_size_limit(LONGEST_FIELD)
    head = text.partition("\n")[0]
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=";" if head.count(";") > head.count(",") else ",", strict=True)
    try:
        names = [name.strip() for name in next(rows, [])]
        _refuse_columns(path, names)
        line = rows.line_num + 1
        for cells in rows:
            where, line = f"{path}: line {line}", rows.line_num + 1
            if any(cell.strip() for cell in cells):
                if len(cells) > len(names):
                    raise Refused(
                        f"{where}: has {len(cells)} cells, and the first line names {len(names)} columns; quote what holds a comma"
                    )
                yield _Row(where, {name: GUARDED.sub("", cell.strip(), count=1) for name, cell in zip(names, cells, strict=False)})
    except csv.Error as error:
        raise Refused(
            f"{path}: line {rows.line_num}: is no CSV ({error}); quote what holds a comma, and double the quotes within"
        ) from error


def _refuse_columns(path: Path, names: Sequence[str]) -> None:
    for name in names:
        if name not in COLUMNS or names.count(name) > 1:
            nearest = difflib.get_close_matches(name, COLUMNS, n=1)
            meant = f"did you mean {nearest[0]!r}? " if nearest and nearest[0] != name else ""
            why = "stands there twice" if name in COLUMNS else "no such column"
            raise Refused(f"{path}: line 1: {shown(name)}: {why}; {meant}Allowed columns: {', '.join(COLUMNS)}")
    if missing := [name for name in ("wrong", *SIGNED) if name not in names]:
        raise Refused(f"{path}: line 1: the column {missing[0]} is missing; each row says what is wrong, who says so, when, and why")


def _read(row: _Row, source_id: str) -> Read | list[str]:
    """Return what a row says, or one sentence for each thing that is wrong with it."""
    cells = {name: cell for name, cell in row.cells.items() if cell}
    wrong = cells.get("wrong", "")
    if wrong not in list(Mistake):
        return [f"{row.where}: wrong = {shown(wrong)}: must be one of {', '.join(Mistake)}"]
    problems = [f"{row.where}: {sentence}" for sentence in _problems(cells, Mistake(wrong), source_id)]
    if problems:
        return problems
    place = SPAN.fullmatch(cells.get("span", ""))
    return Read(
        Said(
            source_id=source_id,
            wrong=Mistake(wrong),
            corrected_by=cells["corrected_by"],
            corrected_on=date.fromisoformat(cells["corrected_on"]),
            reason=cells["reason"],
            speech_id=cells.get("speech_id"),
            words=cells.get("words"),
            span=Span(int(place[1]), int(place[2])) if place else None,
            occurrence=int(cells["occurrence"]) if "occurrence" in cells else None,
            speaker_id=cells.get("speaker_id"),
            right=cells.get("right"),
            cue=cells.get("cue"),
            source=cells.get("source"),
        ),
        row.where,
    )


def _problems(cells: Mapping[str, str], wrong: Mistake, source_id: str) -> Iterator[str]:
    columns = COLUMNS_OF[wrong]
    for name in (*columns.needed, *SIGNED):
        if name not in cells:
            holds = RIGHT[wrong] if name == "right" else AS_KEY if name == "speech_id" else AS_SPEAKER if name == "speaker_id" else "a text"
            yield f"{name}: is empty; where {wrong} is wrong it holds {A_DAY if name == 'corrected_on' else holds}"
    for name in cells:
        if name not in (*columns.needed, *columns.may, *SIGNED, "wrong"):
            yield f"{name} = {shown(cells[name])}: must be empty where {wrong} is wrong"
    if columns.has_words and not cells.keys() & {"words", "span"}:
        yield "words: are empty, and so is span; give the exact words, as they stand in the text"
    for name, (pattern, holds) in FORMS.items():
        if name in cells and not re.fullmatch(pattern, cells[name]):
            yield f"{name} = {shown(cells[name])}: must be {holds}"
    if not cells.get("speech_id", f"{source_id}.").startswith(f"{source_id}."):
        yield f"speech_id = {shown(cells['speech_id'])}: must begin with {source_id}. as the texts of the source do that names this file"
    place = SPAN.fullmatch(cells.get("span", ""))
    if place and int(place[1]) >= int(place[2]):
        yield f"span = {shown(cells['span'])}: must be {A_SPAN}"
    if "corrected_on" in cells and not _is_day(cells["corrected_on"]):
        yield f"corrected_on = {shown(cells['corrected_on'])}: must be {A_DAY}"
    if "right" in cells and not _is_right(cells["right"], wrong):
        yield f"right = {shown(cells['right'])}: must be {'one of ' if wrong in ONE_OF else ''}{RIGHT[wrong]}"


A_DAY = "a day such as 2026-02-10"
A_SPAN = "two numbers of code points such as 94-120, the second one larger"
FORMS = {
    "speech_id": (SPEECH_ID, AS_KEY),
    "speaker_id": (SPEAKER_ID, AS_SPEAKER),
    "span": (SPAN.pattern, A_SPAN),
    "occurrence": (r"[1-9][0-9]{0,5}", "a number from 1: which of the places where the words stand"),
}


def _is_day(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _is_right(value: str, wrong: Mistake) -> bool:
    if wrong in ONE_OF:
        return value in list(ONE_OF[wrong])
    if wrong is Mistake.DATE:
        return value == NOTHING or _is_day(value)
    return re.fullmatch(SPEAKER_ID, value) is not None if wrong is Mistake.SAME_PERSON else True


def _clashes(found: Sequence[Read]) -> Iterator[str]:
    """Yield a sentence on each correction that stands twice or against another one, and on persons who would be one another in a ring."""
    first: dict[tuple[object, ...], Read] = {}
    one_person: dict[str, str] = {}
    for read in found:
        before = first.setdefault(read.said.about, read)
        if before is not read:
            relation = "says the same as" if before.said.right == read.said.right else "says otherwise than"
            yield f"{read.where}: {relation} {before.where}; leave one of them"
        elif read.said.wrong is Mistake.SAME_PERSON:
            one_person[read.said.speaker_id or ""] = read.said.right or ""
            if kept_of(read.said.right or "", one_person) is None:
                ring = f"{read.said.right!r} is {read.said.speaker_id!r} by lines before; one of them must stay"
                yield f"{read.where}: right: {ring}"


def kept_of(speaker_id: str, one_person: Mapping[str, str]) -> str | None:
    """Return the person who stays where persons are one, each named with the one that it is; None where they lead in a ring.

    >>> kept_of("a", {"a": "b", "b": "c"}), kept_of("a", {"a": "b", "b": "a"})
    ('c', None)
    """
    seen = {speaker_id}
    while speaker_id in one_person:
        speaker_id = one_person[speaker_id]
        if speaker_id in seen:
            return None
        seen.add(speaker_id)
    return speaker_id
