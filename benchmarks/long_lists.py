"""What a list of 100,000 persons costs: when a command starts, for each text, and once when it is new."""

from __future__ import annotations

import csv
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.measuring import HOUSE, Figure, Size, figure, in_turn, median_of, used_by
from benchmarks.start_up import TEXT

PERSONS = 100_000
TEXTS = 400
SEED = 17
SYLLABLES = [first + second for first in "bkdlmnrstv" for second in "aeiou"]
HEADER = "speaker_id,name,name_en,gender,birth_year,country,wikidata_id,party,chamber,from,until"


def long_lists(_size: Size, _corpora: Path) -> Iterator[Figure]:
    """Yield, with the list to without it, the processor time of `rostra annotate` on a small file and of labelling texts in one process.

    And that of arranging a new list, to that of reading its rows with csv.DictReader.
    """
    from flows.fetch.gazetteer import read_gazetteer

    with tempfile.TemporaryDirectory() as scratch:
        without, with_list = _sources(Path(scratch) / "without"), _sources(Path(scratch) / "with")
        _write_list(with_list / "people" / "many.csv")
        os.environ["XDG_CACHE_HOME"] = str(Path(scratch) / "cache")  # of this process and those that it starts
        arranged = _seconds(lambda: read_gazetteer(with_list))
        read = _seconds(lambda: _read_rows(with_list / "people" / "many.csv"))
        yield figure("list_arranged", [arranged / read], {"arranged_seconds": arranged, "rows_seconds": read, "persons": PERSONS})
        file = Path(scratch) / "report.txt"
        file.write_text(TEXT, encoding="utf-8")
        started = in_turn(6, lambda: _annotated(file, with_list), lambda: _annotated(file, without))[1:]
        details = {"with_seconds": median_of([a for a, _ in started]), "without_seconds": median_of([b for _, b in started])}
        yield figure("list_start", [a / b for a, b in started], details)
        labelled = in_turn(6, lambda: _labelled(with_list), lambda: _labelled(without))[1:]
        details = {"with_seconds": median_of([a for a, _ in labelled]), "without_seconds": median_of([b for _, b in labelled])}
        yield figure("list_texts", [a / b for a, b in labelled], details | {"texts": TEXTS})


def _sources(folder: Path) -> Path:
    (folder / "people").mkdir(parents=True)
    for known in ("speakers", "offices"):
        (folder / known).symlink_to(HOUSE / "sources" / known)
    return folder


def _write_list(path: Path) -> None:
    chooser = random.Random(SEED)  # noqa: S311 - made-up data, no secret
    lines = [HEADER]
    for number in range(PERSONS):
        given, middle, surname = ("".join(chooser.choices(SYLLABLES, k=length)).capitalize() for length in (2, 2, 3))
        names = f"{given} {surname}|{given} {middle} {surname}"
        gender, born = chooser.choice(("female", "male", "")), 1930 + number % 70
        lines.append(f"p-{number},{given[0]}. {surname},{names},{gender},{born},SE,,Harbour,Town Council,2010-09-01,2014-08-31")
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")


def _read_rows(path: Path) -> int:
    with path.open(encoding="utf-8", newline="") as file:
        return sum(1 for _ in csv.DictReader(file))


def _annotated(file: Path, sources: Path) -> float:
    return used_by((sys.executable, "-m", "rostra", "annotate", str(file), "--sources", str(sources))).cpu_seconds


def _labelled(sources: Path) -> float:
    """Return the processor seconds that labelling some texts of many names takes, the list being there."""
    from flows.annotate import Text, annotation
    from flows.fetch.gazetteer import read_gazetteer
    from schemas.words import Language

    chooser = random.Random(SEED)  # noqa: S311
    gazetteer = read_gazetteer(sources)
    texts = [Text(str(number), _report(chooser), Language.ENGLISH, None) for number in range(TEXTS)]
    return _seconds(lambda: [annotation(text, gazetteer, None) for text in texts])


def _report(chooser: random.Random) -> str:
    said = "“Bridges join people,” {name} said. {surname} added that two more would follow."
    names = [["".join(chooser.choices(SYLLABLES, k=length)).capitalize() for length in (2, 3)] for _ in range(6)]
    return "\n\n".join(said.format(name=" ".join(name), surname=name[-1]) for name in names)


def _seconds(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started
