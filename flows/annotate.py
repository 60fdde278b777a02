"""`rostra annotate`: the rules alone, on a person's own texts, as JSON Lines."""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from flows.clean.draft import Cleaned, Sitting, Unreadable
from flows.clean.repaired import repaired
from flows.clean.stated import Origins, Stated, Told, settled, stated_of, told_by
from flows.corrected_annotations import NO_CORRECTIONS, Corrections, about, corrections_of, sentences_on
from flows.cycles import no_search_for_cycles
from flows.errors import Refused
from flows.fetch.containers.reading import container_of, members_of
from flows.fetch.containers.tables import names_in, table_kind
from flows.fetch.fetched import LIMITS
from flows.fetch.gazetteer import read_gazetteer
from flows.fetch.reading import Asked, cleaned_within
from flows.label.corrections.mentions import corrected_mentions
from flows.label.corrections.of_text import Read, corrected_told, quotations_of
from flows.label.corrections.said import Came, Said, by_whom
from flows.label.cut import cut_of
from flows.label.dates.find import find_dates
from flows.label.expressions.read import read_sentences
from flows.label.form.decide import form_of
from flows.label.language.decide import language_of
from flows.label.mentions.find import find_mentions
from flows.label.quantities.find import find_quantities
from flows.label.rows import joined
from flows.label.speakers.attribute import Attributed, Attribution
from flows.label.speakers.gazetteer import Gazetteer, person_of, preferred_name
from schemas.words import Form, Language, TakenFrom

# JSON can spell what no text can hold: "\\ud800"
SURROGATE = re.compile("[\ud800-\udfff]")

UNTOLD = f"in none of {', '.join(Language)}, or too short to tell; no quotations, times, amounts and names are looked for"
NOBODY = Attributed((), ())
# Meaning → how a column of a table is called that holds it.
COLUMNS = {
    "id": ("doc_id", "id"),
    "text": ("text",),
    "spoken_on": ("date", "spoken_on"),
    "language": ("lang", "language"),
    "form": ("form",),
    "speaker": ("speaker",),
    "title": ("title",),
}


class Text(NamedTuple):
    """One text to annotate; a language that is not told is found out."""

    doc_id: str
    text: str
    language: Language | None
    spoken_on: date | None
    form: Form | None = None
    """Told from the text where it is None."""
    title: str | None = None
    """The heading that stood above the text."""
    date_from: TakenFrom | None = None
    speaker: str | None = None
    """Who is told beside the text to speak in it."""
    sitting: Sitting = Sitting()
    """What the markup of a sitting tells of the text."""


@dataclass
class Corrected:
    """The corrections that are given, and what came of them so far."""

    given: Corrections = NO_CORRECTIONS
    came: list[Came] = field(default_factory=list)
    joined: Counter[str] = field(default_factory=Counter)
    """How many quotations were given to somebody who is another one, by the id that the rules give."""


def annotated_lines(files: Sequence[str], sources: Path, country: str | None, corrections: Sequence[Path] = ()) -> Iterator[str]:
    """Yield one JSON line a text; Refused names the file and line of what cannot be read.

    A text whose language is not told is named on standard error, and so is what came of the corrections when all texts are read.
    """
    gazetteer = read_gazetteer(sources)
    corrected = Corrected(corrections_of(corrections))
    for text in _texts(files):
        marks = annotation(text, gazetteer, country, corrected)
        if marks["lang"] is None:
            sys.stderr.write(f"{text.doc_id}: {UNTOLD}\n")
        yield json.dumps(marks, ensure_ascii=False)
    for line in sentences_on(corrected.given, corrected.came, corrected.joined):
        sys.stderr.write(f"{line}\n")


@no_search_for_cycles()
def annotation(text: Text, gazetteer: Gazetteer, country: str | None, corrected: Corrected | None = None) -> dict[str, Any]:
    """Return a text's marks in the form that `rostra annotate` prints; `lang` is null, and quotations none, where no language is told.

    The text is repaired for reading and printed as it came; all places are those of the text as it came.
    """
    corrected = corrected or Corrected()
    traced = repaired(text.text)
    read, place = traced.text, traced.place
    language = text.language or language_of(read).language
    # Paragraphs and sentences can be cut without a language: by the rules of the first one.
    cut = cut_of(read, language or next(iter(Language)))
    said = about(corrected.given, text.doc_id)
    stated = Stated(title=text.title, spoken_on=text.spoken_on, form=text.form, speaker=text.speaker)
    told, of_text = corrected_told(
        Told(stated, Origins(spoken_on=text.date_from)), lambda: form_of(read, cut.document.paragraphs, cut.document.language), said
    )
    document = cut.document._replace(
        form=told.stated.form or form_of(read, cut.document.paragraphs, cut.document.language),
        spoken_on=told.stated.spoken_on,
        country=country,
        title=told.stated.title,
        speaker=text.speaker,
        text_id=text.doc_id,
        labels=text.sitting.labels,
        chairs=text.sitting.chairs,
        unspoken=text.sitting.unspoken,
    )
    found, attributed, came, changed = quotations_of(document, gazetteer, said) if language else Read([], NOBODY, [], {})
    corrected.came.extend((*of_text, *came))
    mentions = find_mentions(document, attributed.persons, gazetteer) if language else []
    mentions = corrected_mentions(read, mentions, came, attributed)
    expressions = read_sentences(document) if language else []
    dates = find_dates(document, expressions)
    return {
        "doc_id": text.doc_id,
        "text": text.text,
        "lang": language,
        "title": document.title,
        "date": document.spoken_on and document.spoken_on.isoformat(),
        "date_from": told.origins.spoken_on,
        "form": document.form,
        "paragraphs": [place(paragraph) for paragraph in cut.paragraphs],
        "sentences": [place(sentence) for sentences in cut.sentences_of for sentence in sentences],
        "quotes": [
            {
                "kind": quotation.kind,
                "content": [place(span) for span in quotation.content],
                "cue": [place(span) for span in quotation.cue],
                "source": [place(span) for span in quotation.source],
                **_speaker(speaker, attributed, gazetteer, corrected),
                "speaker_candidates": [candidate.speaker_id for candidate in speaker.candidates],
                "addressee": joined(read, quotation.addressee) or None,
                **_signed(changed.get(number, ()), corrected),
            }
            for number, (quotation, speaker) in enumerate(zip(found, attributed.attributions, strict=True))
        ],
        "dates": [
            {
                **place(one.span)._asdict(),
                "value": one.value,
                "kind": one.kind,
                "is_relative": one.is_relative,
                "anchor_on": one.anchor_on and one.anchor_on.isoformat(),
                "is_approximate": one.is_approximate,
            }
            for one in dates
        ],
        "quantities": [
            {
                **place(one.span)._asdict(),
                "value": one.value,
                "lowest": one.lowest,
                "highest": one.highest,
                "unit": one.unit,
                "counted": one.counted and read[one.counted.start : one.counted.end],
                "direction": one.direction,
                "is_approximate": one.is_approximate,
            }
            for one in find_quantities(document, expressions, dates)
        ],
        "mentions": [{**place(span)._asdict(), "kind": kind, "entity_id": entity_id} for span, kind, entity_id in mentions],
    }


def _speaker(said: Attribution, attributed: Attributed, gazetteer: Gazetteer, corrected: Corrected) -> dict[str, Any]:
    """Return who a quotation is by; who is another one in all texts by the corrections is named as that one."""
    speaker_id, name = said.speaker_id, said.speaker_name
    if speaker_id is not None and speaker_id in corrected.given.one_person:
        corrected.joined[speaker_id] += 1
        speaker_id = corrected.given.one_person[speaker_id]
        listed = person_of(gazetteer, speaker_id)
        met = next((person.name for person in attributed.persons if person.speaker_id == speaker_id), name)
        name = preferred_name(listed) if listed else met
    return {"speaker": name, "speaker_id": speaker_id, "speaker_kind": said.speaker_kind}


def _signed(said: Sequence[Said], corrected: Corrected) -> dict[str, Any]:
    """Return who corrected a quotation, and why; nothing where no corrections are given."""
    return dict(zip(("corrected_by", "reason"), by_whom(said), strict=True)) if corrected.given.read else {}


def _texts(files: Iterable[str]) -> Iterator[Text]:
    for name in files:
        if name == "-":
            yield from _lines("standard input", sys.stdin.buffer)
        elif name.endswith((".jsonl", ".ndjson")):
            with _opened(name) as file:
                yield from _lines(name, file)
        else:
            yield from _of_file(name)


def _opened(name: str) -> Any:
    try:
        return Path(name).open("rb")
    except OSError as error:
        raise Refused(f"{name}: cannot be read ({error.strerror})") from error


def _of_file(name: str) -> Iterator[Text]:
    """Yield the text of a file, or those of an archive or a table; a member that is none is named on standard error and passed over."""
    path = Path(name)
    try:
        columns = _columns(path) if table_kind(name) else {}
        container = container_of(path, columns, _columns)
    except OSError as error:
        raise Refused(f"{name}: cannot be read ({error.strerror or error})") from error
    except ValueError as error:
        raise Refused(
            f"{name}: cannot be read as its name promises ({error}); export it again, or give it the name of what it is"
        ) from error
    if container is None:
        with _opened(name) as file:
            cleaned = _cleaned(file.read(), None, name)
        if not isinstance(cleaned, Cleaned):
            raise Refused(f"{name}: {cleaned.reason}: {cleaned.detail}")
        yield _text(path.stem, cleaned.text, cleaned.told, cleaned.sitting)
        return
    for member in members_of(path, container, LIMITS.text_bytes, LIMITS.container):
        where = f"{name}/{member.name}" if member.name else name
        told_by_name = "" if member.is_row else member.name
        read = _cleaned(member.raw, member.content_type, told_by_name) if member.raw is not None else member
        if isinstance(read, Cleaned):
            row, _ = stated_of(dict(member.said))
            yield _text(member.name, read.text, settled(told_by(TakenFrom.TABLE, row), read.told), read.sitting)
        else:
            sys.stderr.write(f"{where}: {read.reason}: {read.detail}\n")


def _text(doc_id: str, text: str, told: Told, sitting: Sitting) -> Text:
    said, day_from = told.stated, told.origins.spoken_on
    return Text(doc_id, text, said.language, said.spoken_on, said.form, said.title, day_from, said.speaker, sitting)


def _cleaned(raw: bytes, content_type: str | None, name: str) -> Cleaned | Unreadable:
    return cleaned_within(Asked(raw, content_type, name, LIMITS.document_seconds))


def _columns(path: Path) -> dict[str, str]:
    """Return meaning → column of a table whose columns have the names that JSON Lines have."""
    found = names_in(path)
    named = {meaning: next((name for name in names if name in found), names[0]) for meaning, names in COLUMNS.items()}
    return {meaning: name for meaning, name in named.items() if name in found or meaning == "text"}


def _lines(name: str, lines: Iterable[bytes]) -> Iterator[Text]:
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _text_of(f"{name}, line {number}", line)


def _text_of(where: str, line: bytes) -> Text:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise Refused(f"{where}: not JSON ({error}); each line is one object") from error
    if not isinstance(found, dict) or not isinstance(found.get("doc_id"), str) or not isinstance(found.get("text"), str):
        raise Refused(f'{where}: not an object with the texts "doc_id" and "text"')
    if SURROGATE.search(found["doc_id"] + found["text"]):
        raise Refused(f"{where}: holds half of a surrogate pair, which is no character; write the character itself")
    spoken_on, form = _day(where, found.get("date")), _form(where, found.get("form"))
    date_from = TakenFrom.DECLARED if spoken_on else None
    return Text(found["doc_id"], found["text"], _language(where, found.get("lang")), spoken_on, form, None, date_from)


def _language(where: str, code: object) -> Language | None:
    if code is None:
        return None
    try:
        return Language(str(code))
    except ValueError as error:
        raise Refused(f'{where}: "lang" is {code!r}; one of {", ".join(Language)}, or leave it out') from error


def _form(where: str, form: object) -> Form | None:
    if form is None:
        return None
    try:
        return Form(str(form))
    except ValueError as error:
        raise Refused(f'{where}: "form" is {form!r}; one of {", ".join(Form)}, or leave it out') from error


def _day(where: str, day: object) -> date | None:
    if day is None:
        return None
    try:
        return date.fromisoformat(str(day))
    except ValueError as error:
        raise Refused(f'{where}: "date" is {day!r}; write it as 2026-02-10, or leave it out') from error
