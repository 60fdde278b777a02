"""What explains a Russian source behind a comma: an apposition, a relative clause, a participle that stands for one."""

from collections.abc import Sequence

from flows.label.quotations.inflected.phrases import noun_phrase
from flows.label.quotations.inflected.words import is_verb
from flows.label.quotations.tokens import POINT, WORD, Phrase, Token, clause_end
from flows.languages.traits import AGENT, NOMINATIVE_ADJECTIVE, PREPOSITION, PRONOUN, RELATIVE_PARTICIPLE, RELATIVE_WHO

MOST_APPOSITIONS = 3
WORDS_TO_VERB = 15
"""How many words of a relative clause are searched for its verb."""


def with_apposition(tokens: Sequence[Token], phrase: Phrase, stop: int) -> Phrase:
    """Take in what explains a name after a comma: `Аузан, декан экономфака, который читал лекцию`."""
    if tokens[phrase.first].traits & PRONOUN:
        return phrase
    for _ in range(MOST_APPOSITIONS):
        end = _explained_until(tokens, phrase.end, stop)
        if end == phrase.end:
            break
        phrase = Phrase(phrase.first, end)
    return phrase


def _explained_until(tokens: Sequence[Token], comma: int, stop: int) -> int:
    """Return where an apposition or a relative clause behind a comma ends; the comma where there is none."""
    if comma + 1 >= stop or tokens[comma].low != ",":
        return comma
    if is_relative(tokens, comma + 1):
        return relative_end(tokens, comma + 1, stop)
    head = comma + 1
    while head < stop and tokens[head].kind == WORD and tokens[head].traits & NOMINATIVE_ADJECTIVE:
        head += 1
    if head >= stop or not tokens[head].traits & AGENT or tokens[head].is_capital:
        return comma
    end = clause_end(tokens, head, stop)
    is_whole = noun_phrase(tokens, head, end).end == end and (end >= stop or tokens[end].kind == POINT)
    return end if is_whole else comma


def is_relative(tokens: Sequence[Token], index: int) -> bool:
    """Tell whether a word opens a clause that says who a source is: `который …`, `к советам которого …`, `члены которого …`."""
    token = tokens[index]
    if token.is_capital or token.kind != WORD:
        return False
    if token.traits & PREPOSITION and index + 1 < len(tokens):
        return any(token.traits & RELATIVE_WHO for token in tokens[index + 1 : index + 3])
    is_whose = index + 1 < len(tokens) and tokens[index + 1].traits & RELATIVE_WHO and not is_verb(token)
    return bool(token.traits & (RELATIVE_PARTICIPLE | RELATIVE_WHO) or is_whose)


def relative_end(tokens: Sequence[Token], start: int, stop: int) -> int:
    """Return where a relative clause ends: at the first pause behind its verb."""
    searched = range(start, min(stop, start + WORDS_TO_VERB))
    verb = start if tokens[start].traits & RELATIVE_PARTICIPLE else next((at for at in searched if is_verb(tokens[at])), start)
    return clause_end(tokens, verb, stop)
