"""The pack of a language: its lists, its patterns and its flags, read from its folder and checked once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import NamedTuple

from flows.languages.declared import FLAGS, LISTS, PATTERNS, ListOf
from flows.languages.lists import entries_of
from schemas.words import Language

PACKAGE = "flows.languages"
SETTINGS = "language.toml"
COLUMN = re.compile(r"\s*\|\s*")


class BrokenPack(ValueError):
    """A language's folder is not as declared; the message names file, line and remedy."""


class Pack(NamedTuple):
    """What a language brings; of two packs of one language, one is the other."""

    language: Language
    lists: Mapping[str, tuple[str, ...]]
    patterns: Mapping[str, re.Pattern[str]]
    flags: frozenset[str]
    of_class: Mapping[str, frozenset[str]]
    """The words of each class of the lexicon, in small letters with е for ё where the language is written in Cyrillic letters."""

    def lines(self, name: str) -> tuple[str, ...]:
        """Return the lines of a list, in order; KeyError where no such list is declared."""
        return self.lists[name]

    @cache  # noqa: B019 -- a pack is kept for good
    def rows(self, name: str) -> tuple[tuple[str, ...], ...]:
        """Return the lines of a list, each cut into its columns."""
        return tuple(_columns(line, LISTS[name]) for line in self.lists[name])

    @cache  # noqa: B019
    def words(self, name: str) -> frozenset[str]:
        """Return all words of a list whose columns are words, or all entries of one whose lines are entries."""
        return frozenset(word for row in self.rows(name) for word in row)


# A pack is told from another by what it is, not by what it holds: to keep an answer by its pack costs nothing.
Pack.__hash__ = object.__hash__  # type: ignore[method-assign]
Pack.__eq__ = object.__eq__  # type: ignore[method-assign]


@cache
def pack(language: Language) -> Pack:
    """Return the pack of a language; BrokenPack where its folder is not as declared."""
    return read_pack(language, files(PACKAGE).joinpath(language.value))


def packs() -> tuple[Pack, ...]:
    """Return the packs of all languages, in the order in which `Language` names them."""
    return tuple(map(pack, Language))


def read_pack(language: Language, folder: Traversable) -> Pack:
    """Read a language's folder; BrokenPack where a list is missing, unknown, or has a line that is not as declared."""
    there = {file.name for file in folder.joinpath("lists").iterdir()}
    for name in sorted(there - {f"{known}.txt" for known in LISTS}):
        raise BrokenPack(f"{language}/lists/{name}: no such list is declared; remove it, or declare it in flows/languages/declared.py")
    lists = {name: _read(folder, language, name, declared, is_there=f"{name}.txt" in there) for name, declared in LISTS.items()}
    patterns, flags = _settings(folder, language)
    return Pack(language, lists, patterns, flags, _classes(lists["lexicon"]))


def _read(folder: Traversable, language: Language, name: str, declared: ListOf, *, is_there: bool) -> tuple[str, ...]:
    if not is_there:
        if declared.is_needed:
            raise BrokenPack(f"{language}/lists/{name}.txt is missing; a line of it holds {declared.holds}")
        return ()
    found = []
    for number, line in entries_of(folder.joinpath("lists", f"{name}.txt").read_text(encoding="utf-8")):
        for trouble in _troubles(line, declared):
            raise BrokenPack(f"{language}/lists/{name}.txt, line {number}: {line!r} {trouble}; a line holds {declared.holds}")
        found.append(line)
    return tuple(found)


def _columns(line: str, declared: ListOf) -> tuple[str, ...]:
    if declared.separator is None:
        return (line,)
    columns = line.split() if declared.separator == " " else line.split(declared.separator)
    return tuple(column.strip() for column in columns)


def _troubles(line: str, declared: ListOf) -> Iterator[str]:
    columns = _columns(line, declared)
    if len(columns) < declared.fewest or not all(columns[: declared.fewest]):
        yield f"has too few columns ({declared.fewest} are needed)"
    elif len(columns) > declared.most:
        yield f"has too many columns ({declared.most} are known)"
    for place, allowed in declared.allowed.items():
        for word in columns[place].split() if place < len(columns) else ():
            if word not in allowed:
                yield f"says {word!r}, which is none of {', '.join(sorted(allowed))}"


def _classes(lexicon: tuple[str, ...]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for line in lexicon:
        word, classes = COLUMN.split(line)[:2]
        for one in classes.split():
            found.setdefault(one, set()).add(word)
    return {one: frozenset(words) for one, words in found.items()}


def _settings(folder: Traversable, language: Language) -> tuple[dict[str, re.Pattern[str]], frozenset[str]]:
    """Return the patterns and flags of `language.toml`."""
    text = folder.joinpath(SETTINGS).read_text(encoding="utf-8")
    where = f"{language}/{SETTINGS}"
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BrokenPack(f"{where}: is no TOML: {error}") from error
    patterns = found.get("patterns", {})
    for name in sorted({*patterns, *PATTERNS}):
        if name not in PATTERNS:
            raise BrokenPack(f"{where}, line {_line(text, name)}: no pattern {name!r} is known; one of {', '.join(sorted(PATTERNS))}")
        if name not in patterns and PATTERNS[name].is_needed:
            raise BrokenPack(f"{where}: the pattern {name!r} is missing: {PATTERNS[name].holds}")
    flags = {name for name, is_so in found.get("flags", {}).items() if is_so}
    for name in sorted(flags - FLAGS.keys()):
        raise BrokenPack(f"{where}, line {_line(text, name)}: no flag {name!r} is known; one of {', '.join(sorted(FLAGS))}")
    return {name: _compiled(where, text, name, patterns.get(name, NOTHING)) for name in PATTERNS}, frozenset(flags)


NOTHING = r"(?!)"
"""The pattern that matches nowhere: what a language has none of."""


def _compiled(where: str, text: str, name: str, pattern: str) -> re.Pattern[str]:
    try:
        return re.compile(pattern)
    except re.error as error:
        raise BrokenPack(f"{where}, line {_line(text, name)}: the pattern {name!r} is none: {error}") from error


def _line(text: str, name: str) -> int:
    """Return the number of the line that gives a key its value, 1 where none does."""
    lines = text.splitlines()
    return next((number for number, line in enumerate(lines, start=1) if re.match(rf"\s*{re.escape(name)}\s*=", line)), 1)
