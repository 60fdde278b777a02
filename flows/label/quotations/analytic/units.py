"""A sentence as the rules see it: its words, the class of each, and each marked passage as one token.

A sentence that ends within a marked passage is joined with the next, so that a unit never cuts a passage.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from flows.label.quotations.analytic.cue_places import place_cues
from flows.label.quotations.analytic.grammar import ADVERB, NAME, NOUN, PREPOSITION, VERB, Grammar
from flows.label.quotations.analytic.titles import is_title
from flows.label.quotations.marks import Passage
from flows.label.quotations.words import CueEntry
from schemas.columns import Span

# a possessive ending that is a verb, a verb that is a noun, written | evidence, has | since said, the other | one, an aide | to the mayor
BENT = re.compile(
    r"[nT](?=t[DGHNTn])|[PYwh](?=z)|[DGzoi](?=V)|[DGz]A(?=V)|C(?=V[nNT])|[Q,](?=V[nNT]+C)|[DGzoi](?=K[nT])|B(?=i[VCK])|(?:D|(?<=[DG])n)(?=D(?:[,.;:QB]|$|[VC][DGHPOYht]))"
)
# Jane Roe, special correspondent | to the fleet
APPOSED = re.compile(r"N,[DG]?[nNT]*[nT]$")
# Theresa | May
MONTH_BY_NAME = re.compile(r"(?<=N)M|(?<!i)M(?=N)")
# the retired | mayor: a participle that stands as an adjective or a noun
ATTRIBUTED = re.compile(r"[DGzCoiQ,]A?V[nNTVCB]")
# letters that a word at the start may have in spite of its capital
OPENING = frozenset("VCEKRgA")
SPEECH_TOKEN, PHRASE_TOKEN, PAUSED_PHRASE_TOKEN = "Q", "q", "p"
ASKS = frozenset("?!…")
# “Is that all?” | Pavel Rys grumbled quietly.
SHORT_FRAME = re.compile(r"\s(?:[^\W\d_a-z][\w.'’-]*\ ){1,4}[a-z]+(?:\ [a-z]+ly)?\.(?:\s|$)")
# Pavel Rys shook his head. | “No.”
BEAT = re.compile(r"(?:T*N{1,3}|P|DT)A?[VB][^VCEBQ:;,PhwuNT]{0,5}\.")
# Her verdict? | “We lost.”
ANSWERED = re.compile(r"(?:[GH]|[DG]?[NnTr#]+z)A?[nE]{1,2}\.")
LONGEST_BEAT = 60
STARTED = (["n"], ["N"], ["T"], ["E"])
PAUSES = frozenset(".,?!…")
APOSTROPHES = "'’"
INNER_MARKS = "'’”\"»"
LONGEST_PHRASE_WORDS = 3
FEWEST_SPACES_BEFORE_PAUSE = 2
LONGEST_UNIT_TOKENS = 600
LONGEST_HEAD = 400
"""How far into a text a line may stand above it, in code points."""


@dataclass(slots=True, eq=False)
class Unit:
    """One or more sentences; `words` and `codes` have one place a token, and a marked passage is one token without letters."""

    text: str
    span: Span
    words: list[str]
    codes: str
    passages: dict[int, Passage]
    cues: dict[int, CueEntry]
    grammar: Grammar
    of_class: Mapping[str, frozenset[str]]
    starts: list[int] = field(default_factory=list)
    """Where the tokens begin in the text; told on asking, as many units hold no quotation."""

    def is_of(self, name: str, index: int) -> bool:
        """Tell whether a token is a word of a class of the lexicon; False past the end."""
        return index < len(self.words) and self.words[index].lower() in self.of_class[name]

    def verb_start(self, index: int) -> int:
        """Return where a verb begins with the auxiliaries and negations right before it; one joined to its subject is left out: he | ’d."""
        first = len(self.codes[:index].rstrip("BX"))
        return first + (first < index and self.words[first][0] in APOSTROPHES)

    def ends_with_pause(self, index: int) -> bool:
        """Tell whether a comma, full stop or the like stands within a marked passage's closing mark."""
        start, end = self.passages[index].content
        return self.text[start:end].rstrip(INNER_MARKS)[-1:] in PAUSES

    def asks(self, index: int) -> bool:
        """Tell whether a marked passage ends as a question or a cry does."""
        return self.text[self.passages[index].content.end - 1] in ASKS

    def span_of(self, first: int, end: int) -> Span:
        """Return the span, in the whole text, of the tokens from `first` up to but not including `end`."""
        starts = self.starts
        if len(starts) < end:
            self._find_starts(end)
        passage = self.passages.get(end - 1)
        return Span(starts[first], passage.span.end if passage else starts[end - 1] + len(self.words[end - 1]))

    def _find_starts(self, end: int) -> None:
        """Find where the tokens begin, up to that one."""
        starts, find, passages, known = self.starts, self.text.find, self.passages, len(self.starts)
        at = self.span_of(known - 1, known).end if known else self.span.start
        for place, word in enumerate(self.words[known:end], known):
            if word:
                at = find(word, at)
                starts.append(at)
                at += len(word)
            else:
                passage = passages[place].span
                starts.append(passage.start)
                at = passage.end


def units_of(text: str, sentences: Sequence[Span], passages: Sequence[Passage], grammar: Grammar) -> Iterator[Unit]:
    """Yield the units of a paragraph in order; a sentence that can hold no quotation is left out."""
    outer = [passage for passage in passages if passage.depth == 0 and passage.content.start < passage.content.end]
    position = 0
    before: Span | None = None
    waiting = iter(sentences)
    for sentence in waiting:
        start, end = sentence
        first = position
        while position < len(outer) and outer[position].span.start < end:
            position += 1
            while outer[position - 1].content.end > end and (following := next(waiting, None)):
                end = following.end
        held = outer[first:position]
        if held:
            end = max(end, held[-1].span.end)
            if _is_asked(text, held[-1], end) and (following := next(waiting, None)):
                end = following.end
            if before and _is_shown(text, before, Span(start, end), held, grammar):
                start = before.start
        before = None if held else sentence
        yield from _units(text, Span(start, end), held, grammar)


def _is_asked(text: str, passage: Passage, end: int) -> bool:
    """Tell whether a name and a verb alone follow marked words that ask or cry: “Is that all?” | Rys grumbled."""
    return text[passage.content.end - 1] in ASKS and SHORT_FRAME.match(text, end) is not None


def _is_shown(text: str, sentence: Span, unit: Span, passages: Sequence[Passage], grammar: Grammar) -> bool:
    """Tell whether a short sentence shows who speaks before a unit that is nothing but marked words: She shrugged. | “It happens.”"""
    is_marked = passages[0].span.start == unit.start and unit.end - passages[-1].span.end <= 1
    if not is_marked or sentence.end - sentence.start > LONGEST_BEAT:
        return False
    words = grammar.patterns["token"].findall(text, *sentence)
    shows = ANSWERED if words[-1:] == ["?"] else BEAT
    return (
        bool(words) and bool(shows.fullmatch(_codes(text, words, {}, grammar))) and not grammar.of_class["expletive"] & {words[0].lower()}
    )


def _units(text: str, span: Span, passages: Sequence[Passage], grammar: Grammar) -> Iterator[Unit]:
    """Yield a sentence as a unit, unless it holds neither a marked passage nor a word of saying nor a colon that leads to one.

    One that is longer than any writer's is cut, so that the rules may look along the whole of each.
    """
    tokens = grammar.patterns["token"].findall
    words: list[str] = []
    at = span.start
    for passage in passages:
        words += (*tokens(text, at, passage.span.start), "")
        at = passage.span.end
    words += tokens(text, at, span.end)
    if not passages and grammar.triggers.isdisjoint(words) and not _may_announce(words, span):
        return
    waiting, at = iter(passages), span.start
    for first in range(0, len(words), LONGEST_UNIT_TOKENS):
        piece = words[first : first + LONGEST_UNIT_TOKENS]
        inside = {index: next(waiting) for index, word in enumerate(piece) if not word} if passages else {}
        codes, cues = place_cues(piece, _codes(text, piece, inside, grammar), grammar)
        unit = Unit(text, Span(at, span.end), piece, codes, inside, cues, grammar, grammar.of_class)
        if first + LONGEST_UNIT_TOKENS < len(words):
            at = unit.span_of(0, len(piece)).end
            unit.span = Span(unit.span.start, at)
        yield unit


def _may_announce(words: Sequence[str], span: Span) -> bool:
    """Tell whether a sentence without a word of saying may hold a frame: a colon ends it, or stands in a line above the text."""
    return words[-1:] == [":"] or (span.start < LONGEST_HEAD and ":" in words)


def _codes(text: str, words: Sequence[str], passages: Mapping[int, Passage], grammar: Grammar) -> str:
    """Return the class of each token of a sentence."""
    letters = list(map(grammar.letters.__getitem__, words))
    for index, passage in passages.items():
        letters[index] = _passage_letter(text, passage, grammar)
    if letters[0] == NAME and (lowered := grammar.letters[words[0].lower()]) in OPENING:
        letters[0] = lowered
    if letters[0] == VERB and letters[1:2] in STARTED and grammar.patterns["past_ending"].search(words[0]):
        letters[0] = NOUN  # Elected officials
    codes = "".join(letters)
    if "NM" in codes or "MN" in codes:
        for match in MONTH_BY_NAME.finditer(codes):
            if words[match.start()] in grammar.of_class["name-too"]:
                codes = codes[: match.start()] + NAME + codes[match.end() :]
    for match in BENT.finditer(codes):
        if bent := _bent(words, codes, match.end(), grammar):
            codes = codes[: match.end()] + bent + codes[match.end() + 1 :]
    return codes


def _bent(words: Sequence[str], codes: str, index: int, grammar: Grammar) -> str:
    """Return the letter of a token that its neighbours bend, '' where they do not."""
    if codes[index] == "z":
        return "B"  # who’s called for, it’s
    if codes[index] == "i":
        return "" if words[index - 1].lower() in grammar.of_class["be"] else ADVERB
    if codes[index] == "t":
        is_bound = codes[index + 1] != NOUN and words[index - 1].lower() in grammar.of_class["bound-to"]
        return PREPOSITION if is_bound or APPOSED.search(codes, 0, index) else ""
    if codes[index] in "DK":
        return NOUN
    patterns, word = grammar.patterns, words[index]
    if patterns["plural_ending"].search(word):
        return NOUN  # the costs
    before = index - 1 - (codes[index - 1] == "A")
    is_participle = ATTRIBUTED.match(codes, before) and patterns["past_ending"].search(word)
    is_named = is_participle and (codes[before] in "GCzoiQ," or words[before].lower() in grammar.of_class["article"])
    return NOUN if is_named else ""  # the retired mayor, the injured said


def _passage_letter(text: str, passage: Passage, grammar: Grammar) -> str:
    if _reads_as_speech(text, passage, grammar):
        return SPEECH_TOKEN
    return PAUSED_PHRASE_TOKEN if text[passage.content.end - 1] == "," else PHRASE_TOKEN


def _reads_as_speech(text: str, passage: Passage, grammar: Grammar) -> bool:
    """Tell whether a marked passage stands as a clause of its own, rather than as a word or two of the writer's sentence."""
    content = text[passage.content.start : passage.content.end]
    if not content or is_title(text, passage, grammar.of_class):
        return False
    if content[-1] not in PAUSES:
        return content.count(" ") >= LONGEST_PHRASE_WORDS
    return content[0].isupper() or content[-1] != "," or content.count(" ") >= FEWEST_SPACES_BEFORE_PAUSE
