"""Direct speech: marked passages and dialogue dashes, joined, with the words that say whose they are."""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from flows.label.quotations.found import FoundQuotation
from flows.label.quotations.marks import Passage
from flows.label.quotations.tokens import DASHES, PASSAGE, POINT, WORD, Paragraph, Token, span_of, tokens_of
from flows.label.quotations.words import Words
from schemas.columns import Span
from schemas.words import QuotationKind

# , – or ! – within a passage: its attribution may stand there
INNER_DASH = re.compile(r"[,.!?…»”\"]\s*(?:--|[–—-])\s")
DIALOGUE = re.compile(r"(?:--+|[–—-])\s*(?=[^\W\d_]|[«“\"„])")
ENDS_SAYING = frozenset(",.!?…")
LONGEST_PHRASE_WORDS = 4
MOST_PARTS = 200


class Attribution(NamedTuple):
    """Who says a passage: spans into the text, and the tokens that were read for it."""

    cue: tuple[Span, ...]
    source: tuple[Span, ...]
    addressee: tuple[Span, ...]
    lemma: str | None
    is_relayed: bool
    first: int
    end: int
    """The first token and the one after the last."""
    is_order: bool = False
    """True where the reporting verb orders something: a list of tasks may follow."""


class Rules(NamedTuple):
    """What a language knows of the words beside a passage.

    `within(tokens, start, stop, is_loose)` reads an attribution that begins at a token; `after(tokens, passage, stop)` and
    `before(tokens, passage, start)` the one that follows or leads to a passage. Each returns None where there is none.
    `reported(paragraph, start, stop, claimed)` yields what a sentence of a paragraph reports outside of the tokens that direct speech took.
    """

    words: Words
    within: Callable[[Sequence[Token], int, int, bool], Attribution | None]
    after: Callable[[Sequence[Token], int, int, int], Attribution | None]
    before: Callable[[Sequence[Token], int, int], Attribution | None]
    reported: Callable[[Paragraph, int, int, frozenset[int]], Iterable[FoundQuotation]]


class Stretch(NamedTuple):
    """A stretch of direct speech: its parts, its attribution if one stands within, and where it ends (code points)."""

    parts: tuple[Span, ...]
    attribution: Attribution | None
    end: int


class Heard(NamedTuple):
    """The direct quotations of a paragraph, the tokens that they and their attributions took, and the one left open at its end."""

    found: list[FoundQuotation]
    claimed: frozenset[int]
    left_open: FoundQuotation | None
    lead: Attribution | None
    """The attribution with which the paragraph ends: `Президент сказал:`."""
    is_over: bool = False
    """True where `left_open` ends with its mark closed: only a paragraph that is a marked passage and no more goes on from it."""


NOTHING_HEARD = Heard([], frozenset(), None, None)


def direct_in(paragraph: Paragraph, before: Heard, rules: Rules) -> Heard:
    """Return the direct quotations of a paragraph; `before` is what was heard in the paragraph before it.

    A quotation that goes on from the one left open before holds its parts too, and takes its place.
    """
    tokens = paragraph.tokens
    lead = rules.before(tokens, len(tokens), paragraph.sentences[-1][0]) if tokens[-1].low == ":" else None
    if not paragraph.passages and tokens[0].low not in DASHES:
        return NOTHING_HEARD._replace(lead=lead) if lead else NOTHING_HEARD
    found: list[FoundQuotation] = []
    claimed: set[int] = set()
    _dialogue(paragraph, found, claimed, before.lead, rules)
    if before.lead is not None and paragraph.tokens[0].kind == PASSAGE and _stands_alone(paragraph, 0, *paragraph.sentences[0]):
        _lead(paragraph, found, claimed, before.lead, rules)
    left_open = found[-1] if found else before.left_open
    if before.is_over and not (tokens[0].kind == PASSAGE and _stands_alone(paragraph, 0, 0, len(tokens))):
        left_open = found[-1] if found else None
    for start, stop in paragraph.sentences:
        for index in range(start, stop):
            if tokens[index].kind == PASSAGE and index not in claimed:
                left_open = _passage(paragraph, index, (start, stop), (found, claimed, left_open), rules)
    last = paragraph.passages[-1] if paragraph.passages else None
    outermost = next((p for p in reversed(paragraph.passages) if p.depth == 0), last)
    goes_on = outermost is not None and not outermost.is_closed and outermost.span.end >= paragraph.span.end
    words = [index for index, token in enumerate(tokens) if token.kind != POINT]
    is_over = not goes_on and bool(found) and bool(words) and words[-1] in claimed
    return Heard(found, frozenset(claimed), left_open if goes_on or is_over else None, lead, is_over)


def _lead(paragraph: Paragraph, found: list[FoundQuotation], claimed: set[int], lead: Attribution, rules: Rules) -> None:
    """Give the passage that opens a paragraph to whom the paragraph before announced."""
    stretch = _passage_stretch(paragraph.text, paragraph.tokens[0].passage, paragraph.passages, rules)
    start, stop = paragraph.sentences[0]
    if stretch.parts and stretch.attribution is None and rules.after(paragraph.tokens, 0, start, stop) is None:
        found.append(direct(stretch.parts, lead))
        claimed.add(0)


def _dialogue(paragraph: Paragraph, found: list[FoundQuotation], claimed: set[int], lead: Attribution | None, rules: Rules) -> None:
    """Read a paragraph that a dash opens as direct speech, where an attribution announces, closes or interrupts it."""
    tokens = paragraph.tokens
    if tokens[0].low not in DASHES or not DIALOGUE.match(paragraph.text, tokens[0].start):
        return
    stretch = _stretch(tokens, 1, len(tokens), rules, is_dialogue=True)
    attribution = stretch.attribution or (lead if tokens[-1].low not in ";," else None)
    if attribution is None or not stretch.parts:
        return
    found.append(direct(stretch.parts, attribution))
    claimed.update(index for index, token in enumerate(tokens) if token.start < stretch.end)


def _passage(
    paragraph: Paragraph,
    index: int,
    sentence: tuple[int, int],
    state: tuple[list[FoundQuotation], set[int], FoundQuotation | None],
    rules: Rules,
) -> FoundQuotation | None:
    """Read a marked passage as direct speech where something says whose words they are; return the quotation that is open then."""
    tokens, (start, stop), (found, claimed, left_open) = paragraph.tokens, sentence, state
    passage = paragraph.passages[tokens[index].passage]
    stretch = _passage_stretch(paragraph.text, tokens[index].passage, paragraph.passages, rules)
    if not stretch.parts:
        return left_open
    is_alone = _stands_alone(paragraph, index, start, stop)
    goes_on = index == 0 and (
        passage.is_continued or not passage.is_opened or (is_alone and left_open is not None and left_open not in found)
    )
    attribution = stretch.attribution
    if attribution is None:
        attribution = rules.after(tokens, index, start, stop) or rules.before(tokens, index, start)
        if attribution is not None:
            claimed.update(i for i in range(attribution.first, attribution.end))
    may_join = left_open is not None and len(left_open.content) < MOST_PARTS
    if attribution is None and may_join and left_open is not None and (goes_on or _joins(tokens, index, start, claimed)):
        parts = (*left_open.content, *stretch.parts)
        joined = left_open._replace(content=parts, verbatim=parts)
        if found and found[-1] is left_open:
            found[-1] = joined
        else:
            found.append(joined)
        claimed.add(index)
        return joined
    runs_on = index == 0 and not passage.is_closed and passage.span.end >= paragraph.span.end
    if attribution is None and not (is_alone or runs_on):
        return left_open
    parts = stretch.parts
    if goes_on and may_join and left_open is not None and not left_open.cue:
        parts = (*left_open.content, *parts)
    quotation = direct(parts, attribution)
    found.append(quotation)
    claimed.add(index)
    return quotation


def _joins(tokens: Sequence[Token], index: int, start: int, claimed: set[int]) -> bool:
    """Tell whether a marked passage goes on from the one before: after its attribution, or as the next sentence."""
    before = index - 1
    while before >= 0 and tokens[before].kind == POINT:
        before -= 1
    if before < 0 or before not in claimed:
        return False
    between = {tokens[i].low for i in range(before + 1, index)}
    return index == start or bool(between & DASHES) or ":" in between


def _stands_alone(paragraph: Paragraph, index: int, start: int, stop: int) -> bool:
    """Tell whether a marked passage is a sentence of its own, and long enough to be speech."""
    content = paragraph.passages[paragraph.tokens[index].passage].content
    if any(token.kind != POINT for at, token in enumerate(paragraph.tokens[start:stop], start) if at != index):
        return False
    return len(paragraph.text[content.start : content.end].split()) > LONGEST_PHRASE_WORDS


def _passage_stretch(text: str, number: int, passages: Sequence[Passage], rules: Rules) -> Stretch:
    """Return a marked passage as speech: its content, cut at an attribution within the marks."""
    passage = passages[number]
    content = passage.content
    whole = Stretch((content,) if content.start < content.end else (), None, passage.span.end)
    if not INNER_DASH.search(text, content.start, content.end):
        return whole
    tokens = tokens_of(text, content, passages, rules.words, passage.depth + 1, number + 1)
    stretch = _stretch(tokens, 0, len(tokens), rules, is_dialogue=False)
    return whole if stretch.attribution is None or not stretch.parts else stretch._replace(end=passage.span.end)


def _stretch(tokens: Sequence[Token], start: int, stop: int, rules: Rules, *, is_dialogue: bool) -> Stretch:
    """Cut a stretch of direct speech at the attributions that stand within it after a dash: `A, – сказал он, – B`."""
    parts: list[Span] = []
    attribution: Attribution | None = None
    part = index = start
    while index < stop:
        found = _inner_attribution(tokens, index, stop, rules, is_loose=is_dialogue)
        if found is None:
            index += 1
            continue
        if part < index:
            parts.append(_without_comma(tokens, part, index))
        attribution = attribution or found
        after = found.end
        if not is_dialogue:
            while after < stop and tokens[after].low not in DASHES and not (tokens[after].kind == POINT and tokens[after].low in ".!?…"):
                after += 1
        while after < stop and tokens[after].kind == POINT and tokens[after].low in ",.:;!?…":
            after += 1
        if after < stop and tokens[after].low in DASHES:
            part = index = after + 1
        elif is_dialogue:
            return Stretch(tuple(parts), attribution, tokens[min(found.end, stop - 1)].start + (found.end >= stop))
        else:
            part = index = after
    if part < stop:
        parts.append(_without_comma(tokens, part, stop))
    return Stretch(tuple(parts), attribution, tokens[stop - 1].end)


def _inner_attribution(tokens: Sequence[Token], index: int, stop: int, rules: Rules, *, is_loose: bool) -> Attribution | None:
    if tokens[index].low not in DASHES or not index or index + 1 >= stop or tokens[index + 1].kind != WORD:
        return None
    before = tokens[index - 1]
    if not (before.kind == PASSAGE or before.low in ENDS_SAYING) or tokens[index + 1].is_capital:
        return None
    if not is_loose and _closes_nested(tokens, index - 1):
        return None
    return rules.within(tokens, index + 1, stop, is_loose and before.low != ".")


def _closes_nested(tokens: Sequence[Token], index: int) -> bool:
    """Tell whether a marked passage within marks ends here that a colon leads to: what follows says whose that one is."""
    while index > 0 and tokens[index].low in ENDS_SAYING:
        index -= 1
    return index > 0 and tokens[index].kind == PASSAGE and tokens[index - 1].low == ":"


def _without_comma(tokens: Sequence[Token], first: int, end: int) -> Span:
    while end > first + 1 and tokens[end - 1].kind == POINT and (tokens[end - 1].low == "," or tokens[end - 1].low in DASHES):
        end -= 1
    return span_of(tokens, first, end)


def direct(parts: Sequence[Span], attribution: Attribution | None) -> FoundQuotation:
    """Make a direct quotation of its parts."""
    content = tuple(sorted(parts))
    if attribution is None:
        return FoundQuotation(QuotationKind.DIRECT, content, verbatim=content)
    return attributed(QuotationKind.DIRECT, content, content, attribution)


def attributed(kind: QuotationKind, content: Sequence[Span], verbatim: Sequence[Span], said: Attribution) -> FoundQuotation:
    """Make a quotation of its words and of what says whose they are."""
    return FoundQuotation(kind, tuple(content), tuple(verbatim), said.cue, said.source, said.addressee, said.lemma, said.is_relayed)


def place_of(found: Sequence[FoundQuotation], quotation: FoundQuotation | None) -> int:
    """Return the index of that very quotation among those found, looked for from the end; -1 where it is not there."""
    return next((at for at in range(len(found) - 1, -1, -1) if found[at] is quotation), -1) if quotation is not None else -1


def goes_on(quotation: FoundQuotation, found: Sequence[FoundQuotation]) -> bool:
    """Tell whether one of the quotations found holds the parts of a quotation and goes on from it."""
    parts = len(quotation.content)
    return any(one.content[:parts] == quotation.content for one in found)
