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
from schemas.words import MentionKind, SpanRole

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
QUERIES = (SPEECHES, PARAGRAPHS, SENTENCES, QUOTATIONS, SPANS, MENTIONS, DATES, QUANTITIES)
# Of a mention, its kind and its entity stand in a chunk.
MEANINGS = {"mentions": 2}
OPENING_CHARACTERS = 90
# Letters beyond the basic plane, which are two units to a browser.
WIDE = re.compile("[\U00010000-\U0010ffff]")

Row = tuple[Any, ...]


class MentionOf(NamedTuple):
    """A mention of a speaker."""

    start: int
    end: int
    mention_id: str
    entity_id: str
    by: tuple[str | None, str | None]
    """Id and name of whoever says the quotation that holds it."""


class ReaderSpeech(NamedTuple):
    """One speech for the reader: what its entry in the list says, and what its chunk holds."""

    number: int
    part: str | None
    """The small part of the release in which it stands; None where that is not divided."""
    speech_id: str
    label: str
    """Its title, or its first words."""
    has_title: bool
    text: str
    spoken_on: date | None
    language: str
    principal: str | None
    quoted: tuple[str, ...]
    """The names of those quoted in it."""
    facets: frozenset[tuple[str, str, str]]
    """Speaker's id, speaker's kind and kind of each of its quotations; '' for what is unknown."""
    people: dict[str, str]
    """The names of its principal and of those quoted in it, by id."""
    quotations: int
    mentions: tuple[MentionOf, ...]
    """Those of speakers."""
    content: dict[str, Any]
    """What a chunk holds of it, for JSON; unknown values are left out, places count UTF-16 units as a browser does."""


def reader_speeches(connection: duckdb.DuckDBPyConnection) -> Iterator[ReaderSpeech]:
    """Yield every speech of the table `numbered` (speech_id, part, n, slice) in the order of its number."""
    [(last,)] = rows_of(connection, "SELECT max(slice) FROM numbered")
    for place in range(0 if last is None else last + 1):
        speeches, *marks = (rows_of(connection, query.format(slice=place)) for query in QUERIES)
        of_number = [by_number(rows) for rows in marks]
        for row in speeches:
            paragraphs, sentences, quotations, spans, *named = (rows(row[0]) for rows in of_number)
            speech = _reader_speech(row, paragraphs, sentences, quotations, spans, _speakers_mentioned(named[0], quotations))
            speech.content.update(_named(utf16_places(speech.text), *named))
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


def _reader_speech(
    speech: Row, paragraphs: list[Row], sentences: list[Row], quotations: list[Row], spans: list[Row], mentions: tuple[MentionOf, ...]
) -> ReaderSpeech:
    n, part, speech_id, source_id, title, text, spoken_on, language, form, principal_id, principal, event, place, url, characters = speech
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
        number=n,
        part=part,
        speech_id=speech_id,
        label=opening_of(title or text),
        has_title=bool(title),
        text=text,
        spoken_on=spoken_on,
        language=language,
        principal=principal,
        quoted=tuple(dict.fromkeys(row[4] for row in quotations if row[4])),
        facets=frozenset((row[3] or "", row[5] or "", row[2]) for row in quotations),
        people={key: name for key, name in [(principal_id, principal), *((row[3], row[4]) for row in quotations)] if key and name},
        quotations=len(quotations),
        mentions=mentions,
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


def _speakers_mentioned(mentions: list[Row], quotations: list[Row]) -> tuple[MentionOf, ...]:
    said_by = {row[1]: (row[3], row[4]) for row in quotations}
    return tuple(
        MentionOf(start, end, key, entity_id, said_by.get(quotation_id, (None, None)))
        for _, start, end, kind, entity_id, key, quotation_id in mentions
        if entity_id is not None and kind != MentionKind.PLACE
    )


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
