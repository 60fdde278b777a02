"""Where the reporting verbs of a verb-final language stand in a sentence, each with the conjunction that belongs to it."""

from collections.abc import Iterator, Sequence

from flows.label.quotations.cues import Cue, follows
from flows.label.quotations.tokens import PASSAGE, WORD, Token, span_of
from flows.label.quotations.words import CueEntry
from flows.languages.traits import (
    AFTER_CONVERB,
    AFTER_FACT,
    AFTER_PARTICIPLE,
    CLAUSE_ACCUSATIVE,
    CUE_CONVERB,
    CUE_FACT,
    CUE_PARTICIPLE,
    NEGATION,
    PARTICLE,
    THAT,
    VERB_NOUN_ACCUSATIVE,
    VERB_NOUN_DATIVE,
)
from schemas.columns import Span

WORDS_AFTER_THAT = 4
UNSAID = NEGATION | CLAUSE_ACCUSATIVE  # айтқан жоқ, дайын екеніне сенімді екенін


def cues_in(tokens: Sequence[Token], start: int, stop: int) -> list[Cue]:
    """Return the cues among some tokens in order; a cue that is denied is left out, and one that goes on in the next is part of it."""
    found: list[Cue] = []
    for index in range(start, stop):
        token = tokens[index]
        if not token.cues or token.traits & CLAUSE_ACCUSATIVE or (index + 1 < stop and tokens[index + 1].traits & UNSAID):
            continue
        if token.traits & THAT and not _says_passage(tokens, index, start, stop):
            continue
        for entry in token.cues:
            first = index - len(entry.before)
            if first < start or not follows(tokens, index, entry.before):
                continue
            if found and found[-1].last >= first:
                found.pop()  # айтып … of айтып берді
            cue = _cue(tokens, index, entry, (found[-1].last + 1 if found else start, stop))
            if cue is not None:
                found.append(cue)
                break
    return found


def told_in(tokens: Sequence[Token], start: int, stop: int) -> Iterator[Cue]:
    """Yield the cues among some tokens whose having been said is told in turn: `министр жолды жөндеуді тапсырғанын | айтты`."""
    for index in range(start + 1, stop):
        token = tokens[index]
        if not token.traits & CLAUSE_ACCUSATIVE:
            continue
        is_marked = tokens[index - 1].traits & THAT and index - 2 >= start and tokens[index - 2].kind == PASSAGE
        entries = token.cues or (tokens[index - 1].cues if is_marked else ())  # «…» деп қорқытқанын, a verb on no list
        entry = next((entry for entry in entries if not token.cues or follows(tokens, index, entry.before)), None)
        if entry is not None:
            first = index - len(entry.before) if token.cues else index
            yield Cue(first, index, index, entry, token.traits, _that_before(tokens, first, start))


def _says_passage(tokens: Sequence[Token], index: int, start: int, stop: int) -> bool:
    """Tell whether a conjunction alone says the marked passage before it: `«…» деп, министр …`."""
    return index > start and tokens[index - 1].kind == PASSAGE and index + 1 < stop and tokens[index + 1].low == ","


def _cue(tokens: Sequence[Token], verb: int, entry: CueEntry, where: tuple[int, int]) -> Cue | None:
    """Return the cue of a verb with its conjunction and its auxiliaries; None where the form is no cue there."""
    lowest, stop = where
    first = verb - len(entry.before) + entry.adverbs
    that = _that_before(tokens, first, lowest)
    following = tokens[verb + 1].traits if verb + 1 < stop else 0
    traits = tokens[verb].traits
    last = verb
    if traits & CUE_FACT:
        return Cue(first, verb, verb, entry, traits, that) if following & AFTER_FACT else None  # тапсырғаны белгілі
    if traits & CUE_CONVERB:
        if following & (VERB_NOUN_ACCUSATIVE | VERB_NOUN_DATIVE) or (that < 0 and entry.takes <= {"that"}):
            return None  # баяндап отыруды тапсырды
        last += bool(following & AFTER_CONVERB)
    elif traits & CUE_PARTICIPLE and (entry.kind != "relay" or entry.takes) and not _ends_clause(tokens, verb + 1, stop):
        return None  # отырыста айтылған ұсыныстар
    if last + 1 < stop and tokens[last + 1].traits & AFTER_PARTICIPLE:
        last += 1
    return Cue(first, verb, last, entry, tokens[last].traits, that)


def _ends_clause(tokens: Sequence[Token], index: int, stop: int) -> bool:
    """Tell whether nothing but an auxiliary follows a participle: `айтқан еді`."""
    return index >= stop or tokens[index].kind != WORD or bool(tokens[index].traits & (AFTER_PARTICIPLE | PARTICLE))


def _that_before(tokens: Sequence[Token], first: int, lowest: int) -> int:
    """Return the conjunction of a cue: right before it, or with its source between the two (`деп Президент атап өтті`); else -1."""
    for index in range(first - 1, max(lowest, first - 1 - WORDS_AFTER_THAT) - 1, -1):
        if tokens[index].kind != WORD or tokens[index].traits & CLAUSE_ACCUSATIVE:
            return -1
        if tokens[index].traits & THAT:
            return index
    return -1


def cue_spans(tokens: Sequence[Token], cue: Cue) -> tuple[Span, ...]:
    """Return the spans of a cue: one, or two where its source or an adverb stands behind its conjunction."""
    if cue.that < 0 or cue.that == cue.first - 1:
        return (span_of(tokens, cue.start, cue.last + 1),)
    return span_of(tokens, cue.that, cue.that + 1), span_of(tokens, cue.first, cue.last + 1)
