"""The goals of speed, memory and growth, one a row: what is measured, what is to be reached, and how."""

from __future__ import annotations

from typing import NamedTuple


class Goal(NamedTuple):
    """One row of the table: `bound` is the least (`is_least`) or the most that the figure may be."""

    name: str
    what: str
    bound: float
    is_least: bool
    unit: str
    bench: str
    why_not: str = ""
    """Why it is not reached, where that is known."""


GOALS = (
    Goal(
        "text_work",
        "clean, segment, label and Parquet, all labels on: how many times as fast as spaCy's blank pipeline that only splits sentences",
        4.0,
        True,
        "×",
        "text_work",
        "the rules are plain Python; quotations and speakers take most of their time, spread over many small functions; "
        "compiling them (mypyc) made them less than twice as fast",
    ),
    Goal("language", "language of a text: texts a second and core", 10_000, True, "/s", "kernels"),
    Goal(
        "quotations",
        "quotations with attribution: MB of text a second and core",
        20.0,
        True,
        "MB/s",
        "kernels",
        "as for the text work: no single function holds a tenth of it",
    ),
    Goal("parquet_write", "writing Parquet, to pyarrow writing the same rows in one call", 1.15, False, "×", "parquet_write"),
    Goal("growth_cpu", "processor time per text at ten times as many texts", 1.05, False, "×", "builds"),
    Goal(
        "growth_memory",
        "peak memory at ten times as many texts",
        1.2,
        False,
        "×",
        "builds",
    ),
    Goal(
        "two_workers_cpu",
        "reading by two worker processes: total processor time, to that by one, starts apart",
        1.15,
        False,
        "×",
        "workers",
    ),
    Goal(
        "two_workers_wall",
        "reading by two worker processes: wall time, to that by one, starts apart",
        0.6,
        False,
        "×",
        "workers",
    ),
    Goal(
        "dask",
        "reading by Dask: total processor time, to that by as many worker processes, starts apart",
        1.2,
        False,
        "×",
        "dask",
    ),
    Goal("orchestration", "Prefect and Great Expectations, starts apart, to the text work", 0.2, False, "×", "builds"),
    Goal(
        "main_job",
        "main job on the first speech, to an empty Prefect flow and Great Expectations' import: wall time",
        1.25,
        False,
        "×",
        "main_job",
        "reading, promises, pictures and pages of the one speech come on top of the floor; Great Expectations is imported while the "
        "server starts",
    ),
    Goal("start_up", "`rostra annotate` on one small file, to the import of pyarrow.parquet: processor time", 4.0, False, "×", "start_up"),
    Goal("list_start", "`rostra annotate` with a list of 100,000 persons, to without: processor time", 1.5, False, "×", "long_lists"),
    Goal("list_texts", "labelling texts with such a list, to without: processor time", 1.05, False, "×", "long_lists"),
    Goal("list_arranged", "arranging such a list when it is new, to reading its rows: processor time", 20.0, False, "×", "long_lists"),
    Goal(
        "nothing_changed",
        "build with nothing changed, start apart, to the time to SHA-256 the inputs",
        0.3,
        False,
        "×",
        "builds",
    ),
    Goal(
        "one_changed_text_work",
        "one text changed: text work, to that of a full build",
        0.01,
        False,
        "×",
        "builds",
        "measured when all texts of its shard were read anew; the server, the task and the looking for other parts are booked here too",
    ),
    Goal(
        "one_changed_rest",
        "one text changed: all the rest, start apart, to a full build",
        0.25,
        False,
        "×",
        "builds",
        "only reading is redone in part: the tables are put together, held against all promises, compared, registered and shown whole",
    ),
    Goal(
        "daily_fetched_bytes",
        "five new texts: bytes that a reader of the release before fetches, to the release",
        0.1,
        False,
        "×",
        "daily",
        "the index and the lists of all files, some of them twice, come to what is new",
    ),
    Goal(
        "daily_bytes",
        "five new texts: bytes that the release writes anew, to its size, pages included",
        0.1,
        False,
        "×",
        "daily",
        "the five are of days in three of seven years, whose searches are a quarter of it; the lists of all files and the pages that name "
        "the version are another",
    ),
    Goal(
        "next_day_cpu",
        "twenty texts of the next day in 100,000: processor time, starts apart, to a full build",
        0.03,
        False,
        "×",
        "next_day",
        "lists of all texts and files, who the speakers are, and promises across speeches grow with the archive, not with the day",
    ),
    Goal("next_day_bytes", "… bytes that the release writes anew, to its size, pages included", 0.03, False, "×", "next_day"),
    Goal("next_day_fetched_bytes", "… bytes that a reader of the release before fetches, to the release", 0.03, False, "×", "next_day"),
    Goal(
        "next_day_no_news",
        "… then a build without news, start apart, to the time to SHA-256 the inputs",
        0.2,
        False,
        "×",
        "next_day",
        "most of it is a look at each file of the sources and of the release; the less, the longer hashing has to wait for the disk",
    ),
    Goal("next_day_outside", "full build of 100,000 texts: share of its processor time outside the engine", 0.1, False, "×", "next_day"),
    Goal(
        "next_day_memory",
        "… peak memory of all processes, by two workers",
        1.2,
        False,
        "GB",
        "next_day",
        "Prefect's server, two workers, and the build itself share it: Prefect, Great Expectations, lists of all texts and speakers",
    ),
    Goal(
        "two_workers_build",
        "full build by two worker processes: wall time, to that by one, start and all",
        0.58,
        False,
        "×",
        "outside",
        "of 20,000 texts, the start and what the build does alone are an eighth of the time by one; the two workers share two processors "
        "with the build and Prefect's server",
    ),
    Goal(
        "first_query_cpu",
        "a reader's first query: how many times less processor time than on pyarrow's defaults",
        10.0,
        True,
        "×",
        "first_query",
        "to open any file takes DuckDB a third of it; smaller row groups and pages, and other encodings, did not help (decision 0009)",
    ),
    Goal("first_query_size", "size of that file, to pyarrow's defaults", 0.7, False, "×", "first_query"),
    Goal(
        "accuracy", "figures of accuracy on the project's marked texts that are those kept, to the digit (share)", 1.0, True, "", "accuracy"
    ),
)
