"""The search: which word stands in which speeches, sorted and cut into ranges, so that a page loads only the one it needs."""

from __future__ import annotations

import heapq
import re
from collections import defaultdict
from collections.abc import Collection, Iterator
from functools import lru_cache
from itertools import groupby, pairwise
from pathlib import Path
from typing import NamedTuple

from flows.publish.pages.scripts import Chunks, Limits, as_literal
from flows.publish.pages.speeches import WIDE, ReaderSpeech

WORD = re.compile(r"\w{2,40}")
RANGE = Limits(entries=20_000, bytes=64_000)
# So many numbers wait in memory before they go to disk.
NUMBERS_IN_MEMORY = 1_000_000
# In a large release a word of every fourth speech tells nothing apart, and its list would be as long as all others together.
COMMON_FROM_SPEECHES = 1_000
COMMON_SHARE = 0.25
COMMON = "*"
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


class WrittenIndex(NamedTuple):
    """The files of the index, and the first word of each, by which a page finds the one to load."""

    files: list[Path]
    firsts: list[str]


def words_of(text: str) -> set[str]:
    """Return the words of a text as they are searched for: small letters, ё as е.

    Letters beyond the basic plane are left out: a browser sorts them otherwise.

    >>> sorted(words_of("Ёлка и the Ёлка"))
    ['the', 'елка']
    """
    words = set(WORD.findall(text.lower().replace("ё", "е")))
    return {word for word in words if not WIDE.search(word)} if WIDE.search(text) else words


def keys_of(speech: ReaderSpeech) -> set[str]:
    """Return all by which a speech is found: words of its title and text, names, its day, its id."""
    names = " ".join(filter(None, (speech.label if speech.has_title else None, speech.principal, *speech.quoted)))
    day = {speech.spoken_on.isoformat()} if speech.spoken_on else set()
    return words_of(speech.text) | words_of(names) | day | {speech.speech_id}


class WordIndex:
    """Collects words with the rising numbers of their speeches; what is too much for memory waits sorted in the folder `spill`."""

    def __init__(self, spill: Path, numbers_in_memory: int = NUMBERS_IN_MEMORY) -> None:
        self._spill = spill
        self._most = numbers_in_memory
        self._numbers: defaultdict[str, list[int]] = defaultdict(list)
        self._count = 0
        self._runs: list[Path] = []

    def add(self, number: int, words: Collection[str]) -> None:
        """Add a speech; numbers must rise."""
        found = self._numbers
        for word in words:
            found[word].append(number)
        self._count += len(words)
        if self._count >= self._most:
            self._write_run()

    def write(self, folder: Path, speeches: int) -> WrittenIndex:
        """Write the ranges below `folder`."""
        chunks = Chunks(folder, "words", RANGE)
        found: dict[str, str] = {}
        for word, numbers in self._merged():
            is_common = speeches >= COMMON_FROM_SPEECHES and len(numbers) > speeches * COMMON_SHARE
            chunk = chunks.add(as_literal([word, COMMON if is_common else steps(numbers)]))
            if chunk not in found:
                found[chunk] = word
        chunks.close()
        return WrittenIndex([folder / "words" / f"{chunk}.js" for chunk in found], list(found.values()))

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
