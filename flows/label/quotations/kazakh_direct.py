"""Who says a Kazakh passage: the attribution within it, after it or before it."""

from bisect import bisect_right
from collections.abc import Sequence

from flows.label.quotations.direct_speech import ENDS_SAYING, Attribution, Rules, direct
from flows.label.quotations.found import FoundQuotation
from flows.label.quotations.kazakh_cues import THAT, Cue, cues_in, kazakh_words
from flows.label.quotations.kazakh_sources import addressee_in, subject_after, subject_in
from flows.label.quotations.kazakh_words import VERB, words
from flows.label.quotations.tokens import DASHES, PASSAGE, POINT, WORD, Paragraph, Phrase, Token, clause_end, span_of, spans_of, tokens_of
from schemas.columns import Span

WORDS_BEFORE_CUE = 5
SAID = frozenset((THAT, "деді", "дейді", "депті", "деген"))
SENTENCE_ENDS = frozenset(".!?…")
REACH = 30
"""How many tokens from a passage its attribution is looked for."""
CONJUNCTIONS = frozenset(("және", "әрі"))


def cue_spans(tokens: Sequence[Token], cue: Cue) -> tuple[Span, ...]:
    """Return the spans of a cue: one, or two where its source or an adverb stands after `деп`."""
    if cue.that < 0 or cue.that == cue.first - 1:
        return (span_of(tokens, cue.start, cue.last + 1),)
    return span_of(tokens, cue.that, cue.that + 1), span_of(tokens, cue.first, cue.last + 1)


def passes_on(tokens: Sequence[Token], cue: Cue, source: Phrase | None) -> bool:
    """Tell whether a source after its cue only passes words on: `деп хабарлайды …`, `деп жазады «Дала» газеті`."""
    if cue.entry.kind == "relay":
        return True
    if source is None or source.first < cue.last or cue.entry.kind != "writing":
        return False
    return any(token.low in words("medium") or "." in token.low[1:] for token in tokens[source.first : source.end])


def attribution_at(tokens: Sequence[Token], start: int, stop: int, is_loose: bool) -> Attribution | None:
    """Read `деді Президент` or `деп атап өтті ол` from a token on; None where no cue stands near its beginning."""
    end = clause_end(tokens, start, stop)
    cues = [cue for cue in cues_in(tokens, start, end) if cue.start - start <= WORDS_BEFORE_CUE]
    if not cues:
        return _loose(tokens, start, end) if is_loose else None
    cue = cues[0]
    source = subject_after(tokens, cue.last + 1, stop)
    end = end if source is None else max(end, source.end)
    if cue.entry.kind == "relay" and cue.last + 1 < end:
        source = Phrase(cue.last + 1, end)
    if source is None:
        source = subject_in(tokens, cue.that + 1 if cue.that >= 0 else start, cue.first)
    if source is None and cue.entry.lemma == THAT and end < stop:
        source = subject_after(tokens, end + 1, stop)
    for index in range(cue.last + 1 if source is None else max(source.end, cue.last + 1), end):
        if tokens[index].low in CONJUNCTIONS:
            end = index
            break
    return _attribution(tokens, cue, source, start, end)


def _loose(tokens: Sequence[Token], start: int, end: int) -> Attribution | None:
    """Take a verb that no list holds for a cue after `деп`: `деп күлді қария`."""
    if tokens[start].low != THAT:
        return None
    for index in range(start + 1, min(end, start + WORDS_BEFORE_CUE)):
        if VERB.fullmatch(tokens[index].low) and not tokens[index].is_capital:
            source = subject_after(tokens, index + 1, end)
            cue = (span_of(tokens, start, index + 1),)
            return None if source is None else Attribution(cue, spans_of(tokens, source), (), None, False, start, end)
    return None


def _attribution(tokens: Sequence[Token], cue: Cue, source: Phrase | None, first: int, end: int) -> Attribution:
    is_after = source is not None and source.first > cue.last
    addressee = addressee_in(tokens, source.end if source is not None and is_after else cue.last + 1, end)
    return Attribution(
        cue_spans(tokens, cue),
        spans_of(tokens, source),
        spans_of(tokens, addressee),
        cue.entry.lemma,
        passes_on(tokens, cue, source),
        first,
        end,
    )


def attribution_after(tokens: Sequence[Token], index: int, start: int, stop: int) -> Attribution | None:
    """Read the attribution that follows a marked passage: `», – деді ол`, `» деп атап өтті Президент`, `Президент «…» деді`."""
    at = index + 1
    is_parted = False
    while at < stop and tokens[at].kind == POINT and (tokens[at].low in ENDS_SAYING or tokens[at].low in DASHES):
        if tokens[at].low == "." and not (at + 1 < stop and tokens[at + 1].low in DASHES):
            return _told_after(tokens, at + 1)
        is_parted = True
        at += 1
    if at >= stop or tokens[at].kind != WORD or not (is_parted or tokens[at].low in SAID):
        return None
    found = attribution_at(tokens, at, stop, is_parted)
    if found is None:
        return None
    source = None if found.source else subject_in(tokens, start, index)
    lead_end = source.end if source is not None else start
    if not is_parted and not all(t.kind == POINT or t.low in words("frame") for t in tokens[lead_end:index]):
        return None  # Президент бұл құжат «…» деп атап өтті: what is said began before the marks
    if source is None:
        return found
    addressee = spans_of(tokens, addressee_in(tokens, source.end, index)) or found.addressee
    return found._replace(source=spans_of(tokens, source), addressee=addressee)


def _told_after(tokens: Sequence[Token], start: int) -> Attribution | None:
    """Read a next sentence that only says whose a passage was: `«…». Бұл туралы Президент айтты`."""
    if tuple(token.low for token in tokens[start : start + 2]) != ("бұл", "туралы"):
        return None
    end = clause_end(tokens, start, len(tokens))
    cues = cues_in(tokens, start, end)
    if not cues:
        return None
    source = subject_in(tokens, start + 2, cues[0].start) or subject_after(tokens, cues[0].last + 1, end)
    return _attribution(tokens, cues[0], source, start, end)


def attribution_before(tokens: Sequence[Token], index: int, start: int) -> Attribution | None:
    """Read the attribution that leads to a marked passage: `Президент былай деді: «`."""
    if index - 1 < start or tokens[index - 1].low != ":":
        return None
    cues = cues_in(tokens, start, index - 1)
    if not cues:
        return None
    cue = cues[-1]
    lowest = cues[-2].last + 1 if len(cues) > 1 else start
    source = subject_in(tokens, lowest, cue.start) or subject_in(tokens, start, cue.start) or subject_after(tokens, cue.last + 1, index - 1)
    return _attribution(tokens, cue, source, cue.start, cue.last + 1)


def nested_in_marks(paragraph: Paragraph, found: Sequence[FoundQuotation]) -> list[FoundQuotation]:
    """Return the passages within direct speech that somebody else is quoted with: `«Ол: «Жол бар», – деді. Біз сендік», – деді қария`."""
    nested: list[FoundQuotation] = []
    passages = paragraph.passages
    for span in sorted({span for one in found for span in one.content}):
        first = bisect_right(passages, span.start, key=lambda passage: passage.span.start)
        if first >= len(passages) or passages[first].span.end > span.end:
            continue
        tokens = tokens_of(paragraph.text, span, passages, paragraph.words, passages[first].depth, first)
        for at, token in enumerate(tokens):
            if token.kind == PASSAGE:
                start, stop = _sentence_around(tokens, at)
                attribution = attribution_after(tokens, at, start, stop) or attribution_before(tokens, at, start)
                if attribution is not None:
                    nested.append(direct((passages[token.passage].content,), attribution))
    return nested


def _sentence_around(tokens: Sequence[Token], at: int) -> tuple[int, int]:
    """Return the sentence of a passage, from the stop before it to the one after it, as far as a writer's sentence goes."""
    start, stop = at, at + 1
    while start > max(at - REACH, 0) and tokens[start - 1].low not in SENTENCE_ENDS:
        start -= 1
    while stop < min(at + REACH, len(tokens)) and (tokens[stop].low not in SENTENCE_ENDS or stop == at + 1):
        stop += 1
    return start, stop


def kazakh_rules() -> Rules:
    """Return how Kazakh attributions are read."""
    return Rules(kazakh_words(), attribution_at, attribution_after, attribution_before)
