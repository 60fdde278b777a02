"""To whom it is said: the dative or the object beside a Russian cue, or whom a speaker turns to."""

from collections.abc import Sequence

from flows.label.quotations.inflected.phrases import goes_on, is_nominal, noun_phrase
from flows.label.quotations.inflected.words import is_dative
from flows.label.quotations.tokens import WORD, Phrase, Token, clause_end
from flows.languages.traits import ACCUSATIVE_PRONOUN, ADVERB, BY, DATIVE_PRONOUN, PREPOSITION, TO, TURNING


def addressed_object(tokens: Sequence[Token], start: int, stop: int, source: Phrase | None) -> Phrase | None:
    """Return the object between a cue and what it introduces, outside of the source: `призвал коллег к …`, `заверил Президента, что …`."""
    first = start
    while first < stop and (tokens[first].kind != WORD or tokens[first].traits & ADVERB):
        first += 1
    if source is not None and first < source.end and source.first < stop and source.first >= start:
        return None
    if first >= stop or tokens[first].traits & PREPOSITION or not (is_nominal(tokens[first]) or tokens[first].traits & ACCUSATIVE_PRONOUN):
        return None
    end = first + 1
    while end < stop and not tokens[first].traits & ACCUSATIVE_PRONOUN and goes_on(tokens, end, stop):
        end += 1
    return Phrase(first, end)


def addressed_in(tokens: Sequence[Token], start: int, stop: int) -> Phrase | None:
    """Return to whom a speaker turns: `обращаясь к студентам`."""
    for index in range(start, stop - 2):
        if tokens[index].traits & TURNING and tokens[index + 1].traits & TO:
            return noun_phrase(tokens, index + 2, clause_end(tokens, index + 2, stop))
    return None


def addressee_in(tokens: Sequence[Token], start: int, stop: int, source: Phrase | None) -> Phrase | None:
    """Return the first dative among the tokens, outside of the source: `ему`, `журналистам`, `Правительству`."""
    for index in range(start, stop):
        if source is not None and source.first <= index < source.end:
            continue
        token = tokens[index]
        if token.kind == WORD and is_dative(token) and not (index and tokens[index - 1].traits & (TO | BY)):
            end = index + 1
            if not token.traits & DATIVE_PRONOUN:
                while end < stop and goes_on(tokens, end, stop) and not (source and end >= source.first > index):
                    end += 1
            return Phrase(index, end)
        if token.traits & PREPOSITION:
            return None
    return None
