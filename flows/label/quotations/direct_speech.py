"""Direct speech: marked passages and dialogue dashes, joined, with the words that say whose they are."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from flows.label.quotations.found import FoundQuotation
from flows.label.quotations.marks import Passage
from flows.label.quotations.tokens import DASHES, PASSAGE, POINT, WORD, Paragraph, Token, is_pause, span_of, tokens_of
from flows.label.quotations.words import Words
from schemas.columns import Span
from schemas.words import QuotationKind

# , – or ! – within a passage: its attribution may stand there
INNER_DASH = re.compile(r"[,.!?…»”\"]\s*(?:--|[–—-])\s")
DIALOGUE = re.compile(r"(?:--+|[–—-])\s*(?=[^\W\d_]|[«“\"„])")
ENDS_SAYING = frozenset(",.!?…")
LONGEST_PHRASE_WORDS = 4
WORDS_OF_FRAME = 15
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
    next_turn: int | None = None
    """The token with which a dialogue goes on to words with a source of their own; None where it does not."""


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


@dataclass
class _Listening:
    """What was heard of a paragraph so far."""

    paragraph: Paragraph
    rules: Rules
    found: list[FoundQuotation]
    claimed: set[int]
    left_open: FoundQuotation | None = None

    @property
    def opened(self) -> FoundQuotation | None:
        """The quotation that a further passage may go on from."""
        return self.left_open if self.left_open is not None and len(self.left_open.content) < MOST_PARTS else None

    def hear(self, quotation: FoundQuotation, indices: Iterable[int]) -> None:
        """Keep a quotation, which is open then, and the tokens that it took."""
        self.found.append(quotation)
        self.claimed.update(indices)
        self.left_open = quotation


def direct_in(paragraph: Paragraph, before: Heard, rules: Rules) -> Heard:
    """Return the direct quotations of a paragraph; `before` is what was heard in the paragraph before it.

    A quotation that goes on from the one left open before holds its parts too, and takes its place.
    """
    tokens = paragraph.tokens
    lead = rules.before(tokens, len(tokens), paragraph.sentences[-1][0]) if tokens[-1].low == ":" else None
    if not paragraph.passages and tokens[0].low not in DASHES:
        return NOTHING_HEARD._replace(lead=lead) if lead else NOTHING_HEARD
    heard = _Listening(paragraph, rules, [], set())
    _dialogue(heard, before.lead)
    _lead(heard, before.lead)
    if not heard.found and (not before.is_over or _is_passage_alone(paragraph, 0, len(tokens))):
        heard.left_open = before.left_open
    for start, stop in paragraph.sentences:
        for index in range(start, stop):
            if tokens[index].kind == PASSAGE and index not in heard.claimed:
                _passage(heard, index, start, stop)
    return _heard(heard, lead)


def _heard(heard: _Listening, lead: Attribution | None) -> Heard:
    """Return what was heard of a paragraph, with the quotation that the next may go on from."""
    tokens = heard.paragraph.tokens
    goes_on = any(_runs_to_end(heard.paragraph, passage) for passage in _last_outermost(heard.paragraph.passages))
    last_word = next((index for index in range(len(tokens) - 1, -1, -1) if tokens[index].kind != POINT), -1)
    is_over = not goes_on and bool(heard.found) and last_word in heard.claimed
    return Heard(heard.found, frozenset(heard.claimed), heard.left_open if goes_on or is_over else None, lead, is_over)


def _last_outermost(passages: Sequence[Passage]) -> Sequence[Passage]:
    """Return the last passage that stands within no other, or the last one; none where there are none."""
    return [passage for passage in passages if passage.depth == 0][-1:] or passages[-1:]


def _runs_to_end(paragraph: Paragraph, passage: Passage) -> bool:
    return not passage.is_closed and passage.span.end >= paragraph.span.end


def _lead(heard: _Listening, lead: Attribution | None) -> None:
    """Give the passage that opens a paragraph to whom the paragraph before announced."""
    paragraph = heard.paragraph
    start, stop = paragraph.sentences[0]
    if lead is None or paragraph.tokens[0].kind != PASSAGE or any(token.kind != POINT for token in paragraph.tokens[start + 1 : stop]):
        return
    stretch = _passage_stretch(paragraph, 0, heard.rules)
    if stretch.parts and stretch.attribution is None and heard.rules.after(paragraph.tokens, 0, start, stop) is None:
        heard.hear(direct(stretch.parts, lead), (0,))


def _dialogue(heard: _Listening, lead: Attribution | None) -> None:
    """Read a paragraph that a dash opens as direct speech, where an attribution announces, closes or interrupts it, a turn at a time."""
    tokens = heard.paragraph.tokens
    if tokens[0].low not in DASHES or not DIALOGUE.match(heard.paragraph.text, tokens[0].start):
        return
    within = {passage.span: passage.content for passage in heard.paragraph.passages}
    turn: int | None = 1
    while turn is not None:
        stretch = stretch_of(tokens, turn, len(tokens), heard.rules, is_dialogue=True)
        attribution = stretch.attribution or (lead if tokens[-1].low not in ";," else None)
        if attribution is not None and lead is not None and not attribution.source:
            attribution = attribution._replace(source=lead.source)  # Қария ойланып тұрды да: / – Қайтады, – деді.
        if attribution is not None and stretch.parts:
            ahead = range(turn - 1, len(tokens))
            taken = ahead[: bisect_left(ahead, stretch.end, key=lambda index: tokens[index].start)]
            heard.hear(direct([within.get(part, part) for part in stretch.parts], attribution), taken)
        turn = stretch.next_turn


def _passage(heard: _Listening, index: int, start: int, stop: int) -> None:
    """Read a marked passage of a sentence as direct speech, where something says whose words they are."""
    paragraph = heard.paragraph
    passage = paragraph.passages[paragraph.tokens[index].passage]
    stretch = _passage_stretch(paragraph, index, heard.rules)
    if not stretch.parts:
        return
    is_alone = _stands_alone(paragraph, index, start, stop)
    goes_on = _goes_on(heard, index, passage, is_alone=is_alone)
    attribution = stretch.attribution or _beside(heard, index, start, stop)
    opened = heard.opened
    if attribution is None and opened is not None and (goes_on or _joins(paragraph.tokens, index, start, heard.claimed)):
        parts = (*opened.content, *stretch.parts)
        if heard.found[-1:] == [opened]:
            heard.found.pop()
        heard.hear(opened._replace(content=parts, verbatim=parts), (index,))
    elif attribution is not None or is_alone or (index == 0 and _runs_to_end(paragraph, passage)):
        begun = opened.content if goes_on and opened is not None and not opened.cue else ()
        heard.hear(direct((*begun, *stretch.parts), attribution), (index,))


def _goes_on(heard: _Listening, index: int, passage: Passage, *, is_alone: bool) -> bool:
    """Tell whether a passage opens its paragraph and may go on from what the paragraph before left open."""
    if index:
        return False
    is_open = heard.left_open is not None and heard.left_open not in heard.found
    return passage.is_continued or not passage.is_opened or (is_alone and is_open)


def _beside(heard: _Listening, index: int, start: int, stop: int) -> Attribution | None:
    """Return the attribution that follows a passage or leads to it; its tokens are taken then."""
    tokens, rules = heard.paragraph.tokens, heard.rules
    found = rules.after(tokens, index, start, stop) or rules.before(tokens, index, start)
    if found is not None and found.lemma is None and found.cue and not _may_be_speech(heard.paragraph, index):
        return None
    if found is not None:
        heard.claimed.update(range(found.first, found.end))
    return found


def _may_be_speech(paragraph: Paragraph, index: int) -> bool:
    """Tell whether a verb that no list holds may say a marked passage: a point parts the two, or it is long, or ends as a sentence."""
    tokens, text = paragraph.tokens, paragraph.text
    content = paragraph.passages[tokens[index].passage].content
    if index + 1 < len(tokens) and is_pause(tokens[index + 1], ",!?…") and (not index or tokens[index - 1].low != ":"):
        return True
    return text[content.end - 1] in "!?….," or len(text[content.start : content.end].split()) >= LONGEST_PHRASE_WORDS


def _joins(tokens: Sequence[Token], index: int, start: int, claimed: set[int]) -> bool:
    """Tell whether a marked passage goes on from the one before: after its attribution, or as the next sentence."""
    before = index - 1
    while before >= 0 and tokens[before].kind == POINT:
        before -= 1
    if before < 0 or before not in claimed:
        return False
    between = {tokens[i].low for i in range(before + 1, index)}
    goes_on = index + 1 < len(tokens) and tokens[index + 1].kind == WORD  # «…», – деді ол. «Жаңа жол» оны қолдады
    return (index == start and not goes_on) or bool(between & DASHES) or ":" in between


def _stands_alone(paragraph: Paragraph, index: int, start: int, stop: int) -> bool:
    """Tell whether a marked passage is a sentence of its own, and long enough to be speech."""
    content = paragraph.passages[paragraph.tokens[index].passage].content
    if any(token.kind != POINT for at, token in enumerate(paragraph.tokens[start:stop], start) if at != index):
        return False
    return len(paragraph.text[content.start : content.end].split()) > LONGEST_PHRASE_WORDS


def _is_passage_alone(paragraph: Paragraph, start: int, stop: int) -> bool:
    """Tell whether the passage that opens a paragraph stands alone among its first tokens."""
    return paragraph.tokens[0].kind == PASSAGE and _stands_alone(paragraph, 0, start, stop)


def _passage_stretch(paragraph: Paragraph, index: int, rules: Rules) -> Stretch:
    """Return the marked passage of a token as speech: its content, cut at an attribution within the marks."""
    text, number = paragraph.text, paragraph.tokens[index].passage
    passage = paragraph.passages[number]
    content = passage.content
    whole = Stretch((content,) if content.start < content.end else (), None, passage.span.end)
    if not INNER_DASH.search(text, content.start, content.end):
        return whole
    tokens = tokens_of(text, content, paragraph.passages, rules.words, passage.depth + 1, number + 1)
    stretch = stretch_of(tokens, 0, len(tokens), rules, is_dialogue=False)
    return whole if stretch.attribution is None or not stretch.parts else stretch._replace(end=passage.span.end)


def stretch_of(tokens: Sequence[Token], start: int, stop: int, rules: Rules, *, is_dialogue: bool) -> Stretch:
    """Cut a stretch of direct speech at the attributions that stand within it after a dash: `A, – сказал он, – B`.

    In a dialogue it ends before what somebody is said to say anew: `A? – спросил он. – | B, – ответил министр`.
    """
    parts: list[Span] = []
    attribution: Attribution | None = None
    part = turn = index = start
    while index < stop:
        found = _inner_attribution(tokens, index, stop, rules, is_loose=is_dialogue)
        if found is None:
            if is_dialogue and index > start and _opens_turn(tokens, index, stop):
                turn = index + 1
                parts, part = (parts, part) if attribution is not None else ([], turn)
            index += 1
            continue
        if is_dialogue and attribution is not None and found.source:
            return Stretch((*parts, *_part(tokens, part, turn - 1)), attribution, tokens[turn].start, turn)
        parts += _part(tokens, part, index)
        attribution = attribution or found
        after = _behind(tokens, found.end, stop, is_dialogue=is_dialogue)
        has_dash = after < stop and tokens[after].low in DASHES
        if is_dialogue and not has_dash:
            return Stretch(tuple(parts), attribution, tokens[min(found.end, stop - 1)].start + (found.end >= stop))
        part = turn = index = after + has_dash
    return Stretch((*parts, *_part(tokens, part, stop)), attribution, tokens[stop - 1].end)


def _part(tokens: Sequence[Token], first: int, end: int) -> Sequence[Span]:
    """Return some tokens as a part of what is said, without the comma behind it; none where there are none."""
    return (_without_comma(tokens, first, end),) if first < end else ()


def _opens_turn(tokens: Sequence[Token], index: int, stop: int) -> bool:
    """Tell whether a dash behind the end of a sentence gives the floor to somebody else: `– Вы довольны? – Да, – ответила она`."""
    is_dash = tokens[index].low in DASHES and tokens[index - 1].low in ".!?…" and index + 1 < stop
    return is_dash and (tokens[index + 1].is_capital or tokens[index + 1].kind == PASSAGE)


def _behind(tokens: Sequence[Token], after: int, stop: int, *, is_dialogue: bool) -> int:
    """Return the token behind an attribution and its points; within marks it goes on to the next dash or stop."""
    while not is_dialogue and after < stop and not is_pause(tokens[after], ".!?…"):
        after += 1
    while after < stop and tokens[after].kind == POINT and tokens[after].low in ",.:;!?…":
        after += 1
    return after


def _inner_attribution(tokens: Sequence[Token], index: int, stop: int, rules: Rules, *, is_loose: bool) -> Attribution | None:
    if tokens[index].low not in DASHES or not index or index + 1 >= stop or tokens[index + 1].kind != WORD:
        return None
    before = tokens[index - 1]
    if not (before.kind == PASSAGE or before.low in ENDS_SAYING) or tokens[index + 1].is_capital:
        return None
    if not is_loose and _closes_nested(tokens, index - 1):
        return None
    is_framed = any(token.low in DASHES for token in tokens[index + 2 : min(stop, index + WORDS_OF_FRAME)])  # «А, — вздохнула она. — Б»
    found = rules.within(tokens, index + 1, stop, (is_loose or is_framed) and before.low != ".")
    return found if not is_loose else _unless_told_within(tokens, index - 1, found, stop)


def _unless_told_within(tokens: Sequence[Token], before: int, found: Attribution | None, stop: int) -> Attribution | None:
    """Return an attribution, or None where a speaker goes on behind whose words he quoted: `– Отец: «Едем», – говорил. Мы ехали`."""
    if found is None or found.source:
        return found
    goes_on = found.end + 1 < stop and tokens[found.end].low in ".!?…" and tokens[found.end + 1].low not in DASHES
    return None if goes_on and _closes_nested(tokens, before) else found


def _closes_nested(tokens: Sequence[Token], index: int) -> bool:
    """Tell whether a marked passage within marks ends here that a colon leads to: what follows says whose that one is."""
    while index > 0 and tokens[index].low in ENDS_SAYING:
        index -= 1
    return index > 0 and tokens[index].kind == PASSAGE and tokens[index - 1].low == ":"


def _without_comma(tokens: Sequence[Token], first: int, end: int) -> Span:
    while end > first + 1 and is_pause(tokens[end - 1], ","):
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


class Behind(NamedTuple):
    """What stands behind a marked passage and its points."""

    at: int
    """The first token."""
    has_dash: bool
    has_comma: bool
    """True for a comma, or for a question or exclamation mark."""
    is_next_sentence: bool
    """True where a full stop ends the sentence, without a dash behind it."""

    @property
    def is_parted(self) -> bool:
        """True where a point parts the passage from what follows."""
        return self.has_dash or self.has_comma


def behind_marks(tokens: Sequence[Token], passage: int, stop: int) -> Behind:
    """Return what follows a marked passage: `», – `, `». – `, `» `."""
    at = passage + 1
    has_comma = has_dash = False
    while at < stop and is_pause(tokens[at], ",.!?…"):
        if tokens[at].low == "." and not (at + 1 < stop and tokens[at + 1].low in DASHES):
            return Behind(at + 1, has_dash, has_comma, True)
        has_dash = has_dash or tokens[at].low in DASHES
        has_comma = has_comma or tokens[at].low in ",!?…"
        at += 1
    return Behind(at, has_dash, has_comma, False)


def place_of(found: Sequence[FoundQuotation], quotation: FoundQuotation | None) -> int:
    """Return the index of that very quotation among those found, looked for from the end; -1 where it is not there."""
    return next((at for at in range(len(found) - 1, -1, -1) if found[at] is quotation), -1) if quotation is not None else -1


def goes_on(quotation: FoundQuotation, found: Sequence[FoundQuotation]) -> bool:
    """Tell whether one of the quotations found holds the parts of a quotation and goes on from it."""
    parts = len(quotation.content)
    return any(one.content[:parts] == quotation.content for one in found)
