"""The ids of speakers that another release published and that are others now, each with its new one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from flows.duck import parquet
from flows.label.speakers.identity import folded_name, speaker_id_of
from flows.publish.rows import table_files
from schemas.speakers import SpeakerIdChange

if TYPE_CHECKING:
    import duckdb

# The same words of the same speech, of somebody whose id then is nobody's now; both as speakers and as those who are addressed.
# Few are: without them, no quotation need be compared.
MOVED = """
SELECT earlier.{column}, now.{column}, count(*)
FROM {earlier} AS earlier JOIN (FROM all_quotations ANTI JOIN left_out USING (speech_id)) AS now USING (quotation_id)
WHERE earlier.text = now.text AND earlier.{column} <> now.{column} AND earlier.{column} IN (SELECT unnest($gone::VARCHAR[]))
GROUP BY ALL
"""
WHO_SPEAKS = ("speaker_id", "addressee_id")


class Moved(NamedTuple):
    """How many quotations of one id in an earlier release have another now."""

    old: str
    new: str
    quotations: int


def speaker_id_changes(connection: duckdb.DuckDBPyConnection, earlier: Path | None) -> list[SpeakerIdChange]:
    """Return each id that the earlier release published, or one before it, and that nobody has now, with what it is now.

    It is the id of the same quotations, where that goes by the same name; or, where no quotation tells, the one that follows from the
    name. An id that was several speakers' has several rows. What the earlier release said of ids before it is kept, and followed up.
    Without an earlier release there is none. Who is there now stands in the tables `speakers` and `speaker_names`.
    """
    if earlier is None:
        return []
    then = _called(_read(connection, earlier, "speakers", ("speaker_id", "name"), "ANTI JOIN speakers USING (speaker_id)"))
    moved = [Moved(*row) for row in _moved(connection, earlier, sorted(then))]
    called = _called(_among(connection, "speaker_names", ("speaker_id", "name"), {one.new for one in moved}))
    kept = [SpeakerIdChange(*row) for row in _read(connection, earlier, "speaker_id_changes", SpeakerIdChange._fields)]
    maybe = {speaker_id_of(name) for names in then.values() for name in names} | {one.new for one in moved}
    maybe |= {speaker_id for change in kept for speaker_id in (change.old_speaker_id, change.speaker_id)}
    now = {speaker_id for (speaker_id,) in _among(connection, "speakers", ("speaker_id",), maybe)}
    return with_earlier_ones(kept, told_by_names(then, now, called, moved), now)


def told_by_names(
    then: Mapping[str, set[str]], now: set[str], called: Mapping[str, set[str]], moved: Sequence[Moved]
) -> list[SpeakerIdChange]:
    """Return the new ids of those who had a name then: those of their quotations that go by the same name, else that of the name."""
    found: dict[tuple[str, str], int] = defaultdict(int)
    for old, new, quotations in moved:
        if any(_is_same(one, other) for one in then.get(old, ()) for other in called.get(new, ())):
            found[old, new] += quotations
    told = {old for old, _ in found}
    for old, names in then.items():
        by_name = {speaker_id for name in names if (speaker_id := speaker_id_of(name)) in now}
        if old not in now and old not in told and len(by_name) == 1:
            found[old, by_name.pop()] = 0
    return [SpeakerIdChange(old, new, quotations) for (old, new), quotations in sorted(found.items())]


def with_earlier_ones(kept: Iterable[SpeakerIdChange], changes: Sequence[SpeakerIdChange], now: set[str]) -> list[SpeakerIdChange]:
    """Return the changes with those of earlier releases, whose new ids are followed to what they are now."""
    follow: dict[str, list[str]] = defaultdict(list)
    for change in changes:
        follow[change.old_speaker_id].append(change.speaker_id)
    found = {(change.old_speaker_id, change.speaker_id): change for change in changes}
    for change in kept:
        for new in [change.speaker_id] if change.speaker_id in now else follow[change.speaker_id]:
            if change.old_speaker_id not in now:
                found.setdefault((change.old_speaker_id, new), change._replace(speaker_id=new))
    return [found[key] for key in sorted(found)]


def _is_same(one: str, other: str) -> bool:
    """Tell whether two names are one in two spellings, or one is a part of the other."""
    mine, theirs = (set(folded_name(name).split("-")) for name in (one, other))
    return mine <= theirs or theirs <= mine


def _called(rows: Iterable[Sequence[str]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for speaker_id, name in rows:
        found[speaker_id].add(name)
    return found


def _moved(connection: duckdb.DuckDBPyConnection, earlier: Path, gone: Sequence[str]) -> list[tuple[Any, ...]]:
    """Return the rows of `MOVED` for the speakers of an earlier release who are `gone`."""
    files = table_files(earlier, "quotations")
    if not gone or not all(file.is_file() for file in files):
        return []
    queries = [MOVED.format(earlier=parquet(*files), column=column) for column in WHO_SPEAKS]
    return [row for query in queries for row in connection.execute(query, {"gone": gone}).fetchall()]


def _read(
    connection: duckdb.DuckDBPyConnection, release: Path, table: str, columns: Sequence[str], where: str = ""
) -> list[tuple[Any, ...]]:
    """Return columns of a table of a release; no row where it has no such table."""
    files = table_files(release, table)
    if not all(file.is_file() for file in files):
        return []
    return connection.execute(f"SELECT {', '.join(columns)} FROM {parquet(*files)} AS earlier {where}").fetchall()


def _among(connection: duckdb.DuckDBPyConnection, table: str, columns: Sequence[str], ids: Collection[str]) -> list[tuple[Any, ...]]:
    """Return columns of a table for some speakers."""
    query = f"SELECT {', '.join(columns)} FROM {table} WHERE speaker_id IN (SELECT unnest($ids::VARCHAR[]))"
    return connection.execute(query, {"ids": sorted(ids)}).fetchall() if ids else []
