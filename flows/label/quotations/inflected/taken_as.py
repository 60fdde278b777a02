"""What somebody takes one thing for, in an inflected language: `считает [цены высокими]`, `[Решение] он назвал [взвешенным]`."""

from collections.abc import Sequence

from flows.label.quotations.cues import Cue
from flows.label.quotations.inflected.contents import noun_stop
from flows.label.quotations.inflected.direct import source_of
from flows.label.quotations.inflected.sentence import Content, after_fillers
from flows.label.quotations.inflected.words import is_dative, is_infinitive
from flows.label.quotations.sentence import Sentence
from flows.label.quotations.tokens import PASSAGE, POINT, WORD, Phrase, Token, clause_end
from flows.languages.traits import (
    ACCUSATIVE_PRONOUN,
    ADVERB,
    AS,
    CONJUNCTION,
    CONNECTIVE,
    DATIVE_PRONOUN,
    DEMONSTRATIVE,
    ENDS_AS_ADVERB,
    IN,
    INSTRUMENTAL,
    OBLIQUE_ADJECTIVE,
    OUT_OF,
    POSSESSIVE,
    PREPOSITION,
    PRONOUN,
    RELATIVE,
    SUBORDINATOR,
    THAT,
)

APART = ADVERB | CONNECTIVE | CONJUNCTION | DATIVE_PRONOUN | SUBORDINATOR
"""What stands beside a thing and is no part of it."""


def taken_as(sentence: Sentence, cue: Cue) -> Content | None:
    """Return what a cue says that takes a thing for something; None where nothing tells for what.

    The thing stands before what it is taken for, or first in the clause; a pronoun for it is no part of the content.
    """
    tokens = sentence.tokens
    if "taken-as" not in cue.entry.takes or cue.is_participle:
        return None
    end = clause_end(tokens, cue.last + 1, sentence.stop)
    source = source_of(tokens, cue, sentence.start, end, tuple(other for other in sentence.cues if other.first < cue.first))
    start = _behind_source(tokens, cue, source, end)
    taken_for = _taken_for(tokens, start, end, cue)
    first = clause_start(sentence, cue)
    is_term = tokens[first].traits & (RELATIVE | THAT)  # которые японцы называют Северными территориями
    if taken_for is None or is_term:
        return None
    if source is not None and source.first <= taken_for < source.end:
        return None
    start += _stands_for_thing(tokens, start) and start < taken_for
    is_first = all(token.traits & (ENDS_AS_ADVERB | ADVERB) for token in tokens[start:taken_for])
    thing = thing_before(tokens, first, cue, source) if is_first else None
    behind = (start, noun_stop(sentence, cue, start))
    return Content((behind,) if thing is None else (thing, behind), None, start, True)


def _taken_for(tokens: Sequence[Token], start: int, end: int, cue: Cue) -> int | None:
    """Return the first word that says for what a thing is taken; None where there is none, or an infinitive stands there."""
    if any(map(is_infinitive, tokens[start:end])):
        return None
    return next((at for at in range(start, end) if _is_taken_for(tokens, at, start, cue)), None)


def _behind_source(tokens: Sequence[Token], cue: Cue, source: Phrase | None, end: int) -> int:
    """Return the first word behind a cue, its adverbs and a subject right behind it."""
    start = after_fillers(tokens, cue.last + 1, end)
    if source is not None and source.first == start and source.end < end:
        return after_fillers(tokens, source.end, end)
    return start


def clause_start(sentence: Sentence, cue: Cue) -> int:
    """Return where the clause of a cue begins, behind the last pause before it."""
    first = cue.first
    while first > sentence.start and sentence.tokens[first - 1].kind != POINT:
        first -= 1
    return first


def _is_taken_for(tokens: Sequence[Token], index: int, start: int, cue: Cue) -> bool:
    """Tell whether a word says for what a thing is taken: an instrumental that no preposition governs, or `как` before it."""
    token = tokens[index]
    if token.traits & AS:
        return cue.entry.kind == "evaluation"
    if token.kind == PASSAGE:
        return index == start
    if token.kind != WORD or not token.traits & INSTRUMENTAL or token.traits & (PRONOUN | POSSESSIVE) or is_dative(token):
        return False
    before = index - 1
    while before > start and tokens[before].traits & OBLIQUE_ADJECTIVE and not tokens[before].traits & PREPOSITION:
        before -= 1
    return before < start or not tokens[before].traits & PREPOSITION


def _stands_for_thing(tokens: Sequence[Token], index: int) -> bool:
    """Tell whether a pronoun alone stands for the thing: `считает это | ошибкой`, but not `считает его слова ошибкой`."""
    token, following = tokens[index], tokens[min(index + 1, len(tokens) - 1)]
    if not token.traits & (ACCUSATIVE_PRONOUN | DEMONSTRATIVE):
        return False
    return bool(following.traits & (INSTRUMENTAL | AS | ADVERB | ENDS_AS_ADVERB)) or following.kind != WORD


def thing_before(tokens: Sequence[Token], first: int, cue: Cue, source: Phrase | None) -> tuple[int, int] | None:
    """Return the thing in the clause before its cue, on either side of the source; None where there is none, or a pronoun for it."""
    sides = [(first, cue.first)]
    if source is not None and first <= source.first < cue.first:
        is_place = source.first > first and bool(tokens[source.first - 1].traits & (IN | OUT_OF))
        sides = [(source.end, cue.first)] if is_place else [(first, source.first), (source.end, cue.first)]
    return next((thing for side in sides if (thing := _thing(tokens, *side)) is not None), None)


def _thing(tokens: Sequence[Token], first: int, end: int) -> tuple[int, int] | None:
    while first < end and tokens[first].traits & APART:
        first += 1
    while end > first and tokens[end - 1].traits & APART:
        end -= 1
    if first >= end or tokens[first].traits & PREPOSITION:
        return None
    is_pronoun = end == first + 1 and tokens[first].traits & (ACCUSATIVE_PRONOUN | DEMONSTRATIVE | PRONOUN)
    return None if is_pronoun else (first, end)
