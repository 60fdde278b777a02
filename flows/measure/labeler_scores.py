"""Accuracies on marked texts, as rows of the table `labeler_scores`: what `rostra measure` prints and, with --write, ships.

Gold is a folder of marked texts (docs/annotation.md), JSON Lines of quotations (`{doc_id, text, lang, quotes}`) or of names, times and
amounts (`{doc_id, text, lang, mentions, dates}`), or sentences in order (`*.sentences.json.gz`).
Intervals are bootstrapped over texts with a fixed seed, so that the same code and gold give the same rows.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from flows.errors import Refused
from flows.label.cut import cut_of
from flows.label.form.decide import form_of
from flows.label.quotations.find import find_quotations
from flows.label.speakers.attribute import attribute
from flows.label.speakers.gazetteer import Gazetteer
from flows.measure.agreement import (
    AGREEMENTS,
    SHARES,
    Spans,
    agreement,
    as_marked,
    counts,
    inside_marks,
    matching,
    read_quotations,
    share,
)
from flows.measure.by_class import FEWEST, RIGHT, RIGHTLY_OPEN, SPEAKER_BY, by_class, person_told
from flows.measure.corrected_texts import MEASURED, counted, files_of_corrections
from flows.measure.intervals import spreads
from flows.measure.marked_texts import NotMarked, documents, read_marked_text
from flows.measure.named_texts import ALL, DATE, EXACT, QUANTITY, SUFFIX, counted_names, read_named_text
from flows.measure.sentences import score_sentences
from flows.rule_sets import RULE_SETS, packages_sha256
from flows.scores import OF_A_FORM, SPEAKER_RIGHT, of_one_form
from schemas.labelers import LabelerScore
from schemas.words import CueClass, Form, Language, MentionKind, QuotationKind, SpeakerMethod

SENTENCES = ".sentences.json.gz"
# ru_taiga-ud-dev.sentences.json.gz
LANGUAGE_OF_A_FILE = re.compile(rf"(?P<language>{'|'.join(Language)})[_-].*")
SPEAKER_NULL = "speaker left open, of those matched without one"


class Measure(NamedTuple):
    """One figure to be told: its labeler and name, and how it comes from the counts: (figure in percent, n)."""

    labeler: str
    name: str
    figure: Callable[[Counter[str]], tuple[float, int]]
    kind: QuotationKind | None = None
    cue_class: CueClass | None = None
    speaker_method: SpeakerMethod | None = None
    least: int = 1
    """On how few units a figure may rest."""

    def figure_alone(self, counted: Counter[str]) -> float:
        """Return the figure without its n, in percent."""
        return self.figure(counted)[0]


def scores(gold: Iterable[Path], gazetteer: Gazetteer, store: str = "output", *, by_form: bool = False) -> Iterator[LabelerScore]:
    """Yield the scores of every file and folder of gold; Refused names what is none. The texts of corrections are those of the store.

    Where asked `by_form`, the folders of marked texts are told of each form of text apart too.
    """
    for path in gold:
        if corrections := files_of_corrections(path):
            yield from _of_corrections(path.stem, corrections, gazetteer, store)
        elif path.is_dir():
            yield from _of_folder(path, gazetteer, by_form=by_form)
        elif path.name.endswith(SENTENCES):
            yield _of_sentences(path)
        elif path.is_file():
            yield from _of_documents(path.name.split(".")[0], list(documents(path)), gazetteer)
        else:
            raise Refused(f"{path}: neither a file nor a folder of marked texts")


def _of_folder(folder: Path, gazetteer: Gazetteer, *, by_form: bool) -> Iterator[LabelerScore]:
    paths, named = sorted(folder.rglob("*.txt")), sorted(folder.rglob(f"*{SUFFIX}"))
    if not (paths or named):
        raise Refused(f"{folder}: holds no marked text (*.txt, *{SUFFIX}); docs/annotation.md tells of their form")
    try:
        yield from _of_quotations(folder.name, map(read_marked_text, paths), gazetteer, by_form=by_form)
        yield from _of_names(folder.name, map(read_named_text, named), gazetteer)
    except NotMarked as error:
        raise Refused(str(error)) from error


def _of_documents(on_what: str, gold: Sequence[dict[str, Any]], gazetteer: Gazetteer) -> Iterator[LabelerScore]:
    yield from _of_quotations(on_what, [document for document in gold if "quotes" in document], gazetteer)
    yield from _of_names(on_what, [document for document in gold if "mentions" in document], gazetteer)


def _of_names(on_what: str, gold: Iterable[dict[str, Any]], gazetteer: Gazetteer) -> Iterator[LabelerScore]:
    by_language: dict[Language, list[Counter[str]]] = defaultdict(list)
    for document in gold:
        language = Language(document["lang"])
        by_language[language].append(counted_names(document, language, gazetteer))
    for language, per_text in sorted(by_language.items()):
        yield from _measured(on_what, language, per_text, MEASURES_OF_NAMES)


def _of_sentences(path: Path) -> LabelerScore:
    named = LANGUAGE_OF_A_FILE.fullmatch(path.name)
    if named is None:
        raise Refused(f"{path}: its name does not begin with its language ({', '.join(f'{language}_' for language in Language)})")
    found = score_sentences(path, Language(named["language"]))
    low, high = found.f1_interval
    name = path.name.removesuffix(SENTENCES)
    return _score(
        "segmentation", Language(named["language"]), "sentence ends, F1", name, (100 * found.f1, found.sentences), (100 * low, 100 * high)
    )


def _of_corrections(on_what: str, files: Sequence[Path], gazetteer: Gazetteer, store: str) -> Iterator[LabelerScore]:
    measures = [Measure(labeler, f"corrected, {wrong}: right", _share(f"{wrong} right", wrong)) for wrong, labeler in MEASURED.items()]
    for language, per_text in sorted(counted(files, store, gazetteer).items()):
        yield from _measured(on_what, language, per_text, measures)


def _of_quotations(on_what: str, gold: Iterable[dict[str, Any]], gazetteer: Gazetteer, *, by_form: bool = False) -> Iterator[LabelerScore]:
    by_language: dict[Language, list[tuple[Form, Counter[str]]]] = defaultdict(list)
    for document in gold:
        language = Language(document.get("lang") or "en")
        by_language[language].append(_counted(document, language, gazetteer))
    for language, per_document in sorted(by_language.items()):
        yield from _measured(on_what, language, [counted for _, counted in per_document], MEASURES)
        for form in sorted({form for form, _ in per_document}) if by_form else ():
            of_form = [counted for one, counted in per_document if one is form]
            yield from _measured(of_one_form(on_what, form), language, of_form, MEASURES_OF_A_FORM)


def _measured(on_what: str, language: Language, per_text: Sequence[Counter[str]], measures: Iterable[Measure]) -> Iterator[LabelerScore]:
    """Yield the figures that rest on anything, from the counts of each text."""
    total = sum(per_text, Counter())
    told = [measure for measure in measures if measure.figure(total)[1] >= measure.least]
    for measure, spread in zip(told, spreads(per_text, [measure.figure_alone for measure in told]), strict=True):
        score = _score(measure.labeler, language, measure.name, on_what, measure.figure(total), spread)
        yield score._replace(kind=measure.kind, cue_class=measure.cue_class, speaker_method=measure.speaker_method)


def _counted(gold: dict[str, Any], language: Language, gazetteer: Gazetteer) -> tuple[Form, Counter[str]]:
    text = gold["text"]
    document = cut_of(text, language).document
    document = document._replace(
        form=Form(gold["form"]) if gold.get("form") else form_of(text, document.paragraphs, language),
        spoken_on=date.fromisoformat(gold["date"]) if gold.get("date") else None,
        country=gold.get("country"),
        principal_speaker_id=gold.get("principal"),
    )
    found = find_quotations(document)
    said_by = attribute(document, found, gazetteer).attributions
    shown = [as_marked(quotation) for quotation in found]
    counted = counts(text, gold["quotes"], shown)
    mask = inside_marks(text)
    system = read_quotations(text, mask, shown, keeps_kind=False)
    names: dict[Spans, set[str | None]] = {
        quotation.content: person_told(said, document.text_id) for quotation, said in zip(found, said_by, strict=True)
    }
    counted += by_class(document, found, said_by, gold["quotes"])
    for marked in (quote for quote in gold["quotes"] if "speaker" in quote):
        best = next((matching(one, system) for one in read_quotations(text, mask, [marked], keeps_kind=True)), None)
        if best is not None:
            part = "open" if marked["speaker"] is None else "known"
            counted[f"speaker:{part}"] += 1
            counted[f"speaker:{part} right"] += marked["speaker"] in names[best.raw]
    return document.form, counted


def _f1(name: str) -> Callable[[Counter[str]], tuple[float, int]]:
    return lambda counted: (agreement(counted, name).f1, agreement(counted, name).true)


def _share(part: str, whole: str) -> Callable[[Counter[str]], tuple[float, int]]:
    return lambda counted: (share(counted, part, whole), counted[whole])


MEASURES = (
    *(Measure("quotations", f"{name}, F1", _f1(name)) for name in AGREEMENTS),
    *(Measure("quotations", name, _share(part, whole)) for name, part, whole in SHARES),
    Measure("speakers", SPEAKER_RIGHT, _share("speaker:known right", "speaker:known")),
    Measure("speakers", SPEAKER_NULL, _share("speaker:open right", "speaker:open")),
    *(Measure("quotations", f"{RIGHT}, {kind}", _share(f"{kind} right", f"{kind}"), kind, least=FEWEST) for kind in QuotationKind),
    *(
        Measure("quotations", f"{RIGHT}, {kind} by {of}", _share(f"{kind} by {of} right", f"{kind} by {of}"), kind, of, least=FEWEST)
        for kind in QuotationKind
        for of in CueClass
    ),
    *(
        Measure("speakers", f"{SPEAKER_BY} {of}", _share(f"method {of} right", f"method {of}"), speaker_method=of, least=FEWEST)
        for of in SpeakerMethod
    ),
    Measure("speakers", RIGHTLY_OPEN, _share("method none right", "method none"), least=FEWEST),
)

MEASURES_OF_NAMES = (
    *(
        Measure(labeler, f"{labeler}{how}, F1", _f1(f"{kind}{how}"))
        for labeler, kind in (("dates", DATE), ("quantities", QUANTITY), ("mentions", ALL))
        for how in ("", EXACT)
    ),
    *(
        Measure(labeler, f"{labeler}: value right, of all", _share(f"{kind}:right", f"{kind}:valued"))
        for labeler, kind in (("dates", DATE), ("quantities", QUANTITY))
    ),
    *(Measure("mentions", f"{kind}{how}, F1", _f1(f"{kind}{how}"), least=FEWEST) for kind in MentionKind for how in ("", EXACT)),
)

MEASURES_OF_A_FORM = tuple(measure for measure in MEASURES if measure.name in OF_A_FORM)


def _score(
    labeler: str, language: Language, measure: str, on_what: str, figure: tuple[float, int], spread: tuple[float, float]
) -> LabelerScore:
    packages = next(rules.packages for rules in RULE_SETS if rules.name == labeler)
    low, high = (round(end, 1) for end in spread)
    value, n = round(figure[0], 1), figure[1]
    return LabelerScore(labeler, language, measure, on_what, None, None, None, value, low, high, n, packages_sha256(packages))
