"""The search: which word stands in which speeches, in sections, each sorted and cut into ranges, so that a page loads only one of each.

A section counts its speeches from 0 and says nothing of others, so that it stays the same files while its own speeches do.
"""

from __future__ import annotations

import heapq
import re
from collections import defaultdict
from collections.abc import Collection, Iterator
from functools import lru_cache
from itertools import combinations, groupby, pairwise
from pathlib import Path
from typing import NamedTuple

from flows.publish.pages.keys import keys_of_word
from flows.publish.pages.scripts import Chunks, Limits, as_literal
from flows.publish.pages.sections import ALL
from flows.publish.pages.speeches import WIDE, ReaderSpeech

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
# In the order in which the script joins them too.
QUOTATION_FACETS = ("speaker", "speaker_kind", "kind")
UNDATED = "undated"
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


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


def keys_of(speech: ReaderSpeech) -> set[str]:
    """Return all by which a speech is found: words of its title and text, names, its day and month, its id, its facets."""
    names = " ".join(filter(None, (speech.label if speech.has_title else None, speech.principal, *speech.quoted)))
    words = words_of(speech.text) | words_of(names)
    keys = {key for word in words for key in keys_of_word(word, speech.language)}
    day = speech.spoken_on.isoformat() if speech.spoken_on else None
    return keys | ({day, day[:7]} if day else set()) | {speech.speech_id} | facet_keys(speech)


def facet_keys(speech: ReaderSpeech) -> set[str]:
    """Return the keys of a speech's facets; quotations have one for each set of theirs, so that one of them has all that is asked for."""
    own = {
        f"language:{speech.language}",
        f"form:{speech.content['form']}",
        f"source:{speech.content['source']}",
        f"year:{speech.spoken_on.year if speech.spoken_on else UNDATED}",
    }
    of_principal = {f"speaker:{speech.content['principal_id']}"} if "principal_id" in speech.content else set()
    return own | of_principal | {key for facets in speech.facets for key in _sets_of(facets)}


def _sets_of(facets: tuple[str, str, str]) -> Iterator[str]:
    """Yield `speaker:tokaev`, `speaker:tokaev kind:direct` and so on: each set of a quotation's facets that are known."""
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
        self._count = 0
        self._runs: list[Path] = []

    def add(self, words: Collection[str], section: str = ALL) -> None:
        """Add a speech, the next one of its section."""
        if section != self._section:
            self._write_section()
            self._section = section
        found = self._numbers
        for word in words:
            found[word].append(self._speeches)
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
        for word, numbers in self._merged():
            is_common = self._is_common(word, len(numbers))
            chunk = self._chunks.add(as_literal([word, COMMON if is_common else steps(numbers)]), self._section)
            found.setdefault(chunk, word)
        self.written.append(Section(self._section, self._speeches, list(found.values())))
        for path in self._runs:
            path.unlink()
        self._numbers, self._count, self._runs, self._speeches = defaultdict(list), 0, [], 0

    def _is_common(self, word: str, speeches: int) -> bool:
        is_large = self._section != ALL and self._speeches >= COMMON_FROM_SPEECHES
        return is_large and ":" not in word and speeches > self._speeches * COMMON_SHARE

    def _merged(self) -> Iterator[tuple[str, list[int]]]:
        # The runs before the rest: a word's numbers then rise.
        sources = [*map(_read_run, self._runs), iter(sorted(self._numbers.items()))]
        merged = heapq.merge(*sources, key=lambda entry: entry[0])
        for word, entries in groupby(merged, key=lambda entry: entry[0]):
            yield word, [number for _, numbers in entries for number in numbers]

    def _write_run(self) -> None:
        path = self._spill / f"{len(self._runs):05}"
        with path.open("w", encoding="utf-8", newline="\n") as file:
            for word, numbers in sorted(self._numbers.items()):
                file.write(f"{word}\t{' '.join(map(str, numbers))}\n")
        self._runs.append(path)
        self._numbers, self._count = defaultdict(list), 0


def _read_run(path: Path) -> Iterator[tuple[str, list[int]]]:
    with path.open(encoding="utf-8", newline="\n") as file:
        for line in file:
            word, _, numbers = line.rstrip("\n").partition("\t")
            yield word, list(map(int, numbers.split(" ")))


def steps(numbers: list[int]) -> str:
    """Return rising numbers as the steps between them, to base 36, divided by spaces.

    >>> steps([3, 4, 40])
    '3 1 10'
    """
    return " ".join(_base_36(high - low) for low, high in pairwise([0, *numbers]))


@lru_cache(maxsize=10_000)
def _base_36(number: int) -> str:
    digits = ""
    while number >= 36:
        number, rest = divmod(number, 36)
        digits = DIGITS[rest] + digits
    return DIGITS[number] + digits
