"""A reader's first query on a large release: what one speaker said in one year.

Quotations are made of the sentences and names of the benchmarks' corpus, in the order of their making, and written twice: as a release
writes them, and as pyarrow writes a table that nobody thought about. DuckDB then answers, in turn on both.
"""

import random
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.corpus import LANGUAGES, Inventor
from benchmarks.measuring import Figure, Size, figure, in_turn
from flows.parquet import arrow_schema, in_order, write_table
from schemas.quotations import QUOTATIONS, Quotation
from schemas.words import CueClass, Language, QuotationKind, SpeakerKind, SpeakerMethod

SEED = 20260210
SPEAKERS = 2_000
PER_SPEECH = 16
FIRST_DAY = date(2000, 1, 1)
DAYS = 9_500
KINDS = tuple(QuotationKind)
METHODS = tuple(SpeakerMethod)


def made_up(count: int) -> Iterator[Quotation]:
    """Yield as many quotations, the same each time, in the order in which an archive would be read."""
    chooser = random.Random(SEED)  # noqa: S311 - made-up data, no secret
    inventors = [(Language(language), Inventor(chooser, language)) for language in LANGUAGES]
    names = [(f"speaker-{number:04d}", inventors[0][1].filled("{first} {last}")) for number in range(SPEAKERS)]
    for number in range(count):
        speech, position = divmod(number, PER_SPEECH)
        if position == 0:
            day = FIRST_DAY + timedelta(days=chooser.randrange(DAYS))
            principal = chooser.choice(names)
            language, inventor = inventors[speech % len(inventors)]
        speaker_id, name = principal if chooser.random() < 0.7 else chooser.choice(names)
        speech_id = f"corpus.report-{speech:06d}"
        said = inventor.filled("{said}")
        cue = inventor.filled("{cue}")
        yield Quotation(
            quotation_id=f"{speech_id}.q{position * 211}",
            speech_id=speech_id,
            source_id="corpus",
            url=None,
            title=None,
            paragraph_id=f"{speech_id}.p{position // 3 * 600}",
            first_sentence_id=f"{speech_id}.s{position * 200}",
            position=position,
            kind=chooser.choice(KINDS),
            text=said,
            clean_text=said,
            words=len(said.split()),
            parts=1,
            speaker_id=speaker_id,
            speaker_name=name,
            speaker_kind=SpeakerKind.PERSON,
            speaker_gender=None,
            speaker_office=None,
            speaker_party=None,
            speaker_method=chooser.choice(METHODS),
            source_text=inventor.filled("{speaker}"),
            cue_text=cue,
            cue_lemma=cue,
            cue_class=CueClass.VERB,
            addressee_text=None,
            addressee_id=None,
            is_relayed=False,
            nested_in=None,
            spoken_on=day,
            language=language,
            corrected_by=None,
            reason=None,
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


def first_query(size: Size, _corpora: Path) -> Iterator[Figure]:
    """Yield how many times the query's processor time on our file pyarrow's defaults take, and the size of ours to theirs."""
    with TemporaryDirectory(prefix="bench-") as folder:
        ours, defaults = write_both(Path(folder), size.quotations)
        runs = in_turn(size.pairs, lambda: query_seconds(ours), lambda: query_seconds(defaults))
        assert len({rows for pair in runs for _, rows in pair}) == 1, "the two files give other rows"
        sizes = [path.stat().st_size for path in (ours, defaults)]
    details = {
        "quotations": size.quotations,
        "rows_found": runs[0][0][1],
        "milliseconds": [[round(1000 * t, 1) for t, _ in pair] for pair in runs],
    }
    yield figure("first_query_cpu", [b / a for (a, _), (b, _) in runs], details)
    yield figure(
        "first_query_size", [sizes[0] / sizes[1]], {"quotations": size.quotations, "megabytes": [round(s / 1e6, 1) for s in sizes]}
    )
