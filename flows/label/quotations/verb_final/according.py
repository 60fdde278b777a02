"""Sources that a verb-final language names without a verb: `Министрдің айтуынша, …`, `министрлік мәліметіне сәйкес, …`."""

from collections.abc import Iterator

from flows.label.quotations.direct_speech import Attribution
from flows.label.quotations.found import FoundQuotation
from flows.label.quotations.sentence import Sentence, found_quotation
from flows.label.quotations.tokens import POINT, Phrase, clause_end, span_of, spans_of
from flows.label.quotations.verb_final.reported import is_title
from flows.label.quotations.verb_final.sources import genitive_before, subject_in
from flows.label.quotations.verb_final.words import behind_frame
from flows.languages.traits import (
    ACCORDING_FORM,
    ACCORDING_TO,
    AS_FORM,
    CONVERB,
    DATIVE_DOCUMENT,
    GENITIVE,
    LOCATIVE_AGENT,
    LOCATIVE_DOCUMENT,
    PASSING_ON,
)


def according_in(sentence: Sentence) -> Iterator[FoundQuotation]:
    """Yield what a sentence says on the word of a source that stands before the phrase; a comma parts the two."""
    tokens = sentence.tokens
    for index in range(sentence.start, sentence.stop):
        count = 0 if index in sentence.claimed else _words_of_phrase(sentence, index)
        if not count:
            continue
        source = _document(sentence, index) if tokens[index].traits & ACCORDING_TO else _person(sentence, index)
        if source is not None:
            end = index + count
            phrase = tokens[index:end]
            lemma, is_relayed = " ".join(token.low for token in phrase), any(token.traits & PASSING_ON for token in phrase)
            said = Attribution((span_of(tokens, index, end),), spans_of(tokens, source), (), lemma, is_relayed, index, end)
            yield found_quotation(sentence, [*_before(sentence, source), (end + 1, _end(sentence, end + 1))], is_title, said)


def _end(sentence: Sentence, first: int) -> int:
    """Return where what is said from a token on ends: before who passes it on, `…, деп жазады «Дала»`, else with the sentence."""
    relays = (cue.that - 1 for cue in sentence.cues if cue.that > first + 1 and sentence.tokens[cue.that - 1].low == ",")
    return next(relays, sentence.stop)


def _before(sentence: Sentence, source: Phrase) -> list[tuple[int, int]]:
    """Return what a sentence says before a frame between commas: `Қалған бөлігіне, оның айтуынша, ақша бөлінген`."""
    tokens, first, end = sentence.tokens, behind_frame(sentence.tokens, sentence.start, source.first), source.first - 1
    is_there = first < end and tokens[end].low == "," and clause_end(tokens, first, end) == end and sentence.is_free(first, end)
    return [(first, end)] if is_there and not tokens[end - 1].traits & CONVERB else []


def _words_of_phrase(sentence: Sentence, index: int) -> int:
    """Return how many words a phrase that names a source has, with a comma and further words behind it; 0 where none begins there."""
    tokens, stop, token = sentence.tokens, sentence.stop, sentence.tokens[index]
    is_form = token.traits & (ACCORDING_FORM | ACCORDING_TO)
    if not is_form and not token.phrases:
        return 0
    known = [phrase.words for phrase in token.phrases if phrase.listed == "according"]
    if not known and is_form:
        known = [(token.low,)]
    for words in known:
        end = index + len(words)
        if end + 1 < stop and tokens[end].low == "," and tuple(token.low for token in tokens[index:end]) == words:
            return len(words)
    return 0


def _person(sentence: Sentence, index: int) -> Phrase | None:
    """Return the source in the genitive before `айтуынша`, or the subject of `айтқандай`."""
    tokens = sentence.tokens
    source = genitive_before(tokens, index, sentence.start)
    if source is not None and not tokens[index].traits & AS_FORM:
        last = next((at for at in range(source.end - 1, source.first, -1) if tokens[at].traits & GENITIVE), source.end - 1)
        source = source._replace(end=last + 1) if tokens[last].traits & GENITIVE else source  # тергеудің | алдын ала нұсқасы бойынша
    if source is None or not tokens[index].traits & AS_FORM:
        return source
    may_speak = (
        tokens[source.end - 1].traits & (LOCATIVE_AGENT | LOCATIVE_DOCUMENT) or subject_in(tokens, source.first, source.end) is not None
    )
    return source if may_speak else None  # қызметте түсіндіргендей


def _document(sentence: Sentence, index: int) -> Phrase | None:
    """Return the text before `сәйкес` with what describes it: `министрлік таратқан мәліметке`."""
    tokens, first = sentence.tokens, index
    if first == sentence.start or not tokens[index - 1].traits & DATIVE_DOCUMENT:
        return None
    while first > sentence.start and tokens[first - 1].kind != POINT:
        first -= 1
    return Phrase(behind_frame(tokens, first, index - 1), index)
