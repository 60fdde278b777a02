"""What a speaker quotes from others: the quotations within direct speech."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from flows.label.quotations.direct_speech import Rules, direct
from flows.label.quotations.found import FoundQuotation
from flows.label.quotations.marks import Passage
from flows.label.quotations.tokens import LONGEST_SENTENCE, PASSAGE, POINT, Paragraph, Token, is_initial_point, tokens_of
from flows.languages.traits import FIRST_PERSON, OWN_CUE
from schemas.columns import Span

MOST_PASSAGES_BEFORE = 50
DEEPEST = 3


def nested_in_speech(paragraph: Paragraph, found: Sequence[FoundQuotation], rules: Rules) -> Iterator[FoundQuotation]:
    """Yield what others are quoted with inside the direct quotations of a paragraph: `«Люди пишут: "…"», – сказал мэр`.

    The speaker's own `я говорю`, `мы считаем` is no quotation.
    """
    for quotation in found:
        for part in quotation.content:
            if paragraph.span.start <= part.start and part.end <= paragraph.span.end:
                yield from _within(paragraph, part, rules)


def _within(paragraph: Paragraph, part: Span, rules: Rules) -> Iterator[FoundQuotation]:
    depth, first = _inside(paragraph.passages, part)
    if depth > DEEPEST:
        return
    tokens = tokens_of(paragraph.text, part, paragraph.passages, paragraph.words, depth, first)
    sentences = list(_sentences(tokens))
    for start, stop in sentences:
        claimed: set[int] = set()
        for index in range(start, stop):
            if tokens[index].kind != PASSAGE:
                continue
            said = rules.after(tokens, index, start, stop) or rules.before(tokens, index, start)
            if said is None or not said.cue:
                continue
            claimed.update((index, *range(said.first, said.end)))
            quotation = direct((paragraph.passages[tokens[index].passage].content,), said)
            if is_of_others(paragraph, quotation):
                yield quotation
        if len(sentences) == 1 and not claimed:
            continue  # `«Посол сказал, что …», – сообщил он`: the whole is passed on, and stays one quotation
        for reported in rules.reported(paragraph._replace(tokens=tokens), start, stop, frozenset(claimed)):
            if reported.source and is_of_others(paragraph, reported):
                yield reported


def _inside(passages: Sequence[Passage], part: Span) -> tuple[int, int]:
    """Return the depth of the passages within a part of a quotation, and the index from which on they stand."""
    after = bisect_right(passages, part.start, key=lambda passage: passage.span.start)
    for index in range(after - 1, max(after - MOST_PASSAGES_BEFORE, 0) - 1, -1):
        content = passages[index].content
        if content.start <= part.start and part.end <= content.end:
            return passages[index].depth + 1, index + 1
    return 0, after


def _sentences(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Yield the sentences of a stretch of speech as token ranges, each with its stop; one longer than any writer's is cut."""
    first = 0
    for index, token in enumerate(tokens):
        is_stop = token.kind == POINT and token.low in ".!?…" and not is_initial_point(tokens, index)
        if is_stop or index + 1 - first >= LONGEST_SENTENCE:
            yield first, index + 1
            first = index + 1
    if first < len(tokens):
        yield first, len(tokens)


def is_of_others(paragraph: Paragraph, quotation: FoundQuotation) -> bool:
    """Tell whether a quotation's source is none that means the speaker himself: `я`, `мы`."""
    told = (*quotation.source[:1], *(() if quotation.source else quotation.cue[-1:]))
    words = [token for span in told for token in tokens_of(paragraph.text, span, (), paragraph.words)]
    return not any(token.traits & (FIRST_PERSON | OWN_CUE if not quotation.source else FIRST_PERSON) for token in words)
