"""Build profiles of languages that langdetect has none, or poor ones, of: `python -m benchmarks.build_language_profiles kk=FILE uk=FILE`.

Each file, after the code of its language, is a JSON list of sentences (gzip), of which the even ones (counted from 0) are read; the odd
ones are left to measure with (`benchmarks/languages.py`). Which files the shipped profiles were built from stands in
`flows/label/language/profiles/ATTRIBUTION.md`.
"""

import argparse
import gzip
import json
from pathlib import Path

from langdetect.utils.lang_profile import LangProfile

PROFILES = Path(__file__).parent.parent / "flows" / "label" / "language" / "profiles"


def profile(code: str, sentences: list[str]) -> str:
    """Return the profile of a language as langdetect reads it: n-grams of 1 to 3 letters with their counts; same input, same bytes."""
    built = LangProfile(code)
    for sentence in sentences:
        built.update(sentence)
    built.omit_less_freq()
    return json.dumps({"freq": built.freq, "n_words": built.n_words, "name": code}, ensure_ascii=False, sort_keys=True, indent=0) + "\n"


def main() -> None:
    """Write `CODE.json` for each language and print its size in bytes."""
    parser = argparse.ArgumentParser(description="Build profiles from sentences (JSON list, gzip).")
    parser.add_argument("sentences", nargs="+", metavar="CODE=FILE")
    parser.add_argument("--into", type=Path, default=PROFILES)
    arguments = parser.parse_args()
    for code, _, source in (given.partition("=") for given in arguments.sentences):
        sentences = json.loads(gzip.decompress(Path(source).read_bytes()))
        target = arguments.into / f"{code}.json"
        target.write_text(profile(code, sentences[::2]), encoding="utf-8")
        print(f"{target.name}: {len(sentences[::2])} sentences, {target.stat().st_size} bytes")


if __name__ == "__main__":
    main()
