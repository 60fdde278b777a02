"""What the page of numbers counts, each count as rows of a small table, from which a picture is drawn too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from flows.publish.number import RowCounts
from flows.publish.pages.html import number
from flows.publish.pages.interface import interface
from flows.publish.pages.tables import rows_of
from rostra.store import on_one_line
from schemas.words import QuotationKind, Reason, SpeakerKind

if TYPE_CHECKING:
    import duckdb

SPEAKERS_SHOWN = 15
# Beyond so many months, speeches are counted by year.
MOST_MONTHS = 24
KINDS = tuple(kind.value for kind in QuotationKind)


Words = Mapping[str, dict[str, Any]]
"""Section → key → words of an interface."""


class Count(NamedTuple):
    """One count of a release."""

    name: str
    """A word for file names and links."""
    title: str
    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    """A label, then as many numbers as there are heads beyond the first."""


class Counted(NamedTuple):
    """What is counted in a release's tables, in the words of none."""

    months: list[tuple[date | None, int]]
    """First day of a month → speeches."""
    quoted: list[tuple[Any, ...]]
    """How many are quoted in all, name, and quotations of each kind: the most quoted first."""
    unknown: int
    """Quotations of nobody known."""
    languages: list[tuple[str, int]]
    """Language → speeches, the most frequent first."""


def counted(connection: duckdb.DuckDBPyConnection) -> Counted:
    """Return what is counted of the tables that a connection shows."""
    of_kind = ", ".join(f"count(*) FILTER (kind = '{kind}')" for kind in KINDS)
    quoted = f"""
        SELECT count(*) OVER (), coalesce(speakers.name, speaker_id), {of_kind}
        FROM quotations LEFT JOIN speakers USING (speaker_id) WHERE speaker_id IS NOT NULL
        GROUP BY speaker_id, speakers.name ORDER BY count(*) DESC, speaker_id LIMIT {SPEAKERS_SHOWN}
        """
    [(unknown,)] = rows_of(connection, "SELECT count(*) FROM quotations WHERE speaker_id IS NULL")
    return Counted(
        list(rows_of(connection, "SELECT date_trunc('month', spoken_on)::DATE, count(*) FROM speeches GROUP BY 1 ORDER BY 1")),
        list(rows_of(connection, quoted)),
        int(unknown),
        list(rows_of(connection, "SELECT language, count(*) FROM speeches GROUP BY 1 ORDER BY 2 DESC, 1")),
    )


def counts(found: Counted, aside: Sequence[tuple[Reason, int]], changes: Mapping[str, RowCounts], language: str) -> list[Count]:
    """Return every count of which there is a picture, in the words of an interface.

    `aside` is what `set_aside` returns, `changes` is table → how many rows came, went and changed; of nothing there is no picture.
    """
    words = interface(language)
    may_be_none = [_set_aside(aside, words), _changed(changes, words)]
    return [
        _over_time(found.months, words),
        _quoted(found, words, language),
        _languages(found.languages, words),
        *(count for count in may_be_none if count.rows),
    ]


def people_quoted(connection: duckdb.DuckDBPyConnection) -> int:
    """Return how many persons are quoted; what else speaks, such as an organisation, is none."""
    [(people,)] = rows_of(connection, f"SELECT count(DISTINCT speaker_id) FROM quotations WHERE speaker_kind = '{SpeakerKind.PERSON}'")
    return int(people)


def set_aside(connection: duckdb.DuckDBPyConnection) -> list[tuple[Reason, int]]:
    """Return reason → how many texts were set aside for it, the most frequent first."""
    return [
        (Reason(reason), n) for reason, n in rows_of(connection, "SELECT reason, count(*) FROM set_aside GROUP BY 1 ORDER BY 2 DESC, 1")
    ]


def scores(connection: duckdb.DuckDBPyConnection) -> list[tuple[Any, ...]]:
    """Return the measured figures of the rule sets as they are now."""
    query = """
        SELECT labeler, language, measure, on_what, value, low, high FROM labeler_scores JOIN labelers USING (labeler)
        WHERE measured_sha256 = sha256 ORDER BY ALL
        """
    return list(rows_of(connection, query))


def _over_time(by_month: Sequence[tuple[date | None, int]], interface_words: Words) -> Count:
    words = interface_words["numbers"]
    months = {month: n for month, n in by_month if month is not None}
    undated = sum(n for month, n in by_month if month is None)
    unit, periods = _periods(list(months))
    rows = [(period, sum(n for month, n in months.items() if month.isoformat().startswith(period))) for period in periods]
    if undated:
        rows.append((words["undated"], undated))
    caption = words["over_time_of"].format(unit=words[unit])
    return Count("over-time", words["over_time"], caption, (words["period"], words["count"]), tuple(rows))


def _set_aside(aside: Sequence[tuple[Reason, int]], interface_words: Words) -> Count:
    words = interface_words["numbers"]
    rows = tuple((reason.value, n) for reason, n in aside)
    return Count("set-aside", words["aside"], words["set_aside_of"], (words["reason"], words["count"]), rows)


def _changed(changes: Mapping[str, RowCounts], interface_words: Words) -> Count:
    words = interface_words["numbers"]
    rows = tuple((name, *counts) for name, counts in sorted(changes.items()) if any(counts))
    heads = (interface_words["tables"]["table"], words["added"], words["removed"], words["changed"])
    return Count("changed", words["rows_changed"], words["rows_changed_of"], heads, rows)


def _periods(months: Sequence[date]) -> tuple[str, list[str]]:
    """Return the unit and every month or year from the first to the last, those without a speech too."""
    if not months:
        return "year", []
    first, last = months[0], months[-1]
    if (last.year - first.year) * 12 + last.month - first.month < MOST_MONTHS:
        span = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
        return "month", [f"{month // 12:04}-{month % 12 + 1:02}" for month in span]
    return "year", [f"{year:04}" for year in range(first.year, last.year + 1)]


def _quoted(found: Counted, interface_words: Words, language: str) -> Count:
    words, kinds = interface_words["numbers"], interface_words["kinds"]
    every = found.quoted[0][0] if found.quoted else 0
    shown = tuple((on_one_line(name), *numbers) for _, name, *numbers in found.quoted)
    caption = words["quoted_of"].format(n=len(shown), all=number(every, language), unknown=number(found.unknown, language))
    return Count("quoted", words["quoted"], caption, (words["speaker"], *(kinds[kind] for kind in KINDS)), shown)


def _languages(by_language: Sequence[tuple[str, int]], interface_words: Words) -> Count:
    words, names = interface_words["numbers"], interface_words["languages"]
    rows = tuple((names[language], n) for language, n in by_language)
    return Count("languages", words["languages"], words["languages_of"], (words["language"], words["count"]), rows)
