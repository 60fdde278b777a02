"""What TEI says before the words: of a release, of a text, of the persons who speak; after ParlaMint's schemas.

https://github.com/clarin-eric/ParlaMint/tree/main/Schema
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence, Set
from typing import TYPE_CHECKING, Any, NamedTuple
from xml.etree import ElementTree as Xml

from rostra.provenance import citation_of
from rostra.query import ReleaseTables

if TYPE_CHECKING:
    import duckdb

NAMESPACE = "http://www.tei-c.org/ns/1.0"
INCLUDE = "http://www.w3.org/2001/XInclude"
ID, LANGUAGE = "{http://www.w3.org/XML/1998/namespace}id", "{http://www.w3.org/XML/1998/namespace}lang"
ANALYSED = {"ana": "#reference"}
"""Of which part of a corpus a text is, in ParlaMint's taxonomy: of none that has a name."""
SPEAKS = "#regular"
"""The part that a speaker has, in ParlaMint's taxonomy: that of any speaker, as a release does not know who is in the chair."""
OPEN_LICENCES = {"CC-BY-4.0": "http://creativecommons.org/licenses/by/4.0/"}
"""The licence that ParlaMint takes, by its SPDX id."""
SEXES = {"male": "M", "female": "F"}
# What may stand in no XML, however it is written: https://www.w3.org/TR/xml/#charsets
NO_CHARACTER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
NO_NAME_CHARACTER = re.compile(r"[^A-Za-z0-9._-]")


class Membership(NamedTuple):
    """Of which party or chamber somebody is a member, and from when until when, as ISO days."""

    body: str
    role: str
    """The part of ParlaMint's `org/@role`."""
    from_on: str | None
    until_on: str | None


class Person(NamedTuple):
    """Somebody who speaks in a corpus."""

    speaker_id: str
    name: str
    is_person: bool
    gender: str | None
    birth_year: int | None
    wikidata_id: str | None
    memberships: tuple[Membership, ...]


def persons_of(connection: duckdb.DuckDBPyConnection, speaker_ids: Set[str], *, has_memberships: bool) -> list[Person]:
    """Return the speakers of these ids, in the order of these, with their memberships where the release has the table."""
    memberships: defaultdict[str, list[Membership]] = defaultdict(list)
    if has_memberships:
        asked = "SELECT speaker_id, party, chamber, from_on, until_on FROM memberships ORDER BY speaker_id, position"
        for speaker_id, party, chamber, *days in connection.execute(asked).fetchall():
            from_on, until_on = (str(day) if day else None for day in days)
            for body, role in ((party, "politicalParty"), (chamber, "parliament")):
                if body:
                    memberships[speaker_id].append(Membership(body, role, from_on, until_on))
    asked = "SELECT speaker_id, name, speaker_kind = 'person', gender, birth_year, wikidata_id FROM speakers ORDER BY speaker_id"
    rows = [row for row in connection.execute(asked).fetchall() if row[0] in speaker_ids]
    return [Person(*(*row, tuple(memberships[row[0]]))) for row in rows]


def corpus_of(release: ReleaseTables, names: Sequence[str], persons: Sequence[Person]) -> Xml.Element:
    """Return the root of a corpus: the release, its persons with their parties, and the files of the texts by their names."""
    corpus = Xml.Element("teiCorpus", {"xmlns": NAMESPACE, ID: "corpus", LANGUAGE: "mul"})
    header = Xml.SubElement(corpus, "teiHeader")
    described = Xml.SubElement(header, "fileDesc")
    add(Xml.SubElement(described, "titleStmt"), "title", str(release.manifest.get("dataset", "")), {"type": "main"})
    _add_edition(described, release)
    _add_publication(described, release, release.manifest.get("licence"))
    add(Xml.SubElement(Xml.SubElement(described, "sourceDesc"), "bibl"), "title", str(citation_of(release)))
    taking_part = Xml.SubElement(Xml.SubElement(header, "profileDesc"), "particDesc")
    bodies = {one.body: one.role for person in persons for one in person.memberships}
    if bodies:
        listed = Xml.SubElement(taking_part, "listOrg")
        for body, role in sorted(bodies.items()):
            org = Xml.SubElement(listed, "org", {ID: _name_of_body(body), "role": role})
            add(org, "orgName", body, {"full": "yes"})
    people = Xml.SubElement(taking_part, "listPerson")
    for person in persons:
        people.append(_person(person))
    for name in names:
        Xml.SubElement(corpus, f"{{{INCLUDE}}}include", {"href": name})
    return corpus


def _person(person: Person) -> Xml.Element:
    element = Xml.Element("person", {ID: name_of(person.speaker_id)})
    name = Xml.SubElement(element, "persName")
    forenames, _, surname = person.name.rpartition(" ")
    if person.is_person and forenames:
        add(name, "surname", surname)
        add(name, "forename", forenames)
    else:
        add(name, "term", person.name)
    if sex := SEXES.get(person.gender or ""):
        Xml.SubElement(element, "sex", {"value": sex})
    if person.birth_year:
        Xml.SubElement(element, "birth", {"when": f"{person.birth_year:04}"})
    for one in person.memberships:
        days = {"from": one.from_on, "to": one.until_on}
        told = {key: day for key, day in days.items() if day}
        Xml.SubElement(element, "affiliation", {"ref": f"#{_name_of_body(one.body)}", "role": "member", **told})
    if person.wikidata_id:
        add(element, "idno", f"https://www.wikidata.org/entity/{person.wikidata_id}", {"type": "URI", "subtype": "wikimedia"})
    return element


def add_header_of_text(tei: Xml.Element, release: ReleaseTables, speech: Mapping[str, Any], text: Xml.Element) -> None:
    """Add to a text the header that tells what it is and holds, of which release and source it is, where and when it was spoken."""
    header = Xml.SubElement(tei, "teiHeader")
    described = Xml.SubElement(header, "fileDesc")
    titles = Xml.SubElement(described, "titleStmt")
    add(titles, "title", in_one_line(speech["title"] or speech["speech_id"]), {"type": "main"})
    add(titles, "meeting", in_one_line(speech["event"] or ""), {"ana": "#parla.meeting"})
    _add_edition(described, release)
    used = Counter(element.tag for element in text.iter())
    extent = Xml.SubElement(described, "extent")
    for unit, quantity in (("speeches", used["u"]), ("words", sum(len((seg.text or "").split()) for seg in text.iter("seg")))):
        add(extent, "measure", f"{quantity} {unit}", {"unit": unit, "quantity": str(quantity)})
    _add_publication(described, release, speech["licence"])
    source = Xml.SubElement(Xml.SubElement(described, "sourceDesc"), "bibl")
    add(source, "title", speech["source_id"])
    if speech["url"]:
        add(source, "idno", speech["url"], {"type": "URI"})
    encoded = Xml.SubElement(header, "encodingDesc")
    add(Xml.SubElement(encoded, "projectDesc"), "p", str(citation_of(release)))
    usage = Xml.SubElement(Xml.SubElement(encoded, "tagsDecl"), "namespace", {"name": NAMESPACE})
    for tag, occurs in sorted(used.items()):
        Xml.SubElement(usage, "tagUsage", {"gi": tag, "occurs": str(occurs)})
    setting = Xml.SubElement(Xml.SubElement(Xml.SubElement(header, "profileDesc"), "settingDesc"), "setting")
    place = ("place", speech["place"]) if speech["place"] else ("org", speech["source_id"])
    add(setting, "name", in_one_line(place[1]), {"type": place[0]})
    if speech["spoken_on"] is not None:
        add(setting, "date", str(speech["spoken_on"]), {"when": str(speech["spoken_on"])})


def _add_edition(described: Xml.Element, release: ReleaseTables) -> None:
    add(Xml.SubElement(described, "editionStmt"), "edition", str(release.manifest["version"]))


def _add_publication(described: Xml.Element, release: ReleaseTables, licence: str | None) -> None:
    published = Xml.SubElement(described, "publicationStmt")
    add(published, "publisher", str(release.manifest.get("dataset", "")))
    if address := citation_of(release).address:
        add(published, "idno", address, {"type": "URI"})
    is_open = licence in OPEN_LICENCES
    available = Xml.SubElement(published, "availability", {"status": "free" if is_open else "restricted"})
    if licence:
        add(available, "licence", OPEN_LICENCES.get(licence, licence))
    add(available, "p", f"The marks: {release.manifest.get('licence')}. Each text belongs to its publisher: NOTICE.md of the release.")
    if day := release.manifest.get("released_on"):
        add(published, "date", str(day), {"when": str(day)})


def add(parent: Xml.Element, name: str, text: str, attributes: Mapping[str, str] | None = None) -> None:
    """Add an element of that name with a text, without the characters that no XML holds."""
    Xml.SubElement(parent, name, dict(attributes or {})).text = NO_CHARACTER.sub("", text)


def in_one_line(text: str) -> str:
    """Return a text with single spaces where it has white space, as ParlaMint's headers want it."""
    return " ".join(NO_CHARACTER.sub(" ", text).split())


def name_of(identifier: str) -> str:
    """Return an id as XML takes it for a name.

    >>> name_of("jane-roe"), name_of("24kz.on-water")
    ('jane-roe', 'id-24kz.on-water')
    """
    name = NO_NAME_CHARACTER.sub("_", identifier)
    return name if name[:1].isalpha() else f"id-{name}"


def _name_of_body(body: str) -> str:
    """Return the XML name of a party or chamber: the bytes of other scripts in hexadecimal, so that two have two.

    >>> _name_of_body("Amanat"), _name_of_body("Аманат") == _name_of_body("Аманах")
    ('org.Amanat', False)
    """
    return "org." + "".join(letter if letter.isascii() and letter.isalnum() else f"_{ord(letter):x}" for letter in body)
