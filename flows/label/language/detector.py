"""langdetect, asked in the one way that is safe: own profiles, a fixed seed, no state shared between texts or threads.

Its module-level `detect()` is random without a seed and fills a module-level factory that two threads can meet half-filled. Here one
factory is built under a lock, whole, before anybody sees it, and is only read afterwards; each text gets a detector (and random
numbers) of its own.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from flows.label.language.letters import letters_of

if TYPE_CHECKING:
    from langdetect.detector_factory import DetectorFactory

SEED = 0
# Share of a profile's letters that are plain ones of a script, from which on its language is written so (Vietnamese has 45 %).
OF_SCRIPT_FROM = 0.4
_building = threading.Lock()
_built: list[DetectorFactory] = []


class Detected(NamedTuple):
    """What langdetect takes a text to be: its code (ISO 639-1) and the probability it gives, from 0 to 1."""

    code: str
    probability: float


def detected(text: str, prior: Mapping[str, float]) -> Detected | None:
    """Return what the n-grams of a text say; None where it holds none that any profile knows (digits, no letters).

    `prior` names the languages that come into question, each with a weight above 0 (only their ratio counts); empty, it lets all 57
    come, alike. langdetect raises where none of those named has a profile. The first call loads the profiles (0.3 s, 50 MB). Time
    grows with the length of the text (1 ms for 600 characters): give a sample.
    """
    from langdetect.lang_detect_exception import LangDetectException

    detector = _factory().create()
    if prior:
        detector.set_prior_map(prior)
    # Words in capitals are skipped as if they were abbreviations: a heading would leave nothing.
    detector.append(text.lower() if text.isupper() else text)
    try:
        found = detector.get_probabilities()
    except LangDetectException:  # "No features in text."
        return None
    return Detected(found[0].lang, found[0].prob) if found else None


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
    factory.set_seed(SEED)
    return factory
