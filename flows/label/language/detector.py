"""langdetect's profiles, and ours, read in one way that is safe: every n-gram counts once, by Bayes' rule, without chance.

langdetect's own `detect()` draws n-grams at random, stops at the first few that agree, and fills a module-level factory that two threads
can meet half-filled. Here the profiles are loaded under a lock, whole, before anybody sees them, and are only read afterwards.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from flows.label.language.letters import CROWDED, OTHER, letters_of

if TYPE_CHECKING:
    from langdetect.detector_factory import DetectorFactory

WORD = re.compile(r"[^\W\d_]+")
LATIN = re.compile("[A-Za-z]+")
# So many words of a sample are read, evenly spread.
MOST_WORDS = 60
LONGEST_WORD = 40
LENGTHS = (1, 2, 3)
# What is added to each probability: an n-gram that a profile does not know is rare there, not impossible.
UNKNOWN = 2e-5
# Share of a profile's letters that are plain ones of a script, from which on its language is written so (Vietnamese has 72 %).
OF_SCRIPT_FROM = 0.5
_building = threading.Lock()
_built: list[DetectorFactory] = []


class Detected(NamedTuple):
    """What the n-grams of a text tell: the code of a language (ISO 639-1) and its probability among those asked for, from 0 to 1."""

    code: str
    probability: float


def detected(text: str, script: str, prior: Mapping[str, float]) -> Detected | None:
    """Return what the n-grams of a text say; None where it holds none that any profile knows (digits, no letters).

    `script` is that of most of its letters: where it is not Latin, Latin words are names. `prior` names the languages that come into
    question, each with a weight above 0 (only their ratio counts); empty, it lets all 57 come, alike; those without a profile are left
    out. The first call loads the profiles (0.3 s, 50 MB). Time grows with the length of the text, up to 60 words: give a sample.
    """
    factory = _factory()
    places = [place for place, code in enumerate(factory.langlist) if not prior or code in prior]
    chances = [prior.get(factory.langlist[place], 1.0) for place in places]
    known = factory.word_lang_prob_map
    found = False
    for gram in _grams(_words(text, script)):
        if gram in known:
            found = True
            shares = known[gram]
            chances = [chance * (UNKNOWN + shares[place]) for chance, place in zip(chances, places, strict=True)]
            if max(chances) < 1e-100:
                chances = [chance * 1e100 for chance in chances]
    if not found:
        return None
    best = max(range(len(places)), key=chances.__getitem__)
    return Detected(factory.langlist[places[best]], chances[best] / sum(chances))


def _words(text: str, script: str) -> Sequence[str]:
    from langdetect.utils.ngram import NGram

    if script not in (CROWDED, OTHER):
        text = LATIN.sub(" ", text)
    text = "".join(letter if letter.isascii() else NGram.normalize(letter) for letter in NGram.normalize_vi(text))
    # Words in capitals would be skipped as if they were abbreviations: a heading would leave nothing.
    words = [word.lower() if word.isupper() else word for word in WORD.findall(text)]
    return words[:: -(-len(words) // MOST_WORDS) or 1]


def _grams(words: Sequence[str]) -> Iterator[str]:
    """Yield the one to three letters, and edges of words, that follow one another."""
    for word in words:
        edged = f" {word[:LONGEST_WORD]} "
        for length in LENGTHS:
            for start in range(len(edged) - length + 1):
                yield edged[start : start + length]


@cache
def profiles_of(script: str) -> tuple[str, ...]:
    """Return the codes of the languages with a profile that are written with the letters of a held language of a script, sorted."""
    factory = _factory()
    known = [factory.word_lang_prob_map[letter] for letter in sorted(letters_of(script)) if letter in factory.word_lang_prob_map]
    shares = map(sum, zip(*known, strict=True))  # of no letters, none
    return tuple(sorted(code for code, share in zip(factory.langlist, shares, strict=False) if share >= OF_SCRIPT_FROM))


def _factory() -> DetectorFactory:
    if not _built:
        with _building:
            if not _built:
                _built.append(_loaded())
    return _built[0]


def _loaded() -> DetectorFactory:
    from langdetect.detector_factory import DetectorFactory

    # Sorted: the library reads its folder in the order of the disk, on which sums of floats depend.
    shipped = sorted(files("langdetect").joinpath("profiles").iterdir(), key=lambda entry: entry.name)
    own = sorted(files("flows.label.language").joinpath("profiles").iterdir(), key=lambda entry: entry.name)
    profiles = [entry.read_text(encoding="utf-8") for entry in shipped if entry.is_file()]
    profiles += [entry.read_text(encoding="utf-8") for entry in own if entry.name.endswith(".json")]
    factory = DetectorFactory()
    factory.load_json_profile(profiles)
    return factory
