"""What each part of a table follows from, so that a part which follows from the same as before is not made again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from flows.assemble.material import PUBLISHED, Material
from flows.assemble.persons import OF_SPEAKERS, QUOTATIONS_WITH_SPEAKERS
from flows.corrected import speaker_columns
from flows.kept_rows import texts_in
from flows.parquet import part_path
from flows.publish.assembled import Assembled, Before, Placed, part_sha256
from flows.publish.sharing import link
from flows.rule_sets import assembling_sha256
from flows.shards import ROWS_OF_A_TEXT
from schemas.quotations import QUOTATIONS

if TYPE_CHECKING:
    import duckdb

# What is said of speakers comes from all texts and lists: where it changes, so do the parts that name the speaker.
SAID_OF_THEM = ", ".join(f"coalesce({column}::VARCHAR, '')" for column in OF_SPEAKERS)
SPEAKERS_OF_PARTS = f"""
SELECT part_number, string_agg(DISTINCT said, chr(10) ORDER BY said) FROM (
    SELECT speech_id, concat_ws(chr(9), speaker_id, spoken_on, {SAID_OF_THEM}) AS said
    FROM ({{quotations}}) WHERE speaker_id IS NOT NULL)
JOIN divided USING (speech_id) GROUP BY part_number
"""
JOINED_IN_TEXTS = """
SELECT speech_id, string_agg(DISTINCT said, chr(10) ORDER BY said) FROM (
    SELECT speech_id, concat_ws(chr(9), speaker_id, kept, corrected_by, reason) AS said FROM ({named}) JOIN one_person USING (speaker_id))
GROUP BY speech_id
"""


def assembled_of(material: Material, shards: Iterable[Path], divided: Mapping[str, Sequence[str]]) -> Assembled:
    """Return what each text and each part follows from; the folders of the shards tell it of the texts."""
    texts = {speech_id: sha256 for shard in shards for speech_id, sha256 in texts_in(shard).items()}
    for speech_id, joined in _joined_in_texts(material).items():
        texts[speech_id] = hashlib.sha256(f"{texts[speech_id]} {joined}".encode()).hexdigest()
    quotations = QUOTATIONS_WITH_SPEAKERS.format(quotations=PUBLISHED.format(table=QUOTATIONS.name))
    speakers = dict(material.connection.execute(SPEAKERS_OF_PARTS.format(quotations=quotations)).fetchall())
    making = assembling_sha256()
    parts = {
        name: part_sha256(((speech_id, texts[speech_id]) for speech_id in ids), speakers.get(number, ""), making)
        for number, (name, ids) in enumerate(divided.items())
    }
    return Assembled({speech_id: Placed(name, texts[speech_id]) for name, ids in divided.items() for speech_id in ids}, parts)


def _joined_in_texts(material: Material) -> dict[str, str]:
    """Return speech id → what corrections say of persons in its rows who are one, as one line; without such persons it is not there."""
    if not material.across:
        return {}
    named = " UNION ".join(
        f"SELECT speech_id, {column} AS speaker_id FROM read_{table.name}" for table in ROWS_OF_A_TEXT for column in speaker_columns(table)
    )
    return dict(material.connection.execute(JOINED_IN_TEXTS.format(named=named)).fetchall())


def link_unchanged(connection: duckdb.DuckDBPyConnection, assembled: Assembled, before: Before, data: Path) -> None:
    """Have the files of parts that follow from the same as in the release before be those very files, and leave their texts alone."""
    for number, (name, sha256) in enumerate(assembled.parts.items()):
        if before.assembled.parts.get(name) == sha256:
            for table in ROWS_OF_A_TEXT:
                theirs = part_path(before.release / "data", table, name)
                if theirs.is_file():
                    link(theirs, part_path(data, table, name))
            connection.execute("DELETE FROM divided WHERE part_number = ?", [number])
