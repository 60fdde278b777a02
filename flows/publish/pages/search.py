"""The search: which word stands in which speeches, in sections, each sorted and cut into ranges, so that a page loads only one of each.

A section counts its speeches from 0 and says nothing of others, so that it stays the same files while its own speeches do.
"""

from __future__ import annotations

import heapq
import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import combinations, groupby, pairwise
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

from flows.publish.pages.keys import keys_of_word
from flows.publish.pages.scripts import Chunks, Limits, as_literal
from flows.publish.pages.sections import ALL
from flows.publish.pages.speeches import WIDE, SearchedSpeech, opening_of
from schemas.words import QuotationKind

WORD = re.compile(r"\w{2,40}")
RANGE = Limits(entries=20_000, bytes=64_000)
# A search looks into each section.
RANGE_OF_A_SECTION = Limits(entries=20_000, bytes=16_000)
# So many numbers wait in memory before they go to disk.
NUMBERS_IN_MEMORY = 1_000_000
# Of so many speeches a word of every fourth tells nothing apart, and such lists would be as long as all others together.
COMMON_FROM_SPEECHES = 250
COMMON_SHARE = 0.25
COMMON = "*"
# In the order in which the script joins them too; a speaker's key has a mark instead, by the bits of these kinds.
QUOTATION_FACETS = ("speaker_kind", "kind")
KINDS = tuple(kind.value for kind in QuotationKind)
# Before a speaker's id; there are more keys of speakers than words.
SPEAKER = "@"
NO_WORD = re.compile(f"[:{SPEAKER}]")
UNDATED = "undated"
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
# Between a word, its steps and its marks: no key holds one.
BETWEEN = "="


class Section(NamedTuple):
    """What a page knows of a section: its ranges are the files `<name>.js`, `<name>_1.js` and on."""

    name: str
    speeches: int
    firsts: list[str]
    """The first word of each range, by which a page finds the one to load."""


def words_of(text: str) -> set[str]:
    """Return the words of a text in small letters.

    Letters beyond the basic plane are left out: a browser sorts them otherwise.

    >>> sorted(words_of("Ёлка and the Ёлка"))
    ['and', 'the', 'ёлка']
    """
    words = set(WORD.findall(text.lower()))
    return {word for word in words if not WIDE.search(word)} if WIDE.search(text) else words


def keys_of(speech: SearchedSpeech) -> dict[str, str]:
    """Return all by which a speech is found, each with its mark: words of its title and text, names, its day and month, id and facets."""
    title = opening_of(speech.title) if speech.title else ""
    words = words_of(speech.text) | words_of(" ".join([title, *speech.names]))
    keys = {key for word in words for key in keys_of_word(word, speech.language)}
    day = speech.spoken_on.isoformat() if speech.spoken_on else None
    return dict.fromkeys(keys | ({day, day[:7]} if day else set()) | {speech.speech_id}, "") | facet_keys(speech)


def facet_keys(speech: SearchedSpeech) -> dict[str, str]:
    """Return the keys of a speech's facets, each with its mark.

    A speaker's says of which kinds the speech has quotations of theirs (`kinds_mark`); all others have none. Kinds of speakers and of
    quotations have a key for each set of theirs, so that one quotation has all that is asked for.
    """
    own = {
        f"language:{speech.language}",
        f"form:{speech.form}",
        f"source:{speech.source_id}",
        f"year:{speech.spoken_on.year if speech.spoken_on else UNDATED}",
    }
    sets = {key for _, *facets in speech.facets for key in _sets_of(facets)}
    said: dict[str, set[str]] = {speech.principal_id: set()} if speech.principal_id else {}
    for speaker, _, kind in speech.facets:
        if speaker:
            said.setdefault(speaker, set()).add(kind)
    return dict.fromkeys(own | sets, "") | {f"{SPEAKER}{speaker}": kinds_mark(kinds) for speaker, kinds in said.items()}


def kinds_mark(kinds: Collection[str]) -> str:
    """Return kinds of quotations as one digit: the sum of a bit each.

    >>> kinds_mark({"direct", "indirect"}), kinds_mark(())
    ('5', '0')
    """
    return str(sum(1 << place for place, kind in enumerate(KINDS) if kind in kinds))


def _sets_of(facets: Sequence[str]) -> Iterator[str]:
    """Yield `speaker_kind:person`, `kind:direct`, `speaker_kind:person kind:direct`: each set of a quotation's facets that are known."""
    known = [f"{name}:{value}" for name, value in zip(QUOTATION_FACETS, facets, strict=True) if value]
    for some in range(1, len(known) + 1):
        yield from map(" ".join, combinations(known, some))


class WordRuns:
    """Collects the words of speeches of one section, which come one after the other, in files of a folder: runs, sorted by word.

    The first speech has the number `first` within the section; the runs of what comes later bear later names.
    """

    def __init__(self, folder: Path, first: int = 0, numbers_in_memory: int = NUMBERS_IN_MEMORY) -> None:
        self._folder = folder
        self._next = first
        self._most = numbers_in_memory
        self._numbers: defaultdict[str, list[int]] = defaultdict(list)
        self._marks: defaultdict[str, list[str]] = defaultdict(list)
        self._count = 0
        self._runs: list[Path] = []
        self._folder.mkdir(parents=True)

    def add(self, words: Mapping[str, str]) -> None:
        """Add the next speech by its words; a word's mark is one letter, or nothing, in all speeches alike."""
        found = self._numbers
        for word, mark in words.items():
            found[word].append(self._next)
            if mark:
                self._marks[word].append(mark)
        self._next += 1
        self._count += len(words)
        if self._count >= self._most:
            self._write_run()

    def close(self) -> list[Path]:
        """Write what waits, and return the runs in the order of their speeches."""
        self._write_run()
        return self._runs

    def _write_run(self) -> None:
        self._runs.append(self._folder / f"{len(self._runs):05}")
        with self._runs[-1].open("w", encoding="utf-8", newline="\n") as file:
            for word, numbers in sorted(self._numbers.items()):
                places = len(numbers), numbers[0], numbers[-1], between(numbers), "".join(self._marks.get(word, ()))
                file.write("\t".join((word, *map(str, places))) + "\n")
        self._numbers, self._marks, self._count = defaultdict(list), defaultdict(list), 0


class Places(NamedTuple):
    """In how many speeches of a run a word stands: the first and the last of them, and the steps between all, as a chunk has them."""

    speeches: int
    first: int
    last: int
    steps: str
    marks: str = ""
    """A letter for each of these speeches, or nothing."""


def write_section(name: str, speeches: int, runs: Sequence[Path], folder: Path, limits: Limits = RANGE) -> Section:
    """Write the ranges of a section of so many speeches as `words/` of a folder, from its runs in the order of their speeches."""
    chunks = Chunks(folder, "words", limits)
    found: dict[str, str] = {}
    for word, places in _merged(runs):
        is_common = _is_common(name, speeches, word, sum(some.speeches for some in places))
        marks = "".join(some.marks for some in places)
        entry = [word, COMMON if is_common else _joined(places), *([marks] if marks else [])]
        found.setdefault(chunks.add(as_literal(BETWEEN.join(entry)), name), word)
    chunks.close()
    return Section(name, speeches, list(found.values()))


def _is_common(section: str, speeches: int, word: str, standing_in: int) -> bool:
    is_large = section != ALL and speeches >= COMMON_FROM_SPEECHES
    return is_large and not NO_WORD.search(word) and standing_in > speeches * COMMON_SHARE


def _merged(runs: Sequence[Path]) -> Iterator[tuple[str, list[Places]]]:
    # The places of a word come in the order of the runs.
    merged = heapq.merge(*map(_read_run, runs), key=itemgetter(0))
    for word, entries in groupby(merged, key=itemgetter(0)):
        yield word, [places for _, places in entries]


def _read_run(path: Path) -> Iterator[tuple[str, Places]]:
    with path.open(encoding="utf-8", newline="\n") as file:
        for line in file:
            word, speeches, first, last, steps, marks = line.rstrip("\n").split("\t")
            yield word, Places(int(speeches), int(first), int(last), steps, marks)


def _joined(places: Sequence[Places]) -> str:
    """Return the steps between all numbers of a word, of which those before each run's first one follow from the run before.

    >>> _joined([Places(2, 3, 4, "1"), Places(1, 40, 40, "")])
    '31B0'
    """
    lasts = (0, *(some.last for some in places))
    return "".join(_step(some.first - last) + some.steps for last, some in zip(lasts, places, strict=False))


def between(numbers: Sequence[int]) -> str:
    """Return the steps between rising numbers: a small letter or digit ends a step, of 36 or more capitals stand before it.

    >>> between([3, 4, 40]), between([0, 35, 71, 2_000_000])
    ('1B0', 'zB0DEERl')
    """
    return "".join(_step(high - low) for low, high in pairwise(numbers))


@lru_cache(maxsize=10_000)
def _step(length: int) -> str:
    rest, last = divmod(length, len(DIGITS))
    digits = DIGITS[last]
    while rest:
        rest, place = divmod(rest, len(CAPITALS))
        digits = CAPITALS[place] + digits
    return digits
