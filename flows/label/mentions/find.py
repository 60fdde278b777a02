"""The named things of a text, each with its kind."""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from flows.label.mentions.found import FoundMention
from flows.label.mentions.names import Name, is_acronym, names_in
from flows.label.mentions.words import kind_told, linking
from flows.label.speakers.case_forms import dictionary_forms
from flows.label.speakers.names import CAPITAL
from flows.label.speakers.nouns import is_person_name
from flows.languages.pack import Pack, any_of, pack
from flows.segment.document import Document, parts_of
from schemas.columns import Span
from schemas.words import MentionKind

WORD = rf"(?:{CAPITAL}\.(?:[ ]?{CAPITAL}\.)?(?=[ ]{CAPITAL})|(?:{CAPITAL}\.){{2,3}}|[a-z]?{CAPITAL}[^\W_]*+(?:[-‑'’](?!s\b)[^\W_]++)*+)"
SMALL = re.compile(r"[^\W_]+(?:[-‑'’][^\W_]+)*")
MARKED = r"[«“\"„](?P<marked>[^«»“”\"„\n.!?]{2,70})[»”\"“]"
REACH = 40


class Beside(NamedTuple):
    """The words right before and behind a name."""

    before: str
    behind: str
    behind_that: str


@cache
def _runs(pack: Pack) -> re.Pattern[str]:
    """Return the pattern of marked names, and of words in capitals with the small words that link them."""
    links = any_of(linking(pack))
    return re.compile(rf"(?<![\w.]){WORD}(?:[ ](?:(?:{links})[ ]){{0,2}}{WORD}){{0,10}}")


def find_mentions(document: Document) -> list[FoundMention]:
    """Return the named things of a text, in its order and without overlap."""
    return [found for part in parts_of(document) for found in _of_part(part, pack(part.language))]


class _Candidate(NamedTuple):
    span: Span
    words: tuple[str, ...]
    name: Name
    beside: Beside


def _of_part(document: Document, pack: Pack) -> list[FoundMention]:
    candidates = [one for paragraph in document.paragraphs for one in _candidates(document, paragraph, pack)]
    told = [(one, _kind(one, pack)) for one in candidates]
    met = {form for one, kind in told if kind is MentionKind.PERSON for form in _bare(one.words, pack)}
    found = []
    for one, kind in told:
        if len(one.words) == 1 and kind in (None, MentionKind.PLACE) and one.words[0] in met:
            kind = MentionKind.PERSON
        if kind is not None:
            found.append(FoundMention(one.span, kind))
    return found


def _bare(words: tuple[str, ...], pack: Pack) -> Iterator[str]:
    if len(words) > 1:
        yield words[-1]
        yield words[0]


def _candidates(document: Document, paragraph: Span, pack: Pack) -> Iterator[_Candidate]:
    text, starts = document.text, {sentence.start for sentence in document.sentences}
    for run in _runs(pack).finditer(text, *paragraph):
        spans = [Span(run.start() + word.start(), run.start() + word.end()) for word in re.finditer(r"\S+", run.group())]
        words = tuple(text[slice(*span)] for span in spans)
        for name in names_in(words, run.start() in starts, pack):
            span = Span(spans[name.first].start, spans[name.end - 1].end)
            yield _Candidate(span, words[name.first : name.end], name, _beside(text, span, paragraph))


def _beside(text: str, span: Span, paragraph: Span) -> Beside:
    before = text[max(span.start - REACH, paragraph.start) : span.start].split(" ")
    last = next((word for word in reversed(before) if word), "").strip("«“\"„(")
    if not last and len(before) > 1:
        last = before[-2]
    behind = SMALL.findall(text[span.end : min(span.end + REACH, paragraph.end)])[:2]
    return Beside(last, behind[0] if behind else "", behind[1] if len(behind) > 1 else "")


def _kind(one: _Candidate, pack: Pack) -> MentionKind | None:
    name, beside, words = one.name, one.beside, one.words
    if name.is_titled and name.kind in (None, MentionKind.PERSON) and not is_acronym(words[0]):
        return MentionKind.PERSON
    behind = kind_told(beside.behind, "behind", pack)
    if behind and name.kind is not MentionKind.PERSON:
        return behind
    if name.kind:
        return name.kind
    before = kind_told(beside.before, "before", pack)
    if before:
        return before
    if len(words) == 1 and is_acronym(words[0]):
        return MentionKind.ORGANISATION
    if len(words) in (2, 3) and "has_cases" not in pack.flags and is_person_name(" ".join(words), pack):
        return MentionKind.PERSON
    return None
