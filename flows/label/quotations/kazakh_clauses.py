"""Kazakh reported speech: what stands between a source and the cue that ends the sentence."""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from flows.label.quotations.found import FoundQuotation
from flows.label.quotations.kazakh_cues import THAT, Cue, cues_in, is_converb
from flows.label.quotations.kazakh_direct import cue_spans, passes_on
from flows.label.quotations.kazakh_sources import addressee_in, genitive_before, subject_after, subject_in
from flows.label.quotations.kazakh_words import (
    ABOUT,
    ACCORDING,
    ACCUSATIVE,
    CLAUSE_ACCUSATIVE,
    CLAUSE_DATIVE,
    CLAUSE_NOMINATIVE,
    CONVERB,
    DATIVE,
    PACKAGE,
    VERB_ACCUSATIVE,
    VERB_DATIVE,
    words,
)
from flows.label.quotations.tokens import DASHES, PASSAGE, POINT, WORD, Paragraph, Phrase, Token, clause_end, span_of, spans_of
from flows.lists import word_list
from schemas.columns import Span
from schemas.words import QuotationKind

TITLE_WORDS = 8
# what ends so is said with all its converbs: `көпір салып, жол ашуды`
OF_VERBS = (CLAUSE_ACCUSATIVE, CLAUSE_DATIVE, CLAUSE_NOMINATIVE, VERB_ACCUSATIVE, VERB_DATIVE)
# айтқандай, атап өткендей: the source is a subject
AS_ENDINGS = ("дай", "дей")
WORDS_OF_SOURCE = 6
FRAMES = {
    "ын": ACCUSATIVE,
    "енін": CLAUSE_ACCUSATIVE,
    "ені": CLAUSE_NOMINATIVE,
    "еніне": CLAUSE_DATIVE,
    "ға": DATIVE,
    "уды": VERB_ACCUSATIVE,
    "уға": VERB_DATIVE,
}


def reported_in(paragraph: Paragraph, start: int, stop: int, claimed: frozenset[int]) -> Iterator[FoundQuotation]:
    """Yield what a sentence reports: `Президент … екенін айтты`, `… деп атап өтті Президент`, `Оның айтуынша, …`."""
    tokens = paragraph.tokens
    while stop > start and tokens[stop - 1].kind == POINT and tokens[stop - 1].low in ".!?…;":
        stop -= 1
    yield from _according(paragraph, start, stop, claimed)
    cues = [cue for cue in cues_in(tokens, start, stop) if cue.first not in claimed]
    if not cues:
        return
    source = subject_in(tokens, start, cues[0].start)
    at = start
    for cue in cues:
        if cue.that >= 0 and cue.entry.kind == "relay":
            yield from _relayed(paragraph, cue, start, stop, claimed)
            continue
        said = _who(tokens, cue, source, at, (start, stop))
        content, addressee = _content(tokens, cue, said.lead, said.source if said.is_before else None)
        at = cue.last + 1
        own = said.source
        if content is not None and own is not None and own is source and _belongs_to_content(tokens, own, content):
            content = Phrase(own.first, content.end)
            own = None
        if content is not None and not any(index in claimed for index in range(content.first, content.end)):
            yield _quotation(paragraph, content, cue, own, addressee)


class _Said(NamedTuple):
    """Who says it, and the token from which on what is said may begin."""

    source: Phrase | None
    lead: int
    is_before: bool
    """True where the source stands before its cue."""


def _who(tokens: Sequence[Token], cue: Cue, first: Phrase | None, at: int, sentence: tuple[int, int]) -> _Said:
    """Return who says what a cue ends: named after it, between `деп` and it, right before it, or first in the sentence."""
    start, stop = sentence
    if "ені" in cue.entry.takes:
        return _Said(None, at, False)
    after = None if is_converb(tokens, cue) else subject_after(tokens, cue.last + 1, stop)
    between = subject_in(tokens, cue.that + 1, cue.first) if 0 <= cue.that < cue.first - 1 else None
    if between or after:
        is_parted = after is not None and cue.that > start and tokens[cue.that - 1].low == ","
        return _Said(between or after, start if is_parted else at, False)
    beside = _beside(tokens, cue, at)
    if beside is not None:
        return _Said(beside, at, True)
    return _Said(first, at if first is None else max(at, first.end), True)


def _beside(tokens: Sequence[Token], cue: Cue, start: int) -> Phrase | None:
    """Return a source that stands right before its cue, behind what is said: `екенін бүгін министр айтты`."""
    for index in range(max(start, cue.start - WORDS_OF_SOURCE), cue.start):
        source = subject_in(tokens, index, cue.start)
        if source is not None and source.end == cue.start and source.first > start:
            return source
    return None


def _belongs_to_content(tokens: Sequence[Token], source: Phrase, content: Phrase) -> bool:
    """Tell whether what looked like a source is the subject of what is said: `жаңа институт құрылатынын хабарлады`."""
    last = tokens[source.end - 1]
    is_verb_alone = content.end - content.first == 1 and CLAUSE_ACCUSATIVE.fullmatch(tokens[content.first].low) is not None
    return is_verb_alone and source.end == content.first and not last.is_capital and last.low not in words("pronouns")


def _relayed(paragraph: Paragraph, cue: Cue, start: int, stop: int, claimed: frozenset[int]) -> Iterator[FoundQuotation]:
    """Yield what an agency passes on: all that stands before `, деп хабарлайды …`; it is named after the cue."""
    tokens = paragraph.tokens
    end = cue.start
    while end > start and tokens[end - 1].kind == POINT:
        end -= 1
    after = clause_end(tokens, cue.last + 1, stop)
    if end <= start or end == cue.start or any(index in claimed for index in range(start, end)):
        return
    source = Phrase(cue.last + 1, after) if after > cue.last + 1 else None
    yield _found(paragraph, Phrase(start, end), cue_spans(tokens, cue), spans_of(tokens, source), cue.entry.lemma, True)


def _content(tokens: Sequence[Token], cue: Cue, lead: int, source: Phrase | None) -> tuple[Phrase | None, Phrase | None]:
    """Return what a cue takes from the tokens before it, from `lead` on, and to whom it is said."""
    end = cue.start if source is None or source.end != cue.start else source.first
    while end > lead and source is not None and source.first == end and tokens[end - 1].low in words("frames"):
        end -= 1
    while end > lead and (tokens[end - 1].low in words("before_cues") and cue.that < 0):
        end -= 1
    last = end
    while end > lead and tokens[end - 1].kind == POINT and (tokens[end - 1].low in ",:" or tokens[end - 1].low in DASHES):
        end -= 1
    if end <= lead or not _is_taken(tokens, cue, end, is_parted=end < last):
        return None, None
    first = _content_start(tokens, lead, end, is_clause=cue.that >= 0)
    addressee = addressee_in(tokens, first, end) if cue.entry.kind == "order" or "туралы" in cue.entry.takes else None
    if addressee is not None and addressee.end < end:
        first = addressee.end
    else:
        addressee = None
    return (Phrase(first, end), addressee) if first < end else (None, None)


def _is_taken(tokens: Sequence[Token], cue: Cue, end: int, *, is_parted: bool) -> bool:
    """Tell whether the last word before a cue stands in the form that the cue takes."""
    takes = cue.entry.takes
    if cue.that >= 0 or (cue.entry.lemma in ("деу", "деп отыру", THAT) and tokens[end - 1].kind in (WORD, PASSAGE)):
        return True
    low = tokens[end - 1].low
    if is_parted:
        return False
    if "туралы" in takes and low in ABOUT:
        return tokens[end - 2].low not in ("бұл", "осы", "ол", "сол")  # Бұл туралы министр айтты
    if tokens[end - 1].is_capital and cue.entry.kind == "order":
        return False  # Ақордаға шақырды: a place
    return any(name in takes and pattern.fullmatch(low) for name, pattern in FRAMES.items())


def _content_start(tokens: Sequence[Token], lead: int, end: int, *, is_clause: bool) -> int:
    """Pass over what leads to the words said: adverbs, `өз сөзінде`, `жиынды қорытындылап,`."""
    first = lead
    is_noun = not any(pattern.fullmatch(tokens[end - 1].low) for pattern in OF_VERBS)
    if not is_clause and is_noun and tokens[end - 1].kind == WORD:
        for index in range(end - 1, first, -1):
            if tokens[index].low == "," and CONVERB.fullmatch(tokens[index - 1].low):
                first = index + 1
                break
    comma = clause_end(tokens, first, end)
    if comma < end and comma > first and tokens[comma].low == "," and tokens[comma - 1].low in words("framing"):
        first = comma + 1
    while first < end and (tokens[first].kind == POINT or tokens[first].low in words("frames")):
        # `бұл құжат`: a pronoun before a noun is said; `бұл ретте` is not
        if tokens[first].low in ("бұл", "осы", "сол", "өз", "жалпы", "алдымен", "басқа", "ең", "өткен") and tokens[
            first + 1
        ].low not in words("frames"):
            break
        first += 1
    return first


def _according(paragraph: Paragraph, start: int, stop: int, claimed: frozenset[int]) -> Iterator[FoundQuotation]:
    tokens, phrases = paragraph.tokens, source_phrases()
    for index in range(start, stop):
        low = tokens[index].low
        known = phrases.get(low) or ([(low,)] if ACCORDING.fullmatch(low) else ())
        if not known or index in claimed:
            continue
        for phrase in known:
            end = index + len(phrase)
            if end + 1 >= stop or tuple(t.low for t in tokens[index:end]) != phrase or tokens[end].low != ",":
                continue
            source = genitive_before(tokens, index, start)
            if source is None or (low.endswith(AS_ENDINGS) and subject_in(tokens, source.first, source.end) is None):
                continue
            yield _found(
                paragraph,
                Phrase(end + 1, stop),
                (span_of(tokens, index, end),),
                spans_of(tokens, source),
                " ".join(phrase),
                "хабарлағандай" in phrase,
            )
            break


@cache
def source_phrases() -> dict[str, list[tuple[str, ...]]]:
    """Return the phrases that name a source without a verb, by their first word."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for line in word_list(PACKAGE, "according.kk.txt"):
        phrase = tuple(line.split())
        found.setdefault(phrase[0], []).append(phrase)
    return found


def _quotation(paragraph: Paragraph, content: Phrase, cue: Cue, source: Phrase | None, addressee: Phrase | None) -> FoundQuotation:
    tokens = paragraph.tokens
    found = _found(
        paragraph,
        content,
        cue_spans(tokens, cue),
        spans_of(tokens, source),
        cue.entry.lemma,
        cue.that >= 0 and passes_on(tokens, cue, source),
    )
    return found._replace(addressee=spans_of(tokens, addressee))


def _found(
    paragraph: Paragraph, content: Phrase, cue: tuple[Span, ...], source: tuple[Span, ...], lemma: str, is_relayed: bool
) -> FoundQuotation:
    """Make a quotation; its kind follows from the marked passages in it that are no titles."""
    tokens, passages = paragraph.tokens, paragraph.passages
    marked = [index for index in range(content.first, content.end) if tokens[index].kind == PASSAGE]
    is_whole = content.end - content.first == 1 and bool(marked)
    verbatim = tuple(passages[tokens[i].passage].content for i in marked if is_whole or not _is_title(paragraph, i))
    span = passages[tokens[content.first].passage].content if is_whole else span_of(tokens, content.first, content.end)
    kind = QuotationKind.DIRECT if is_whole else QuotationKind.MIXED if verbatim else QuotationKind.INDIRECT
    return FoundQuotation(kind, (span,), verbatim, cue, source, (), lemma, is_relayed)


def _is_title(paragraph: Paragraph, index: int) -> bool:
    """Tell whether marks stand around a name or a coined word: short and with a capital, or a single word, or before `атты`, `деген`."""
    content = paragraph.passages[paragraph.tokens[index].passage].content
    count = len(paragraph.text[content.start : content.end].split())
    following = paragraph.tokens[index + 1] if index + 1 < len(paragraph.tokens) else None
    if count <= 1 or (following is not None and following.low in ("атты", "аталатын")):
        return True
    if following is not None and following.low in (THAT, "деген"):
        return False
    return paragraph.text[content.start].isupper() and count <= TITLE_WORDS and paragraph.text[content.end - 1] not in ".!?…"
