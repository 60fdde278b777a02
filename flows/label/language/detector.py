"""The n-grams of a text beside langdetect's profiles, and ours: each counts once, by Bayes' rule, without chance.

langdetect's own `detect()` draws n-grams at random, stops at the first few that agree, and counts what stands in a profile by mistake
(Latin letters in Russian). Here only its profiles are read, each when it is first asked for, and only letters of their own script count.
"""

import json
import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import NamedTuple

from flows.label.language.letters import CROWDED, OTHER, script_of

WORD = re.compile(r"[^\W\d_]+")
LATIN = re.compile("[A-Za-z]+")
# So many words of a sample are read, evenly spread, and so many letters of each.
MOST_WORDS = 60
LONGEST_WORD = 40
LENGTHS = (1, 2, 3)
# What is added to each probability: an n-gram that a profile does not know is rare there, not impossible.
UNKNOWN = 2e-5
LOG_OF_UNKNOWN = math.log(UNKNOWN)
MOST_GRAMS_KEPT = 10_000
# Every so manieth character of a profile's file is looked at to tell its script.
STRIDE = 50


class Detected(NamedTuple):
    """What the n-grams of a text tell: the code of a language (ISO 639-1) and its probability among those asked for, from 0 to 1."""

    code: str
    probability: float


def detected(text: str, script: str, prior: Mapping[str, float]) -> Detected | None:
    """Return what the n-grams of a text say; None where it holds none that any profile knows (digits, no letters).

    `script` is that of most of its letters: where it is not Latin, Latin words are names. `prior` names the languages that come into
    question, each with a weight above 0 (only their ratio counts); empty, it lets all 57 come, alike; those without a profile are left
    out. A profile is loaded when it is first asked for (5 ms each). Time grows with the length of the text, up to 60 words: give a sample.
    """
    grams = list(_grams(_words(text, script)))
    codes = tuple(code for code in sorted(prior or _files()) if code in _files())
    if not any(gram in _profile(code) for code in codes for gram in grams):
        return None
    columns = zip(*map(_rows(codes).__getitem__, grams), strict=True)
    scores = {code: math.log(prior.get(code, 1.0)) + sum(column) for code, column in zip(codes, columns, strict=True)}
    best = max(codes, key=scores.__getitem__)
    return Detected(best, 1 / sum(math.exp(score - scores[best]) for score in scores.values()))


def likeness(text: str, script: str) -> float:
    """Return how like a language the three letters in a row of a sample are: the mean log probability in the likeliest one."""
    grams = [gram for gram in _grams(_words(text, script)) if len(gram) == max(LENGTHS)]
    unknown = [LOG_OF_UNKNOWN] * len(grams)
    return max(sum(map(_profile(code).get, grams, unknown)) for code in profiles_of(script)) / max(len(grams), 1)


@cache
def profiles_of(script: str) -> tuple[str, ...]:
    """Return the codes of the languages with a profile that are written in a script, sorted."""
    return tuple(code for code, found in sorted(_files().items()) if _script(found[0].read_text(encoding="utf-8")) == script)


def _words(text: str, script: str) -> Sequence[str]:
    from langdetect.utils.ngram import NGram

    if script not in (CROWDED, OTHER):
        text = LATIN.sub(" ", text)
    text = "".join(letter if letter.isascii() else NGram.normalize(letter) for letter in NGram.normalize_vi(text))
    words = [word.lower() if word.isupper() else word for word in WORD.findall(text)]  # profiles know few words in capitals
    return words[:: -(-len(words) // MOST_WORDS) or 1]


def _grams(words: Sequence[str]) -> Iterator[str]:
    """Yield the one to three letters, and edges of words, that follow one another."""
    for word in words:
        edged = f" {word[:LONGEST_WORD]} "
        for length in LENGTHS:
            for start in range(len(edged) - length + 1):
                yield edged[start : start + length]


@cache
def _files() -> Mapping[str, tuple[Traversable, ...]]:
    """Return the files of profiles by the code of their language, langdetect's and ours."""
    found: dict[str, tuple[Traversable, ...]] = {}
    for folder in (files("langdetect").joinpath("profiles"), files("flows.label.language").joinpath("profiles")):
        for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
            code, _, ending = file.name.partition(".")
            if file.is_file() and ending in ("", "json"):
                found[code] = (*found.get(code, ()), file)
    return found


class Rows(dict[str, tuple[float, ...]]):
    """N-gram → the logarithms of its probability in some languages, in their order; told when it is first met."""

    def __init__(self, codes: Sequence[str]) -> None:
        super().__init__()
        self._profiles = [_profile(code) for code in codes]

    def __missing__(self, gram: str) -> tuple[float, ...]:
        if len(self) >= MOST_GRAMS_KEPT:
            self.clear()
        self[gram] = tuple(profile.get(gram, LOG_OF_UNKNOWN) for profile in self._profiles)
        return self[gram]


@lru_cache(maxsize=8)
def _rows(codes: tuple[str, ...]) -> Rows:
    return Rows(codes)


@cache
def _profile(code: str) -> Mapping[str, float]:
    """Return the logarithm of the probability of each n-gram of a language among those of its length: the mean of its profiles."""
    profiles = [_probabilities(file.read_text(encoding="utf-8")) for file in _files()[code]]
    grams = dict.fromkeys(gram for profile in profiles for gram in profile)
    return {gram: math.log(UNKNOWN + sum(profile.get(gram, 0.0) for profile in profiles) / len(profiles)) for gram in grams}


def _probabilities(text: str) -> dict[str, float]:
    counts: dict[str, int] = json.loads(text)["freq"]
    if _script(text) != CROWDED:
        counts = {gram: count for gram, count in counts.items() if not LATIN.search(gram)}
    totals: Counter[int] = Counter()
    for gram, count in counts.items():
        totals[len(gram)] += count
    return {gram: count / totals[len(gram)] for gram, count in counts.items()}


def _script(text: str) -> str:
    """Return the script of most letters of a profile."""
    return Counter(map(script_of, filter(str.isalpha, text[::STRIDE]))).most_common(1)[0][0]
