"""Russian reported speech: the cues of a sentence in order, each with its source and what it introduces."""

from collections.abc import Iterator

from flows.label.quotations.cues import Cue
from flows.label.quotations.direct_speech import Attribution
from flows.label.quotations.found import FoundQuotation
from flows.label.quotations.inflected.addressees import addressed_in, addressed_object, addressee_in
from flows.label.quotations.inflected.contents import content_of
from flows.label.quotations.inflected.direct import cue_spans, source_of
from flows.label.quotations.inflected.fronted import fronted, fronted_object
from flows.label.quotations.inflected.parentheses import parenthesis_of
from flows.label.quotations.inflected.sentence import Content, is_title
from flows.label.quotations.inflected.sources import can_speak, subject_in
from flows.label.quotations.inflected.taken_as import taken_as
from flows.label.quotations.sentence import Sentence, found_quotation
from flows.label.quotations.tokens import PASSAGE, POINT, Phrase, clause_end, span_of, spans_of
from flows.languages.traits import AGENT, DATIVE_AGENT, DATIVE_PRONOUN, IN, MEDIUM, PLURAL, PRESENT_FORM, PRONOUN, THAT, THIS
from schemas.columns import Span
from schemas.words import QuotationKind

FIRST_WORDS = 3
NAMES = frozenset(("naming", "taken-as"))


def reported_in(sentence: Sentence) -> Iterator[FoundQuotation]:
    """Yield the reported quotations of a sentence, in the order of their cues."""
    for cue, source, content in _introduced(sentence):
        if any(sentence.tokens[index].kind != POINT for first, end in content.ranges for index in range(first, end)):
            yield _quotation(sentence, cue, source, content)


def _introduced(sentence: Sentence) -> Iterator[tuple[Cue, Phrase | None, Content]]:
    within = outer = 0
    for number, cue in enumerate(sentence.cues):
        if cue.verb in sentence.claimed:
            continue
        content = _content(sentence, cue)
        if content is None:
            around = fronted_object(sentence, cue) or fronted(sentence, cue) or parenthesis_of(sentence, cue)
            if around is not None:
                yield cue, *around
            continue
        source = _source(sentence, cue, content, sentence.cues[:number])
        if cue.first < within and not cue.is_converb and not _speaks_within(source, content, outer):
            continue
        if _is_said(sentence, cue, source, content) and _is_free(sentence, content):
            within, outer = max(within, content.ranges[-1][1]), cue.last
            yield cue, source, content


def _content(sentence: Sentence, cue: Cue) -> Content | None:
    """Return what a cue introduces after it, or takes for something; None where that stands elsewhere."""
    if "phrase" in cue.entry.takes and fronted_object(sentence, cue) is not None:
        return None
    content = content_of(sentence, cue)
    is_open = content is None or (content.is_noun and content.preposition is None)
    return (taken_as(sentence, cue) or content) if is_open else content


def _speaks_within(source: Phrase | None, content: Content, outer: int) -> bool:
    """Tell whether who speaks within what another says is named there, before what they say."""
    if source is None or source.is_weak or (content.is_noun and source.first <= outer):
        return False
    return source.first < content.ranges[0][0]


def _is_said(sentence: Sentence, cue: Cue, source: Phrase | None, content: Content) -> bool:
    """Tell whether somebody says it: `Это говорит о том, что …` and `Его называют …` name nobody."""
    if cue.first > sentence.start and sentence.tokens[cue.first - 1].traits & THIS:
        return False
    is_place = source is not None and source.first > sentence.start and sentence.tokens[source.first - 1].traits & IN
    if cue.entry.takes & NAMES and cue.gender == PLURAL and source is not None and not (is_place or _can_speak(sentence, source)):
        return False
    if _demands_thing(cue, content) and source is not None and not can_speak(sentence.tokens, source, sentence.start):
        return False  # проект требует больших затрат
    return source is not None or not content.is_noun or _needs_nobody(sentence, cue)


def _needs_nobody(sentence: Sentence, cue: Cue) -> bool:
    """Tell whether a cue may say a noun though nobody is named: `Отмечена важность …`."""
    return not cue.entry.takes & {"phrase", "naming"} and cue.first - sentence.start <= FIRST_WORDS


def _demands_thing(cue: Cue, content: Content) -> bool:
    return content.is_noun and content.preposition is None and cue.entry.kind == "order"


def _is_free(sentence: Sentence, content: Content) -> bool:
    """Tell whether no direct speech stands in what is said, or only what another is quoted with there."""
    for first, end in content.ranges:
        taken = next((index for index in range(first, end) if index in sentence.claimed), None)
        if taken is not None:
            is_clause = not content.is_noun and sentence.tokens[first].traits & THAT
            speaker = subject_in(sentence.tokens, first + 1, taken) if is_clause else None
            if speaker is None or speaker.is_weak:
                return False
    return True


def _can_speak(sentence: Sentence, source: Phrase) -> bool:
    """Tell whether a source holds a role or is a pronoun."""
    return any(token.traits & AGENT or token.traits & PRONOUN for token in sentence.tokens[source.first : source.end])


def _source(sentence: Sentence, cue: Cue, content: Content, earlier: tuple[Cue, ...]) -> Phrase | None:
    source = source_of(sentence.tokens, cue, sentence.start, content.frame_start, earlier)
    if source is None and cue.is_converb and content.ranges[-1][1] < sentence.stop:
        following = content.ranges[-1][1] + 1
        source = subject_in(sentence.tokens, following, clause_end(sentence.tokens, following, sentence.stop))
    return source


def _quotation(sentence: Sentence, cue: Cue, source: Phrase | None, content: Content) -> FoundQuotation:
    tokens = sentence.tokens
    cue_pieces = list(cue_spans(tokens, cue))
    if content.preposition is not None:
        piece = span_of(tokens, content.preposition, content.preposition + 1)
        if content.preposition == cue.last + 1:
            cue_pieces[-1] = Span(cue_pieces[-1].start, piece.end)
        else:
            cue_pieces = sorted([*cue_pieces, piece])
    addressee = (
        addressee_in(tokens, cue.last + 1, min(content.frame_start, sentence.stop), source) if content.frame_start > cue.last else None
    )
    if addressee is None and (cue.entry.kind == "order" or "whom" in cue.entry.takes):
        addressee = addressed_object(tokens, cue.last + 1, content.preposition or content.frame_start, source)
    if addressee is None and content.ranges[0][0] > cue.last:
        addressee = _addressee_before(sentence, cue, source) or addressed_in(tokens, sentence.start, cue.first)
    is_relayed = cue.entry.kind == "relay" or _only_passes_on(sentence, cue, source, content)
    said = Attribution(
        tuple(cue_pieces), spans_of(tokens, source), spans_of(tokens, addressee), cue.entry.lemma, is_relayed, cue.first, cue.last + 1
    )
    found = found_quotation(sentence, content.ranges, is_title, said)
    last = tokens[content.ranges[-1][1] - 1]
    if found.kind is QuotationKind.INDIRECT and "naming" in cue.entry.takes and last.kind == PASSAGE:
        # назвал проект «мостом в никуда»: no title, though `проект` leads to one elsewhere
        found = found._replace(kind=QuotationKind.MIXED, verbatim=(sentence.passages[last.passage].content,))
    return found


def _addressee_before(sentence: Sentence, cue: Cue, source: Phrase | None) -> Phrase | None:
    """Return the dative that begins a sentence: `Президенту доложили, что …`."""
    if not sentence.tokens[sentence.start].traits & (DATIVE_AGENT | DATIVE_PRONOUN):
        return None
    return addressee_in(sentence.tokens, sentence.start, cue.first, source)


def _only_passes_on(sentence: Sentence, cue: Cue, source: Phrase | None, content: Content) -> bool:
    """Tell whether a parenthesis names an agency: `A, сообщает агентство «…»`."""
    if source is None or content.ranges[0][0] > cue.first or not cue.traits & PRESENT_FORM or cue.entry.kind == "thought":
        return False
    tokens = sentence.tokens[source.first : source.end]
    return any(t.traits & MEDIUM for t in tokens) or (len(tokens) == 1 and tokens[0].low.isascii())
