"""Direct speech without marks: sentences before `, – сказал министр`, or behind `Министр сказал: Дорога …`."""

from collections.abc import Sequence
from typing import NamedTuple

from flows.label.quotations.direct_speech import INNER_DASH, LONGEST_PHRASE_WORDS, Attribution, Rules, Stretch, direct, stretch_of
from flows.label.quotations.found import FoundQuotation
from flows.label.quotations.tokens import DASHES, POINT, UNREAD, Paragraph
from schemas.columns import Span
from schemas.words import QuotationKind

FEWEST_SENTENCES = 2


class Spoken(NamedTuple):
    """A direct quotation without marks, and the tokens that it and its attribution took."""

    quotation: FoundQuotation
    claimed: frozenset[int]


class Sentence(NamedTuple):
    """A sentence of a paragraph as a token range, and what it reports."""

    start: int
    stop: int
    found: list[FoundQuotation]


def unmarked_in(paragraph: Paragraph, rules: Rules) -> Spoken | None:
    """Return the sentences that an attribution behind a comma and a dash closes or parts: `А. Б, – сказал министр. – В.`.

    None where there is one sentence alone, which may be the writer's words as well, and where marks stand around more than a name.
    """
    tokens = paragraph.tokens
    dashes = len(INNER_DASH.findall(paragraph.text, *paragraph.span))
    if len(paragraph.sentences) + dashes <= FEWEST_SENTENCES or not dashes or tokens[0].low in DASHES or _holds_speech(paragraph):
        return None
    stretch = stretch_of(tokens, 0, len(tokens), rules, is_dialogue=True)
    said = stretch.attribution
    if said is None or said.lemma is None or not said.source or not stretch.parts:
        return None
    return _spoken(paragraph, rules, stretch, said)


def _spoken(paragraph: Paragraph, rules: Rules, stretch: Stretch, said: Attribution) -> Spoken | None:
    """Return a stretch as a quotation from behind the last sentence in which the writer speaks; None where one sentence is left."""
    tokens = paragraph.tokens
    first = place = next(number for number, (_, stop) in enumerate(paragraph.sentences) if said.first < stop)
    while first and not _reports(paragraph, first - 1, rules):
        first -= 1
    begins = max(tokens[paragraph.sentences[first][0]].start, stretch.parts[0].start)
    if (place - first + len(stretch.parts) < FEWEST_SENTENCES) or begins >= stretch.parts[0].end:
        return None
    parts = (Span(begins, stretch.parts[0].end), *stretch.parts[1:])
    return Spoken(direct(parts, said), frozenset(i for i, token in enumerate(tokens) if begins <= token.start < stretch.end))


def _holds_speech(paragraph: Paragraph) -> bool:
    """Tell whether marks stand around more than a name."""
    spans = (passage.content for passage in paragraph.passages)
    return any(len(paragraph.text[start:end].split()) > LONGEST_PHRASE_WORDS for start, end in spans)


def _reports(paragraph: Paragraph, number: int, rules: Rules) -> bool:
    """Tell whether a sentence reports what somebody says: the writer speaks there."""
    start, stop = paragraph.sentences[number]
    return paragraph.tokens[start].kind != UNREAD and any(rules.reported(paragraph, start, stop, frozenset()))


def with_following(paragraph: Paragraph, sentences: Sequence[Sentence], claimed: frozenset[int]) -> list[FoundQuotation]:
    """Return what sentences report, where what stands behind a colon with a capital goes on to the next that reports anything itself."""
    found: list[FoundQuotation] = []
    for number, sentence in enumerate(sentences):
        for quotation in sentence.found:
            last = _last_of_speech(sentences, number, claimed) if _opens_speech(paragraph, quotation, sentence.stop) else sentence.stop
            found.append(_until(paragraph, quotation, last) if last > sentence.stop else quotation)
    return found


def _last_of_speech(sentences: Sequence[Sentence], number: int, claimed: frozenset[int]) -> int:
    """Return the token behind the last sentence of what begins in one: behind it somebody is said to say something, or marks stand."""
    last = sentences[number].stop
    for following in sentences[number + 1 :]:
        if following.start != last or following.found or not claimed.isdisjoint(range(following.start, following.stop)):
            break
        last = following.stop
    return last


def _opens_speech(paragraph: Paragraph, quotation: FoundQuotation, stop: int) -> bool:
    """Tell whether a quotation begins behind a colon with a capital and reaches to the end of its sentence."""
    text, (start, end) = paragraph.text, quotation.content[-1]
    if not text[start].isupper() or quotation.kind is not QuotationKind.INDIRECT or not quotation.source:
        return False
    last, before = stop - 1, start - 1
    while paragraph.tokens[last].kind == POINT and paragraph.tokens[last].start >= end:
        last -= 1
    while before > paragraph.span.start and text[before].isspace():
        before -= 1
    return paragraph.tokens[last].end == end and before >= paragraph.span.start and text[before] == ":"


def _until(paragraph: Paragraph, quotation: FoundQuotation, stop: int) -> FoundQuotation:
    """Return a quotation as direct speech that goes on to a token, the stop before it left out."""
    start, end = quotation.content[-1].start, paragraph.tokens[stop - 1].end
    end -= paragraph.text[end - 1] == "."
    content = (*quotation.content[:-1], Span(start, end))
    return quotation._replace(kind=QuotationKind.DIRECT, content=content, verbatim=content)
