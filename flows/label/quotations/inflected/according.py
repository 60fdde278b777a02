"""Russian phrases that name a source without a verb: `По словам министра, …`."""

from flows.label.quotations.found import FoundQuotation
from flows.label.quotations.inflected.sentence import Sentence, found_quotation, is_title, only_connects
from flows.label.quotations.inflected.words import is_verb, names_source
from flows.label.quotations.tokens import DASHES, PASSAGE, POINT, WORD, Phrase, clause_end, span_of, spans_of
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
    tokens, start, stop = sentence.tokens, sentence.start, sentence.stop
    cue: tuple[Span, ...]
    if tokens[index + 1].traits & POSSESSIVE:
        cue = (span_of(tokens, index, index + 1), span_of(tokens, index + 2, index + 1 + len(phrase)))
        source = Phrase(index + 1, index + 2)
        end = clause_end(tokens, index + 1 + len(phrase), stop)
    else:
        cue = (span_of(tokens, index, index + len(phrase)),)
        end = clause_end(tokens, index + len(phrase), stop)
        source = Phrase(index + len(phrase), end)
    is_within = any(said.first < index for said in sentence.cues)
    if source.first >= source.end or any(is_verb(token) or token.traits & ADVERB for token in tokens[source.first : source.end]):
        return None  # По данным переписи здесь живут …: no comma tells where the source ends
    opening = index - 1
    is_relative = opening - 1 > start and tokens[opening].low == "," and bool(tokens[opening - 1].traits & RELATIVE)
    if is_relative and end + 1 < stop:
        # акимов, [которые], по его словам, [не спешат]
        return found_quotation(
            sentence, [(opening - 1, opening), (end + 1, stop)], cue=cue, source=spans_of(tokens, source), lemma=" ".join(phrase)
        )
    if is_within and tokens[source.first].traits & POSSESSIVE:
        return None
    ranges = []
    if opening > start and tokens[opening].kind != WORD and not only_connects(tokens, start, opening) and not (is_within and end < stop):
        ranges.append((start, opening))
    after = end
    while (after < stop and tokens[after].kind == POINT and tokens[after].low in ",") or (after < stop and tokens[after].low in DASHES):
        after += 1
    if after < stop:
        ranges.append((after, stop))
    if not ranges:
        return None
    if (
        len(ranges) == 1
        and ranges[0][1] - ranges[0][0] == 1
        and tokens[ranges[0][0]].kind == PASSAGE
        and is_title(sentence.text, tokens, ranges[0][0], sentence.passages)
    ):
        return None
    return found_quotation(sentence, ranges, cue=cue, source=spans_of(tokens, source), lemma=" ".join(phrase))
