"""The pack of a language: its lists, its patterns and its flags, read from its folder and checked once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from importlib import import_module
from importlib.resources import files
from importlib.resources.abc import Traversable
from importlib.util import find_spec
from typing import Any, NamedTuple

from flows.languages.declared import FLAGS, GRAMMARS, LISTS, PATTERNS, PLACES, RULES, TAKES, WORD_CLASSES, ListOf
from flows.languages.lists import entries_of
from flows.languages.terms import LETTERS
from schemas.words import Language

PACKAGE = "flows.languages"
SETTINGS = "language.toml"
PARTS_OF_SETTINGS = ("grammar", "patterns", "flags")
TERM = re.compile(r"<([a-z]+(?:-[a-z]+)*)>")
COLUMN = re.compile(r"\s*\|\s*")


class BrokenPack(ValueError):
    """A language's folder is not as declared; the message names file, line and remedy."""


class Pack(NamedTuple):
    """What a language brings; of two packs of one language, one is the other."""

    language: Language
    lists: Mapping[str, tuple[str, ...]]
    patterns: Mapping[str, re.Pattern[str]]
    flags: frozenset[str]
    grammar: str
    """One of `GRAMMARS`."""
    of_class: Mapping[str, frozenset[str]]
    """The words of each class of the lexicon, as it writes them, with their forms."""
    variants: Mapping[str, tuple[str, ...]]
    """The forms of a word of the lexicon that has several, itself the first: `o, ob, obo`."""

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

    def places(self, name: str) -> Iterator[tuple[str, ...]]:
        """Yield the lines of a list of places, each cut into its columns; BrokenPack where one is not as declared."""
        for line in _entries(files(PACKAGE).joinpath(self.language.value), self.language, f"places/{name}.txt", PLACES[name]):
            yield _columns(line, PLACES[name])

    def rule(self, name: str) -> Callable[..., Any]:
        """Return a function of the language's `rules.py`; BrokenPack where it has none of that name."""
        where = f"{PACKAGE}.{self.language}.rules"
        found: Callable[..., Any] | None = getattr(import_module(where), name, None) if find_spec(where) else None
        if found is None:
            raise BrokenPack(f"{self.language}/rules.py has no function {name}; {RULES[name]}")
        return found


# A pack is told from another by what it is, not by what it holds: to keep an answer by its pack costs nothing.
Pack.__hash__ = object.__hash__  # type: ignore[method-assign]
Pack.__eq__ = object.__eq__  # type: ignore[method-assign]


def any_of(words: Iterable[str]) -> str:
    """Return a pattern for any of some words, the longest first, also for `re.VERBOSE`; without words it matches nowhere."""
    return "|".join(map(re.escape, sorted(set(words), key=lambda word: (-len(word), word)))) or NOTHING


@cache
def pack(language: Language) -> Pack:
    """Return the pack of a language; BrokenPack where its folder is not as declared."""
    return read_pack(language, files(PACKAGE).joinpath(language.value))


def packs() -> tuple[Pack, ...]:
    """Return the packs of all languages, in the order in which `Language` names them."""
    return tuple(map(pack, Language))


def read_pack(language: Language, folder: Traversable) -> Pack:
    """Read a language's folder; BrokenPack where a list is missing, unknown, or has a line that is not as declared."""
    there = {where: _names_in(folder.joinpath(where)) for where in ("lists", "places")}
    for where, declared in (("lists", LISTS), ("places", PLACES)):
        for name in sorted(there[where] - {f"{known}.txt" for known in declared}):
            raise BrokenPack(
                f"{language}/{where}/{name}: no such list is declared; remove it, or declare it in flows/languages/declared.py"
            )
        for name, list_of in declared.items():
            if list_of.is_needed and f"{name}.txt" not in there[where]:
                raise BrokenPack(f"{language}/{where}/{name}.txt is missing; a line of it holds {list_of.holds}")
    lists = {
        name: tuple(_entries(folder, language, f"lists/{name}.txt", list_of)) if f"{name}.txt" in there["lists"] else ()
        for name, list_of in LISTS.items()
    }
    patterns, flags, grammar = _settings(folder, language)
    variants = {word: (word, *forms.split()) for word, _, forms in map(_lexicon_row, lists["lexicon"]) if forms}
    of_class = _classes(lists["lexicon"])
    of_class |= _derived(of_class, lists["noun_forms"])
    _check_takes(folder, language, TAKES | of_class["preposition"] | of_class["of"] | of_class["to"] | of_class["as"])
    return Pack(language, lists, patterns, flags, grammar, of_class, variants)


def _names_in(folder: Traversable) -> set[str]:
    return {file.name for file in folder.iterdir()} if folder.is_dir() else set()


def _entries(folder: Traversable, language: Language, name: str, declared: ListOf) -> Iterator[str]:
    """Yield the lines of a list; BrokenPack where one is not as declared."""
    for number, line in entries_of(folder.joinpath(name).read_text(encoding="utf-8")):
        for trouble in _troubles(line, declared):
            raise BrokenPack(f"{language}/{name}, line {number}: {line!r} {trouble}; a line holds {declared.holds}")
        yield line


def _check_takes(folder: Traversable, language: Language, known: frozenset[str]) -> None:
    """Refuse a reporting verb that takes neither what is declared nor a preposition of the language."""
    for number, line in entries_of(folder.joinpath("lists", "cues.txt").read_text(encoding="utf-8")):
        for word in _columns(line, LISTS["cues"])[2].split():
            if word not in known:
                where = f"{language}/lists/cues.txt, line {number}"
                raise BrokenPack(
                    f"{where}: {line!r} takes {word!r}, which is none of {', '.join(sorted(TAKES))}, and no preposition of the lexicon"
                )


def _columns(line: str, declared: ListOf) -> tuple[str, ...]:
    if declared.separator is None:
        return (line,)
    return tuple(line.split() if declared.separator == " " else map(str.strip, line.split(declared.separator)))


def _troubles(line: str, declared: ListOf) -> Iterator[str]:
    if declared.separator is None and not declared.allowed:  # as most lines are
        return
    columns = _columns(line, declared)
    if len(columns) < declared.fewest or not all(columns[: declared.fewest]):
        yield f"has too few columns ({declared.fewest} are needed)"
    elif len(columns) > declared.most:
        yield f"has too many columns ({declared.most} are known)"
    for place, allowed in declared.allowed.items():
        for word in columns[place].split() if place < len(columns) else ():
            if word not in allowed:
                yield f"says {word!r}, which is none of {', '.join(sorted(allowed))}"


def _lexicon_row(line: str) -> tuple[str, str, str]:
    word, classes, *forms = COLUMN.split(line)
    return word, classes, forms[0] if forms else ""


def _classes(lexicon: tuple[str, ...]) -> dict[str, frozenset[str]]:
    """Return the words of each class; one that no word has is empty."""
    found: dict[str, set[str]] = {name: set() for name in WORD_CLASSES}
    for word, classes, forms in map(_lexicon_row, lexicon):
        for one in classes.split():
            found[one].update((word, *forms.split()))
    return {one: frozenset(words) for one, words in found.items()}


def _derived(of_class: Mapping[str, frozenset[str]], noun_forms: tuple[str, ...]) -> dict[str, frozenset[str]]:
    """Return the words of the classes that `noun_forms` makes of others: `dative-agent` of `agent`, without the agents themselves."""
    rules: dict[str, list[tuple[str, list[str]]]] = {}
    for line in noun_forms:
        ending, names, *endings = COLUMN.split(line)
        for name in names.split():
            rules.setdefault(name, []).append(("" if ending == "-" else ending, endings[0].split() if endings else []))
    found = {}
    for name, known in rules.items():
        _, _, nouns = name.partition("-")
        found[name] = of_class[name] | _forms(of_class[nouns], known) - of_class[nouns.partition("-")[0]]
    return found


def _forms(nouns: frozenset[str], rules: list[tuple[str, list[str]]]) -> frozenset[str]:
    found: set[str] = set()
    for noun in nouns:
        fits = next(((ending, endings) for ending, endings in rules if noun.endswith(ending)), ("", []))
        found.update(noun.removesuffix(fits[0]) + new for new in fits[1])
    return frozenset(found)


def _settings(folder: Traversable, language: Language) -> tuple[dict[str, re.Pattern[str]], frozenset[str], str]:
    """Return the patterns, the flags and the grammar of `language.toml`."""
    where = f"{language}/{SETTINGS}"
    if not folder.joinpath(SETTINGS).is_file():
        raise BrokenPack(f"{where} is missing; it holds {', '.join(PARTS_OF_SETTINGS)}")
    text = folder.joinpath(SETTINGS).read_text(encoding="utf-8")
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BrokenPack(f"{where}: is no TOML: {error}") from error
    for name in sorted(found.keys() - set(PARTS_OF_SETTINGS)):
        raise BrokenPack(f"{where}, line {_line(text, name)}: nothing is called {name!r}; one of {', '.join(PARTS_OF_SETTINGS)}")
    patterns = found.get("patterns", {})
    for name in sorted(patterns.keys() - PATTERNS.keys()):
        raise BrokenPack(f"{where}, line {_line(text, name)}: no pattern {name!r} is known; one of {', '.join(sorted(PATTERNS))}")
    flags = found.get("flags", {})
    for name in sorted(flags.keys() - FLAGS.keys()):
        raise BrokenPack(f"{where}, line {_line(text, name)}: no flag {name!r} is known; one of {', '.join(sorted(FLAGS))}")
    if (grammar := found.get("grammar")) not in GRAMMARS:
        raise BrokenPack(f"{where}, line {_line(text, 'grammar')}: `grammar` is {grammar!r}; one of {', '.join(GRAMMARS)}")
    compiled = {name: _compiled(where, text, name, patterns.get(name, NOTHING)) for name in PATTERNS}
    return compiled, frozenset(name for name, is_so in flags.items() if is_so), grammar


NOTHING = r"(?!)"
"""The pattern that matches nowhere: what a language has none of."""


def _compiled(where: str, text: str, name: str, pattern: str) -> re.Pattern[str]:
    try:
        return re.compile(over_terms(pattern), re.VERBOSE) if PATTERNS[name].is_of_terms else re.compile(pattern)
    except KeyError as error:
        raise BrokenPack(f"{where}, line {_line(text, name)}: the pattern {name!r} names {error}, no class of terms.py") from error
    except re.error as error:
        raise BrokenPack(f"{where}, line {_line(text, name)}: the pattern {name!r} is none: {error}") from error


def over_terms(pattern: str) -> str:
    """Return a pattern with the letters of the classes that it names in angle brackets; KeyError where no such class is known.

    >>> over_terms("<month> <small>")
    'M D'
    """
    return TERM.sub(lambda named: re.escape(LETTERS[named[1]]), pattern)


def _line(text: str, name: str) -> int:
    """Return the number of the line that gives a key its value, 1 where none does."""
    lines = text.splitlines()
    return next((number for number, line in enumerate(lines, start=1) if re.match(rf"\s*\[?{re.escape(name)}\s*[=\]]", line)), 1)
