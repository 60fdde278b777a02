"""A Russian sentence with its cues, what a cue introduces in it, and the quotation that comes of it."""

from collections.abc import Sequence
from typing import NamedTuple

from flows.label.quotations.found import FoundQuotation
from flows.label.quotations.inflected.cues import Cue, cues_in
from flows.label.quotations.marks import Passage
from flows.label.quotations.tokens import DASHES, PASSAGE, POINT, WORD, Paragraph, Token, span_of
from flows.label.quotations.words import Words
from flows.languages.traits import ADVERB, AGENT, CONNECTIVE, DATIVE_PRONOUN, GENDERS, THAT, TITLE_NOUN
from schemas.columns import Span
from schemas.words import QuotationKind

TITLE_WORDS = 8
FEWEST_WORDS_SAID = 3


class Content(NamedTuple):
    """What a cue introduces: token ranges (end exclusive), and the tokens of a preposition that belongs to the cue."""

    ranges: tuple[tuple[int, int], ...]
    preposition: int | None = None
    frame_start: int = 0
    """The token before which source and addressee stand."""
    is_noun: bool = False


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


def sentence_of(paragraph: Paragraph, tokens: Sequence[Token], start: int, stop: int, claimed: frozenset[int] = frozenset()) -> Sentence:
    """Return a sentence with its cues; the closing stop does not belong to it."""
    # KAZINFORM – Министр заявил: the agency opens a report, it is no part of the sentence
    if start + 2 < stop and tokens[start + 1].low in DASHES and paragraph.text[tokens[start].start : tokens[start].end].isupper():
        start += 2
    while stop > start and tokens[stop - 1].kind == POINT and tokens[stop - 1].low in ".!?…;":
        stop -= 1
    cues = tuple(cues_in(tokens, start, stop))
    return Sentence(paragraph.text, tokens, paragraph.passages, start, stop, cues, paragraph.words, claimed)


def before_dash(tokens: Sequence[Token], index: int) -> int:
    """Return the index of the comma before a dash: `, –` is one boundary."""
    return index - 1 if tokens[index].low in DASHES and tokens[index - 1].low == "," else index


def after_fillers(tokens: Sequence[Token], index: int, stop: int) -> int:
    """Return the index of the first word from one on that is no adverb, dash or short dative."""
    while index < stop and (tokens[index].traits & ADVERB or tokens[index].low in DASHES or tokens[index].traits & DATIVE_PRONOUN):
        index += 1
    return index


def gender_of(token: Token) -> int:
    """Return the gender or number that a past tense tells, as `Cue.gender` does."""
    return token.traits & GENDERS


def only_connects(tokens: Sequence[Token], start: int, stop: int) -> bool:
    """Tell whether words only tie the sentence to the one before: `Однако`, `В то же время`."""
    return all(t.kind != PASSAGE and (t.kind == POINT or t.traits & ADVERB or t.traits & CONNECTIVE) for t in tokens[start:stop])


def found_quotation(
    sentence: Sentence,
    ranges: Sequence[tuple[int, int]],
    *,
    cue: tuple[Span, ...],
    source: tuple[Span, ...],
    lemma: str,
    is_relayed: bool = False,
) -> FoundQuotation:
    """Make a quotation of token ranges; its kind follows from the marked passages in them that are no titles."""
    tokens, passages = sentence.tokens, sentence.passages
    content: list[Span] = []
    verbatim: list[Span] = []
    others = 0
    for first, end in ranges:
        marked = [i for i in range(first, end) if tokens[i].kind == PASSAGE]
        if end - first == 1 and marked:
            content.append(passages[tokens[first].passage].content)
        else:
            content.append(span_of(tokens, first, end))
            others += sum(1 for i in range(first, end) if tokens[i].kind == WORD)
        verbatim += [
            passages[tokens[i].passage].content for i in marked if end - first == 1 or not is_title(sentence.text, tokens, i, passages)
        ]
    kind = QuotationKind.INDIRECT if not verbatim else QuotationKind.MIXED if others else QuotationKind.DIRECT
    return FoundQuotation(kind, tuple(content), tuple(verbatim), cue, source, (), lemma, is_relayed)


def is_title(text: str, tokens: Sequence[Token], index: int, passages: Sequence[Passage]) -> bool:
    """Tell whether marks stand around a name or a coined word, rather than around a speaker's words.

    A name begins with a capital and is short, or a noun such as `программа` leads to its few words; a single word is a coined one.
    """
    content = passages[tokens[index].passage].content
    if content.start >= content.end:
        return True
    count = len(text[content.start : content.end].split())
    before = tokens[index - 1] if index else None
    if count <= 1:
        return True
    if before is not None and before.traits & (TITLE_NOUN | AGENT):
        return count < FEWEST_WORDS_SAID or text[content.start].isupper()
    if before is not None and (before.low == ":" or before.traits & THAT):
        return False
    return text[content.start].isupper() and count <= TITLE_WORDS and text[content.end - 1] not in ".!?…"
