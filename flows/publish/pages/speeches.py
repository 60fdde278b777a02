"""Speeches as the reader's pages show them: a text with all that is marked in it, one after the other, in bounded memory."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from flows.publish.pages.tables import rows_of
from schemas.words import SpanRole

if TYPE_CHECKING:
    import duckdb

SPEECHES = """
SELECT n, part, speech_id, source_id, title, text, spoken_on, language, form, principal_speaker_id, speakers.name, event, place, url,
       characters
FROM speeches JOIN numbered USING (speech_id) LEFT JOIN speakers ON speaker_id = principal_speaker_id
WHERE slice = {slice} ORDER BY n
"""
PARAGRAPHS = """
SELECT n, span_start, span_end, language FROM paragraphs JOIN numbered USING (speech_id) WHERE slice = {slice} ORDER BY n, position
"""
SENTENCES = """
SELECT n, sentence_id, span_start, span_end FROM sentences JOIN numbered USING (speech_id) WHERE slice = {slice} ORDER BY n, position
"""
QUOTATIONS = """
SELECT n, quotation_id, kind, speaker_id, speaker_name, speaker_kind, speaker_method, source_text, cue_text, cue_lemma,
       addressee_text, addressee_id, is_relayed, nested_in, corrected_by, reason, expected_right, expected_right_n
FROM quotations_with_scores JOIN numbered USING (speech_id) WHERE slice = {slice} ORDER BY n, position
"""
SPANS = """
SELECT n, quotation_id, role, span_start, span_end
FROM quotation_spans JOIN numbered USING (speech_id) WHERE slice = {slice}
ORDER BY n, quotation_id, span_start, span_end, role
"""
MENTIONS = """
SELECT n, span_start, span_end, kind, entity_id, mention_id, quotation_id
FROM mentions JOIN numbered USING (speech_id) WHERE slice = {slice} ORDER BY n, position
"""
DATES = """
SELECT n, span_start, span_end, value, is_approximate FROM dates JOIN numbered USING (speech_id) WHERE slice = {slice} ORDER BY n, position
"""
QUANTITIES = """
SELECT n, span_start, span_end, value, lowest, highest, unit, is_approximate
FROM quantities JOIN numbered USING (speech_id) WHERE slice = {slice} ORDER BY n, position
"""
SEARCHED = """
SELECT n, part, speech_id, source_id, title, text, spoken_on, language, form, principal_speaker_id, speakers.name
FROM speeches JOIN numbered USING (speech_id) LEFT JOIN speakers ON speaker_id = principal_speaker_id
WHERE slice = {slice} ORDER BY n
"""
SAID = """
SELECT DISTINCT n, speaker_id, speaker_name, speaker_kind, kind FROM quotations JOIN numbered USING (speech_id) WHERE slice = {slice}
ORDER BY n
"""
SLICES = "SELECT DISTINCT slice FROM numbered ORDER BY slice"
QUERIES = (SPEECHES, PARAGRAPHS, SENTENCES, QUOTATIONS, SPANS, MENTIONS, DATES, QUANTITIES)
# Of a mention, its kind and its entity stand in a chunk.
MEANINGS = {"mentions": 2}
OPENING_CHARACTERS = 90
# Letters beyond the basic plane, which are two units to a browser.
WIDE = re.compile("[\U00010000-\U0010ffff]")

Row = tuple[Any, ...]


class ReaderSpeech(NamedTuple):
    """One speech for the reader: what its entry in the list says, and what its chunk holds."""

    part: str | None
    """The small part of the release in which it stands; None where that is not divided."""
    speech_id: str
    label: str
    """Its title, or its first words."""
    has_title: bool
    spoken_on: date | None
    language: str
    principal: str | None
    quotations: int
    content: dict[str, Any]
    """What a chunk holds of it, for JSON; unknown values are left out, places count UTF-16 units as a browser does."""


class SearchedSpeech(NamedTuple):
    """One speech with all that it is found by."""

    part: str | None
    """The small part of the release in which it stands; None where that is not divided."""
    speech_id: str
    source_id: str
    title: str | None
    text: str
    spoken_on: date | None
    language: str
    form: str
    principal_id: str | None
    names: tuple[str, ...]
    """Those of its principal and of whoever is quoted in it."""
    facets: frozenset[tuple[str, str, str]]
    """Speaker's id, speaker's kind and kind of each of its quotations; '' for what is unknown."""


def searched_speeches(connection: duckdb.DuckDBPyConnection) -> Iterator[SearchedSpeech]:
    """Yield every speech that `numbered` names, in the order of its number."""
    for (place,) in list(rows_of(connection, SLICES)):
        said = by_number(rows_of(connection, SAID.format(slice=place)))
        for n, *speech, principal in rows_of(connection, SEARCHED.format(slice=place)):
            quotations = said(n)
            names = dict.fromkeys(filter(None, (principal, *(name for _, _, name, _, _ in quotations))))
            facets = frozenset((speaker or "", its or "", kind) for _, speaker, _, its, kind in quotations)
            yield SearchedSpeech._make([*speech, tuple(names), facets])


def reader_speeches(connection: duckdb.DuckDBPyConnection) -> Iterator[ReaderSpeech]:
    """Yield every speech that `numbered` names, in the order of its number."""
    for (place,) in list(rows_of(connection, SLICES)):
        speeches, *marks = (rows_of(connection, query.format(slice=place)) for query in QUERIES)
        of_number = [by_number(rows) for rows in marks]
        for row in speeches:
            paragraphs, sentences, quotations, spans, *named = (rows(row[0]) for rows in of_number)
            speech = _reader_speech(row, paragraphs, sentences, quotations, spans)
            speech.content.update(_named(utf16_places(speech.content["text"]), *named))
            yield speech


def by_number(rows: Iterator[Row]) -> Callable[[int], list[Row]]:
    """Return a function that gives the rows of a number, to be asked for in rising order."""
    groups = groupby(rows, key=itemgetter(0))
    ahead: list[tuple[int, list[Row]]] = []

    def rows_of_number(n: int) -> list[Row]:
        if not ahead:
            found = next(groups, None)
            if found is None:
                return []
            ahead.append((found[0], list(found[1])))
        return ahead.pop()[1] if ahead[0][0] == n else []

    return rows_of_number


def _reader_speech(speech: Row, paragraphs: list[Row], sentences: list[Row], quotations: list[Row], spans: list[Row]) -> ReaderSpeech:
    _, part, speech_id, source_id, title, text, spoken_on, language, form, principal_id, principal, event, place, url, characters = speech
    units = utf16_places(text)
    pieces: dict[str, list[list[Any]]] = {}
    in_words: dict[tuple[str, str], str] = {}
    for _, quotation_id, role, start, end in spans:
        pieces.setdefault(quotation_id, []).append([ROLES[role], units(start), units(end)])
        before = in_words.get((quotation_id, role))
        in_words[quotation_id, role] = text[start:end] if before is None else f"{before} {text[start:end]}"
    content = {
        "id": speech_id,
        "source": source_id,
        "title": title,
        "text": text,
        "spoken_on": spoken_on.isoformat() if spoken_on else None,
        "language": language,
        "form": form,
        "principal_id": principal_id,
        "principal": principal,
        "event": event,
        "place": place,
        "url": url,
        "characters": characters,
        "paragraphs": [[units(start), units(end), *([] if its == language else [its])] for _, start, end, its in paragraphs],
        "sentences": [[_inner(speech_id, key), units(start), units(end)] for _, key, start, end in sentences],
        "quotations": [_quotation(speech_id, row, pieces.get(row[1], []), in_words) for row in quotations],
        "speakers": {row[3]: [row[4], row[5]] for row in quotations if row[3]} or None,
    }
    return ReaderSpeech(
        part=part,
        speech_id=speech_id,
        label=opening_of(title or text),
        has_title=bool(title),
        spoken_on=spoken_on,
        language=language,
        principal=principal,
        quotations=len(quotations),
        content=known(content),
    )


# One letter a role: a speech has hundreds of pieces.
ROLES: dict[str, str] = {SpanRole.CONTENT: "t", SpanRole.VERBATIM: "v", SpanRole.CUE: "c", SpanRole.SOURCE: "s", SpanRole.ADDRESSEE: "a"}


def _quotation(speech_id: str, row: Row, pieces: list[list[Any]], in_words: dict[tuple[str, str], str]) -> dict[str, Any]:
    """Return what a chunk holds of a quotation; what its spans say, and what its speech says of its speaker, is not said again."""
    _, key, kind, speaker_id, _, _, method, source, cue, lemma, addressee, addressee_id, is_relayed, nested_in, *more = row

    def unless_spans_say(role: SpanRole, told: str | None) -> str | None:
        spans_say = in_words.get((key, role))
        return None if told == spans_say else told or ""

    corrected_by, reason, expected_right, expected_right_n = more
    return known(
        {
            "id": _inner(speech_id, key),
            "kind": kind,
            "speaker_id": speaker_id,
            "method": method,
            "source": unless_spans_say(SpanRole.SOURCE, source),
            "cue": unless_spans_say(SpanRole.CUE, cue),
            "lemma": lemma if lemma != cue else None,
            "addressee": unless_spans_say(SpanRole.ADDRESSEE, addressee),
            "addressee_id": addressee_id,
            "relayed": 1 if is_relayed else None,
            "in": _inner(speech_id, nested_in) if nested_in else None,
            "corrected": [corrected_by, reason] if corrected_by else None,
            "expected": None if expected_right is None else [round(100 * expected_right), expected_right_n],
            "spans": pieces,
        }
    )


def _named(units: Callable[[int], int], mentions: list[Row], dates: list[Row], quantities: list[Row]) -> dict[str, list[list[Any]]]:
    """Return the marks of names, times and amounts: their places, then what they mean, without the last values that are unknown."""
    marks = {"mentions": mentions, "dates": dates, "quantities": quantities}
    return {
        name: [[units(start), units(end), *_told(meaning[: MEANINGS.get(name)])] for _, start, end, *meaning in rows]
        for name, rows in marks.items()
        if rows
    }


def _told(values: list[Any]) -> list[Any]:
    """Return values up to the last one that tells something, whole numbers as such.

    >>> _told([130.0, None, 2.5, None, False])
    [130, None, 2.5]
    """
    told = [int(value) if isinstance(value, float) and value.is_integer() else value or None for value in values]
    while told and told[-1] is None:
        told.pop()
    return told


def _inner(speech_id: str, key: str) -> str:
    """Return the part of a key that stands after its speech's: `q94` of `gazette.on-bridges.q94`."""
    return key.removeprefix(speech_id + ".")


def known(values: dict[str, Any]) -> dict[str, Any]:
    """Return values without those that are unknown."""
    return {name: value for name, value in values.items() if value is not None}


def opening_of(text: str) -> str:
    """Return the first words of a text, in one line, cut between words.

    >>> opening_of("One  two\\nthree")
    'One two three'
    """
    line = " ".join(text[: 2 * OPENING_CHARACTERS].split())
    if len(line) <= OPENING_CHARACTERS:
        return line
    head = line[:OPENING_CHARACTERS]
    return (head.rpartition(" ")[0] or head) + "…"


def utf16_places(text: str) -> Callable[[int], int]:
    """Return a function from a place in code points to the same place in UTF-16 units.

    >>> utf16_places("a😀b")(2)
    3
    """
    wide = [found.start() for found in WIDE.finditer(text)]
    return (lambda place: place + bisect_left(wide, place)) if wide else (lambda place: place)
