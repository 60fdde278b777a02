"""How far a Russian noun phrase reaches from its first word."""

from collections.abc import Sequence

from flows.label.quotations.inflected.words import is_verb
from flows.label.quotations.tokens import PASSAGE, WORD, Phrase, Token, is_initial, is_initial_point
from flows.languages.traits import (
    ACCUSATIVE_PRONOUN,
    ADVERB,
    AGENT,
    AGENT_IN,
    AGENT_ON,
    AT,
    BY,
    CLAUSE_OPENING,
    CONJUNCTION,
    DATIVE_PLURAL,
    DATIVE_PRONOUN,
    ENDS_AS_ADVERB,
    FEMININE_NAME,
    IN,
    INFINITIVE,
    MASCULINE,
    NEGATION,
    NO_GENITIVE,
    NO_NOMINAL,
    NOMINATIVE_ADJECTIVE,
    OBLIQUE_ADJECTIVE,
    OBLIQUE_AGENT_ON,
    OBLIQUE_NAME,
    ON,
    OUT_OF,
    PARTICIPLE,
    PARTITIVE,
    PAST,
    PREPOSITION,
    PRESENT_FORM,
    PRONOUN,
    SUBORDINATOR,
    SURNAME,
    THAT,
)

PARENTHESIS_TOKENS = 8
WORDS_TO_NAME = 9


def noun_phrase(tokens: Sequence[Token], first: int, stop: int) -> Phrase:
    """Return the noun phrase from its first word to where something else begins."""
    index = first + 1
    has_agent = tokens[first].traits & AGENT
    if tokens[first].traits & PRONOUN and not tokens[first].traits & PARTITIVE:
        return Phrase(first, index)
    while index < stop and goes_on(tokens, index, stop):
        has_agent = has_agent or tokens[index].traits & AGENT
        if tokens[index].low == "(":
            index = next(i for i in range(index, stop) if tokens[i].low == ")")
        index += 1
    while index > first + 1 and (tokens[index - 1].traits & PREPOSITION or tokens[index - 1].traits & CONJUNCTION):
        index -= 1
    return Phrase(first, index)


def subject_phrase(tokens: Sequence[Token], first: int, stop: int, head: int = -1) -> Phrase:
    """Return the noun phrase of who speaks: without an object or an addressee behind its head, of which only the case tells."""
    found = noun_phrase(tokens, first, stop)
    if tokens[max(first, head)].traits & (PARTICIPLE | NOMINATIVE_ADJECTIVE):
        return found  # освещающие акцию блогеры
    end = next((at for at in range(max(first, head) + 1, found.end) if _is_of_verb(tokens, at)), found.end)
    while end > first + 1 and tokens[end - 1].traits & (PREPOSITION | CONJUNCTION):
        end -= 1
    return found._replace(end=end)


def _is_of_verb(tokens: Sequence[Token], index: int) -> bool:
    """Tell whether a word behind a noun belongs to the verb: `В министерстве | информацию`, `Беков | изданию`."""
    token, before = tokens[index], tokens[index - 1]
    if token.kind != WORD or token.is_capital or token.traits & (PREPOSITION | CONJUNCTION):
        return False
    is_behind_name = before.is_capital and before.traits & SURNAME
    if is_behind_name and (token.traits & (PARTICIPLE | PRESENT_FORM) or (index > 1 and tokens[index - 2].is_capital)):
        return True  # сказал Лавров | сопровождавшей его; Лунина | машет
    led = index - 1
    while led > 0 and tokens[led].traits & (OBLIQUE_ADJECTIVE | NO_GENITIVE):
        led -= 1  # советник по региональному | развитию
    return bool(token.traits & NO_GENITIVE) and not tokens[led].traits & PREPOSITION


def goes_on(tokens: Sequence[Token], index: int, stop: int) -> bool:
    """Tell whether a token belongs to the noun phrase before it."""
    token = tokens[index]
    if token.kind != WORD:
        return token.kind == PASSAGE or _opens_parenthesis(tokens, index, stop) or is_initial_point(tokens, index)
    if token.end - token.start == 1 and is_initial(tokens, index):
        return True
    if token.traits & (PREPOSITION | CONJUNCTION):
        return _joins(tokens, index, stop)
    return is_nominal(token) or _is_of_field(tokens, index) or _ends_as_adjective(token, tokens[index - 1])


def _ends_as_adjective(token: Token, before: Token) -> bool:
    """Tell whether a noun that ends as an adverb does stands behind its adjective: `доверенное | лицо`."""
    is_noun = token.traits & ENDS_AS_ADVERB and not token.traits & ADVERB and not token.cues and not is_verb(token)
    return bool(is_noun and before.traits & NOMINATIVE_ADJECTIVE)


def _joins(tokens: Sequence[Token], index: int, stop: int) -> bool:
    """Tell whether a preposition or `и` goes on the noun phrase before it."""
    token, before = tokens[index], tokens[index - 1]
    if token.traits & PREPOSITION:
        return bool(
            (token.traits & OUT_OF and before.traits & PARTITIVE)
            or _leads_to_name(tokens, index, stop)
            or (token.traits & BY and before.traits & (AGENT_IN | AGENT_ON | OBLIQUE_AGENT_ON))
            or (token.traits & (IN | ON | AT) and (before.traits & AGENT_IN or _is_named(tokens, index - 1)))
        )
    return index + 1 < stop and tokens[index + 1].kind == WORD and is_nominal(tokens[index + 1])


def _is_named(tokens: Sequence[Token], index: int) -> bool:
    """Tell whether marked words name whose the agent before them is, which may take a place: `собеседник «Азаттыка» в милиции`."""
    return tokens[index].kind == PASSAGE and index > 0 and bool(tokens[index - 1].traits & AGENT_IN)


def _leads_to_name(tokens: Sequence[Token], index: int, stop: int) -> bool:
    """Tell whether a full name stands behind a preposition and its noun: `учительница из Актау Ольга Ким`, `посол в Китае Иван Лунин`."""
    farthest = min(stop - 1, index + WORDS_TO_NAME)
    end = next((at for at in range(index + 2, farthest) if tokens[at].is_capital and tokens[at + 1].is_capital), farthest)
    while end + 2 < stop and tokens[end + 2].is_capital:
        end += 1
    if end >= farthest or tokens[end - 1].traits & PREPOSITION or not _names_subject(tokens, end, stop):
        return False
    between = range(index + 1, end)
    return all(
        tokens[at].kind == PASSAGE or tokens[at].traits & PREPOSITION or is_nominal(tokens[at]) or _is_of_field(tokens, at)
        for at in between
    )


def _names_subject(tokens: Sequence[Token], name: int, stop: int) -> bool:
    """Tell whether a first name with a surname behind it is in the nominative; a verb of a man behind it tells a genitive."""
    first, surname = tokens[name], tokens[name + 1]
    if not first.traits & OBLIQUE_NAME:
        return True
    behind = next((token for token in tokens[name + 2 : stop + 1] if not token.traits & ADVERB), None)
    is_of_man = behind is not None and bool(behind.traits & PAST and behind.traits & MASCULINE)
    return bool(first.traits & FEMININE_NAME and surname.traits & SURNAME and surname.traits & FEMININE_NAME) and not is_of_man


def _is_of_field(tokens: Sequence[Token], index: int) -> bool:
    """Tell whether a dative belongs to `по`: `по чрезвычайным ситуациям`."""
    return bool(tokens[index].traits & DATIVE_PLURAL) and any(token.traits & BY for token in tokens[max(index - 2, 0) : index])


def _opens_parenthesis(tokens: Sequence[Token], index: int, stop: int) -> bool:
    return tokens[index].low == "(" and any(token.low == ")" for token in tokens[index : min(stop, index + PARENTHESIS_TOKENS)])


def is_nominal(token: Token) -> bool:
    """Tell whether a word can go on a noun phrase."""
    if token.traits & AGENT:
        return True
    if token.cues or token.traits & (ADVERB | DATIVE_PRONOUN | ACCUSATIVE_PRONOUN | SUBORDINATOR | PRONOUN) or is_verb(token):
        return False
    if token.is_capital:
        return True
    return not token.traits & (NEGATION | INFINITIVE | ENDS_AS_ADVERB | NO_NOMINAL | THAT | CLAUSE_OPENING)
