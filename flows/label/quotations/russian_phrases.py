"""How far a Russian noun phrase reaches from its first word."""

from collections.abc import Sequence

from flows.label.quotations.russian_cues import cue_entries
from flows.label.quotations.russian_words import (
    ACCUSATIVE_PRONOUNS,
    ADVERBS,
    AGENTS,
    AGENTS_ON,
    DATIVE_PRONOUNS,
    PREPOSITIONS,
    PRONOUNS,
    SUBORDINATORS,
    is_infinitive,
    is_verb,
    oblique_agents_on,
)
from flows.label.quotations.tokens import PASSAGE, POINT, WORD, Phrase, Token, is_initial_point

# посол в Казахстане, советник по науке: who may take a preposition before a name
WITH_PLACE = frozenset(("посол", "постпред", "полпред", "представитель", "представители", "консул", "посольство", "представительница"))
WITH_SUBJECT = WITH_PLACE | AGENTS_ON
PARTITIVE = frozenset(
    (
        *("один", "одна", "одного", "одной", "нескольких", "двое", "трое", "две", "два", "три"),
        "некоторые",
        "многие",
        "кто",
        "большинство",
        "часть",
    )
)
PARENTHESIS_TOKENS = 8


def noun_phrase(tokens: Sequence[Token], first: int, stop: int) -> Phrase:
    """Return the noun phrase from its first word to where something else begins."""
    index = first + 1
    has_agent = tokens[first].low in AGENTS
    if tokens[first].low in PRONOUNS and tokens[first].low not in PARTITIVE:
        return Phrase(first, index)
    while index < stop and goes_on(tokens, index, stop):
        has_agent = has_agent or tokens[index].low in AGENTS
        if tokens[index].low == "(":
            index = next(i for i in range(index, stop) if tokens[i].low == ")")
        index += 1
    while index > first + 1 and (tokens[index - 1].low in PREPOSITIONS or tokens[index - 1].low == "и"):
        index -= 1
    return Phrase(first, index)


def goes_on(tokens: Sequence[Token], index: int, stop: int) -> bool:
    """Tell whether a token belongs to the noun phrase before it."""
    token, before = tokens[index], tokens[index - 1]
    low = token.low
    if token.kind == PASSAGE:
        return True
    if token.kind == POINT:
        if low == "(":
            return any(t.low == ")" for t in tokens[index : min(stop, index + PARENTHESIS_TOKENS)])
        return is_initial_point(tokens, index)
    if low in PREPOSITIONS:
        return (
            (low == "из" and before.low in PARTITIVE)
            or (low == "по" and (before.low in WITH_SUBJECT or before.low in oblique_agents_on()))
            or (low in ("в", "во", "на", "при") and before.low in WITH_PLACE)
        )
    if low == "и":
        return index + 1 < stop and tokens[index + 1].kind == WORD and is_nominal(tokens[index + 1])
    # по чрезвычайным ситуациям
    return is_nominal(token) or (low.endswith(("ам", "ям")) and any(t.low == "по" for t in tokens[max(index - 2, 0) : index]))


def is_nominal(token: Token) -> bool:
    """Tell whether a word can go on a noun phrase."""
    low = token.low
    if low in AGENTS:
        return True
    if low in ADVERBS or low in DATIVE_PRONOUNS or low in ACCUSATIVE_PRONOUNS or low in SUBORDINATORS or low in PRONOUNS:
        return False
    if is_verb(token) or low in cue_entries():
        return False
    if token.is_capital:
        return True
    return not (
        is_infinitive(token)
        or (low.endswith("о") and not low.endswith(("ство", "ого", "его")))
        or low.endswith(("ся", "сь", "вши", "ам", "ям"))
        or low in ("что", "чтобы")
    )
