"""Who opens a clause and says what follows, though no list holds the noun: told by its place and by what stands behind it."""

from collections.abc import Sequence

from flows.label.quotations.cues import Cue
from flows.label.quotations.tokens import PASSAGE, WORD, Phrase, Token
from flows.label.quotations.verb_final.words import ADVERBIAL, behind_frame, has_case
from flows.languages.traits import (
    ACCUSATIVE,
    ACCUSATIVE_PRONOUN,
    ADJECTIVE,
    AGENT,
    CLAUSE_ACCUSATIVE,
    CLAUSE_DATIVE,
    CONVERB,
    FIRST_PERSON,
    FRAME,
    GENITIVE,
    JOINS_NOUNS,
    NOUN_CLASS,
    OWN_CUE,
    OWN_VERB,
    PARTICIPLE,
    PLURAL_NOUN,
    POINTING,
    POSSESSED,
    POSSESSED_ABLATIVE,
    POSSESSED_DATIVE,
    POSSESSED_GENITIVE,
    POSSESSED_LOCATIVE,
    POSSESSIVE,
    PRONOUN,
    TOPIC,
    VERB_NOUN,
    VERB_NOUN_ACCUSATIVE,
    VERB_NOUN_DATIVE,
)

WORDS_OF_NOUN = 5
TO_DO = VERB_NOUN_ACCUSATIVE | VERB_NOUN_DATIVE
OF_CLAUSE = CLAUSE_ACCUSATIVE | CLAUSE_DATIVE | TO_DO
STANDS_FOR_NOUN = ACCUSATIVE_PRONOUN | POSSESSIVE | POINTING
"""What no adjective stands before."""
OF_NOUN_BEFORE = (
    POSSESSED_GENITIVE | POSSESSED_DATIVE | POSSESSED_LOCATIVE | POSSESSED_ABLATIVE | CONVERB | CLAUSE_ACCUSATIVE | VERB_NOUN | TO_DO
)
"""What the noun before it owns or does: `көпір | құрылысының`, `көпір | салынғанын`."""
NO_PART = POSSESSIVE | ACCUSATIVE_PRONOUN | PRONOUN | GENITIVE


def opening_noun(tokens: Sequence[Token], start: int, cue: Cue) -> Phrase | None:
    """Return the nominative that opens a clause and can only be who says the rest of it; None where it may belong to what is said.

    `Тергеу | оның …`, `Наразылар | министрдің …`, `Прораб | мамырда бітіреміз деп отыр`, `Айнұр болса …`.
    """
    first = behind_frame(tokens, start, cue.start)
    end = first
    while end < min(cue.start, first + WORDS_OF_NOUN) and _may_name(tokens[end]):
        end += 1
        if tokens[end - 1].traits & PLURAL_NOUN and tokens[end].traits & ADJECTIVE:
            break  # наразылар | әр мектептен
    if not first < end < cue.start - 1 or tokens[end].kind != WORD:
        return None
    is_topic = tokens[end].traits & TOPIC and tokens[end + 1].kind == WORD
    is_noun = not tokens[end - 1].traits & (ADJECTIVE | PARTICIPLE) and not tokens[end - 1].low.isdigit()
    return Phrase(first, end) if is_noun and (is_topic or _is_parted(tokens, first, end, cue)) else None


def _may_name(token: Token) -> bool:
    """Tell whether a word may belong to a noun in the nominative."""
    if token.kind == PASSAGE:
        return True
    is_object = token.traits & ACCUSATIVE and not token.traits & (NOUN_CLASS | AGENT)
    is_clause = token.traits & PARTICIPLE and not token.is_capital
    return token.kind == WORD and not (is_object or is_clause or has_case(token) or token.traits & NO_PART or token.cues)


def _is_parted(tokens: Sequence[Token], first: int, end: int, cue: Cue) -> bool:
    """Tell whether what stands behind a nominative shows that another clause begins there."""
    last, behind = tokens[cue.start - 1].traits, tokens[end].traits
    is_speech = cue.that >= 0 or "speech" in cue.entry.takes
    is_own = bool(is_speech and last & (OWN_VERB | OWN_CUE) and not cue.traits & OWN_CUE)  # no noun is its subject
    if behind & FIRST_PERSON:
        return is_own or not behind & JOINS_NOUNS
    head = end
    if behind & OF_NOUN_BEFORE and not behind & FRAME:
        return False
    if is_own or behind & STANDS_FOR_NOUN:
        return True
    while end < cue.start - 1 and tokens[end].traits & ADJECTIVE and tokens[end].kind == WORD:
        end += 1
    return _is_several(tokens, first, head) and _is_of_clause(last, tokens[end].traits, cue)


def _is_several(tokens: Sequence[Token], first: int, end: int) -> bool:
    """Tell whether a phrase is a noun by its ending, in the plural or of another noun, and does not describe the next."""
    head = tokens[end - 1]
    return bool(head.kind == PASSAGE or head.traits & PLURAL_NOUN or (end > first + 1 and head.traits & POSSESSED))


def _is_of_clause(last: int, behind: int, cue: Cue) -> bool:
    """Tell whether a clause that ends with a verb as a noun may begin with a word in that case."""
    is_asked = cue.entry.shapes & TO_DO and last & TO_DO
    return bool((behind & GENITIVE and last & OF_CLAUSE) or (is_asked and behind & (ADVERBIAL | ACCUSATIVE | GENITIVE | FRAME)))
