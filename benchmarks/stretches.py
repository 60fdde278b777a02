"""Measure the language of short stretches: `python -m benchmarks.stretches`.

`tests/label/language/stretches.blind.tsv` holds stretches of about 40 characters, cut between words from running sentences on varied
subjects. They were written by somebody who made no list and no profile, and are not to be looked at by those who do: what is
printed and asserted are counts alone.
"""

from collections import Counter
from pathlib import Path
from typing import NamedTuple

from benchmarks.languages import HELD, wilson
from flows.label.language import language_of

FILE = Path(__file__).parent.parent / "tests" / "label" / "language" / "stretches.blind.tsv"


class Accuracy(NamedTuple):
    """How many stretches of one language were given it, or kept out where it is not held."""

    right: int
    n: int
    taken_for: Counter[str]
    """What the wrong ones were most likely taken for, by code; `none` where nothing told."""

    @property
    def percent(self) -> float:
        """Share of the right ones, in percent."""
        return 100 * self.right / self.n


def stretches(file: Path = FILE) -> dict[str, list[str]]:
    """Return the stretches of each language, by its code; ValueError names a line that is not a code, a tab and a text."""
    found: dict[str, list[str]] = {}
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        code, tab, text = line.partition("\t")
        if not (code and tab and text):
            raise ValueError(f"{file.name}, line {number}: write a language code, a tab and a text")
        found.setdefault(code, []).append(text)
    return found


def accuracy(code: str, texts: list[str]) -> Accuracy:
    """Ask for the language of each stretch, and count what was answered."""
    guesses = [language_of(text) for text in texts]
    wrong = [guess for guess in guesses if guess.language != HELD.get(code)]
    return Accuracy(len(texts) - len(wrong), len(texts), Counter(guess.detected or "none" for guess in wrong))


def main() -> None:
    """Print a table: language, n, right %, 95 % interval, and what the wrong ones were taken for."""
    print(f"{'language':9}{'n':>6}{'right %':>9}  {'95 % interval':17}taken for")
    for code, texts in stretches().items():
        row = accuracy(code, texts)
        low, high = wilson(row.right, row.n)
        print(f"{code:9}{row.n:6}{row.percent:9.2f}  {f'{low:.2f} to {high:.2f}':17}{dict(row.taken_for.most_common())}")


if __name__ == "__main__":
    main()
