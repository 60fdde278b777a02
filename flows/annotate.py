"""`rostra annotate`: the rules alone, on a person's own texts, as JSON Lines."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from flows.clean.characters import plain_hyphens
from flows.clean.cleaning import clean
from flows.clean.draft import Cleaned
from flows.clean.look_alikes import letters_of_one_script
from flows.errors import Refused
from flows.fetch.registry import read_registry
from flows.label.form.decide import form_of
from flows.label.language.decide import language_of
from flows.label.quotations.find import find_quotations
from flows.label.speakers.attribute import attribute
from flows.label.speakers.registry import Registry
from flows.label.speech import cut_of, joined
from schemas.words import Form, Language

# JSON can spell what no text can hold: "\\ud800"
SURROGATE = re.compile("[\ud800-\udfff]")


class Text(NamedTuple):
    """One text to annotate; a language that is not told is found out."""

    doc_id: str
    text: str
    language: Language | None
    spoken_on: date | None
    form: Form | None = None
    """Told from the text where it is None."""


def annotated_lines(files: Sequence[str], sources: Path, country: str | None) -> Iterator[str]:
    """Yield one JSON line a text; Refused names the file and line of what cannot be read."""
    registry = read_registry(sources)
    for text in _texts(files):
        yield json.dumps(annotation(text, registry, country), ensure_ascii=False)


def annotation(text: Text, registry: Registry, country: str | None) -> dict[str, Any]:
    """Return a text's marks in the form that `rostra annotate` prints; `lang` is null, and quotations none, where no language is told."""
    read = letters_of_one_script(plain_hyphens(text.text))  # what changes no place is repaired for reading, and the text printed as it came
    language = text.language or language_of(read).language
    # Paragraphs and sentences can be cut without a language: by the rules of the first one.
    cut = cut_of(read, language or next(iter(Language)))
    form = text.form or form_of(read, cut.document.paragraphs, cut.document.language)
    document = cut.document._replace(form=form, spoken_on=text.spoken_on, country=country)
    found = find_quotations(document) if language else []
    said_by = attribute(document, found, registry).attributions
    return {
        "doc_id": text.doc_id,
        "text": text.text,
        "lang": language,
        "paragraphs": cut.paragraphs,
        "sentences": [sentence for sentences in cut.sentences_of for sentence in sentences],
        "quotes": [
            {
                "kind": quotation.kind,
                "content": quotation.content,
                "cue": quotation.cue,
                "source": quotation.source,
                "speaker": speaker.speaker_name,
                "speaker_id": speaker.speaker_id,
                "addressee": joined(text.text, quotation.addressee) or None,
            }
            for quotation, speaker in zip(found, said_by, strict=True)
        ],
    }


def _texts(files: Iterable[str]) -> Iterator[Text]:
    for name in files:
        if name == "-":
            yield from _lines("standard input", sys.stdin.buffer)
        elif name.endswith((".jsonl", ".ndjson")):
            with _opened(name) as file:
                yield from _lines(name, file)
        else:
            yield _cleaned(name)


def _opened(name: str) -> Any:
    try:
        return Path(name).open("rb")
    except OSError as error:
        raise Refused(f"{name}: cannot be read ({error.strerror})") from error


def _cleaned(name: str) -> Text:
    with _opened(name) as file:
        cleaned = clean(file.read(), None, name)
    if not isinstance(cleaned, Cleaned):
        raise Refused(f"{name}: {cleaned.reason}: {cleaned.detail}")
    return Text(Path(name).stem, cleaned.text, None, cleaned.spoken_on)


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
    return Text(found["doc_id"], found["text"], _language(where, found.get("lang")), spoken_on, form)


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
