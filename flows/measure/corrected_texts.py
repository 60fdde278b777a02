"""How the rules do on what people corrected: each correction of a published text is held against what the rules alone say of it now."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from flows.clean.stated import NOTHING_TOLD
from flows.errors import Refused
from flows.fetch.corrections import corrections_in
from flows.label.corrections.of_text import corrected_told, quotations_of
from flows.label.corrections.said import Said
from flows.label.cut import cut_of
from flows.label.form.decide import form_of
from flows.label.speakers.gazetteer import Gazetteer
from schemas.words import Form, Language, Mistake, Outcome

SUFFIX = ".csv"
MEASURED = {
    Mistake.SPEAKER: "speakers",
    Mistake.KIND: "quotations",
    Mistake.NOT_A_QUOTATION: "quotations",
    Mistake.MISSED: "quotations",
    Mistake.FORM: "form",
}
"""The rule set that a correction measures; days and titles stand in what is no longer there, and persons are of no one text."""


def files_of_corrections(path: Path) -> list[Path]:
    """Return the files of corrections that a path names: itself, or those of a folder; none where it names none."""
    if path.is_dir():
        return sorted(path.rglob(f"*{SUFFIX}"))
    return [path] if path.suffix == SUFFIX and path.is_file() else []


def counted(files: Iterable[Path], store: str, gazetteer: Gazetteer) -> dict[Language, list[Counter[str]]]:
    """Return language → the counts of each corrected text of a store's latest release: `<what is wrong>` and `<what is wrong> right`.

    A correction that does not fit its text counts for nothing. Refused where a file cannot be read.
    """
    of_text: dict[str, list[Said]] = defaultdict(list)
    for read in corrections_in(files):
        if read.said.wrong in MEASURED and read.said.speech_id is not None:
            of_text[read.said.speech_id].append(read.said)
    found: dict[Language, list[Counter[str]]] = defaultdict(list)
    for speech in _speeches(store, sorted(of_text)):
        found[Language(speech["language"])].append(_counts(speech, of_text[speech["speech_id"]], gazetteer))
    if of_text and not found:
        raise Refused(f"{store}: its latest release holds none of the corrected texts; name their store with --store")
    return found


def _speeches(store: str, speech_ids: list[str]) -> list[dict[str, Any]]:
    from rostra.query import sql

    listed = ", ".join(f"'{speech_id}'" for speech_id in speech_ids)
    columns = "speech_id, text, language, form, spoken_on, title, principal_speaker_id"
    rows: list[dict[str, Any]] = (
        sql(store, f"SELECT {columns} FROM speeches WHERE speech_id IN ({listed}) ORDER BY 1").to_pylist() if listed else []
    )
    return rows


def _counts(speech: Mapping[str, Any], said: Iterable[Said], gazetteer: Gazetteer) -> Counter[str]:
    document = cut_of(speech["text"], Language(speech["language"])).document
    document = document._replace(
        form=Form(speech["form"]), spoken_on=speech["spoken_on"], title=speech["title"], principal_speaker_id=speech["principal_speaker_id"]
    )
    total: Counter[str] = Counter()
    for one in said:
        if one.wrong is Mistake.FORM:
            came = corrected_told(NOTHING_TOLD, lambda: form_of(document.text, document.paragraphs, document.language), [one])[1]
        else:
            came = quotations_of(document, gazetteer, [one]).came
        outcomes = {each.outcome for each in came} - {Outcome.UNFIT}
        total[one.wrong] += bool(outcomes)
        total[f"{one.wrong} right"] += outcomes == {Outcome.AGREED}
    return total
