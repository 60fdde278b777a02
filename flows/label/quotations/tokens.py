"""A paragraph read word by word: its words and points, each marked passage as one token, and its sentences."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import pairwise
from typing import NamedTuple

from flows.label.quotations.marks import Passage, marked_passages
from flows.label.quotations.words import PASSAGE, POINT, UNREAD, WORD, CueEntry, ListedPhrase, Words, spelt_alike
from flows.languages.traits import ABBREVIATED, INITIAL
from flows.segment.document import Document
from schemas.columns import Span

# К.-Ж. – inform.kz – Премьер-министр – К.К. – ООН – 2026 – , – «
TOKEN = re.compile(r"\s*+([A-Za-z][A-Za-z0-9-]*+(?:\.[A-Za-z]{2,})+\b|[^\W_]++(?:[-‑'’][^\W_]++|\.[-‑][^\W\d_]\.)*+|--+|[^\w\s]|_)")
# within a text in its plain form
PLAIN_WORD = re.compile(r"[^\W\d_]+(?:[-’][^\W\d_]+)*")
LONGEST_SENTENCE = 300
DASHES = frozenset("–—-−")
LEADS_ON = ":"
STOPS = frozenset(",.:;!?…–—-−")


class Token(NamedTuple):
    """A word, a point or a whole marked passage; spans are code points into the text."""

    start: int
    end: int
    low: str
    """The word in lower case with е for ё, the point, or nothing for a passage."""
    kind: str
    is_capital: bool = False
    passage: int = -1
    """The passage's index in its paragraph."""
    traits: int = 0
    """The traits of `flows.languages.traits`, added up."""
    cues: tuple[CueEntry, ...] = ()
    """The reporting verbs of which it may be a form."""
    phrases: tuple[ListedPhrase, ...] = ()
    """The phrases of lists that begin with it."""


class Phrase(NamedTuple):
    """Some tokens: indices, the end exclusive."""

    first: int
    end: int
    is_weak: bool = False
    """True where only its place speaks for it."""


class Paragraph(NamedTuple):
    """A paragraph with its tokens."""

    text: str
    """The whole text."""
    tokens: list[Token]
    passages: tuple[Passage, ...]
    sentences: list[tuple[int, int]]
    """Token ranges; none cuts a marked passage."""
    span: Span
    words: Words


def paragraphs_of(document: Document, words: Words) -> Iterator[Paragraph]:
    """Yield the paragraphs of a text that may hold a quotation, in order, and one without tokens for each of the others.

    A sentence with none of the triggers, that no marked passage touches, stands as one token; in a paragraph that a dash opens,
    every sentence is read, and one that a dash opens or a colon ends always is.
    """
    text, triggers = document.text, words.triggers
    position = 0
    sentences = document.sentences
    for span, passages in zip(document.paragraphs, marked_passages(text, document.paragraphs), strict=True):
        here = []
        while position < len(sentences) and sentences[position].start < span.end:
            here.append(sentences[position])
            position += 1
        is_read = text[span.start : span.start + 1] in DASHES or text[span.end - 1] == LEADS_ON
        if not passages and not is_read and triggers.isdisjoint(PLAIN_WORD.findall(spelt_alike(text[span.start : span.end]))):
            yield Paragraph(text, [], (), [], span, words)
            continue
        tokens = _tokens(text, span, here, passages, words)
        if tokens:
            yield Paragraph(text, tokens, passages, _sentences(tokens, [sentence.start for sentence in here]), span, words)


def _tokens(text: str, span: Span, sentences: Sequence[Span], passages: Sequence[Passage], words: Words) -> list[Token]:
    """Return the tokens of a paragraph; a sentence without triggers and passages is one."""
    if text[span.start : span.start + 1] in DASHES or len(sentences) <= 1:
        return tokens_of(text, span, passages, words)
    tokens: list[Token] = []
    number = 0
    start = span.start
    for sentence, following in zip(sentences, [*sentences[1:], None], strict=True):
        end = span.end if following is None else following.start
        while number < len(passages) and passages[number].span.end <= start:
            number += 1
        if end <= start:
            continue
        if number < len(passages) and passages[number].span.start < end:
            if passages[number].span.end > end:
                end = _end_of_passages(passages, number, end, sentences, span.end)
            tokens += tokens_of(text, Span(start, end), passages, words, 0, number)
        elif not _is_always_read(text, start, end, tokens) and words.triggers.isdisjoint(PLAIN_WORD.findall(spelt_alike(text[start:end]))):
            tokens.append(Token(sentence.start, sentence.end, "", UNREAD))
        else:
            tokens += tokens_of(text, Span(start, end), (), words)
        start = end
    return tokens


def _is_always_read(text: str, start: int, end: int, before: Sequence[Token]) -> bool:
    """Tell whether a sentence leads to what follows it, or goes on behind a dash from one that was read."""
    return text[end - 1] == LEADS_ON or (text[start] in DASHES and bool(before) and before[-1].kind != UNREAD)


def _end_of_passages(passages: Sequence[Passage], number: int, end: int, sentences: Sequence[Span], last: int) -> int:
    """Return the start of the first sentence that begins outside of every passage."""
    while number < len(passages) and passages[number].span.start < end:
        if passages[number].span.end > end:
            reached = passages[number].span.end
            after = bisect_left(sentences, reached, key=lambda sentence: sentence.start)
            end = sentences[after].start if after < len(sentences) else last
        number += 1
    return end


def _sentences(tokens: Sequence[Token], starts: Sequence[int]) -> list[tuple[int, int]]:
    """Return the sentences as token ranges; one that would begin within a marked passage goes on from the one before.

    A sentence of more tokens than any writer's is cut, so that no rule looks farther.
    """
    places = [token.start for token in tokens]
    firsts = [0]
    for start in starts:
        index = bisect_left(places, start)
        if firsts[-1] < index < len(tokens) and tokens[index - 1].end <= start:
            firsts.append(index)
    return [
        (cut, min(cut + LONGEST_SENTENCE, stop))
        for first, stop in pairwise([*firsts, len(tokens)])
        for cut in range(first, stop, LONGEST_SENTENCE)
    ]


def tokens_of(text: str, span: Span, passages: Sequence[Passage], words: Words, depth: int = 0, first: int = 0) -> list[Token]:
    """Return the tokens of a span of text; every marked passage of that depth, from the `first` on, is one token."""
    found: list[Token] = []
    start = span.start
    for index in range(first, len(passages)):
        passage = passages[index]
        if passage.span.start >= span.end:
            break
        is_empty = passage.content.start >= passage.content.end
        if is_empty or passage.depth != depth or passage.span.start < start or passage.span.end > span.end:
            continue
        found.extend(_plain_tokens(text, start, passage.span.start, words))
        found.append(Token(passage.span.start, passage.span.end, "", PASSAGE, False, index))
        start = passage.span.end
    found.extend(_plain_tokens(text, start, span.end, words))
    return found


# a third of the time that the row type's own constructor takes
_new_token = partial(tuple.__new__, Token)


def _plain_tokens(text: str, start: int, end: int, words: Words) -> list[Token]:
    new = _new_token
    return [new((match.start(1), match.end(), *words[match[1]])) for match in TOKEN.finditer(text, start, end)]


def _is_of_pair(tokens: Sequence[Token], index: int) -> bool:
    """Tell whether a letter and its stop stand beside another: `и. о. министра`."""
    beside = (tokens[at] for at in (index - 2, index + 2) if 0 <= at < len(tokens) - 1 and tokens[at + 1].low == ".")
    return any(token.kind == WORD and token.end - token.start == 1 and not token.is_capital for token in beside)


def span_of(tokens: Sequence[Token], first: int, end: int) -> Span:
    """Return the span from a token to the one before `end`."""
    return Span(tokens[first].start, tokens[end - 1].end)


def spans_of(tokens: Sequence[Token], phrase: Phrase | None) -> tuple[Span, ...]:
    """Return a phrase as a tuple of one span, or of none."""
    return () if phrase is None else (span_of(tokens, phrase.first, phrase.end),)


def clause_end(tokens: Sequence[Token], start: int, stop: int) -> int:
    """Return the index of the first comma, stop, colon or dash from `start` on; the point of an initial is none."""
    for index in range(start, stop):
        token = tokens[index]
        if token.kind == POINT and token.low in STOPS and not is_initial_point(tokens, index):
            return index
    return stop


def is_pause(token: Token, points: str) -> bool:
    """Tell whether a token is one of some points, or a dash."""
    return token.kind == POINT and (token.low in points or token.low in DASHES)


def is_initial_point(tokens: Sequence[Token], index: int) -> bool:
    """Tell whether a point is that of an initial: `К.`, or of another word cut short before a name: `Арх. Иоанн`."""
    return tokens[index].low == "." and index > 0 and is_initial(tokens, index - 1)


def is_initial(tokens: Sequence[Token], index: int) -> bool:
    """Tell whether a word is an initial, or another word cut short before a name."""
    if index + 1 >= len(tokens) or tokens[index + 1].low != ".":
        return False
    token, stop = tokens[index], tokens[index + 1]
    if token.kind != WORD or stop.start > token.end:
        return False
    if token.end - token.start == 1 and (token.is_capital or _is_of_pair(tokens, index)):
        return True
    is_cut = token.traits & ABBREVIATED or (token.is_capital and token.traits & INITIAL)
    return bool(is_cut) and index + 2 < len(tokens) and tokens[index + 2].is_capital
