"""The door to long lists of persons: `people/*.csv` and `people/*.parquet` beside the sources, a row a person.

A person of several terms or memberships has a row for each. Beside a list may lie a TOML file of its name, which says on which terms
the list is offered. What is read is kept, by the hash of all that it was made of: an unchanged list is not read again.
"""

from __future__ import annotations

import csv
import difflib
import hashlib
import io
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import BaseModel, ConfigDict, ValidationError

from flows.cycles import no_search_for_cycles
from flows.errors import Refused
from flows.fetch.declarations import SOURCE_ID, Address, problem, unknown_keys
from flows.fetch.mapped_people import kept_people
from flows.fetch.toml_file import LONGEST_LINE, MOST_PROBLEMS_TOLD, Line, read_toml, shown, told
from flows.fetch.whole import bytes_of, text_of
from flows.label.speakers.gazetteer import Membership, Name, PeopleList, Person, Term
from flows.label.speakers.people import NO_PEOPLE, People, people_bytes
from flows.languages.pack import pack
from schemas.speakers import EARLIEST_BIRTH_YEAR, LATEST_BIRTH_YEAR
from schemas.speeches import SPEAKER_ID
from schemas.words import Language

FORMAT = b"2"
"""Raised where the same files are to be arranged otherwise."""
LARGEST_LIST_BYTES = 500_000_000
MOST_ROWS = 2_000_000
BETWEEN_FORMS = "|"
NAME_IN = {f"name_{language}": language for language in Language}
A_DAY = "a day such as 2019-03-20"
COLUMNS: Mapping[str, str] = {
    "speaker_id": "the person's key: 1 to 120 of a-z, 0-9 and -; rows that share it are of one person",
    "name": "a name in each language that is written in its letters; several are divided by |, the first one is shown",
    **{column: f"a name in {language.meaning.rstrip('.')}; several are divided by |" for column, language in NAME_IN.items()},
    "gender": "female or male, or nothing",
    "birth_year": f"a year from {EARLIEST_BIRTH_YEAR} to {LATEST_BIRTH_YEAR}",
    "country": "two capital letters, as in ISO 3166-1 alpha-2",
    "wikidata_id": "a Wikidata item, such as Q42",
    "office": "an office's code: the name of a file in offices/, without .toml",
    "party": "a party's name",
    "chamber": "the name of a chamber of parliament",
    "from": f"{A_DAY}: the first one of the office, or else of the party or chamber",
    "until": f"{A_DAY}: the last one",
}
"""The columns of a list, each with what it holds; all but `speaker_id` may be left out, and any cell of them empty."""
ID = re.compile(SPEAKER_ID)
COUNTRY = re.compile("[A-Z]{2}")
ITEM = re.compile("Q[1-9][0-9]*")
DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
YEAR = re.compile("[0-9]{4}")
LIST_HOLDS = {"licence": "a text in quotes", "attribution": "a text in quotes", "url": "an http:// or https:// address in quotes"}


class ListDeclared(BaseModel):
    """The TOML file beside a list."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    licence: Line
    attribution: Line
    url: Address | None = None


class Row(NamedTuple):
    """One row of a list: where it stands, and its cells by column, without those that are empty."""

    place: str
    """The file and the line, or the row of a Parquet file."""
    cells: dict[str, str]


class WrongCell(ValueError):
    """A cell holds what its column may not; its arguments are the column and what is told of it."""


def read_people(folder: Path, offices: Collection[str], own: Sequence[Person]) -> tuple[People, tuple[PeopleList, ...]]:
    """Return the persons of all lists in a folder, and the lists; none where it is missing.

    A person who is among `own`, by the same id or Wikidata item, is left out. Refused, naming file, line and column of each problem.
    """
    files = sorted(path for path in folder.glob("[!.]*") if path.suffix in (".csv", ".parquet"))
    if not files:
        return NO_PEOPLE, ()
    lists = tuple(_list_of(path) for path in files)
    if len({one.list_id for one in lists}) < len(lists):
        raise Refused(f"{folder}: two lists share their name; rename one, for persons say by it which list they stand in")
    contents = {path: bytes_of(path, LARGEST_LIST_BYTES, "divide it into several lists") for path in files}
    digest = hashlib.sha256(FORMAT)
    known = (sorted(offices), [(person.speaker_id, person.wikidata_id) for person in own])
    for part in (repr(known).encode(), *(part for path, content in contents.items() for part in (path.name.encode(), content))):
        digest.update(hashlib.sha256(part).digest())
    with no_search_for_cycles():
        return kept_people(digest.hexdigest(), lambda: people_bytes(_persons(contents, frozenset(offices), own))), lists


def _list_of(path: Path) -> PeopleList:
    if not SOURCE_ID.fullmatch(path.stem):
        raise Refused(f"{path}: is to be named with 1 to 60 of a-z, 0-9 and -, then {path.suffix}; found {path.name!r}")
    beside = path.with_suffix(".toml")
    if not beside.exists():
        return PeopleList(path.stem, None, None, None)
    table = read_toml(beside)
    problems = unknown_keys(beside, "", table, LIST_HOLDS)
    declared = None
    try:
        declared = ListDeclared(**{key: value for key, value in table.items() if key in LIST_HOLDS})
    except ValidationError as error:
        problems += [problem(beside, detail, LIST_HOLDS) for detail in error.errors()]
    if problems or declared is None:
        raise Refused(told(problems))
    return PeopleList(path.stem, declared.licence, declared.attribution, declared.url)


def _persons(contents: Mapping[Path, bytes], offices: frozenset[str], own: Sequence[Person]) -> list[Person]:
    """Return the persons of all lists, by list and in the order of their first rows."""
    ids = {person.speaker_id: person.wikidata_id for person in own}
    items = {person.wikidata_id for person in own if person.wikidata_id}
    problems: list[str] = []
    found: list[Person] = []
    for path, content in contents.items():
        for person, place in _of_one_list(path, content, offices, problems):
            if person.speaker_id in ids and {person.wikidata_id, ids[person.speaker_id]} - {None, person.wikidata_id}:
                problems.append(
                    f"{place}, column 'speaker_id': {shown(person.speaker_id)} is another person elsewhere; give this one another"
                )
            elif person.speaker_id not in ids and person.wikidata_id not in items:
                found.append(person)
                ids[person.speaker_id] = person.wikidata_id
                items.update({person.wikidata_id} if person.wikidata_id else ())
    if problems:
        raise Refused(told(problems))
    return found


def _of_one_list(path: Path, content: bytes, offices: frozenset[str], problems: list[str]) -> Iterator[tuple[Person, str]]:
    """Yield the persons of a list, each with the place of the first row; what is wrong with a row is added to the problems."""
    drafts: dict[str, tuple[str, dict[str, Any]]] = {}
    for row in rows_of(path, content):
        try:
            _add(drafts, row, offices)
        except WrongCell as error:
            column, trouble = error.args
            problems.append(f"{row.place}, column {column!r}: {trouble}")
            if len(problems) > MOST_PROBLEMS_TOLD:
                return
    written_in = _Letters()
    for speaker_id, (place, draft) in drafts.items():
        if names := written_in.names(draft["names"]):
            memberships, terms = tuple(dict.fromkeys(draft["memberships"])), tuple(dict.fromkeys(draft["terms"]))
            facts = draft["facts"]
            year = facts.get("birth_year")
            gender, item, country = facts.get("gender", "either"), facts.get("wikidata_id"), facts.get("country")
            yield Person(speaker_id, gender, item, names, terms, int(year) if year else None, country, memberships, path.stem), place
        else:
            problems.append(f"{place}, column 'name': {shown(speaker_id)} has no name in the letters of a language; give one")


def rows_of(path: Path, content: bytes) -> Iterator[Row]:
    """Yield the rows of a list; Refused where it cannot be read, or has a column that means nothing."""
    for number, (place, cells) in enumerate(_parquet(path, content) if path.suffix == ".parquet" else _csv(path, content)):
        if number >= MOST_ROWS:
            raise Refused(f"{path}: has more than {MOST_ROWS} rows; divide it into several lists")
        yield Row(f"{path}, {place}", cells)


def _csv(path: Path, content: bytes) -> Iterator[tuple[str, dict[str, str]]]:
    reader = csv.reader(io.StringIO(text_of(path, content), newline=""), strict=True)
    try:
        header = next(reader, [])
        _refuse_columns(path, "line 1", header)
        for cells in reader:
            if len(cells) > len(header):
                raise Refused(
                    f"{path}, line {reader.line_num}: has {len(cells)} cells, its header {len(header)}; put what holds a comma in quotes"
                )
            if any(cells):
                filled = {column: cell for column, cell in zip(header, cells, strict=False) if cell}
                yield f"line {reader.line_num}", filled
    except csv.Error as error:
        raise Refused(f"{path}, line {reader.line_num}: is no row of a CSV file ({error})") from error


def _parquet(path: Path, content: bytes) -> Iterator[tuple[str, dict[str, str]]]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(pa.BufferReader(content))
        header = list(file.schema_arrow.names)
        _refuse_columns(path, "its schema", header)
        number = 0
        for batch in file.iter_batches(batch_size=10_000):
            columns = [_texts(column) for column in batch.columns]
            for values in zip(*columns, strict=True):
                number += 1
                yield f"row {number}", {column: value for column, value in zip(header, values, strict=True) if value}
    except (pa.ArrowException, OSError) as error:
        raise Refused(f"{path}: is no Parquet file that can be read ({str(error).splitlines()[0]})") from error


def _texts(column: Any) -> list[str | None]:
    """Return the values of a column as a CSV file would hold them."""
    return [None if value is None else value.isoformat() if isinstance(value, date) else str(value) for value in column.to_pylist()]


def _refuse_columns(path: Path, place: str, header: Sequence[str]) -> None:
    problems = []
    for column in header:
        if column not in COLUMNS:
            nearest = difflib.get_close_matches(column, COLUMNS, n=1)
            meant = f"did you mean {nearest[0]!r}?" if nearest else f"a list has {', '.join(COLUMNS)}"
            problems.append(f"{path}, {place}, column {shown(column)}: no such column; {meant}")
    problems += [f"{path}, {place}, column {shown(column)}: stands there twice" for column in COLUMNS if header.count(column) > 1]
    if "speaker_id" not in header:
        problems.append(f"{path}, {place}: has no column 'speaker_id'; it holds {COLUMNS['speaker_id']}")
    if problems:
        raise Refused(told(problems))


def _add(drafts: dict[str, tuple[str, dict[str, Any]]], row: Row, offices: frozenset[str]) -> None:
    """Add to the persons what a row says of one; WrongCell where that cannot be."""
    cells = row.cells
    speaker_id = cells.get("speaker_id", "")
    if not ID.fullmatch(speaker_id):
        raise _wrong("speaker_id", speaker_id)
    _, draft = drafts.setdefault(speaker_id, (row.place, {"facts": {}, "names": [], "terms": [], "memberships": []}))
    _add_facts(draft["facts"], cells, speaker_id)
    for column in ("name", *NAME_IN):
        if column in cells:
            draft["names"] += [(column, name) for name in _forms(column, cells[column])]
    _add_times(draft, cells, offices)


def _add_facts(facts: dict[str, str], cells: Mapping[str, str], speaker_id: str) -> None:
    for column, is_right in CHECKS:
        value = cells.get(column)
        if value is not None:
            if not is_right(value):
                raise _wrong(column, value)
            if facts.setdefault(column, value) != value:
                raise WrongCell(
                    column, f"{shown(value)}, but {shown(facts[column])} in an earlier row of {shown(speaker_id)}; one is wrong"
                )


def _add_times(draft: dict[str, Any], cells: Mapping[str, str], offices: frozenset[str]) -> None:
    """Add the term of office, and the membership, that a row tells of."""
    first, last = _day(cells, "from"), _day(cells, "until")
    if first and last and last < first:
        raise WrongCell("until", f"{last} lies before `from`, {first}")
    if office := cells.get("office"):
        draft["terms"].append(_term(office, first, last, offices))
    party, chamber = (_line(column, cells[column]) if column in cells else None for column in ("party", "chamber"))
    if party or chamber:
        draft["memberships"].append(Membership(party, chamber, first, last))
    elif not office and (first or last):
        raise WrongCell("from" if first else "until", "says when, but the row names no office, party or chamber")


def _term(office: str, first: date | None, last: date | None, offices: frozenset[str]) -> Term:
    if office not in offices:
        nearest = difflib.get_close_matches(office, offices, n=1)
        meant = f"; did you mean {nearest[0]!r}?" if nearest else ""
        raise WrongCell("office", f"{shown(office)}: no file offices/{office[:60]}.toml declares it{meant}")
    if first is None:
        raise WrongCell("from", "is empty; a term of an office needs its first day")
    return Term(office, first, last)


def _forms(column: str, cell: str) -> list[str]:
    return [_line(column, form) for form in cell.split(BETWEEN_FORMS) if form and not form.isspace()]


def _line(column: str, value: str) -> str:
    """Return a text of one line without spaces too many; WrongCell where it holds what nobody sees, or goes beyond all measure."""
    line = " ".join(value.split())
    if len(value) > LONGEST_LINE or not line or not line.isprintable():
        raise WrongCell(column, f"{shown(value)}: must be a text of one line, at most {LONGEST_LINE} characters, all of which are seen")
    return line


def _day(cells: Mapping[str, str], column: str) -> date | None:
    value = cells.get(column)
    if value is not None and (day := _date(value)) is None:
        raise _wrong(column, value)
    return day if value is not None else None


@lru_cache(maxsize=65_536)
def _date(value: str) -> date | None:
    """Return a day; None where it is none. Of a hundred thousand persons, many begin on the same."""
    with suppress(ValueError):
        return date.fromisoformat(value) if DAY.fullmatch(value) else None
    return None


def _wrong(column: str, value: str) -> WrongCell:
    return WrongCell(column, f"{shown(value)}: must be {COLUMNS[column]}")


def _is_year(value: str) -> bool:
    return YEAR.fullmatch(value) is not None and EARLIEST_BIRTH_YEAR <= int(value) <= LATEST_BIRTH_YEAR


CHECKS = (
    ("gender", ("female", "male").__contains__),
    ("birth_year", _is_year),
    ("country", COUNTRY.fullmatch),
    ("wikidata_id", ITEM.fullmatch),
)


class _Letters:
    """Which languages a name may be written in, by its letters."""

    def __init__(self) -> None:
        letters = {language: {letter for row in pack(language).rows("letters") for letter in row[0]} for language in Language}
        self._letters = {language: frozenset(found | {letter.upper() for letter in found}) for language, found in letters.items()}
        self._latin = [language for language, found in self._letters.items() if "a" in found]

    def names(self, forms: Sequence[tuple[str, str]]) -> tuple[Name, ...]:
        """Return the names of a person, each once in a language; the first in a language is shown."""
        found: dict[tuple[Language, str], bool] = {}
        seen: set[Language] = set()
        for column, form in sorted(forms, key=lambda one: one[0] == "name"):
            for language in (NAME_IN[column],) if column in NAME_IN else self._languages(form):
                if (language, form) not in found:
                    found[language, form] = language not in seen
                    seen.add(language)
        return tuple(Name(language, form, preferred) for (language, form), preferred in found.items())

    def _languages(self, form: str) -> list[Language]:
        if form.isascii():
            return self._latin
        letters = {letter for letter in form if letter.isalpha()}
        fitting = [language for language, own in self._letters.items() if letters <= own]
        return fitting or (self._latin if all("LATIN" in _script(letter) for letter in letters) else [])


def _script(letter: str) -> str:
    import unicodedata

    return unicodedata.name(letter, "")
