"""Russian direct speech: marked passages and dialogue dashes, with the words beside or within them that say whose they are."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from flows.label.quotations.found import FoundQuotation
from flows.label.quotations.marks import Passage
from flows.label.quotations.russian_cues import Cue, CueEntry, cues_in
from flows.label.quotations.russian_sources import (
    Phrase,
    addressee_in,
    clause_end,
    named_before,
    subject_after,
    subject_before,
)
from flows.label.quotations.russian_words import DASHES, PASSAGE, POINT, WORD, Token, is_verb, tokens_of, words
from schemas.columns import Span
from schemas.words import QuotationKind

# , – or ! – within a passage: its attribution may stand there
INNER_DASH = re.compile(r"[,.!?…»”\"]\s*[–—-]\s")
ENDS_SAYING = frozenset(",.!?…")
WORDS_BEFORE_CUE = 7
NO_LIST_WORD = "-"


class Attribution(NamedTuple):
    """Who says a passage: spans into the text, and the tokens that were read for it."""

    cue: tuple[Span, ...]
    source: tuple[Span, ...]
    addressee: tuple[Span, ...]
    lemma: str | None
    is_relayed: bool
    first: int
    end: int
    """The first token and the one after the last."""
    cue_token: int = -1


class Stretch(NamedTuple):
    """A stretch of direct speech: its parts, its attribution if one stands within, and where it ends (code points)."""

    parts: tuple[Span, ...]
    attribution: Attribution | None
    end: int


def span_of(tokens: Sequence[Token], first: int, end: int) -> Span:
    """Return the span from a token to the one before `end`."""
    return Span(tokens[first].start, tokens[end - 1].end)


def spans_of(tokens: Sequence[Token], phrase: Phrase | None) -> tuple[Span, ...]:
    """Return a phrase as a tuple of one span, or of none."""
    return () if phrase is None else (span_of(tokens, phrase.first, phrase.end),)


def cue_spans(tokens: Sequence[Token], cue: Cue) -> tuple[Span, ...]:
    """Return the span from the first to the last word of a cue."""
    return (span_of(tokens, cue.first, cue.last + 1),)


def attribution_at(tokens: Sequence[Token], start: int, stop: int, *, is_loose: bool) -> Attribution | None:
    """Read `сказал Глава государства` or `он сказал` from a token on; None where no cue stands near its beginning.

    `is_loose` takes a verb that no list holds for a cue too: after a dash one stands there (`– улыбнулся министр`).
    """
    end = clause_end(tokens, start, stop)
    cues = [cue for cue in cues_in(tokens, start, end) if cue.first - start <= WORDS_BEFORE_CUE]
    if cues:
        cue = cues[0]
        source = None
        if cue.first > start:
            source = subject_before(tokens, cue, start)
            source = None if source is not None and source.is_weak else source
        if source is None:
            source = subject_after(tokens, cue, stop)
        if source is not None and source.end > end:
            end = source.end
        lemma: str | None = cue.entry.lemma
        is_relayed = cue.entry.kind == "relay"
        cue_span = cue_spans(tokens, cue)
        last = cue.last
        first = cue.first
    elif is_loose and start < end and is_verb(tokens[start]):
        entry = CueEntry(NO_LIST_WORD, "speech", frozenset(), (), ())
        cue = Cue(start, start, start, entry, tokens[start].low)
        source = subject_after(tokens, cue, stop)
        if source is None:
            return None
        end = max(end, source.end)
        lemma, is_relayed, cue_span, first, last = None, False, cue_spans(tokens, cue), start, start
    else:
        return None
    if is_relayed and source is None:
        source = _document(tokens, last + 1, end)
    addressee = addressee_in(tokens, last + 1, end, source)
    return Attribution(cue_span, spans_of(tokens, source), spans_of(tokens, addressee), lemma, is_relayed, start, end, first)


def _document(tokens: Sequence[Token], start: int, end: int) -> Phrase | None:
    """Return the text that speaks: `говорится в сообщении пресс-службы`."""
    if start + 1 < end and tokens[start].low in ("в", "на", "во"):
        return Phrase(start + 1, end)
    return None


def stretch_in(tokens: Sequence[Token], start: int, stop: int, *, is_dialogue: bool) -> Stretch:
    """Cut a stretch of direct speech at the attributions that stand within it after a dash: `A, – сказал он, – B`."""
    parts: list[Span] = []
    attribution: Attribution | None = None
    part, index = start, start
    while index < stop:
        found = _inner_attribution(tokens, index, stop, is_loose=is_dialogue)
        if found is None:
            index += 1
            continue
        if part < index:
            parts.append(_without_comma(tokens, part, index))
        attribution = attribution or found
        after = found.end
        while after < stop and tokens[after].kind == POINT and tokens[after].low in ",.:;!?…":
            after += 1
        if after < stop and tokens[after].low in DASHES:
            part = index = after + 1
            continue
        if is_dialogue:
            return Stretch(tuple(parts), attribution, tokens[min(found.end, stop - 1)].start)
        part = index = after
    if part < stop:
        parts.append(_without_comma(tokens, part, stop))
    return Stretch(tuple(parts), attribution, tokens[stop - 1].end)


def _inner_attribution(tokens: Sequence[Token], index: int, stop: int, *, is_loose: bool) -> Attribution | None:
    if tokens[index].low not in DASHES or tokens[index].kind != POINT or not index:
        return None
    before = tokens[index - 1]
    if not (before.kind == PASSAGE or before.low in ENDS_SAYING) or index + 1 >= stop:
        return None
    if tokens[index + 1].is_capital:
        return None
    return attribution_at(tokens, index + 1, stop, is_loose=is_loose and before.low != ".")


def _without_comma(tokens: Sequence[Token], first: int, end: int) -> Span:
    while end > first + 1 and tokens[end - 1].kind == POINT and (tokens[end - 1].low == "," or tokens[end - 1].low in DASHES):
        end -= 1
    return span_of(tokens, first, end)


def passage_stretch(text: str, passage: Passage, passages: Sequence[Passage]) -> Stretch:
    """Return a marked passage as speech: its content, cut at an attribution within the marks."""
    content = passage.content
    whole = Stretch((content,) if content.start < content.end else (), None, passage.span.end)
    if not INNER_DASH.search(text, content.start, content.end):
        return whole
    tokens = tokens_of(text, content, passages, passage.depth + 1)
    stretch = stretch_in(tokens, 0, len(tokens), is_dialogue=False)
    return whole if stretch.attribution is None or not stretch.parts else stretch._replace(end=passage.span.end)


def attribution_after(tokens: Sequence[Token], index: int, stop: int) -> Attribution | None:
    """Read the attribution that follows a marked passage: `», – сказал он`; a dash or a comma must part the two."""
    at = index + 1
    has_comma = has_dash = False
    while at < stop and tokens[at].kind == POINT and (tokens[at].low in ENDS_SAYING or tokens[at].low in DASHES):
        if tokens[at].low in ".":
            if at + 1 < stop and tokens[at + 1].low in DASHES:
                at += 1
                continue
            return None
        has_comma = has_comma or tokens[at].low in ENDS_SAYING
        has_dash = has_dash or tokens[at].low in DASHES
        at += 1
    if at >= stop or not (has_comma or has_dash) or tokens[at].kind != WORD:
        return None
    if not has_dash and tokens[at].low in ("что", "который", "которая", "которое", "которые", "а", "но"):
        return None
    found = attribution_at(tokens, at, stop, is_loose=has_dash)
    if found is not None and not has_dash and found.cue_token > at + 2:
        return None
    return found


def attribution_before(tokens: Sequence[Token], index: int, start: int) -> Attribution | None:
    """Read the attribution that leads to a marked passage: `Он сказал: «`, `По его словам, «` is read elsewhere."""
    if index - 1 < start or tokens[index - 1].low != ":":
        return None
    cues = cues_in(tokens, start, index - 1)
    if not cues:
        return None
    cue = cues[-1]
    source = source_of(tokens, cue, start, index - 1, cues[:-1])
    addressee = addressee_in(tokens, cue.last + 1, index - 1, source) or addressee_in(tokens, max(start, cue.first - 2), cue.first, source)
    return Attribution(
        cue_spans(tokens, cue), spans_of(tokens, source), spans_of(tokens, addressee), cue.entry.lemma, cue.entry.kind == "relay", cue.first, index, cue.first
    )


def source_of(tokens: Sequence[Token], cue: Cue, start: int, stop: int, earlier: Sequence[Cue] = ()) -> Phrase | None:
    """Return who says it: the subject before the cue, or after it, or that of an earlier cue of the sentence."""
    lowest = earlier[-1].last + 1 if earlier else start
    if cue.is_participle:
        return named_before(tokens, cue.first, lowest)
    before = subject_before(tokens, cue, lowest) if not (earlier and _is_coordinated(tokens, cue)) else None
    if before is not None and not before.is_weak:
        return before
    after = subject_after(tokens, cue, stop) if not cue.is_converb else None
    if after is not None and (not after.is_weak or before is None):
        return after
    if before is not None:
        return before
    return source_of(tokens, earlier[-1], start, stop, earlier[:-1]) if earlier else None


def _is_coordinated(tokens: Sequence[Token], cue: Cue) -> bool:
    """Tell whether a cue goes on from an earlier one: `…, и добавил`, `, подчеркнув`."""
    index = cue.first - 1
    while index >= 0 and tokens[index].kind == WORD and tokens[index].low in words("adverbs") and tokens[index].low not in ("и", "а", "но"):
        index -= 1
    return index >= 0 and tokens[index].low in (",", "и", "а", "но")


def direct(parts: Sequence[Span], attribution: Attribution | None) -> FoundQuotation:
    """Make a direct quotation of its parts."""
    content = tuple(sorted(parts))
    if attribution is None:
        return FoundQuotation(QuotationKind.DIRECT, content, verbatim=content)
    return FoundQuotation(
        QuotationKind.DIRECT,
        content,
        verbatim=content,
        cue=attribution.cue,
        source=attribution.source,
        addressee=attribution.addressee,
        cue_lemma=attribution.lemma,
        is_relayed=attribution.is_relayed,
    )
