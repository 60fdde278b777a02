"""What a token may be, by several of its traits together."""

from collections.abc import Sequence

from flows.label.quotations.tokens import PASSAGE, WORD, Token
from flows.languages.traits import (
    ABLATIVE,
    ABLATIVE_AGENT,
    ABLATIVE_PLACE,
    ACCUSATIVE,
    ACCUSATIVE_AGENT,
    AGENT,
    BODY,
    CONVERB,
    DATIVE,
    DATIVE_AGENT,
    DATIVE_DOCUMENT,
    DATIVE_PLACE,
    FRAME,
    GENITIVE,
    GENITIVE_AGENT,
    GIVEN_NAME,
    INSTRUMENTAL,
    LOCATIVE,
    LOCATIVE_AGENT,
    LOCATIVE_PLACE,
    NOUN_CLASS,
    PLACE,
    PLACE_NAME,
    POSSESSED,
    POSSESSED_DATIVE,
    SURNAME,
    TRADE,
)

ADVERBIAL = LOCATIVE | ABLATIVE | DATIVE | INSTRUMENTAL
PLACES = DATIVE_PLACE | LOCATIVE_PLACE | ABLATIVE_PLACE
ANY_CASE = ADVERBIAL | GENITIVE | ACCUSATIVE
OF_AGENT = GENITIVE_AGENT | DATIVE_AGENT | ABLATIVE_AGENT | ACCUSATIVE_AGENT | LOCATIVE_AGENT
WORDS_OF_BODY = 2


def has_case(token: Token) -> bool:
    """Tell whether a word carries a case ending that no subject carries, other than the genitive."""
    if token.traits & (NOUN_CLASS | AGENT) or (token.is_capital and token.traits & (PLACE | PLACE_NAME)):
        return False  # палата, Өзбекстан: the word only ends as a case does
    return bool(token.traits & (ADVERBIAL | CONVERB | FRAME))


def name_at(tokens: Sequence[Token], index: int, stop: int) -> int:
    """Return how many tokens from one on are a person's name in the nominative: `Қасым-Жомарт Тоқаев`, `Тоқаев`, `Қ.К. Тоқаев`; else 0."""
    token = tokens[index]
    if token.kind != WORD or not token.is_capital or token.traits & (PLACE | FRAME | AGENT):
        return 0
    if _is_initial(token):
        return _name_with_initials(tokens, index, stop)
    following = tokens[index + 1] if index + 1 < stop else None
    if following is not None and following.kind == PASSAGE and index + 2 < stop and tokens[index + 2].is_capital:
        return _name_with_nickname(tokens[index + 2])
    if following is not None and following.kind == WORD and following.is_capital and not following.traits & PLACE:
        return _name_of_two(tokens, index, stop)
    return 1 if token.traits & (SURNAME | GIVEN_NAME) else 0


def _name_of_two(tokens: Sequence[Token], index: int, stop: int) -> int:
    """Return how many tokens of some words with a capital are a name: `Қасым-Жомарт Тоқаев`, but not `Асановтың Министрі`."""
    token, following = tokens[index], tokens[index + 1]
    if following.traits & AGENT or token.traits & GENITIVE or (_is_initial(following) and token.traits & ADVERBIAL):
        return 0  # Талқылауда | Қ. Дәуітбаев
    if token.low[0].isascii():
        end = index + 2
        while end < stop and tokens[end].is_capital and tokens[end].low[0].isascii():
            end += 1
        return end - index  # Human Rights Watch
    is_told = _is_told_by_role(tokens, index)
    if (_may_end_name(following) or is_told) and not _is_surname_before_body(tokens, index, stop):
        end = index + 2 + (is_told and index + 2 < stop and _is_third(tokens[index + 2]))
        return end - index + _surnames_at(tokens, end, stop)
    return 1 if token.traits & SURNAME else 0


def _is_surname_before_body(tokens: Sequence[Token], index: int, stop: int) -> bool:
    """Tell whether a capital behind a surname is of a body spoken to or of: `Асанова | Бас прокуратурадан`, `Ішкі істер министріне`."""
    if not tokens[index].traits & SURNAME or tokens[index + 1].traits & SURNAME:
        return False
    behind = tokens[index + 2 : min(stop, index + 2 + WORDS_OF_BODY)]
    end = next((at for at, one in enumerate(behind) if one.is_capital), len(behind))
    return any(one.traits & OF_AGENT for one in behind[:end])


def _is_told_by_role(tokens: Sequence[Token], index: int) -> bool:
    """Tell whether a word behind a role is a first name, so that the next, though it ends as a case does, is its surname: `Хакан Фидан`."""
    first, last = tokens[index].traits, tokens[index + 1].traits
    is_role = index and tokens[index - 1].traits & (AGENT | TRADE) and not tokens[index - 1].is_capital
    return bool(is_role) and not (first & (SURNAME | ANY_CASE) or last & (PLACES | GENITIVE | FRAME))


def _is_third(token: Token) -> bool:
    """Tell whether a word goes on with a name of two behind a role: `Режеп Тайип | Ердоған`."""
    is_name = token.kind == WORD and token.is_capital and not token.low[0].isascii()  # блогер Нұргүл Сапар | Threads
    return is_name and not token.traits & (ANY_CASE | PLACE | PLACE_NAME | AGENT | BODY | FRAME)


def _name_with_nickname(last: Token) -> int:
    """Return how many tokens a name is whose bearer is called otherwise in marks: `Нұрлан «Профессор» Әбішев`."""
    return 3 if _may_end_name(last) and not last.traits & AGENT else 0


def _surnames_at(tokens: Sequence[Token], start: int, stop: int) -> int:
    """Return how many surnames and patronymics stand from a token on."""
    end = start
    while end < stop and tokens[end].is_capital and tokens[end].traits & SURNAME and not tokens[end].traits & PLACE:
        end += 1
    return end - start


def _name_with_initials(tokens: Sequence[Token], index: int, stop: int) -> int:
    at = index
    while at + 1 < stop and _is_initial(tokens[at]) and tokens[at + 1].low == ".":
        at += 2
    return at + 1 - index if index < at < stop and tokens[at].is_capital and _may_end_name(tokens[at]) else 0


def _is_initial(token: Token) -> bool:
    return token.is_capital and token.end - token.start == 1


def _may_end_name(token: Token) -> bool:
    return bool(token.traits & SURNAME) or not token.traits & ANY_CASE


def is_object(token: Token) -> bool:
    """Tell whether a word ends as an accusative alone does: `Батысты`, but not `кабелін`."""
    return bool(token.traits & ACCUSATIVE and token.traits & POSSESSED)


def is_answered(token: Token) -> bool:
    """Tell whether a word is a question or the like in the dative, to which somebody answers: `редакция сауалына`."""
    is_text = token.traits & POSSESSED_DATIVE and token.traits & DATIVE_DOCUMENT
    return bool(is_text) and any(not entry.takes for entry in token.cues)


def says(token: Token) -> bool:
    """Tell whether a word says the very words before it, without a conjunction: `деді`."""
    return any("speech" in entry.takes and not entry.before for entry in token.cues)


def behind_frame(tokens: Sequence[Token], start: int, stop: int) -> int:
    """Return the first token from one on that is no frame: behind `сондай-ақ`, `өз сөзінде`."""
    while start < stop and tokens[start].traits & FRAME:
        start += 1
    return start
