"""Transcripts and interviews as plain text: a text, and its turns as lines; `transcripts.en.txt` says how they are written."""

import re
from pathlib import Path
from typing import NamedTuple

from flows.label.form.decide import form_of
from flows.label.quotations.find import FINDERS
from flows.label.quotations.found import FoundQuotation
from flows.label.quotations.turns import find_turns, turns_of
from flows.languages.pack import pack
from flows.segment.document import Document
from schemas.columns import Span
from schemas.words import Form, Language
from tests.label.quotations.reading import document_of

FOLDER = Path(__file__).parent
DIVIDER = re.compile(r"\n=+\n")
ELIDED = " … "


class Case(NamedTuple):
    """A text and what it must be read as."""

    text: str
    language: Language
    answers: list[str]


def texts_of(path: Path) -> list[str]:
    """Return the texts of a file, divided by lines of equals signs, without the comments."""
    lines = (line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    return [block.strip() for block in DIVIDER.split("\n".join(lines))]


def cases_of(name: str) -> list[Case]:
    """Return the cases of `<name>.<language>.txt` in every language."""
    cases = []
    for language in Language:
        for block in texts_of(FOLDER / f"{name}.{language}.txt"):
            text, answers = re.split(r"\n(?=<?[<>] )", block, maxsplit=1)
            cases.append(Case(text.strip(), language, answers.splitlines()))
    return cases


def read(text: str, language: Language, form: Form) -> tuple[Document, list[FoundQuotation]]:
    """Return a text of a form as a document, and the quotations found in it."""
    document = document_of(text, language)._replace(form=form)
    return document, find_turns(document, FINDERS[pack(language).grammar])


def form_told(text: str, language: Language) -> Form:
    """Return the form that a text is told to have."""
    return form_of(text, document_of(text, language).paragraphs, language)


def answers_to(case: Case, form: Form) -> list[str]:
    """Return what is found in a case's text, each turn and quotation written as its answers are, as far as they are elided there."""
    document, found = read(case.text, case.language, form)
    turns = {turn.content: turn for turn in turns_of(document)}
    written: list[str] = []
    for quotation in found:
        turn = turns.get(quotation.content) if not quotation.cue else None
        if turn is not None:
            verb = "asks" if turn.is_question else "says" if form in (Form.TRANSCRIPT, Form.DEBATE) else "answers"
            who = "-" if turn.label is None else document.text[turn.label.start : turn.label.end]
            start = f"> {verb} | {who} | "
        else:
            cue, source = (_words(document.text, spans) for spans in (quotation.cue, quotation.source))
            start = f"{'<' if quotation.nested_in is None else '<<'} {cue} | {source} | "
        given = case.answers[len(written)] if len(written) < len(case.answers) else ""
        written.append(start + _as_elided(document.text, quotation.content, given.removeprefix(start)))
    return written


def _words(text: str, spans: tuple[Span, ...]) -> str:
    return " + ".join(text[start:end] for start, end in spans)


def _as_elided(text: str, spans: tuple[Span, ...], given: str) -> str:
    """Write the parts, each as it is given where that begins and ends as the part does."""
    parts = [text[start:end] for start, end in spans]
    shown = given.split(" + ")
    if len(shown) != len(parts):
        return " + ".join(parts)
    return " + ".join(_part(part, answer) for part, answer in zip(parts, shown, strict=True))


def _part(part: str, answer: str) -> str:
    first, is_elided, last = answer.partition(ELIDED)
    return answer if is_elided and part.startswith(first) and part.endswith(last) else part
