"""A reader's first query on a large release: `python -m benchmarks.first_query [--quotations N] [--pairs N]`.

Quotations are made up by a seeded maker, in the order of their making, and written twice: as a release writes them (sorted by speaker
and day, zstd, small row groups, dictionaries on keys and words), and as pyarrow writes a table that nobody thought about. DuckDB then
answers, in turn on both: what one speaker said in one year. Prints the sizes and the processor time of the query as ratios, with the
range of the pairs.
"""

import argparse
import json
import random
import statistics
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from flows.parquet import arrow_schema, in_order, write_table
from schemas.quotations import QUOTATIONS, Quotation
from schemas.words import Language, QuotationKind, SpeakerMethod

SEED = 20260210
SPEAKERS = 2_000
PER_SPEECH = 16
FIRST_DAY = date(2000, 1, 1)
DAYS = 9_500
GOAL_CPU, GOAL_SIZE = 10.0, 0.7
CUES = ("said", "noted", "stressed", "added", "told", "called for")
# fmt: off
WORDS = (
    "the", "budget", "bridge", "water", "reform", "region", "parliament", "school", "harvest", "road", "winter", "plan", "people",
    "law", "border", "river", "growth", "price", "union", "energy", "council", "minister", "report", "city", "village", "doctor", "teacher",
    "work", "house", "future", "year", "must", "will", "can", "shall", "may", "already", "never", "always",
)
# fmt: on


def made_up(count: int) -> Iterator[Quotation]:
    """Yield as many quotations, the same each time, in the order in which an archive would be read."""
    chooser = random.Random(SEED)  # noqa: S311 - made-up data, no secret
    for number in range(count):
        speech, position = divmod(number, PER_SPEECH)
        if position == 0:
            day = FIRST_DAY + timedelta(days=chooser.randrange(DAYS))
            principal = chooser.randrange(SPEAKERS)
        speaker = principal if chooser.random() < 0.7 else chooser.randrange(SPEAKERS)
        said = " ".join(chooser.choices(WORDS, k=chooser.randrange(6, 40)))
        speech_id = f"archive.report-{speech:07d}"
        yield Quotation(
            quotation_id=f"{speech_id}.q{position * 211}",
            speech_id=speech_id,
            paragraph_id=f"{speech_id}.p{position // 3 * 600}",
            first_sentence_id=f"{speech_id}.s{position * 200}",
            position=position,
            kind=chooser.choice(tuple(QuotationKind)),
            text=said,
            parts=1,
            speaker_id=f"speaker-{speaker:04d}",
            speaker_name=f"Speaker {speaker:04d}",
            speaker_method=chooser.choice(tuple(SpeakerMethod)),
            source_text="the minister",
            cue_text=chooser.choice(CUES),
            cue_lemma="say",
            addressee_text=None,
            addressee_id=None,
            is_relayed=False,
            nested_in=None,
            spoken_on=day,
            language=chooser.choice(tuple(Language)),
        )


def write_both(folder: Path, count: int) -> tuple[Path, Path]:
    """Write the quotations as a release does and by pyarrow's defaults, and return both files."""
    ours, defaults = folder / "ours.parquet", folder / "defaults.parquet"
    rows = list(made_up(count))
    columns = [pa.array(values, type=field.type) for values, field in zip(zip(*rows, strict=True), arrow_schema(QUOTATIONS), strict=True)]
    pq.write_table(pa.table(columns, names=list(QUOTATIONS.names)), defaults)
    write_table(QUOTATIONS, in_order(QUOTATIONS, rows), ours)
    return ours, defaults


def query_seconds(path: Path) -> tuple[float, int]:
    """Return the processor time of the query, opening the file included and DuckDB's own start not, and how many rows it found."""
    query = f"""
        SELECT quotation_id, kind, text FROM '{path}'
        WHERE speaker_id = 'speaker-0042' AND spoken_on BETWEEN DATE '2015-01-01' AND DATE '2015-12-31' ORDER BY quotation_id
        """
    with duckdb.connect() as connection:
        connection.execute("SELECT 1").fetchall()
        begin = time.process_time()
        found = connection.sql(query).fetchall()
        return time.process_time() - begin, len(found)


def measure(count: int, pairs: int) -> dict[str, object]:
    """Return the ratios: sizes, and the processor time of the query, pyarrow's defaults to ours."""
    with TemporaryDirectory(prefix="first-query-") as folder:
        ours, defaults = write_both(Path(folder), count)
        assert query_seconds(ours)[1] == query_seconds(defaults)[1]
        ratios = sorted(query_seconds(defaults)[0] / query_seconds(ours)[0] for _ in range(pairs))
        return {
            "benchmark": "first query",
            "quotations": count,
            "cpu_ratio": round(statistics.median(ratios), 1),
            "cpu_ratio_range": [round(ratios[0], 1), round(ratios[-1], 1)],
            "cpu_goal": GOAL_CPU,
            "size_ratio": round(ours.stat().st_size / defaults.stat().st_size, 2),
            "size_goal": GOAL_SIZE,
            "megabytes": [round(path.stat().st_size / 1e6, 1) for path in (ours, defaults)],
        }


def main() -> None:
    """Measure and print one line of JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quotations", type=int, default=1_000_000)
    parser.add_argument("--pairs", type=int, default=5)
    asked = parser.parse_args()
    print(json.dumps(measure(asked.quotations, asked.pairs)))


if __name__ == "__main__":
    main()
