"""Transcripts and debates as TEI in the form of ParlaMint: a corpus file with its persons, and a file a text with its utterances.

The form is that of https://github.com/clarin-eric/ParlaMint: `u` for what one speaker says in a row, `seg` for a paragraph of it, `note`
for words that are nobody's. What ParlaMint demands and a release does not know (terms, parties, chambers) is left out.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from xml.etree import ElementTree as Xml

from rostra.errors import NotAsAsked
from rostra.provenance import citation_of
from rostra.query import ReleaseTables

if TYPE_CHECKING:
    import duckdb

NAMESPACE = "http://www.tei-c.org/ns/1.0"
INCLUDE = "http://www.w3.org/2001/XInclude"
ID, LANGUAGE = "{http://www.w3.org/XML/1998/namespace}id", "{http://www.w3.org/XML/1998/namespace}lang"
FORMS = ("debate", "transcript")
NEEDED = ("speeches", "paragraphs", "quotations", "quotation_spans", "speakers")
# What may stand in no XML, however it is written: https://www.w3.org/TR/xml/#charsets
NO_CHARACTER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
NO_NAME_CHARACTER = re.compile(r"[^A-Za-z0-9._-]")
LEAST_SHARE = 0.5
"""A paragraph is a speaker's where at least so much of it, after the label of the turn, is what that one says."""
LONGEST_LABEL = 120
"""Code points; words before a turn that are more are no label of it."""

SPEECHES = f"""
    SELECT speech_id, title, spoken_on, language, form, event, place, url, source_id, text FROM speeches
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
    persons = [row for row in connection.execute("SELECT speaker_id, name FROM speakers ORDER BY 1").fetchall() if row[0] in speakers]
    _write(_corpus(release, names, persons), folder / f"{release.manifest.get('dataset', 'corpus')}.xml")
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


def _corpus(release: ReleaseTables, names: Sequence[str], persons: Sequence[Sequence[str]]) -> Xml.Element:
    corpus = Xml.Element("teiCorpus", {"xmlns": NAMESPACE, ID: "corpus"})
    header = _header(corpus, release, str(release.manifest.get("dataset", "")), citation_of(release))
    listed = Xml.SubElement(Xml.SubElement(Xml.SubElement(header, "profileDesc"), "particDesc"), "listPerson")
    for speaker_id, name in persons:
        person = Xml.SubElement(listed, "person", {ID: _name_of(speaker_id)})
        _add(Xml.SubElement(person, "persName"), "name", name)
    for name in names:
        Xml.SubElement(corpus, f"{{{INCLUDE}}}include", {"href": name})
    return corpus


def _header(parent: Xml.Element, release: ReleaseTables, title: str, source: str) -> Xml.Element:
    header = Xml.SubElement(parent, "teiHeader")
    described = Xml.SubElement(header, "fileDesc")
    _add(Xml.SubElement(described, "titleStmt"), "title", title, {"type": "main"})
    _add(Xml.SubElement(described, "editionStmt"), "edition", str(release.manifest["version"]))
    published = Xml.SubElement(described, "publicationStmt")
    _add(published, "publisher", str(release.manifest.get("dataset", "")))
    available = Xml.SubElement(published, "availability", {"status": "restricted"})
    _add(available, "p", f"The marks: {release.manifest.get('licence')}. Each text belongs to its publisher: NOTICE.md of the release.")
    if day := release.manifest.get("released_on"):
        _add(published, "date", str(day), {"when": str(day)})
    _add(Xml.SubElement(Xml.SubElement(described, "sourceDesc"), "bibl"), "title", source)
    return header


def _text(release: ReleaseTables, speech: dict[str, Any], said: Sequence[Words]) -> Xml.Element:
    tei = Xml.Element("TEI", {"xmlns": NAMESPACE, ID: _name_of(speech["speech_id"]), LANGUAGE: speech["language"]})
    header = _header(tei, release, speech["title"] or speech["speech_id"], speech["source_id"])
    _add_setting(header, speech)
    body = Xml.SubElement(Xml.SubElement(tei, "text"), "body")
    section = Xml.SubElement(body, "div", {"type": "debateSection"})
    for turn, group in groupby(said, key=lambda words: words.turn):
        together = list(group)
        if turn is None:
            for words in together:
                _add(section, "note", words.text)
            continue
        if together[0].before:
            _add(section, "note", together[0].before, {"type": "speaker"})
        who = {"who": f"#{_name_of(turn[1])}"} if turn[1] else {}
        utterance = Xml.SubElement(section, "u", {ID: _name_of(f"{together[0].paragraph_id}.u"), **who})
        for words in together:
            _add(utterance, "seg", words.text, {ID: _name_of(words.paragraph_id)})
    return tei


def _add_setting(header: Xml.Element, speech: dict[str, Any]) -> None:
    setting = Xml.SubElement(Xml.SubElement(Xml.SubElement(header, "profileDesc"), "settingDesc"), "setting")
    if speech["place"]:
        _add(setting, "name", speech["place"], {"type": "place"})
    if speech["spoken_on"] is not None:
        _add(setting, "date", str(speech["spoken_on"]), {"when": str(speech["spoken_on"])})
    if speech["event"]:
        _add(setting, "activity", speech["event"])
    source = header.find("fileDesc/sourceDesc/bibl")
    if speech["url"] and source is not None:
        _add(source, "idno", speech["url"], {"type": "URI"})


def _add(parent: Xml.Element, name: str, text: str, attributes: dict[str, str] | None = None) -> None:
    Xml.SubElement(parent, name, attributes or {}).text = NO_CHARACTER.sub("", text)


def _name_of(identifier: str) -> str:
    """Return an id as XML takes it for a name.

    >>> _name_of("jane-roe"), _name_of("24kz.on-water")
    ('jane-roe', 'id-24kz.on-water')
    """
    name = NO_NAME_CHARACTER.sub("_", identifier)
    return name if name[:1].isalpha() else f"id-{name}"


def _write(root: Xml.Element, path: Path) -> None:
    Xml.indent(root)
    path.write_bytes(Xml.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n")
