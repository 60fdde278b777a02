"""langdetect, asked in the one way that is safe: own profiles, a fixed seed, no state shared between texts or threads.

Its module-level `detect()` is random without a seed and fills a module-level factory that two threads can meet half-filled. Here one
factory is built under a lock, whole, before anybody sees it, and is only read afterwards; each text gets a detector (and random
numbers) of its own.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from langdetect.detector_factory import DetectorFactory

SEED = 0
OWN_PROFILES = ("kk", "ky")
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
    own = files("flows.label.language").joinpath("profiles")
    profiles = [entry.read_text(encoding="utf-8") for entry in shipped if entry.is_file()]
    profiles += [own.joinpath(f"{code}.json").read_text(encoding="utf-8") for code in OWN_PROFILES]
    factory = DetectorFactory()
    factory.load_json_profile(profiles)
    factory.set_seed(SEED)
    return factory
