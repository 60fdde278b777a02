"""Questions that a noun passes on: `На вопрос, [будет ли мост], мэр ответил: «…»`."""

from flows.label.quotations.direct_speech import Attribution
from flows.label.quotations.found import FoundQuotation
from flows.label.quotations.inflected.phrases import noun_phrase
from flows.label.quotations.inflected.sentence import is_title
from flows.label.quotations.inflected.words import has_particle
from flows.label.quotations.sentence import Sentence, found_quotation
from flows.label.quotations.tokens import Phrase, clause_end, span_of, spans_of
from flows.languages.traits import ASKED, OBLIQUE_AGENT, ON, QUESTION


def asked_in(sentence: Sentence) -> list[FoundQuotation]:
    """Return the questions behind `на вопрос`, with whoever asks where the noun says so: `На вопрос журналиста, …`."""
    found = []
    for index in range(sentence.start + 1, sentence.stop - 2):
        if sentence.tokens[index].traits & ASKED and sentence.tokens[index - 1].traits & ON and index not in sentence.claimed:
            found += _question_at(sentence, index)
    return found


def _question_at(sentence: Sentence, noun: int) -> list[FoundQuotation]:
    tokens, stop = sentence.tokens, sentence.stop
    asks = noun + 1
    is_whose = tokens[asks].is_capital or tokens[asks].traits & OBLIQUE_AGENT
    source = noun_phrase(tokens, asks, stop) if is_whose else Phrase(asks, asks)
    comma = source.end
    if comma + 2 >= stop or tokens[comma].low != "," or not (tokens[comma + 1].traits & QUESTION or has_particle(tokens, comma + 1, stop)):
        return []
    cue = (span_of(tokens, noun, noun + 1),)
    said = Attribution(cue, spans_of(tokens, source) if is_whose else (), (), tokens[noun].low, False, noun, comma)
    return [found_quotation(sentence, ((comma + 1, clause_end(tokens, comma + 1, stop)),), is_title, said)]
