"""What a token may be, by several of its traits together."""

from collections.abc import Sequence

from flows.label.quotations.tokens import WORD, Token
from flows.languages.traits import (
    AGENT,
    DATIVE_AGENT,
    DATIVE_DOCUMENT,
    DATIVE_NAME,
    DATIVE_PLURAL,
    DATIVE_PRONOUN,
    INFINITIVE,
    NEGATION,
    OBLIQUE_ADJECTIVE,
    PAST,
    POSSESSIVE,
    PRESENT,
    VERB_LIKE,
    WHETHER,
)


def is_past_verb(token: Token) -> bool:
    """Tell whether a word looks like a verb in the past tense."""
    return bool(token.traits & PAST) and not token.is_capital and not token.traits & (VERB_LIKE | AGENT)


def is_verb(token: Token) -> bool:
    """Tell whether a word looks like a finite verb."""
    return is_past_verb(token) or (bool(token.traits & PRESENT) and not token.is_capital and not token.traits & AGENT)


def is_infinitive(token: Token) -> bool:
    """Tell whether a word looks like an infinitive."""
    return bool(token.traits & INFINITIVE)


def is_dative(token: Token) -> bool:
    """Tell whether a word looks like a dative: a pronoun, the dative of a noun for speakers, a plural, a name."""
    return bool(token.traits & (DATIVE_PRONOUN | DATIVE_AGENT | DATIVE_PLURAL)) or (token.is_capital and bool(token.traits & DATIVE_NAME))


def has_particle(tokens: Sequence[Token], first: int, stop: int) -> bool:
    """Tell whether a clause is a question by the particle behind its first word, or behind `not` and a word: `не боится ли она`."""
    second = first + 1 + bool(tokens[first].traits & NEGATION)
    return second < stop and bool(tokens[second].traits & WHETHER)


def phrase_at(tokens: Sequence[Token], index: int, listed: str) -> int:
    """Return how many tokens from one on are a phrase of a list; 0 where none is."""
    for phrase in tokens[index].phrases:
        count = len(phrase.words)
        if phrase.listed == listed and tuple(token.low for token in tokens[index : index + count]) == phrase.words:
            return count
    return 0


def names_source(tokens: Sequence[Token], index: int) -> tuple[str, ...] | None:
    """Return the phrase at a token that names a source without a verb: `according to`, also with a possessive behind its first word.

    A phrase of one word names a document alone: `согласно докладу`, but not `согласно закону`.
    """
    if tokens[index].kind != WORD or index + 1 >= len(tokens):
        return None
    behind = tokens[index + 1].traits
    for words in (phrase.words for phrase in tokens[index].phrases if phrase.listed == "according"):
        low = tuple(token.low for token in tokens[index : index + len(words) + 1])
        is_described = len(words) > 1 and behind & (POSSESSIVE | OBLIQUE_ADJECTIVE) and (low[0], *low[2:]) == words
        if is_described or (low[: len(words)] == words and (len(words) > 1 or behind & DATIVE_DOCUMENT)):
            return words
    return None
