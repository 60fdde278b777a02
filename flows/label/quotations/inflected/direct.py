"""Who says a Russian passage: the attribution within it, after it or before it."""

from collections.abc import Sequence

from flows.label.quotations.cues import Cue
from flows.label.quotations.direct_speech import Attribution, behind_marks
from flows.label.quotations.inflected.addressees import addressed_in, addressee_in
from flows.label.quotations.inflected.cues import cues_in
from flows.label.quotations.inflected.sources import (
    can_speak,
    is_strong,
    marked_before,
    named_before,
    subject_after,
    subject_before,
    subject_in,
)
from flows.label.quotations.inflected.words import is_verb
from flows.label.quotations.tokens import WORD, Phrase, Token, clause_end, span_of, spans_of
from flows.label.quotations.words import CueEntry
from flows.languages.traits import (
    ABOUT,
    ADVERB,
    ADVERSATIVE,
    AGENT,
    CONJUNCTION,
    DEMONSTRATIVE,
    IN,
    NEGATION,
    OBLIQUE_AGENT,
    ON,
    PAST,
    PREPOSITION,
    PRESENT_FORM,
    REFLEXIVE,
    RELATIVE,
    STATEMENT,
    SUBJECT_PRONOUN,
    THAT,
    TO,
    TURNING,
    VERB_LIKE,
)
from schemas.columns import Span

WORDS_BEFORE_CUE = 7
WORDS_OF_EXPLANATION = 12
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
    before = subject_before(tokens, cue, start) if cue.first > start else None
    source = before if is_strong(before) else subject_after(tokens, cue, stop)
    behind = cue.last + 1 if source is None else max(source.end, cue.last + 1)
    end = _next_cue(tokens, cues[1:], behind, end if source is None else max(end, source.end))
    is_relayed = cue.entry.kind == "relay"
    if source is None and (is_relayed or cue.traits & REFLEXIVE):
        source = _document(tokens, cue.last + 1, end)
    addressee = addressee_in(tokens, cue.last + 1, end, source) or _turned_to(tokens, end, stop)
    return Attribution(
        cue_spans(tokens, cue), spans_of(tokens, source), spans_of(tokens, addressee), cue.entry.lemma, is_relayed, start, end
    )


def _turned_to(tokens: Sequence[Token], comma: int, stop: int) -> Phrase | None:
    """Return to whom the speaker turns behind an attribution: `сказал он, обращаясь к студентам`."""
    turns = comma + 1 < stop and tokens[comma].low == "," and tokens[comma + 1].traits & TURNING
    return addressed_in(tokens, comma + 1, stop) if turns else None


def _unlisted(tokens: Sequence[Token], start: int, stop: int, end: int) -> Attribution | None:
    """Read a verb that no list holds, with a subject beside it: `улыбнулся министр`, `такой прогноз дали синоптики`."""
    is_first = start < end and _opens_as_verb(tokens, start, end)  # «…», – начал он
    verb = start if is_first else next((index for index in range(start, min(end, start + WORDS_BEFORE_CUE)) if is_verb(tokens[index])), end)
    if verb >= end:
        return None
    cue = Cue(verb, verb, verb, NO_ENTRY, tokens[verb].traits)
    before = subject_before(tokens, cue, start) if verb > start else None
    source = before if is_strong(before) and can_speak(tokens, before, -1) else subject_after(tokens, cue, stop)
    if source is None or (verb > start and not (is_strong(source) and can_speak(tokens, source, -1))):
        return None
    addressee = addressee_in(tokens, verb + 1, end, source)
    return Attribution(
        cue_spans(tokens, cue), spans_of(tokens, source), spans_of(tokens, addressee), None, False, start, max(end, source.end)
    )


def _opens_as_verb(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Tell whether a word looks like a verb: in the past, or in the present right before a pronoun or a name: `машет она рукой`."""
    traits = tokens[start].traits
    if traits & AGENT or tokens[start].is_capital:
        return False
    following = tokens[start + 1] if start + 1 < end else None
    is_present = traits & PRESENT_FORM and following is not None and (following.is_capital or following.traits & (SUBJECT_PRONOUN | AGENT))
    return bool(traits & PAST or is_present)


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
    at, has_dash, has_comma, is_next_sentence = behind_marks(tokens, index, stop)
    if is_next_sentence:
        return _told_after(tokens, at)
    if at >= stop or not (has_comma or has_dash) or tokens[at].kind != WORD:
        return None
    if has_dash:
        return attribution_at(tokens, at, stop, True) or _named_after(tokens, at, stop)
    if tokens[at].traits & (THAT | RELATIVE | ADVERSATIVE) or any(token.kind == WORD for token in tokens[start:index]):
        return None
    found = attribution_at(tokens, at, stop, False)
    return None if found is not None and found.cue[0].start > tokens[min(at + 2, stop - 1)].start else found


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
        stop = index - 1
        return _statement_of(tokens, start, stop) or _named_alone(tokens, start, stop) or _unlisted_before(tokens, start, stop)
    cue = cues[-1]
    if cue.is_converb and (said := _unlisted_before(tokens, cue.last + 1, index - 1)):
        return said  # Отвечая на вопрос, министр усмехнулся: «…»
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
    """Read who alone leads to a passage, with what explains the name: `Министр финансов: «…»`, `Анна Ким, «Вечерний город»: «…»`."""
    source = subject_in(tokens, start, clause_end(tokens, start, stop))
    if source is None or source.is_weak or source.first != start:
        return None
    if source.end < stop and tokens[source.end].traits & NEGATION and not any(is_verb(token) for token in tokens[source.end : stop]):
        return Attribution((), spans_of(tokens, source), (), None, False, start, stop)  # Его коллега не согласен: «…»
    if source.end < stop and not _only_explains(tokens, source, stop):
        return None
    return Attribution((), spans_of(tokens, Phrase(start, stop)), (), None, False, start, stop)


def _statement_of(tokens: Sequence[Token], start: int, stop: int) -> Attribution | None:
    """Read whose words are announced: `Полный текст заявления министра Анны Ким:`."""
    at = next((index for index in range(start, min(stop, start + WORDS_BEFORE_CUE)) if tokens[index].traits & STATEMENT), stop)
    whose = tokens[at + 1 : stop]
    is_whose = bool(whose) and (whose[0].is_capital or bool(whose[0].traits & OBLIQUE_AGENT))
    if not is_whose or any(is_verb(token) or token.traits & PREPOSITION for token in tokens[start:stop]):
        return None
    return Attribution((), (span_of(tokens, at + 1, stop),), (), None, False, start, stop)


def _only_explains(tokens: Sequence[Token], source: Phrase, stop: int) -> bool:
    """Tell whether nothing but what explains a name of several words stands behind its comma."""
    behind = tokens[source.end : stop]
    is_named = source.end - source.first > 1 and behind[0].low == "," and len(behind) <= WORDS_OF_EXPLANATION
    return is_named and not any(is_verb(token) or token.cues for token in behind)


def _named_after(tokens: Sequence[Token], start: int, stop: int) -> Attribution | None:
    """Read a name that stands behind a passage without a verb, and closes the sentence: `«…», – Анна Ким, эколог.`."""
    while stop > start and tokens[stop - 1].low in ".!?…":
        stop -= 1
    if stop - start < 2 or not (tokens[start].is_capital and tokens[start + 1].is_capital):
        return None
    return _named_alone(tokens, start, stop)


def _unlisted_before(tokens: Sequence[Token], start: int, stop: int) -> Attribution | None:
    """Read a verb that no list holds, with somebody who can speak, before a colon: `Вздохнула она: «…»`, `Депутат развёл руками: «…»`."""
    for verb in range(stop - 1, start - 1, -1):
        token = tokens[verb]
        if not (is_verb(token) or (verb == start and token.traits & PAST and not token.traits & (VERB_LIKE | AGENT))):
            continue
        cue = Cue(verb, verb, verb, NO_ENTRY, token.traits)
        source = subject_before(tokens, cue, start) if verb > start else None
        source = source if is_strong(source) else subject_after(tokens, cue, stop)
        if not is_strong(source) or not can_speak(tokens, source, start):
            return None
        addressee = addressee_in(tokens, verb + 1, stop, source)
        return Attribution(cue_spans(tokens, cue), spans_of(tokens, source), spans_of(tokens, addressee), None, False, verb, verb + 1)
    return None


def source_of(tokens: Sequence[Token], cue: Cue, start: int, stop: int, earlier: Sequence[Cue] = ()) -> Phrase | None:
    """Return who says it: the subject before the cue, or after it, or that of an earlier cue of the sentence."""
    earlier = [one for one in earlier if not one.is_participle]  # пожелавшая остаться неназванной
    lowest = earlier[-1].last + 1 if earlier else start
    if cue.is_participle:
        return named_before(tokens, cue.first, lowest)
    before = subject_before(tokens, cue, lowest) if not (earlier and _is_coordinated(tokens, cue)) else None
    if is_strong(before):
        return before
    after = subject_after(tokens, cue, stop) if not cue.is_converb else None
    if is_strong(after):
        return after
    if (marked := marked_before(tokens, cue, lowest)) is not None:
        return marked
    if not earlier:
        return before or after
    of_earlier = source_of(tokens, earlier[-1], start, stop, earlier[:-1])
    return of_earlier or (subject_before(tokens, cue, lowest) if earlier[-1].is_converb else None)


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
