"""To whom it is said or who is asked, in a verb-final language: a noun in the case that the cue takes."""

from collections.abc import Sequence
from typing import NamedTuple

from flows.label.quotations.cues import Cue
from flows.label.quotations.tokens import PASSAGE, WORD, Phrase, Token, is_initial_point
from flows.label.quotations.verb_final.words import has_case
from flows.languages.traits import (
    ABLATIVE,
    ABLATIVE_AGENT,
    ABLATIVE_EVERYBODY,
    ABLATIVE_PLACE,
    ABLATIVE_SURNAME,
    ACCUSATIVE,
    ACCUSATIVE_AGENT,
    ACCUSATIVE_EVERYBODY,
    ACCUSATIVE_PLACE,
    ACCUSATIVE_SURNAME,
    DATIVE,
    DATIVE_AGENT,
    DATIVE_EVERYBODY,
    DATIVE_HEARER,
    DATIVE_PLURAL,
    DATIVE_SURNAME,
    FIRST_PERSON,
    FRAME,
    GENITIVE,
    LOCATIVE,
    LOCATIVE_ADJECTIVE,
    PARTICIPLE,
    PLACE,
    POSSESSED_ABLATIVE,
    POSSESSED_DATIVE,
    TAKES_DATIVE,
)

WORDS_OF_ADDRESSEE = 4
OF_THEIRS = POSSESSED_DATIVE | POSSESSED_ABLATIVE | ACCUSATIVE
WORDS_OF_ASKED = 8


class Asked(NamedTuple):
    """The traits of those who are asked, in one case or several."""

    nouns: int
    """Nouns for persons and groups."""
    surnames: int
    names: int
    """Any word in the case: behind another word with a capital a name."""


DATIVES = Asked(DATIVE_AGENT | DATIVE_EVERYBODY, DATIVE_SURNAME, DATIVE)
ASKED_IN = {
    "whom": Asked(ACCUSATIVE_AGENT | ACCUSATIVE_EVERYBODY | ACCUSATIVE_PLACE, ACCUSATIVE_SURNAME, ACCUSATIVE),
    "whom-dative": DATIVES,
    "whom-ablative": Asked(ABLATIVE_AGENT | ABLATIVE_EVERYBODY | ABLATIVE_PLACE, ABLATIVE_SURNAME, ABLATIVE),
}


def addressee_in(tokens: Sequence[Token], start: int, stop: int) -> Phrase | None:
    """Return to whom it is said, where the tokens begin with it: `Үкіметке`, `облыс әкімдеріне`, `шаруаларды`."""
    while start < stop and tokens[start].traits & LOCATIVE:
        start += 1
    for index in range(start, min(stop, start + WORDS_OF_ADDRESSEE)):
        if tokens[index].kind != WORD:
            return None
        if tokens[index].traits & (DATIVE_AGENT | ACCUSATIVE_AGENT):
            return Phrase(start, index + 1)
    return None


def asks(cue: Cue) -> bool:
    """Tell whether a cue asks something of somebody."""
    return cue.entry.kind == "order" or bool(cue.entry.takes & {*ASKED_IN, "nominative"})


def asked_in(tokens: Sequence[Token], start: int, stop: int, cue: Cue) -> Phrase | None:
    """Return who is asked or ordered, where the tokens begin with it: `білім министрлігіне`, `органдардың бәрін`."""
    cases = [asked for name, asked in ASKED_IN.items() if name in cue.entry.takes] or [DATIVES]
    first = start
    for index in range(start, min(stop, start + WORDS_OF_ASKED)):
        token = tokens[index]
        if token.kind == PASSAGE or is_initial_point(tokens, index):
            continue
        if token.kind != WORD:
            return None
        if index + 1 < stop and tokens[index + 1].traits & TAKES_DATIVE:
            continue  # ұйымға мүше елдерді
        if any(_is_asked(tokens, index, first, asked) for asked in cases):
            return Phrase(first, index + 1)
        if token.traits & FRAME:
            first = index + 1 if index == first else first
        elif _is_other_object(token):
            return None
    return None


def _is_other_object(token: Token) -> bool:
    """Tell whether a word is what the verb of a clause takes, so that who is asked does not stand behind it: `өкілін | тобына қосуды`."""
    return has_case(token) or bool(token.traits & ACCUSATIVE_AGENT)


def _is_asked(tokens: Sequence[Token], index: int, first: int, asked: Asked) -> bool:
    """Tell whether a word is one who can be asked, in that case."""
    token = tokens[index]
    if token.traits & asked.nouns:
        is_of_clause = index > first and tokens[index - 1].traits & GENITIVE and not token.traits & OF_THEIRS
        return not is_of_clause  # әкімдердің бәрінен, but not күдіктінің | елден кеткенін
    if not token.is_capital or not token.traits & asked.names:
        return False
    before = tokens[index - 1]
    return bool(token.traits & asked.surnames) or (index > first and before.is_capital and not before.traits & PLACE)


def _opens_behind(tokens: Sequence[Token], index: int, stop: int) -> bool:
    """Tell whether a role in the dative stands before a clause that has all it takes: `министрге | жолдың ашылғанын`, `ауылдағы …`."""
    is_before = index + 1 < stop and tokens[index + 1].traits & (GENITIVE | LOCATIVE_ADJECTIVE)
    return bool(is_before and tokens[index].traits & DATIVE_AGENT)


def _is_role(tokens: Sequence[Token], start: int, index: int, stop: int) -> bool:
    """Tell whether a word is a role in the dative that no participle takes: `әкім орынбасарына`, not `түлектеріне | арналған`.

    It is one of another noun, or of ours: `біздің тілшіге`.
    """
    is_ours = index > start and tokens[start].traits & FIRST_PERSON
    token, is_taken = tokens[index], index + 1 < stop and tokens[index + 1].traits & PARTICIPLE
    return bool(token.traits & DATIVE_AGENT and (is_ours or token.traits & POSSESSED_DATIVE)) and not token.is_capital and not is_taken


def hearers_in(tokens: Sequence[Token], start: int, stop: int) -> Phrase | None:
    """Return to whom a speaker tells something, where the tokens soon come to it: `кездесуден кейін журналистерге`."""
    for index in range(start, min(stop, start + WORDS_OF_ADDRESSEE)):
        token = tokens[index]
        if token.kind == PASSAGE and index == start:
            continue  # «Дала» газетіне
        if token.kind != WORD:
            return None
        is_role = (index <= start + 1 and _is_role(tokens, start, index, stop)) or (index == start and _opens_behind(tokens, index, stop))
        if is_role or (token.traits & DATIVE_HEARER and token.traits & DATIVE_PLURAL):
            first = index
            while first > start and not has_case(tokens[first - 1]):
                first -= 1
            return Phrase(first, index + 1)
    return None
