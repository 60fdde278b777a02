"""The corrections that `rostra annotate` is given: which of them are about a text, and what came of them in all texts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from flows.fetch.corrections import Read, corrections_in, kept_of
from flows.fetch.identifiers import speech_id_of_file
from flows.label.corrections.said import Came, Said, sentences_of
from schemas.words import Mistake, Outcome


class Corrections(NamedTuple):
    """What people say is wrong with texts that are annotated."""

    read: tuple[Read, ...] = ()
    of_text: Mapping[str, tuple[Said, ...]] = {}
    """By the key of the text; those of no key are about all texts."""
    one_person: Mapping[str, str] = {}
    """Who is who else in all texts, by their ids."""


NO_CORRECTIONS = Corrections()
OF_ALL = ""


def corrections_of(files: Iterable[Path]) -> Corrections:
    """Return the corrections of some files; Refused names every row that cannot be meant."""
    read = tuple(corrections_in(files))
    of_text: dict[str, list[Said]] = defaultdict(list)
    one_person = {one.said.speaker_id or "": one.said.right or "" for one in read if one.said.wrong is Mistake.SAME_PERSON}
    for one in read:
        if one.said.wrong is not Mistake.SAME_PERSON:
            of_text[one.said.speech_id or OF_ALL].append(one.said)
    kept = {speaker_id: kept_of(right, one_person) or right for speaker_id, right in one_person.items()}
    return Corrections(read, {key: tuple(said) for key, said in of_text.items()}, kept)


def about(corrections: Corrections, doc_id: str) -> tuple[Said, ...]:
    """Return the corrections of a text by its key: `press.lake`, or `lake` as the file is called that the source `press` has."""
    if not corrections.of_text:
        return ()
    sources = dict.fromkeys(one.said.source_id for one in corrections.read)
    keys = dict.fromkeys((doc_id, *(speech_id_of_file(source, doc_id) for source in sources if source), OF_ALL))
    return tuple(said for key in keys for said in corrections.of_text.get(key, ()))


def sentences_on(corrections: Corrections, came: Sequence[Came], named: Mapping[str, int]) -> list[str]:
    """Return how many corrections came to what, and a sentence on each of which nothing came.

    `came` is what came of them in the texts, in their order; `named` is speaker id → how many quotations the rules give to whom another
    one is.
    """
    outcomes = [(one.where, _outcome(one.said, came, named)) for one in corrections.read]
    return sentences_of((outcome, where, why) for where, (outcome, why) in outcomes)


def _outcome(said: Said, came: Sequence[Came], named: Mapping[str, int]) -> tuple[Outcome, str | None]:
    if said.wrong is Mistake.SAME_PERSON:
        is_named = bool(named[said.speaker_id or ""])
        return (Outcome.APPLIED, None) if is_named else (Outcome.UNFIT, f"no text names {said.speaker_id}")
    own = [one for one in came if one.said == said]
    if not own:
        return Outcome.NO_TEXT, f"no text is {said.speech_id}" if said.speech_id else "no text was read"
    best = next((one for one in own if one.outcome is Outcome.APPLIED), own[0])
    return best.outcome, best.detail
