"""Turns of transcripts, debates, interviews and briefings as TEI in the form of ParlaMint: a corpus file, and a file a text.

The form is that of https://github.com/clarin-eric/ParlaMint: `u` for what one speaker says in a row, `seg` for a paragraph of it, `note`
for words that are nobody's. What ParlaMint demands and a release does not know (terms, funders, who is in the chair) is left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from xml.etree import ElementTree as Xml

from rostra.errors import NotAsAsked
from rostra.query import ReleaseTables
from rostra.tei_header import ANALYSED, ID, INCLUDE, LANGUAGE, NAMESPACE, SPEAKS, add, add_header_of_text, corpus_of, name_of, persons_of

if TYPE_CHECKING:
    import duckdb

FORMS = ("debate", "transcript", "interview", "briefing")
NEEDED = ("speeches", "paragraphs", "quotations", "quotation_spans", "speakers")
LEAST_SHARE = 0.5
"""A paragraph is a speaker's where at least so much of it, after the label of the turn, is what that one says."""
LONGEST_LABEL = 120
"""Code points; words before a turn that are more are no label of it."""

SPEECHES = f"""
    SELECT speech_id, title, spoken_on, language, form, event, place, url, source_id, licence, text FROM speeches
    WHERE form IN {FORMS} ORDER BY speech_id
"""
PARAGRAPHS = f"""
    SELECT speech_id, paragraph_id, span_start, span_end FROM paragraphs JOIN speeches USING (speech_id)
    WHERE form IN {FORMS} ORDER BY speech_id, span_start
"""
CONTENTS = f"""
    SELECT speech_id, span_start, span_end, quotation_id, quotations.speaker_id FROM quotation_spans
    JOIN quotations USING (quotation_id, speech_id) JOIN speeches USING (speech_id)
    WHERE role = 'content' AND nested_in IS NULL AND form IN {FORMS} ORDER BY speech_id, span_start
"""


class Words(NamedTuple):
    """Some words of a text that a speaker says, or nobody does where `turn` is None."""

    turn: tuple[str, str | None] | None
    """The quotation that they are of, and its speaker, where that one is known."""
    paragraph_id: str
    before: str
    """What stands before them in their paragraph, such as the label of the turn."""
    text: str


class Said(NamedTuple):
    """A span of a text that belongs to a quotation of a speaker."""

    start: int
    end: int
    quotation_id: str
    speaker_id: str | None


def write_corpus(
    connection: duckdb.DuckDBPyConnection, release: ReleaseTables, folder: Path, on_table: Callable[[str], None]
) -> dict[str, int]:
    """Write the corpus to a folder and return table → how many rows went into it; NotAsAsked where a table is missing."""
    missing = [table for table in NEEDED if table not in release.files]
    if missing:
        raise NotAsAsked(f"{release.place}: holds no table {missing[0]!r}, of which TEI is made")
    folder.mkdir()
    Xml.register_namespace("", NAMESPACE)
    Xml.register_namespace("xi", INCLUDE)
    on_table("speeches")
    paragraphs = _by_speech(connection.execute(PARAGRAPHS).fetchall())
    contents = _by_speech(connection.execute(CONTENTS).fetchall())
    names: list[str] = []
    speakers: set[str] = set()
    asked = connection.cursor().execute(SPEECHES)
    columns = [column[0] for column in asked.description or ()]
    while row := asked.fetchone():
        speech = dict(zip(columns, row, strict=True))
        of_speech = [Said(*row) for row in contents[speech["speech_id"]]]
        said = list(words_of(speech["text"], paragraphs[speech["speech_id"]], of_speech))
        speakers |= {words.turn[1] for words in said if words.turn and words.turn[1]}
        names.append(f"{speech['speech_id']}.xml")
        _write(_text(release, speech, said), folder / names[-1])
    persons = persons_of(connection, speakers, has_memberships="memberships" in release.files)
    _write(corpus_of(release, names, persons), folder / f"{release.manifest.get('dataset', 'corpus')}.xml")
    return {"speeches": len(names), "speakers": len(persons)}


def _by_speech(rows: Iterable[Sequence[Any]]) -> defaultdict[str, list[tuple[Any, ...]]]:
    found: defaultdict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for speech_id, *rest in rows:
        found[speech_id].append(tuple(rest))
    return found


def words_of(text: str, paragraphs: Sequence[tuple[Any, ...]], said: Sequence[Said]) -> Iterator[Words]:
    """Yield each paragraph as words of the speaker who says most of it, or of nobody; both lists stand in the order of the text.

    >>> [*words_of("MAYOR: Good day.", [("p0", 0, 16)], [Said(7, 16, "q", "mayor")])]
    [Words(turn=('q', 'mayor'), paragraph_id='p0', before='MAYOR:', text='Good day.')]
    """
    first = 0
    for paragraph_id, start, end in paragraphs:
        while first < len(said) and said[first].end <= start:
            first += 1
        within: list[Said] = []
        for place in range(first, len(said)):
            if said[place].start >= end:
                break
            within.append(said[place])
        shares = {span: min(span.end, end) - max(span.start, start) for span in within}
        most = max(shares, key=shares.__getitem__, default=None)
        begins = max(start, within[0].start) if within else end
        is_told = begins - start > LONGEST_LABEL or sum(shares.values()) < LEAST_SHARE * len(text[begins:end].strip())
        if most is None or is_told:
            yield Words(None, paragraph_id, "", text[start:end])
            continue
        yield Words((most.quotation_id, most.speaker_id), paragraph_id, text[start:begins].strip(), text[begins:end].strip())


def _text(release: ReleaseTables, speech: dict[str, Any], said: Sequence[Words]) -> Xml.Element:
    tei = Xml.Element("TEI", {"xmlns": NAMESPACE, ID: name_of(speech["speech_id"]), LANGUAGE: speech["language"], **ANALYSED})
    turns = [(turn, list(group)) for turn, group in groupby(said, key=lambda words: words.turn)]
    body = Xml.Element("text", ANALYSED)
    kind = "debateSection" if any(turn for turn, _ in turns) else "commentSection"
    section = Xml.SubElement(Xml.SubElement(body, "body"), "div", {"type": kind})
    for turn, together in turns:
        if turn is None:
            for words in together:
                add(section, "note", words.text)
        else:
            _add_utterance(section, turn[1], together)
    add_header_of_text(tei, release, speech, body)
    tei.append(body)
    return tei


def _add_utterance(section: Xml.Element, speaker_id: str | None, said: Sequence[Words]) -> None:
    if said[0].before:
        add(section, "note", said[0].before, {"type": "speaker"})
    who = {"who": f"#{name_of(speaker_id)}"} if speaker_id else {}
    utterance = Xml.SubElement(section, "u", {ID: name_of(f"{said[0].paragraph_id}.u"), **who, "ana": SPEAKS})
    for words in said:
        add(utterance, "seg", words.text, {ID: name_of(words.paragraph_id)})


def _write(root: Xml.Element, path: Path) -> None:
    Xml.indent(root)
    path.write_bytes(Xml.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n")
