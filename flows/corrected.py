"""What came of the corrections of a whole dataset: persons who are one in all texts, and a row for each correction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from flows.fetch.corrections import kept_of
from flows.label.corrections.said import Came, Said, sentences_of
from schemas.columns import Table
from schemas.corrections import Correction
from schemas.quotations import QUOTATIONS
from schemas.speakers import holds_speaker_id
from schemas.words import Mistake, Outcome


class OnePerson(NamedTuple):
    """A person who is another one: each row that names the one names the other instead."""

    speaker_id: str
    kept: str
    said: Said


def persons_joined(
    corrections: Iterable[Said], named: Mapping[str, int], listed: Collection[str]
) -> tuple[list[OnePerson], dict[str, Came]]:
    """Return the persons who are another one, and what came of each such correction, by its id.

    `named` is speaker id → in how many quotations the person speaks, of all whom published texts name; `listed` are the ids in the
    corrections that are those of listed persons.
    """
    joining = {said.speaker_id or "": said for said in corrections if said.wrong is Mistake.SAME_PERSON}
    troubles = {speaker_id: trouble for speaker_id, said in joining.items() if (trouble := _trouble(said, named, listed))}
    one_person = {speaker_id: said.right or "" for speaker_id, said in joining.items() if speaker_id not in troubles}
    found = [OnePerson(speaker_id, kept_of(right, one_person) or right, joining[speaker_id]) for speaker_id, right in one_person.items()]
    came = {
        said.correction_id: Came(said, Outcome.UNFIT, detail=troubles[speaker_id])
        if speaker_id in troubles
        else Came(said, Outcome.APPLIED, named.get(speaker_id, 0), found=speaker_id)
        for speaker_id, said in joining.items()
    }
    return found, came


def _trouble(said: Said, named: Mapping[str, int], listed: Collection[str]) -> str | None:
    if said.speaker_id in listed:
        return f"{said.speaker_id} is a listed person; take them off the list"
    for speaker_id in (said.speaker_id, said.right):
        if speaker_id not in named and speaker_id not in listed:
            return f"no published text names {speaker_id}"
    return None


def speaker_columns(table: Table) -> list[str]:
    """Return the columns of a table that hold the id of a speaker."""
    return [column.name for column in table.columns if holds_speaker_id(column)]


def with_one_person(table: Table, rows: str) -> str:
    """Return SQL that gives the rows of a table with the persons of `one_person` (speaker_id, kept, corrected_by, reason) as the others."""
    columns = speaker_columns(table)
    replaced = [
        f"coalesce((SELECT kept FROM one_person WHERE one_person.speaker_id = held.{column}), held.{column}) AS {column}"
        for column in columns
    ]
    if table == QUOTATIONS:
        replaced += [
            f"nullif(concat_ws('; ', held.{name}, (SELECT {name} FROM one_person WHERE one_person.speaker_id = held.speaker_id)), '')"
            f" AS {name}"
            for name in ("corrected_by", "reason")
        ]
    return f"SELECT * REPLACE ({', '.join(replaced)}) FROM {rows} AS held" if replaced else f"FROM {rows}"


def correction_rows(corrections: Iterable[Said], of_texts: Iterable[Correction], across: Mapping[str, Came]) -> list[Correction]:
    """Return a row for each correction: what came of it in the published texts, in all of them together, or nowhere."""
    by_id: dict[str, list[Correction]] = defaultdict(list)
    for row in of_texts:
        by_id[row.correction_id].append(row)
    return [_row(said, by_id[said.correction_id], across.get(said.correction_id)) for said in corrections]


def _row(said: Said, of_texts: list[Correction], across: Came | None) -> Correction:
    if said.speech_id is not None and of_texts:
        return of_texts[0]
    applied = [row for row in of_texts if row.outcome is Outcome.APPLIED]
    came = across or Came(said, Outcome.NO_TEXT if said.speech_id else Outcome.UNFIT, detail=f"no published text is {said.speech_id}")
    if across is None and said.speech_id is None:
        rows = sum(row.rows for row in applied)
        detail = None if rows else f"no published text of {said.source_id} names {said.speaker_id} so"
        came = Came(said, Outcome.APPLIED if rows else Outcome.UNFIT, rows, found=said.speaker_id if rows else None, detail=detail)
    return Correction(
        correction_id=said.correction_id,
        source_id=said.source_id,
        wrong=said.wrong,
        outcome=came.outcome,
        rows=came.rows,
        speech_id=said.speech_id,
        quotation_id=None,
        words=None if came.outcome is Outcome.NO_TEXT else said.words,
        speaker_id=said.speaker_id,
        found=came.found,
        right_value=None if came.outcome is Outcome.NO_TEXT else said.right,
        corrected_by=said.corrected_by,
        corrected_on=said.corrected_on,
        reason=said.reason,
        detail=came.detail,
    )


def sentences_on(rows: Iterable[Correction], where: Mapping[str, str]) -> list[str]:
    """Return how many corrections came to what, and a sentence on each of which nothing came; `where` is its file and line, by its id."""
    return sentences_of((row.outcome, where.get(row.correction_id, row.correction_id), row.detail) for row in rows)
