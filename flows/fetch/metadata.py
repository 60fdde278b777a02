"""What a table beside the files says of each text, and what the names of files and addresses say by themselves."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from flows.clean.stated import Stated, Told, Wrong, day_of_address, settled, stated_of, told_by
from flows.clean.writing import Writing
from flows.errors import Refused
from flows.fetch.canonical import canonical
from flows.fetch.containers.member import Member
from flows.fetch.containers.tables import SUFFIXES, table_kind, table_rows, written
from flows.fetch.declarations import OF_A_TEXT, SourceDeclaration
from flows.fetch.fetched import Fetched
from flows.fetch.patterns import groups_matched
from schemas.words import TakenFrom

FILE, ADDRESS = "file", "address"
"""The columns that say which text a row is of."""
COLUMNS = (FILE, ADDRESS, *OF_A_TEXT)
LARGEST_ROW = 1_000_000
"""Bytes."""
MOST_SHOWN = 10
"""Names in one sentence of trouble."""


class Described(NamedTuple):
    """Texts with what a table says of them, and what a person should know of that table."""

    texts: tuple[Fetched, ...]
    troubles: tuple[str, ...] = ()


def writing_of(declaration: SourceDeclaration) -> Writing:
    """Return how a source writes its days and hours."""
    return Writing(declaration.timezone, declaration.day_first)


def told_before(fetched: Fetched, declaration: SourceDeclaration) -> Told:
    """Return what is believed before the text itself: what its source declares, then what its table says."""
    declared = told_by(TakenFrom.DECLARED, Stated(event=declaration.event, place=declaration.place, form=declaration.form))
    row, _ = stated_of(dict(fetched.said), writing_of(declaration))
    return settled(declared, told_by(TakenFrom.TABLE, fetched.stated), told_by(TakenFrom.TABLE, row))


def told_after(fetched: Fetched, declaration: SourceDeclaration) -> Told:
    """Return what is believed where the text itself says nothing: what the name of its file says, then its address."""
    words = groups_matched(declaration.file_names, fetched.origin) if declaration.file_names and fetched.url is None else {}
    named, _ = stated_of({name: word.replace("_", " ") for name, word in words.items()}, writing_of(declaration))
    day = day_of_address(fetched.url) if fetched.url else None
    return settled(told_by(TakenFrom.FILE_NAME, named), told_by(TakenFrom.ADDRESS, Stated(spoken_on=day)))


def described(declaration: SourceDeclaration, sources_folder: Path, texts: Sequence[Fetched]) -> Described:
    """Return the texts with what the source's table says of each; Refused where it cannot be read."""
    wrong = tuple(_wrong_in_rows(declaration, texts))
    if declaration.metadata is None:
        return Described(tuple(texts), wrong)
    where = f"{declaration.source_id}.toml: metadata = {declaration.metadata!r}"
    reading = _Reading(_by_name(texts), writing_of(declaration))
    for number, row in enumerate(_rows(sources_folder / declaration.metadata, where), start=1):
        reading.read(number, row)
    found = tuple(text._replace(stated=reading.stated.get(text.origin, text.stated)) for text in texts)
    return Described(found, (*wrong, *(f"{where}: {sentence}" for sentence in reading.troubles())))


def _wrong_in_rows(declaration: SourceDeclaration, texts: Iterable[Fetched]) -> Iterator[str]:
    """Yield a sentence on the values of texts in tables, a row each, that are none."""
    writing = writing_of(declaration)
    wrong = [sentence for text in texts if text.said for sentence in _not_read(text.origin, stated_of(dict(text.said), writing)[1])]
    if wrong:
        yield f"{declaration.source_id}.toml: columns: {_not_read_sentence(wrong)}"


def _not_read(origin: str, wrong: Iterable[Wrong]) -> list[str]:
    return [f"{origin}: {one.field} = {one.found!r} is not {one.allowed}" for one in wrong]


def _not_read_sentence(wrong: Sequence[str]) -> str:
    return f"{len(wrong)} values that are not read: {_shown(wrong)}"


class _Reading:
    """A table as it is read row by row: what it says of each text by its origin, and what it says in vain."""

    def __init__(self, names: Mapping[str, str], writing: Writing) -> None:
        self.names = names
        self.writing = writing
        self.stated: dict[str, Stated] = {}
        self.unknown_columns: dict[str, None] = {}
        self.without_text: list[str] = []
        self.twice: list[str] = []
        self.wrong: list[str] = []

    def read(self, number: int, row: Mapping[str, str]) -> None:
        """Keep what a row says of its text."""
        self.unknown_columns.update(dict.fromkeys(name for name in row if name not in COLUMNS))
        file, address = row.get(FILE, "").strip(), row.get(ADDRESS, "").strip()
        origin = self.names.get(file) or self.names.get(canonical(address) or address)
        if origin is None:
            self.without_text.append(file or address or f"row {number}")
        elif origin in self.stated:
            self.twice.append(origin)
        else:
            self.stated[origin], wrong = stated_of(row, self.writing)
            self.wrong += _not_read(origin, wrong)

    def troubles(self) -> Iterator[str]:
        """Yield a sentence on all that was said in vain."""
        if self.unknown_columns:
            yield f"unknown columns: {_shown(list(self.unknown_columns))}; known ones are {', '.join(COLUMNS)}"
        if self.without_text:
            yield f"{len(self.without_text)} rows without a text: {_shown(self.without_text)}"
        if self.twice:
            yield f"{len(self.twice)} further rows of a text, which are not read: {_shown(self.twice)}"
        if self.wrong:
            yield _not_read_sentence(self.wrong)


def _shown(names: Sequence[str]) -> str:
    more = f" and {len(names) - MOST_SHOWN} more" if len(names) > MOST_SHOWN else ""
    return ", ".join(islice(names, MOST_SHOWN)) + more


def _by_name(texts: Iterable[Fetched]) -> dict[str, str]:
    """Return each text's origin by what a table may call it: its path, its address, or its file's name where no other has it."""
    found: dict[str, str] = {}
    names: dict[str, list[str]] = {}
    for text in texts:
        found[text.origin] = text.origin
        if text.url:
            found[canonical(text.url) or text.url] = text.origin
        else:
            names.setdefault(text.origin.rpartition("/")[2], []).append(text.origin)
    return {name: origins[0] for name, origins in names.items() if len(origins) == 1} | found


def _rows(path: Path, where: str) -> Iterator[Mapping[str, str]]:
    """Yield the rows of a table as texts by column; Refused where it cannot be read."""
    if table_kind(path.name) is None:
        raise Refused(f"{where}: is no table that can be read; name one that ends in {', '.join(SUFFIXES)}")
    try:
        for place, row in table_rows(path, {}, LARGEST_ROW):
            if isinstance(row, Member):
                raise Refused(f"{where}: {path} is no such table: {place} {row.detail}")
            yield {str(name).strip(): written(value) for name, value in row.items() if value is not None}
    except (OSError, EOFError, zlib.error) as error:
        why = getattr(error, "strerror", None) or error
        raise Refused(f"{where}: {path} cannot be read ({why}); put the table there, or leave `metadata` out") from error
