"""Who speaks and who is named: the persons of the lists and those of texts alone, their names, and what they held."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from flows.assemble.material import PERSONS_NAMED, PUBLISHED, Material, keep
from flows.label.speakers.gazetteer import Gazetteer, Person, preferred_name
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
# The spellings of one id in a language differ in case or in points; the largest one has the most small letters.
NAMES_MET = """
INSERT INTO speaker_names
SELECT speaker_id, language, name, name = max(name) OVER (PARTITION BY speaker_id, language) AS is_preferred
FROM (SELECT DISTINCT speaker_id, language, name FROM all_speaker_names SEMI JOIN met USING (speaker_id))
"""
# What names and texts tell of the gender of a person whom they alone name; where they do not agree, there is none.
GENDERS = f"""
SELECT speaker_id, min(gender) AS gender, CASE WHEN bool_or(is_of_name) THEN '{GenderFrom.NAME}' ELSE '{GenderFrom.TEXT}' END AS gender_from
FROM (
    SELECT speaker_id, gender, true AS is_of_name FROM all_speaker_names
    UNION ALL
    SELECT speaker_id, speaker_gender, false {PUBLISHED.format(table="quotations")})
WHERE gender IS NOT NULL GROUP BY speaker_id HAVING min(gender) = max(gender)
"""
SPEAKERS_MET = f"""
INSERT INTO speakers BY NAME
WITH shown AS (
    SELECT speaker_id, min_by(name, list_position({[language.value for language in Language]}, language)) AS name
    FROM speaker_names SEMI JOIN met USING (speaker_id) WHERE is_preferred GROUP BY speaker_id
), of_kind AS (
    SELECT speaker_id, name, coalesce(speaker_kind, '{SpeakerKind.PERSON}') AS speaker_kind
    FROM shown LEFT JOIN ({KINDS_OF_SPEAKERS}) USING (speaker_id)
)
SELECT speaker_id, name, speaker_kind, false AS is_listed,
    CASE WHEN speaker_kind = '{SpeakerKind.PERSON}' THEN gender END AS gender,
    CASE WHEN speaker_kind = '{SpeakerKind.PERSON}' THEN gender_from END AS gender_from
FROM of_kind LEFT JOIN ({GENDERS}) USING (speaker_id)
"""


def show_persons(connection: duckdb.DuckDBPyConnection, gazetteer: Gazetteer) -> list[Person]:
    """Make the tables `speakers` and `speaker_names` of the persons of the lists and of those whom published texts name.

    Returns the listed persons who are published: all of files of their own, and those of long lists whom a published row names.
    """
    connection.execute(f"CREATE TABLE named AS {PERSONS_NAMED}")
    listed = [*gazetteer.persons, *_of_long_lists(connection, gazetteer)]
    keep(connection, SPEAKERS, map(_listed, listed))
    keep(connection, SPEAKER_NAMES, (SpeakerName(person.speaker_id, *name) for person in listed for name in person.names))
    connection.execute("CREATE TABLE met AS FROM named ANTI JOIN speakers USING (speaker_id)")
    connection.execute(NAMES_MET)
    connection.execute(SPEAKERS_MET)
    return listed


def _of_long_lists(connection: duckdb.DuckDBPyConnection, gazetteer: Gazetteer) -> Iterator[Person]:
    """Yield the persons of long lists whom a published row names, and who have no file of their own, by their ids."""
    if gazetteer.people:
        own = {person.speaker_id for person in gazetteer.persons}
        for (speaker_id,) in connection.execute("FROM named ORDER BY speaker_id").fetchall():
            if speaker_id not in own and (person := gazetteer.people.person(speaker_id)):
                yield person


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


def show_held(material: Material) -> None:
    """Make tables of the offices and memberships of persons, and of what they held on each day on which they spoke."""
    for table, column, rows in ((OFFICES, "office", offices(material)), (MEMBERSHIPS, "party", memberships(material))):
        keep(material.connection, table, rows)
        material.connection.execute(HELD_ON_A_DAY.format(table=table.name, column=column))
