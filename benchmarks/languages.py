"""Measure the language labels: `python -m benchmarks.languages --kazakh FILE --kyrgyz FILE --sentences en=FILE --sentences ru=FILE`.

Files are JSON lists (gzip) of sentences or of objects with a `text`; of those that the profiles were built from (`--kazakh`, `--kyrgyz`)
only the odd sentences are measured. The short texts in our tests are measured as well. Each language is measured on single sentences, on
texts of three in a row (40 characters at least) and on texts of 5,000 characters; speed is CPU time of one thread.
"""

import argparse
import gzip
import json
import math
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from flows.label.language import LanguageGuess, language_of, paragraph_language
from flows.label.language.decide import SURE
from schemas.words import Language

OWN_TEXTS = Path(__file__).parent.parent / "tests" / "label" / "language"
LEAST_CHARACTERS = 40
LONG_CHARACTERS = 5_000
LEAST_TIMED = 500
HELD = {str(language): language for language in Language}


class Measured(NamedTuple):
    """One set of texts: what they are, and the label's answers to them."""

    code: str
    what: str
    texts: list[str]
    guesses: list[LanguageGuess]
    cpu_seconds: float

    @property
    def right(self) -> int:
        """Texts given their language, or kept out where it is not held."""
        return sum(guess.language == HELD.get(self.code) for guess in self.guesses)


def wilson(right: int, n: int) -> tuple[float, float]:
    """Return the 95 % interval of a share (Wilson's score), in percent."""
    z = 1.96
    share, margin = right / n, z * math.sqrt(right * (n - right) / n**3 + z * z / (4 * n * n))
    scale = 1 + z * z / n
    return 100 * max(0.0, (share + z * z / (2 * n) - margin) / scale), 100 * min(1.0, (share + z * z / (2 * n) + margin) / scale)


def measure(code: str, what: str, texts: list[str]) -> Measured:
    """Ask for the language of each text; `cpu_seconds` is this process's time for all of them, once."""
    start = time.process_time()
    rounds = -(-LEAST_TIMED // len(texts))
    for _ in range(rounds):
        guesses = [language_of(text) for text in texts]
    return Measured(code, what, texts, guesses, (time.process_time() - start) / rounds)


def joined(lines: list[str], size: int) -> list[str]:
    """Join so many lines at a time into a text; what is left over at the end, or too short, is dropped."""
    texts = (" ".join(lines[first : first + size]) for first in range(0, len(lines) - size + 1, size))
    return [text for text in texts if len(text) >= LEAST_CHARACTERS]


def long_texts(lines: list[str]) -> Iterator[str]:
    """Join lines in order into texts of at least `LONG_CHARACTERS`."""
    text = ""
    for line in lines:
        text += line + " "
        if len(text) >= LONG_CHARACTERS:
            yield text
            text = ""


def read(file: Path) -> list[str]:
    """Return the sentences of a file; ValueError where it holds something else."""
    found = json.loads(gzip.decompress(file.read_bytes()))
    sentences = [entry["text"] if isinstance(entry, dict) else entry for entry in found]
    if not all(isinstance(sentence, str) for sentence in sentences):
        raise ValueError(f"{file}: sentences are strings, or objects with a `text`")
    return sentences


def own_texts() -> Iterator[tuple[str, list[str]]]:
    """Return the code and the texts of each language that our tests hold texts of."""
    for file in sorted(OWN_TEXTS.glob("*held/*.txt")):
        lines = file.read_text(encoding="utf-8").splitlines()
        yield file.stem, [line for line in lines if line and not line.startswith("#")]


def measurements(sets: Iterable[tuple[str, str, list[str]]]) -> Iterator[Measured]:
    """Measure each set (code, name, lines) in its forms; sets too small for a form are left out of it."""
    for code, name, lines in sets:
        yield measure(code, f"{name}, lines", [line for line in lines if len(line) >= LEAST_CHARACTERS])
        for what, texts in ((f"{name}, by three", joined(lines, 3)), (f"{name}, {LONG_CHARACTERS} characters", list(long_texts(lines)))):
            if len(texts) >= 5:
                yield measure(code, what, texts)


def main() -> None:
    """Print a table: language, texts, n, right %, 95 % interval, texts a second; then what went wrong and what was decided by letters."""
    parser = argparse.ArgumentParser(description="Measure the language labels.")
    parser.add_argument("--kazakh", type=Path)
    parser.add_argument("--kyrgyz", type=Path)
    parser.add_argument("--sentences", action="append", default=[], metavar="CODE=FILE")
    parser.add_argument("--show", type=int, default=0, help="so many wrong texts of each set")
    arguments = parser.parse_args()
    sets = [(code, file.name, read(file)[1::2]) for code, file in (("kk", arguments.kazakh), ("ky", arguments.kyrgyz)) if file]
    for given in arguments.sentences:
        code, _, file = given.partition("=")
        sets.append((code, Path(file).name, read(Path(file))))
    sets += [(code, "our own", texts) for code, texts in own_texts()]
    language_of("Le ministre a visité une école.")  # langdetect's profiles are loaded before the clock runs

    print(f"{'language':9}{'texts':58}{'n':>6}{'right %':>9}  {'95 % interval':15}{'texts a second':>15}")
    sure = wrong_though_sure = 0
    for row in measurements(sets):
        n, (low, high) = len(row.texts), wilson(row.right, len(row.texts))
        rate = n / row.cpu_seconds if row.cpu_seconds else math.inf
        print(f"{row.code:9}{row.what[:57]:58}{n:6}{100 * row.right / n:9.2f}  {f'{low:.2f} to {high:.2f}':15}{rate:15,.0f}")
        wrong = [pair for pair in zip(row.texts, row.guesses, strict=True) if pair[1].language != HELD.get(row.code)]
        if wrong:
            print(f"{'':9}taken for: {dict(Counter(guess.detected for _, guess in wrong).most_common(6))}")
        for text, guess in wrong[: arguments.show]:
            print(f"{'':9}{guess.detected} {guess.probability}: {text[:100]}")
        if row.what.endswith("lines"):
            sure += sum(guess.probability == SURE for guess in row.guesses)
            wrong_though_sure += sum(guess.probability == SURE for _, guess in wrong)
    if sure:
        print(f"decided by letters and words (probability {SURE}): {sure} lines, of which wrong: {wrong_though_sure}")
    for code, name, lines in sets:
        if code in HELD and len(lines) > 100:
            paragraphs = joined(lines, 2)
            start = time.process_time()
            told = [paragraph_language(text, HELD[code]) for text in paragraphs]
            rate = len(told) / (time.process_time() - start)
            elsewhere = sum(language != code for language, _, _ in told)
            inherited = sum(is_inherited for _, is_inherited, _ in told)
            print(f"{code} {name}: {len(told)} paragraphs, {elsewhere} taken for another, {inherited} inherited, {rate:,.0f} a second")


if __name__ == "__main__":
    main()
