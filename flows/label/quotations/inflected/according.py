"""Russian phrases that name a source without a verb: `По словам министра, …`."""

from collections.abc import Sequence

from flows.label.quotations.direct_speech import Attribution
from flows.label.quotations.found import FoundQuotation
from flows.label.quotations.inflected.sentence import clause_before, is_title, only_connects
from flows.label.quotations.inflected.words import is_verb, names_source
from flows.label.quotations.sentence import Sentence, found_quotation
from flows.label.quotations.tokens import PASSAGE, WORD, Phrase, Token, clause_end, is_pause, span_of, spans_of
from flows.languages.traits import ADVERB, ADVERSATIVE, CONJUNCTION, POSSESSIVE, RELATIVE, SO
from schemas.columns import Span


def according_in(sentence: Sentence) -> list[FoundQuotation]:
    """Return the quotations of `По словам министра, …` and `…, по его мнению, …`."""
    tokens, start, stop = sentence.tokens, sentence.start, sentence.stop
    found: list[FoundQuotation] = []
    for index in range(start, stop):
        if not tokens[index].phrases:
            continue
        phrase = names_source(tokens, index)
        if phrase is None or index in sentence.claimed:
            continue
        if index > start and tokens[index - 1].kind == WORD and not tokens[index - 1].traits & (CONJUNCTION | ADVERSATIVE | SO):
            continue
        quotation = _according_at(sentence, index, phrase)
        if quotation is not None:
            found.append(quotation)
    return found


def _according_at(sentence: Sentence, index: int, phrase: tuple[str, ...]) -> FoundQuotation | None:
    tokens, stop = sentence.tokens, sentence.stop
    is_owned = bool(tokens[min(index + 1, stop - 1)].traits & POSSESSIVE)
    is_described = not is_owned and tokens[index + 1].low not in phrase[1:2] and len(phrase) > 1  # по предварительной версии следствия
    behind = index + len(phrase) + is_described
    cue: tuple[Span, ...] = (span_of(tokens, index, behind),)
    source = Phrase(behind, clause_end(tokens, behind, stop))
    end = source.end
    if is_owned:
        cue = (span_of(tokens, index, index + 1), span_of(tokens, index + 2, behind + 1))
        source = Phrase(index + 1, index + 2)
        end = clause_end(tokens, behind + 1, stop)
    if source.first >= source.end or any(is_verb(token) or token.traits & ADVERB for token in tokens[source.first : source.end]):
        return None  # По данным переписи здесь живут …: no comma tells where the source ends
    ranges = _said(sentence, index, end, is_own=bool(tokens[source.first].traits & POSSESSIVE))
    if not ranges or _is_title_alone(sentence, ranges):
        return None
    said = Attribution(cue, spans_of(tokens, source), (), " ".join(phrase), False, index, end)
    return found_quotation(sentence, ranges, is_title, said)


def _said(sentence: Sentence, index: int, end: int, *, is_own: bool) -> list[tuple[int, int]]:
    """Return what stands before a phrase that names a source, and behind it from `end` on; `is_own` where a possessive is the source."""
    tokens, start, stop = sentence.tokens, sentence.start, sentence.stop
    opening = index - 1
    if _is_relative(tokens, start, opening) and end + 1 < stop:
        return [(opening - 1, opening), (end + 1, stop)]  # акимов, [которые], по его словам, [не спешат]
    is_within = any(said.first < index for said in sentence.cues)
    if is_own and _is_within_words(sentence, index):
        return []
    ranges = []
    is_first = opening <= start or only_connects(tokens, start, opening)
    if not is_first and tokens[opening].kind != WORD and not (is_within and end < stop):
        ranges.append((clause_before(tokens, start, opening) if end < stop else start, opening))
    after = next((index for index in range(end, stop) if not is_pause(tokens[index], ",")), stop)
    return [*ranges, (after, stop)] if after < stop else ranges


def _is_within_words(sentence: Sentence, index: int) -> bool:
    """Tell whether a phrase stands within somebody's words, which no colon ends before it: `сказал, что, по его мнению, …`."""
    before = max(index - 1, sentence.start)
    return any(said.first < index for said in sentence.cues) and sentence.tokens[before].low != ":"


def _is_relative(tokens: Sequence[Token], start: int, comma: int) -> bool:
    """Tell whether a relative pronoun stands before a comma: its clause goes on behind the insertion."""
    return comma - 1 > start and tokens[comma].low == "," and bool(tokens[comma - 1].traits & RELATIVE)


def _is_title_alone(sentence: Sentence, ranges: Sequence[tuple[int, int]]) -> bool:
    first, end = ranges[0]
    return len(ranges) == 1 and end - first == 1 and sentence.tokens[first].kind == PASSAGE and is_title(sentence, first)
