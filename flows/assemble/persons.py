"""Who speaks and who is named: the persons of the lists and those of texts alone, their names, and what they held."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from flows.assemble.material import PUBLISHED, Material, keep, persons_named
from flows.label.speakers.gazetteer import Gazetteer, Person, preferred_name
from flows.label.speakers.told_gender import gender_of_name
from flows.languages.pack import pack
from schemas.speakers import (
    MEMBERSHIPS,
    OFFICES,
    SPEAKER_NAMES,
    SPEAKERS,
    Membership,
    Office,
    OfficeName,
    PersonList,
    Speaker,
    SpeakerName,
)
from schemas.words import Gender, GenderFrom, Language, SpeakerKind

if TYPE_CHECKING:
    import duckdb

# Of several offices or parties at once, the one that began last.
HELD_ON_A_DAY = """
CREATE TABLE {column}_on_a_day AS
    SELECT speaker_id, spoken_on, max({{'from_on': coalesce(from_on, DATE '0001-01-01'), 'held': {column}}}).held AS {column}
    FROM (SELECT DISTINCT speaker_id, spoken_on FROM all_quotations) JOIN {table} USING (speaker_id)
    WHERE coalesce(from_on <= spoken_on, true) AND coalesce(spoken_on <= until_on, true) AND {column} IS NOT NULL
        AND spoken_on IS NOT NULL
    GROUP BY ALL
"""
# Texts spell a speaker whom our list lacks in several ways, and tell of what kind it is; the dataset shows one.
OF_SPEAKERS = {
    "speaker_name": "speakers.name",
    "speaker_kind": "speakers.speaker_kind",
    "speaker_gender": "speakers.gender",
    "speaker_office": "office",
    "speaker_party": "party",
}
QUOTATIONS_WITH_SPEAKERS = f"""
SELECT quotations.* REPLACE ({", ".join(f"{value} AS {column}" for column, value in OF_SPEAKERS.items())})
FROM ({{quotations}}) AS quotations LEFT JOIN speakers USING (speaker_id)
LEFT JOIN office_on_a_day USING (speaker_id, spoken_on) LEFT JOIN party_on_a_day USING (speaker_id, spoken_on)
"""
# What most quotations tell of a speaker; of kinds that as many tell, the first by the alphabet.
KINDS_OF_SPEAKERS = f"""
SELECT speaker_id, speaker_kind FROM (
    SELECT speaker_id, speaker_kind, count(*) AS quotations {PUBLISHED.format(table="quotations")}
    WHERE speaker_id IS NOT NULL GROUP BY ALL)
QUALIFY row_number() OVER (PARTITION BY speaker_id ORDER BY quotations DESC, speaker_kind) = 1
"""


def listed_and_met(connection: duckdb.DuckDBPyConnection, gazetteer: Gazetteer) -> tuple[list[Person], set[str]]:
    """Return the listed persons who are published, and the ids of the others whom published texts name."""
    met = persons_named(connection) - {person.speaker_id for person in gazetteer.persons}
    of_lists = [person for speaker_id in sorted(met) if (person := gazetteer.people.person(speaker_id))]
    return [*gazetteer.persons, *of_lists], met - {person.speaker_id for person in of_lists}


def persons_of(
    connection: duckdb.DuckDBPyConnection, listed: Iterable[Person], met: Container[str]
) -> tuple[list[Speaker], list[SpeakerName]]:
    """Return all speakers, the persons of the lists and those whom published texts name, and their names."""
    speakers = [_listed(person) for person in listed]
    names = [SpeakerName(person.speaker_id, *name) for person in listed for name in person.names]
    kinds = {speaker_id: SpeakerKind(kind) for speaker_id, kind in connection.execute(KINDS_OF_SPEAKERS).fetchall()}
    found = connection.execute(f"SELECT DISTINCT {', '.join(SPEAKER_NAMES.names)} FROM all_speaker_names").fetchall()
    forms = sorted(SpeakerName(*row) for row in found if row[0] in met)
    # The spellings of one id in a language differ in case or in points; the largest one has the most small letters.
    preferred: dict[tuple[str, str], str] = {}
    for form in forms:
        preferred[form.speaker_id, form.language] = max(form.name, preferred.get((form.speaker_id, form.language), ""))
    shown: dict[str, str] = {}
    for language in Language:
        for (speaker_id, written_in), name in preferred.items():
            if written_in == language:
                shown.setdefault(speaker_id, name)
    genders = _genders(connection, [form for form in forms if kinds.get(form.speaker_id, SpeakerKind.PERSON) is SpeakerKind.PERSON])
    speakers += [
        _unlisted(speaker_id, name, kinds.get(speaker_id, SpeakerKind.PERSON), *genders.get(speaker_id, (None, None)))
        for speaker_id, name in shown.items()
    ]
    names += [form._replace(is_preferred=form.name == preferred[form.speaker_id, form.language]) for form in forms]
    return speakers, names


def _listed(person: Person) -> Speaker:
    gender = None if person.gender == "either" else Gender(person.gender)
    return Speaker(
        speaker_id=person.speaker_id,
        name=preferred_name(person),
        speaker_kind=SpeakerKind.PERSON,
        gender=gender,
        gender_from=GenderFrom.LIST if gender else None,
        birth_year=person.birth_year,
        country=person.country,
        wikidata_id=person.wikidata_id,
        is_listed=True,
        list_id=person.list_id,
    )


def _unlisted(speaker_id: str, name: str, kind: SpeakerKind, gender: Gender | None, gender_from: GenderFrom | None) -> Speaker:
    return Speaker(
        speaker_id=speaker_id,
        name=name,
        speaker_kind=kind,
        gender=gender,
        gender_from=gender_from,
        birth_year=None,
        country=None,
        wikidata_id=None,
        is_listed=False,
        list_id=None,
    )


def _genders(connection: duckdb.DuckDBPyConnection, forms: Sequence[SpeakerName]) -> dict[str, tuple[Gender, GenderFrom]]:
    """Return the gender of persons whom texts alone name, and what told it; where names or texts do not agree, there is none."""
    by_name: dict[str, set[Gender]] = {}
    for form in forms:
        if gender := gender_of_name(form.name, pack(Language(form.language))):
            by_name.setdefault(form.speaker_id, set()).add(gender)
    said = connection.execute(f"SELECT DISTINCT speaker_id, speaker_gender {PUBLISHED.format(table='quotations')}").fetchall()
    by_text: dict[str, set[Gender]] = {}
    for speaker_id, word in said:
        if word is not None:
            by_text.setdefault(speaker_id, set()).add(Gender(word))
    found = {}
    for speaker_id in by_name.keys() | (by_text.keys() & {form.speaker_id for form in forms}):
        together = by_name.get(speaker_id, set()) | by_text.get(speaker_id, set())
        if len(together) == 1:
            found[speaker_id] = together.pop(), GenderFrom.NAME if speaker_id in by_name else GenderFrom.TEXT
    return found


def offices(material: Material) -> list[Office]:
    """Return the terms of office of the published persons of the lists."""
    declared = {office.office: office for office in material.gazetteer.offices}
    return [
        Office(
            person.speaker_id, term.office, declared[term.office].country, declared[term.office].institution, term.from_on, term.until_on
        )
        for person in material.listed
        for term in person.terms
    ]


def memberships(material: Material) -> list[Membership]:
    """Return the parties and groups of the published persons of the lists, each person's in the order in which they began."""
    return [
        Membership(person.speaker_id, position, *membership)
        for person in material.listed
        for position, membership in enumerate(sorted(person.memberships, key=lambda one: (one.from_on or date.min, *map(str, one))))
    ]


def office_names(material: Material) -> list[OfficeName]:
    """Return what the declared offices are called, language by language."""
    return [OfficeName(office.office, name.language, name.name) for office in material.gazetteer.offices for name in office.names]


def person_lists(material: Material) -> list[PersonList]:
    """Return the long lists of which a person is published."""
    used = {person.list_id for person in material.listed}
    return [PersonList(*one) for one in material.gazetteer.lists if one.list_id in used]


def show_speakers(material: Material) -> None:
    """Make tables of who the speakers are, and of what they held on each day on which they spoke."""
    for table, rows in ((SPEAKERS, material.speakers), (OFFICES, offices(material)), (MEMBERSHIPS, memberships(material))):
        keep(material.connection, table, rows)
    for table, column in ((OFFICES, "office"), (MEMBERSHIPS, "party")):
        material.connection.execute(HELD_ON_A_DAY.format(table=table.name, column=column))
