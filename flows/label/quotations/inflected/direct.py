"""Who says a Russian passage: the attribution within it, after it or before it."""

from collections.abc import Sequence

from flows.label.quotations.cues import Cue
from flows.label.quotations.direct_speech import ENDS_SAYING, Attribution
from flows.label.quotations.inflected.addressees import addressed_in, addressee_in
from flows.label.quotations.inflected.cues import cues_in
from flows.label.quotations.inflected.sources import named_before, subject_after, subject_before, subject_in
from flows.label.quotations.inflected.words import is_verb
from flows.label.quotations.tokens import DASHES, POINT, WORD, Phrase, Token, clause_end, span_of, spans_of
from flows.label.quotations.words import CueEntry
from flows.languages.traits import ABOUT, ADVERB, ADVERSATIVE, CONJUNCTION, DEMONSTRATIVE, IN, ON, REFLEXIVE, RELATIVE, THAT, TO, TURNING
from schemas.columns import Span

WORDS_BEFORE_CUE = 7
NO_ENTRY = CueEntry("", "saying", frozenset())


def cue_spans(tokens: Sequence[Token], cue: Cue) -> tuple[Span, ...]:
    """Return the span from the first to the last word of a cue; two where it says to whom between them: `обратился к мэру с просьбой`."""
    behind = next((at for at in range(cue.verb + 1, cue.last) if tokens[at].traits & TO), None)
    if behind is not None:
        words = sum(word != "…" for word in cue.entry.after)
        return span_of(tokens, cue.first, behind), span_of(tokens, cue.last + 1 - words, cue.last + 1)
    return (span_of(tokens, cue.first, cue.last + 1),)


def attribution_at(tokens: Sequence[Token], start: int, stop: int, is_loose: bool) -> Attribution | None:
    """Read `сказал Глава государства` or `он сказал` from a token on; None where no cue stands near its beginning.

    `is_loose` takes a verb that no list holds for a cue too: after a dash one stands there (`– улыбнулся министр`).
    """
    end = clause_end(tokens, start, stop)
    cues = [cue for cue in cues_in(tokens, start, end) if cue.first - start <= WORDS_BEFORE_CUE]
    if not cues:
        return _unlisted(tokens, start, stop, end) if is_loose else None
    cue = cues[0]
    source = subject_before(tokens, cue, start) if cue.first > start else None
    if source is None or source.is_weak:
        source = subject_after(tokens, cue, stop)
    if source is not None:
        end = max(end, source.end)
    end = _next_cue(tokens, cues[1:], cue.last + 1 if source is None else max(source.end, cue.last + 1), end)
    is_relayed = cue.entry.kind == "relay"
    if source is None and (is_relayed or cue.traits & REFLEXIVE):
        source = _document(tokens, cue.last + 1, end)
    addressee = addressee_in(tokens, cue.last + 1, end, source)
    if addressee is None and end + 1 < stop and tokens[end].low == "," and tokens[end + 1].traits & TURNING:
        addressee = addressed_in(tokens, end + 1, stop)
    return Attribution(
        cue_spans(tokens, cue), spans_of(tokens, source), spans_of(tokens, addressee), cue.entry.lemma, is_relayed, start, end
    )


def _unlisted(tokens: Sequence[Token], start: int, stop: int, end: int) -> Attribution | None:
    """Read a verb that no list holds, with a subject after it: `улыбнулся министр`."""
    if start >= end or not is_verb(tokens[start]):
        return None
    cue = Cue(start, start, start, NO_ENTRY, tokens[start].traits)
    source = subject_after(tokens, cue, stop)
    if source is None:
        return None
    addressee = addressee_in(tokens, start + 1, end, source)
    return Attribution(
        cue_spans(tokens, cue), spans_of(tokens, source), spans_of(tokens, addressee), None, False, start, max(end, source.end)
    )


def _next_cue(tokens: Sequence[Token], cues: Sequence[Cue], start: int, end: int) -> int:
    """Return where an attribution ends: before the next cue of the same speaker, `сказал он и добавил, что …`."""
    for cue in cues:
        if cue.first >= start:
            at = cue.first
            while at > start and tokens[at - 1].traits & ADVERB:
                at -= 1
            return at
    return end


def _document(tokens: Sequence[Token], start: int, end: int) -> Phrase | None:
    """Return the text that speaks: `говорится в сообщении пресс-службы`."""
    if start + 1 < end and tokens[start].traits & (IN | ON):
        return Phrase(start + 1, end)
    return None


def attribution_after(tokens: Sequence[Token], index: int, start: int, stop: int) -> Attribution | None:
    """Read the attribution that follows a marked passage: `», – сказал он`; a dash or a comma must part the two."""
    at = index + 1
    has_comma = has_dash = False
    while at < stop and tokens[at].kind == POINT and (tokens[at].low in ENDS_SAYING or tokens[at].low in DASHES):
        if tokens[at].low == ".":
            if at + 1 < stop and tokens[at + 1].low in DASHES:
                at += 1
                continue
            return _told_after(tokens, at + 1)
        has_comma = has_comma or tokens[at].low in ENDS_SAYING
        has_dash = has_dash or tokens[at].low in DASHES
        at += 1
    if at >= stop or not (has_comma or has_dash) or tokens[at].kind != WORD:
        return None
    if not has_dash and any(token.kind == WORD for token in tokens[start:index]):
        return None
    if not has_dash and tokens[at].traits & (THAT | RELATIVE | ADVERSATIVE):
        return None
    found = attribution_at(tokens, at, stop, has_dash)
    if found is not None and not has_dash and found.cue[0].start > tokens[min(at + 2, stop - 1)].start:
        return None
    return found


def _told_after(tokens: Sequence[Token], start: int) -> Attribution | None:
    """Read a next sentence that only says whose a passage was: `«…». Об этом заявил Президент`."""
    if start + 1 >= len(tokens) or not (tokens[start].traits & ABOUT and tokens[start + 1].traits & DEMONSTRATIVE):
        return None
    return attribution_at(tokens, start + 2, len(tokens), False)


def attribution_before(tokens: Sequence[Token], index: int, start: int) -> Attribution | None:
    """Read the attribution that leads to a marked passage: `Он сказал: «`, `По его словам, «` is read elsewhere."""
    if index - 1 < start or tokens[index - 1].low != ":":
        return None
    cues = cues_in(tokens, start, index - 1)
    if not cues:
        return _named_alone(tokens, start, index - 1)
    cue = cues[-1]
    source = source_of(tokens, cue, start, index - 1, cues[:-1])
    addressee = (
        addressee_in(tokens, cue.last + 1, index - 1, source)
        or addressee_in(tokens, max(start, cue.first - 2), cue.first, source)
        or addressed_in(tokens, start, cue.first)
    )
    return Attribution(
        cue_spans(tokens, cue),
        spans_of(tokens, source),
        spans_of(tokens, addressee),
        cue.entry.lemma,
        cue.entry.kind == "relay",
        cue.first,
        cue.last + 1,
        is_order=cue.entry.kind == "order",
    )


def _named_alone(tokens: Sequence[Token], start: int, stop: int) -> Attribution | None:
    """Read a name or role that alone leads to a passage: `Министр финансов: «…»`."""
    source = subject_in(tokens, start, stop)
    if source is None or source.is_weak or source.first != start or source.end != stop:
        return None
    return Attribution((), spans_of(tokens, source), (), None, False, start, stop)


def source_of(tokens: Sequence[Token], cue: Cue, start: int, stop: int, earlier: Sequence[Cue] = ()) -> Phrase | None:
    """Return who says it: the subject before the cue, or after it, or that of an earlier cue of the sentence."""
    lowest = earlier[-1].last + 1 if earlier else start
    if cue.is_participle:
        return named_before(tokens, cue.first, lowest)
    before = subject_before(tokens, cue, lowest) if not (earlier and _is_coordinated(tokens, cue)) else None
    if before is not None and not before.is_weak:
        return before
    after = subject_after(tokens, cue, stop) if not cue.is_converb else None
    if earlier and (after is None or after.is_weak) and (before is None or before.is_weak):
        of_earlier = source_of(tokens, earlier[-1], start, stop, earlier[:-1])
        return of_earlier or (subject_before(tokens, cue, lowest) if earlier[-1].is_converb else None)
    return after if after is not None and (not after.is_weak or before is None) else before


def _is_coordinated(tokens: Sequence[Token], cue: Cue) -> bool:
    """Tell whether a cue goes on from an earlier one: `…, и добавил`, `, подчеркнув`."""
    index = cue.first - 1
    while (
        index >= 0
        and tokens[index].kind == WORD
        and tokens[index].traits & ADVERB
        and not tokens[index].traits & (CONJUNCTION | ADVERSATIVE)
    ):
        index -= 1
    return index >= 0 and (tokens[index].low == "," or bool(tokens[index].traits & (CONJUNCTION | ADVERSATIVE)))
