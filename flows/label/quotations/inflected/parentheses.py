"""Russian cues as parentheses: `A, сообщил министр, B`, `Как отметил министр, A`, `A, передаёт агентство`."""

from collections.abc import Sequence
from typing import NamedTuple

from flows.label.quotations.cues import Cue
from flows.label.quotations.inflected.appositions import with_apposition
from flows.label.quotations.inflected.sentence import Content, before_dash, clause_before, only_connects
from flows.label.quotations.inflected.sources import subject_after, subject_in
from flows.label.quotations.sentence import Sentence, is_short_name
from flows.label.quotations.tokens import DASHES, PASSAGE, POINT, WORD, Phrase, Token, clause_end, is_pause
from flows.languages.traits import (
    ABOUT,
    ABOUT_WHAT,
    ADVERB,
    ADVERSATIVE,
    AGENT,
    AS,
    CONJUNCTION,
    CONVERB,
    DATIVE_PRONOUN,
    IN,
    NOMINATIVE_ADJECTIVE,
    ON,
    OUT_OF,
    PARTICIPLE,
    PRESENT_SINGULAR,
    RELATIVE,
)

WORDS_AFTER_AS = 8


class _Opening(NamedTuple):
    """How a parenthesis begins."""

    at: int
    """The comma or dash before it, or the token before the sentence."""
    has_as: bool = False
    is_relative: bool = False
    """True for `…, о чём сообщил министр`: nothing that was said follows it."""
    source: Phrase | None = None


def parenthesis_of(sentence: Sentence, cue: Cue) -> tuple[Phrase | None, Content] | None:
    """Return the source, where one is named, and the content around a cue that stands as a parenthesis; None where it is none."""
    if cue.is_converb or cue.is_participle or cue.entry.takes == {"taken-as"}:
        return None
    opening = _opening(sentence, cue)
    if opening is None or not _is_boundary(sentence, opening):
        return None
    end = clause_end(sentence.tokens, cue.last + 1, sentence.stop)
    source = _source(sentence, cue, opening, end)
    if source is None:
        is_relayed = opening.has_as and cue.entry.kind == "relay" and _leads_on(sentence, end)
        ranges = _around(sentence, opening, end) if is_relayed or _stands_alone(sentence, cue) else ()
        return (None, Content(ranges, None, end)) if len(ranges) > (not is_relayed) else None
    return _said_by(sentence, opening, source, end)


def _said_by(sentence: Sentence, opening: _Opening, source: Phrase, end: int) -> tuple[Phrase, Content] | None:
    """Return the source of a parenthesis with the content around it; None where the source is doubtful or a colon leads on."""
    tokens = sentence.tokens
    follows_dash = opening.at >= sentence.start and tokens[opening.at].low in DASHES
    if source.is_weak and not opening.has_as and not follows_dash:
        return None
    end = _end(sentence, source, max(end, source.end))
    if end < sentence.stop and tokens[end].low == ":":
        return None
    ranges = _around(sentence, opening, end)
    return (source, Content(ranges, None, end)) if ranges else None


def _source(sentence: Sentence, cue: Cue, opening: _Opening, end: int) -> Phrase | None:
    """Return who or what speaks in a parenthesis."""
    if cue.entry.kind == "relay" and sentence.tokens[cue.last].traits & OUT_OF and cue.last + 1 < end:
        return Phrase(cue.last + 1, end)  # следует из отчёта
    source = opening.source or subject_after(sentence.tokens, cue, sentence.stop)
    return source or _document(sentence, cue, end) or _marked_name(sentence, cue, opening)


def _leads_on(sentence: Sentence, end: int) -> bool:
    """Tell whether a comma leads on from a parenthesis that names nobody: `Как сообщалось ранее, …`."""
    return end < sentence.stop and sentence.tokens[end].low == ","


def _stands_alone(sentence: Sentence, cue: Cue) -> bool:
    """Tell whether a verb for one person stands alone between commas: `Кулаком, уверяет, не стучала`."""
    tokens = sentence.tokens
    is_between = (
        sentence.start < cue.first and cue.last + 2 < sentence.stop and tokens[cue.first - 1].low == tokens[cue.last + 1].low == ","
    )
    return is_between and bool(cue.traits & PRESENT_SINGULAR) and cue.entry.kind in ("saying", "thought")


def _around(sentence: Sentence, opening: _Opening, end: int) -> tuple[tuple[int, int], ...]:
    """Return what is said before a parenthesis and behind it, from `end` on."""
    tokens, start, stop = sentence.tokens, sentence.start, sentence.stop
    before = before_dash(tokens, opening.at) if opening.at > start else start
    head = ((start, before),) if before > start and not only_connects(tokens, start, before) else ()
    after = next((index for index in range(end + 1, stop) if not is_pause(tokens[index], ",")), stop)
    if after == stop or opening.is_relative or tokens[end].low == ";":
        return head
    if head and (first := clause_before(tokens, start, before)) > start:
        return (first, before), (after, stop)
    must_follow = not head and opening.has_as and _is_last_clause(tokens, after, stop)
    return (*head, (after, stop)) if must_follow or not _explains(tokens, after) else head


def _opening(sentence: Sentence, cue: Cue) -> _Opening | None:
    """Find how the parenthesis begins: at a comma or dash, with `как`, or with `о чём`."""
    tokens, start = sentence.tokens, sentence.start
    first = cue.first
    while first > start and _is_filler(tokens[first - 1]):
        first -= 1
    if any(token.traits & AS for token in tokens[first : cue.first]):
        return _Opening(first - 1, has_as=True)
    if first == start or tokens[first - 1].kind != WORD:
        return _Opening(first - 1)
    at = _as_before(tokens, start, first)
    if at is not None:
        return _Opening(at - 1, has_as=True, source=subject_in(tokens, at + 1, cue.first, cue.gender))
    if tokens[first - 1].traits & ABOUT_WHAT and first - 2 > start and tokens[first - 2].traits & ABOUT:
        return _Opening(first - 3, is_relative=True)
    return None


def _as_before(tokens: Sequence[Token], start: int, stop: int) -> int | None:
    """Return the `как` that opens the parenthesis, a few words before its verb; None where there is none."""
    for at in range(stop - 1, max(start, stop - WORDS_AFTER_AS) - 1, -1):
        if tokens[at].kind == POINT:
            return None
        if tokens[at].traits & AS:
            return at if at == start or tokens[at - 1].kind == POINT else None
    return None


def _is_filler(token: Token) -> bool:
    is_adverb = token.traits & ADVERB and not token.traits & (CONJUNCTION | ADVERSATIVE)
    return bool(is_adverb or token.traits & DATIVE_PRONOUN)


def _is_boundary(sentence: Sentence, opening: _Opening) -> bool:
    """Tell whether a parenthesis may begin there: after a comma, dash or bracket, or with `как` at the start of the sentence."""
    if opening.at < sentence.start:
        return opening.has_as
    low = sentence.tokens[opening.at].low
    return low in (",", "(") or low in DASHES


def _document(sentence: Sentence, cue: Cue, end: int) -> Phrase | None:
    """Return the text that speaks: `говорится в сообщении`."""
    if cue.entry.kind == "relay" and cue.last + 2 < end and sentence.tokens[cue.last + 1].traits & (IN | ON):
        return Phrase(cue.last + 2, end)
    return None


def _marked_name(sentence: Sentence, cue: Cue, opening: _Opening) -> Phrase | None:
    """Return the name in marks of who passes words on: `как пишет «Степной вестник»`."""
    at = cue.last + 1
    if at >= sentence.stop or sentence.tokens[at].kind != PASSAGE:
        return None
    passage = sentence.passages[sentence.tokens[at].passage]
    is_name = opening.has_as or is_short_name(sentence.text[slice(*passage.content)])
    return Phrase(at, at + 1) if is_name and cue.entry.kind not in ("order", "evaluation") else None


def _end(sentence: Sentence, source: Phrase, end: int) -> int:
    """Return where a parenthesis ends: after what explains its source."""
    tokens, stop = sentence.tokens, sentence.stop
    while end < stop and tokens[end].low == ",":
        further = with_apposition(tokens, Phrase(source.first, end), stop).end
        if further <= end:
            break
        end = further
    return end


def _is_last_clause(tokens: Sequence[Token], start: int, stop: int) -> bool:
    """Tell whether nothing but what begins here can be what was said: an adjective, or words without a comma after them."""
    traits = tokens[start].traits
    is_adjective = bool(traits & NOMINATIVE_ADJECTIVE) and not traits & PARTICIPLE
    return is_adjective or not (traits & RELATIVE or any(token.low == "," for token in tokens[start:stop]))


def _explains(tokens: Sequence[Token], start: int) -> bool:
    """Tell whether words after a comma explain the source before it: `знакомый с ходом дела`, `который …`, `отвечая на вопрос`."""
    if tokens[start].is_capital or tokens[start].traits & AGENT:
        return False
    return bool(tokens[start].traits & (RELATIVE | NOMINATIVE_ADJECTIVE | PARTICIPLE | CONVERB))
