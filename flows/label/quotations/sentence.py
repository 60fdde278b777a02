"""A sentence with its cues, and the quotation that comes of some of its words."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from flows.label.quotations.cues import Cue
from flows.label.quotations.direct_speech import Attribution, attributed
from flows.label.quotations.found import FoundQuotation
from flows.label.quotations.marks import Passage
from flows.label.quotations.tokens import DASHES, PASSAGE, POINT, WORD, Paragraph, Token, span_of
from flows.label.quotations.words import Words
from schemas.columns import Span
from schemas.words import QuotationKind

TITLE_WORDS = 8


class Sentence(NamedTuple):
    """The tokens of a sentence, with its cues."""

    text: str
    tokens: Sequence[Token]
    passages: Sequence[Passage]
    start: int
    stop: int
    """The end, exclusive, without the closing stop."""
    cues: tuple[Cue, ...]
    words: Words
    claimed: frozenset[int]
    """The tokens that direct speech and its attributions took."""

    def is_free(self, first: int, end: int) -> bool:
        """Tell whether direct speech took none of some tokens."""
        return not self.claimed or self.claimed.isdisjoint(range(first, end))


def sentence_of(
    paragraph: Paragraph, start: int, stop: int, claimed: frozenset[int], cues_in: Callable[[Sequence[Token], int, int], list[Cue]]
) -> Sentence:
    """Return a sentence with its cues; the closing stop does not belong to it."""
    tokens = paragraph.tokens
    start = _behind_clock(tokens, start, stop)
    # KAZINFORM – Министр заявил: the agency opens a report, it is no part of the sentence
    if start + 2 < stop and tokens[start + 1].low in DASHES and paragraph.text[tokens[start].start : tokens[start].end].isupper():
        start += 2
    while stop > start and tokens[stop - 1].kind == POINT and tokens[stop - 1].low in ".!?…;":
        stop -= 1
    cues = tuple(cues_in(tokens, start, stop))
    return Sentence(paragraph.text, tokens, paragraph.passages, start, stop, cues, paragraph.words, claimed)


def _behind_clock(tokens: Sequence[Token], start: int, stop: int) -> int:
    """Return where a sentence begins behind the time of day that a running report sets before it: `15:05 Министр …`."""
    is_time = start + 3 < stop and tokens[start + 1].low == ":" and tokens[start].low.isdigit() and tokens[start + 2].low.isdigit()
    return start + 3 if is_time and (tokens[start + 3].is_capital or tokens[start + 3].kind == PASSAGE) else start


def found_quotation(
    sentence: Sentence,
    ranges: Sequence[tuple[int, int]],
    is_title: Callable[[Sentence, int], bool],
    said: Attribution,
) -> FoundQuotation:
    """Make a quotation of token ranges; its kind follows from the marked passages in them that are no titles."""
    tokens, passages = sentence.tokens, sentence.passages
    content: list[Span] = []
    verbatim: list[Span] = []
    others = 0
    for first, end in ranges:
        marked = [i for i in range(first, end) if tokens[i].kind == PASSAGE]
        is_whole = end - first == 1 and bool(marked)
        if is_whole:
            content.append(passages[tokens[first].passage].content)
        else:
            content.append(span_of(tokens, first, end))
            others += sum(1 for i in range(first, end) if tokens[i].kind == WORD)
        verbatim += [passages[tokens[i].passage].content for i in marked if is_whole or not is_title(sentence, i)]
    kind = QuotationKind.INDIRECT if not verbatim else QuotationKind.MIXED if others else QuotationKind.DIRECT
    return attributed(kind, content, verbatim, said)


def is_short_name(words: str) -> bool:
    """Tell whether marked words may be a name: a few, with a capital and without a stop."""
    return words[0].isupper() and len(words.split()) <= TITLE_WORDS and words[-1] not in ".!?…"
