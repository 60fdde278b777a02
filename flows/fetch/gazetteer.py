"""The door to the lists of persons and offices beside the sources: `speakers/*.toml`, `offices/*.toml`, and `people/` for long ones."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StringConstraints, ValidationError

from flows.errors import Refused
from flows.fetch.declarations import SOURCE_ID, CountryCode, SourceDeclaration, problem, unknown_keys
from flows.fetch.people_lists import read_people
from flows.fetch.toml_file import Line, read_toml, shown, told
from flows.label.speakers.gazetteer import Gazetteer, Membership, Name, OfficeDeclared, Person, Term, person_of
from schemas.speakers import EARLIEST_BIRTH_YEAR, LATEST_BIRTH_YEAR
from schemas.words import Language

StrictDate = Annotated[date, Field(strict=True)]


class NameDeclared(BaseModel):
    """One `[[names]]` table."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    language: Language
    name: Line
    preferred: StrictBool = False


class TermDeclared(BaseModel):
    """One `[[terms]]` table."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    office: Line
    from_on: StrictDate = Field(alias="from")
    until_on: StrictDate | None = Field(default=None, alias="until")


class MembershipDeclared(BaseModel):
    """One `[[memberships]]` table."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    party: Line | None = None
    chamber: Line | None = None
    from_on: StrictDate | None = Field(default=None, alias="from")
    until_on: StrictDate | None = Field(default=None, alias="until")


class PersonDeclared(BaseModel):
    """One file of `speakers/`; unknown keys are told apart from wrong values before this is made."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    gender: Literal["female", "male"]
    birth_year: Annotated[int, Field(strict=True, ge=EARLIEST_BIRTH_YEAR, le=LATEST_BIRTH_YEAR)] | None = None
    country: CountryCode | None = None
    wikidata_id: Annotated[str, StringConstraints(strict=True, pattern=r"^Q[1-9][0-9]*$")] | None = None
    names: Annotated[tuple[NameDeclared, ...], Field(min_length=1)]
    terms: tuple[TermDeclared, ...] = ()
    memberships: tuple[MembershipDeclared, ...] = ()


class OfficeFile(BaseModel):
    """One file of `offices/`."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    country: CountryCode
    institution: Line | None = None
    names: Annotated[tuple[NameDeclared, ...], Field(min_length=1)]


A_DATE = "a date without quotes, such as 2019-03-20"
NAME_HOLDS = {
    "language": "one of " + ", ".join(f'"{word}"' for word in Language),
    "name": "a text in quotes",
    "preferred": "true or false, without quotes",
}
TERM_HOLDS = {"office": "an office's code in quotes: the name of a file in offices/, without .toml", "from": A_DATE, "until": A_DATE}
MEMBERSHIP_HOLDS = {
    "party": "a party's name in quotes",
    "chamber": "the name of a chamber of parliament in quotes",
    "from": A_DATE,
    "until": A_DATE,
}
A_COUNTRY = "two capital letters in quotes, as in ISO 3166-1 alpha-2"
PERSON_HOLDS = {
    "gender": '"female" or "male"',
    "birth_year": f"a year without quotes, from {EARLIEST_BIRTH_YEAR} to {LATEST_BIRTH_YEAR}",
    "country": A_COUNTRY,
    "wikidata_id": "a Wikidata item in quotes, such as Q42",
    "names": "at least one [[names]] table",
    "terms": "[[terms]] tables",
    "memberships": "[[memberships]] tables",
}
OFFICE_HOLDS = {
    "country": A_COUNTRY,
    "institution": "the name, in English and in quotes, of the body that the office belongs to",
    "names": "at least one [[names]] table",
}
TABLES_WITHIN = {"names": NAME_HOLDS, "terms": TERM_HOLDS, "memberships": MEMBERSHIP_HOLDS}

Model = TypeVar("Model", bound=BaseModel)


def read_gazetteer(folder: Path) -> Gazetteer:
    """Return all persons and offices, each by the order of their codes; empty where the folders are missing.

    Refused, naming every problem, where a file is wrong or a term names an office that no file declares.
    """
    persons, offices = read_own(folder)
    people, lists = read_people(folder / "people", [office.office for office in offices], persons)
    return Gazetteer(persons, offices, people, lists)


def read_own(folder: Path) -> tuple[tuple[Person, ...], tuple[OfficeDeclared, ...]]:
    """Return the persons and offices that have a file of their own; Refused as above."""
    problems: list[str] = []
    offices = {path.stem: found for path, found in _read(folder / "offices", OfficeFile, OFFICE_HOLDS, problems)}
    persons = []
    for path, found in _read(folder / "speakers", PersonDeclared, PERSON_HOLDS, problems):
        problems += [f"{path}: {sentence}" for sentence in _term_problems(found, offices)]
        persons.append(_person(path.stem, found))
    if problems:
        raise Refused(told(problems))
    declared = (OfficeDeclared(code, found.country, _names(found.names), found.institution) for code, found in offices.items())
    return tuple(persons), tuple(declared)


def refuse_unlisted_principals(declarations: Sequence[SourceDeclaration], gazetteer: Gazetteer) -> None:
    """Refused where a source names a principal speaker whom no file in `speakers/` declares."""
    listed = {person.speaker_id for person in gazetteer.persons}
    for declaration in declarations:
        code = declaration.principal_speaker
        if code is not None and person_of(gazetteer, code) is None:
            nearest = difflib.get_close_matches(code, listed, n=1)
            meant = f"; did you mean {nearest[0]!r}?" if nearest else ""
            raise Refused(
                f"{declaration.source_id}.toml: principal_speaker = {code!r}: no file speakers/{code}.toml declares this person{meant}"
            )


def _person(speaker_id: str, found: PersonDeclared) -> Person:
    terms = tuple(Term(term.office, term.from_on, term.until_on) for term in found.terms)
    memberships = tuple(Membership(one.party, one.chamber, one.from_on, one.until_on) for one in found.memberships)
    names = _names(found.names)
    return Person(speaker_id, found.gender, found.wikidata_id, names, terms, found.birth_year, found.country, memberships)


def _names(declared: tuple[NameDeclared, ...]) -> tuple[Name, ...]:
    return tuple(Name(name.language, name.name, name.preferred) for name in declared)


def _read(folder: Path, model: type[Model], holds: dict[str, str], problems: list[str]) -> list[tuple[Path, Model]]:
    read = []
    for path in sorted(folder.glob("[!.]*.toml")):
        if not SOURCE_ID.fullmatch(path.stem):
            problems.append(f"{path}: is to be named with 1 to 60 of a-z, 0-9 and -, then .toml; found {path.name!r}")
            continue
        table = read_toml(path)
        problems += unknown_keys(path, "", table, holds) + _unknown_within(path, table) + _name_problems(path, table)
        try:
            read.append((path, model(**{key: value for key, value in table.items() if key in holds})))
        except ValidationError as error:
            allowed = {**holds, **NAME_HOLDS, **TERM_HOLDS, **MEMBERSHIP_HOLDS}
            problems += [problem(path, detail, allowed) for detail in error.errors()]
    return read


def _tables(table: dict[str, Any], key: str) -> list[dict[str, Any]]:
    """Return the tables under a key; what is none is left to the model to refuse."""
    listed = table.get(key, [])
    return [entry for entry in listed if isinstance(entry, dict)] if isinstance(listed, list) else []


def _unknown_within(path: Path, table: dict[str, Any]) -> list[str]:
    return [
        sentence
        for key, holds in TABLES_WITHIN.items()
        for index, entry in enumerate(_tables(table, key))
        for sentence in unknown_keys(path, f"{key}[{index}].", entry, holds)
    ]


def _name_problems(path: Path, table: dict[str, Any]) -> list[str]:
    names = _tables(table, "names")
    preferred = Counter(str(name.get("language")) for name in names if name.get("preferred") is True)
    forms = Counter((str(name.get("language")), str(name.get("name"))) for name in names)
    sentences = [f"{path}: names: {n} names are preferred in {shown(language)}; one may be" for language, n in preferred.items() if n > 1]
    twice = [(language, name) for (language, name), n in forms.items() if n > 1]
    return sentences + [f"{path}: names: {shown(name)} stands there twice in {shown(language)}" for language, name in twice]


def _term_problems(person: PersonDeclared, offices: dict[str, OfficeFile]) -> list[str]:
    sentences = []
    for index, term in enumerate(person.terms):
        place = f"terms[{index}]"
        if term.office not in offices:
            nearest = difflib.get_close_matches(term.office, offices, n=1)
            meant = f"; did you mean {nearest[0]!r}?" if nearest else ""
            sentences.append(f"{place}.office = {term.office!r}: no file offices/{term.office}.toml declares it{meant}")
        if term.until_on is not None and term.until_on < term.from_on:
            sentences.append(f"{place}: until {term.until_on} lies before from {term.from_on}")
    for index, membership in enumerate(person.memberships):
        sentences += [f"memberships[{index}]: {trouble}" for trouble in membership_troubles(membership)]
    starts = Counter((term.office, term.from_on) for term in person.terms)
    return sentences + [f"terms: {office!r} from {start} stands there twice" for (office, start), times in starts.items() if times > 1]


def membership_troubles(membership: MembershipDeclared) -> list[str]:
    """Return what is wrong with a membership as a whole."""
    told = [] if membership.party or membership.chamber else ["names neither a party nor a chamber; give it one"]
    if membership.from_on and membership.until_on and membership.until_on < membership.from_on:
        told.append(f"until {membership.until_on} lies before from {membership.from_on}")
    return told
