"""How well the heads of real texts tell their days: `python -m benchmarks.days [--file-names] FILE …`.

A text's own day stands at the beginning of its file's name (`2031-05-04 …`); with `--file-names` the source is taken to say so, else the
name is not looked at. A table `dates.tsv` holds a head, its language, its day and a line that is no title, one case a line.
"""

import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from flows.clean.cleaning import clean
from flows.clean.draft import Cleaned
from flows.clean.stated import stated_of
from flows.clean.writing import Writing

DAY_LENGTH = len("2031-05-04")
UNSURE = "day-first"
"""In a case's day: it is known where the source says how it writes, and unknown elsewhere."""


def main() -> None:
    """Read each file and print how many days are right, wrong and not told."""
    given = [argument for argument in sys.argv[1:] if not argument.startswith("--")]
    found: Counter[str] = Counter()
    for path in map(Path, given):
        if path.suffix == ".tsv":
            found.update(_cases(path.read_text(encoding="utf-8")))
        else:
            found[_told(path, is_named="--file-names" in sys.argv)] += 1
    print({"texts": found.total(), **found})


def _told(path: Path, *, is_named: bool) -> str:
    day = date.fromisoformat(path.name[:DAY_LENGTH])
    read = clean(path.read_bytes(), None, path.name)
    told = read.spoken_on if isinstance(read, Cleaned) else None
    if told is None and is_named:
        told = stated_of({"spoken_on": path.name[:DAY_LENGTH]})[0].spoken_on
    return _judged(told, day)


def _cases(table: str) -> Iterator[str]:
    """Yield what came of each case; a title that is none counts as wrong."""
    for line in table.splitlines()[1:]:
        head, _, day, no_title = line.split("\t")
        writings = [(Writing(day_first=True), day[:DAY_LENGTH]), (Writing(), None)] if UNSURE in day else [(Writing(), day)]
        for writing, expected in writings:
            read = clean(f"{head.replace(chr(92) + 'n', chr(10))}\n\n{BODY}".encode(), None, "case.txt", writing)
            told, title = (read.spoken_on, read.title) if isinstance(read, Cleaned) else (None, None)
            yield "wrong" if no_title and title == no_title else _judged(told, date.fromisoformat(expected) if expected else None)


BODY = "It was a long meeting of all of them, and it ended late. Nobody has said what was agreed upon there."


def _judged(told: date | None, day: date | None) -> str:
    return "right" if told == day else "not told" if told is None else "wrong"


if __name__ == "__main__":
    main()
