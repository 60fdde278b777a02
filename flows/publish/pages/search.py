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
UNDATED = "undated"
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
# Between a word, its steps and its marks: no key holds one.
BETWEEN = "="


Entry = tuple[str, list[int], str]
"""A word, the speeches that it stands in, and its mark in each, where it has any."""


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
    return dict.fromkeys(own | sets, "") | {f"speaker:{speaker}": kinds_mark(kinds) for speaker, kinds in said.items()}


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


class WordIndex:
    """Collects the words of speeches, which come section after section, and writes each section's ranges as `words/` of a folder.

    What is too much for memory waits sorted in the folder `spill`.
    """

    def __init__(self, folder: Path, spill: Path, limits: Limits = RANGE, numbers_in_memory: int = NUMBERS_IN_MEMORY) -> None:
        self.written: list[Section] = []
        self._chunks = Chunks(folder, "words", limits)
        self._spill = spill
        self._section = ALL
        self._speeches = 0
        self._most = numbers_in_memory
        self._numbers: defaultdict[str, list[int]] = defaultdict(list)
        self._marks: defaultdict[str, list[str]] = defaultdict(list)
        self._count = 0
        self._runs: list[Path] = []

    def add(self, words: Mapping[str, str], section: str = ALL) -> None:
        """Add a speech, the next one of its section, by its words; a word's mark is one letter, or nothing, in all speeches alike."""
        if section != self._section:
            self._write_section()
            self._section = section
        found = self._numbers
        for word, mark in words.items():
            found[word].append(self._speeches)
            if mark:
                self._marks[word].append(mark)
        self._speeches += 1
        self._count += len(words)
        if self._count >= self._most:
            self._write_run()

    def close(self) -> list[Section]:
        """Write what waits, and return the sections in the order in which they came."""
        self._write_section()
        self._chunks.close()
        return self.written

    def _write_section(self) -> None:
        if not self._speeches:
            return
        found: dict[str, str] = {}
        for word, numbers, marks in self._merged():
            is_common = self._is_common(word, len(numbers))
            entry = [word, COMMON if is_common else steps(numbers), *([marks] if marks else [])]
            found.setdefault(self._chunks.add(as_literal(BETWEEN.join(entry)), self._section), word)
        self.written.append(Section(self._section, self._speeches, list(found.values())))
        for path in self._runs:
            path.unlink()
        self._runs, self._speeches = [], 0
        self._forget()

    def _is_common(self, word: str, speeches: int) -> bool:
        is_large = self._section != ALL and self._speeches >= COMMON_FROM_SPEECHES
        return is_large and ":" not in word and speeches > self._speeches * COMMON_SHARE

    def _merged(self) -> Iterator[Entry]:
        # The runs before the rest: a word's numbers then rise.
        merged = heapq.merge(*map(_read_run, self._runs), self._waiting(), key=itemgetter(0))
        for word, entries in groupby(merged, key=itemgetter(0)):
            found = list(entries)
            yield word, [number for _, numbers, _ in found for number in numbers], "".join(marks for _, _, marks in found)

    def _waiting(self) -> Iterator[Entry]:
        return ((word, numbers, "".join(self._marks.get(word, ()))) for word, numbers in sorted(self._numbers.items()))

    def _write_run(self) -> None:
        path = self._spill / f"{len(self._runs):05}"
        with path.open("w", encoding="utf-8", newline="\n") as file:
            for word, numbers, marks in self._waiting():
                file.write(f"{word}\t{' '.join(map(str, numbers))}\t{marks}\n")
        self._runs.append(path)
        self._forget()

    def _forget(self) -> None:
        self._numbers, self._marks, self._count = defaultdict(list), defaultdict(list), 0


def _read_run(path: Path) -> Iterator[Entry]:
    with path.open(encoding="utf-8", newline="\n") as file:
        for line in file:
            word, numbers, marks = line.rstrip("\n").split("\t")
            yield word, list(map(int, numbers.split(" "))), marks


def steps(numbers: list[int]) -> str:
    """Return rising numbers as the steps between them: small letters and digits end a step, of 36 or more capitals stand before.

    >>> steps([3, 4, 40]), steps([35, 71, 2_000_000])
    ('31B0', 'zB0DEERl')
    """
    return "".join(_step(high - low) for low, high in pairwise([0, *numbers]))


@lru_cache(maxsize=10_000)
def _step(length: int) -> str:
    rest, last = divmod(length, len(DIGITS))
    digits = DIGITS[last]
    while rest:
        rest, place = divmod(rest, len(CAPITALS))
        digits = CAPITALS[place] + digits
    return digits
