"""A sentence as the English rules see it: its words, the class of each, and each marked passage as one token.

A sentence that ends within a marked passage is joined with the next, so that a unit never cuts a passage.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from flows.label.quotations.analytic.cue_places import place_cues
from flows.label.quotations.analytic.grammar import NAME, NOUN, Cue, Lexicon
from flows.label.quotations.analytic.titles import is_title
from flows.label.quotations.marks import Passage
from schemas.columns import Span

# enough to see whether a sentence holds a word of saying, in a third of the time that its tokens take
LETTERS = re.compile("[A-Za-z]++")
# 58-year-old · Gov. · U.S. · (D-Ohio) · 2,500 · 19.9 · don’t · Kassym-Jomart · ’s · – · ...
# (words in small letters stand first because most are such; spaces are taken in one step with the token behind them, as a search
# that stops at each tries every kind of token there in vain)
TOKEN = re.compile(
    r"""
    \s*+
    (
      [a-z]++(?![\w\-/&.@'’])
    | [A-Z][a-z]++(?![\w\-/&.@'’])
    | [a-z][^\W_]*+ (?: (?:[-/&.@]|['’](?!s\b)) [^\W_]++ )*+
    | (?:Mr|Mrs|Ms|Dr|Gov|Sen|Rep|Reps|Sens|Del|Gen|Col|Lt|Sgt|Capt|Prof|Rev|Hon|Jr|Sr|St|No|Inc|Corp|Co|Ltd
       |Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Mon|Tue|Wed|Thu|Fri|Sat|Sun)\.
    | [^\W\d_]\. (?:[^\W\d_]\.)*+ (?:[^\W\d_]\b(?!\.))?
    | [$€£]?\d[\d.,]*(?<![.,])%? (?:[^\W_]++ (?:-[^\W_]++)*+ | (?:-[^\W\d_]++)++)?
    | [^\W_]++ (?: (?:[-/&.@]|['’](?!s\b)) [^\W_]++ )*+
    | ['’]s\b | (?<=s)['’](?=\ )
    | \([A-Z][A-Za-z.’'-]{0,14}(?:[ -][A-Z][A-Za-z.]{0,14})?\)
    | --+ | \.\.\.+
    | [^\s\w]
    )
    """,
    re.VERBOSE,
)
# a possessive ending that is a verb, a verb that is a noun
BENT = re.compile(r"[PYwh](?=z)|[DGzoi](?=V)|C(?=V[nNT])")
BEFORE_PARTICIPLE = frozenset(("the", "a", "an", "’s", "'s", "those"))
SPEECH_TOKEN, PHRASE_TOKEN, PAUSED_PHRASE_TOKEN = "Q", "q", "p"
PAUSES = frozenset(".,?!…")
LONGEST_PHRASE_WORDS = 3
FEWEST_SPACES_BEFORE_PAUSE = 2
LONGEST_UNIT_TOKENS = 600


@dataclass(slots=True, eq=False)
class Unit:
    """One or more sentences; `words` and `codes` have one place a token, and a marked passage is one token without letters."""

    text: str
    span: Span
    words: list[str]
    codes: str
    passages: dict[int, Passage]
    cues: dict[int, Cue]
    starts: list[int] = field(default_factory=list)
    """Where the tokens begin in the text; told on asking, as many units hold no quotation."""

    def ends_with_pause(self, index: int) -> bool:
        """Tell whether a comma, full stop or the like stands within a marked passage's closing mark."""
        end = self.passages[index].content.end
        return self.text[end - 1] in PAUSES

    def span_of(self, first: int, end: int) -> Span:
        """Return the span, in the whole text, of the tokens from `first` up to but not including `end`."""
        starts = self.starts or self._find_starts()
        passage = self.passages.get(end - 1)
        return Span(starts[first], passage.span.end if passage else starts[end - 1] + len(self.words[end - 1]))

    def _find_starts(self) -> list[int]:
        at, find, starts = self.span.start, self.text.find, self.starts
        for place, word in enumerate(self.words):
            if word:
                at = find(word, at)
                starts.append(at)
                at += len(word)
            else:
                passage = self.passages[place].span
                starts.append(passage.start)
                at = passage.end
        return starts


def units_of(text: str, sentences: Sequence[Span], passages: Sequence[Passage], lexicon: Lexicon) -> Iterator[Unit]:
    """Yield the units of a paragraph in order: those with neither a marked passage nor a word of saying are left out."""
    outer = [passage for passage in passages if passage.depth == 0 and passage.content.start < passage.content.end]
    position = 0
    waiting = iter(sentences)
    for sentence in waiting:
        start, end = sentence
        first = position
        while position < len(outer) and outer[position].span.start < end:
            position += 1
            while outer[position - 1].content.end > end:
                following = next(waiting, None)
                if following is None:
                    break
                end = following.end
        if position > first:
            end = max(end, outer[position - 1].span.end)
        elif lexicon.forms.isdisjoint(LETTERS.findall(text, start, end)):
            continue
        unit = _unit(text, Span(start, end), outer[first:position], lexicon)
        if len(unit.codes) <= LONGEST_UNIT_TOKENS:
            yield unit
        else:
            yield from _cut(unit)


def _cut(unit: Unit) -> Iterator[Unit]:
    """Cut a unit that is longer than any sentence into pieces: the rules may then look along the whole of each."""
    for first in range(0, len(unit.codes), LONGEST_UNIT_TOKENS):
        end = min(first + LONGEST_UNIT_TOKENS, len(unit.codes))
        yield Unit(
            unit.text,
            unit.span_of(first, end),
            unit.words[first:end],
            unit.codes[first:end],
            {index - first: unit.passages[index] for index in range(first, end) if index in unit.passages},
            {index - first: unit.cues[index] for index in range(first, end) if index in unit.cues},
        )


def _unit(text: str, span: Span, passages: Sequence[Passage], lexicon: Lexicon) -> Unit:
    words: list[str] = []
    inside: dict[int, Passage] = {}
    at, end = span
    for passage in passages:
        words += TOKEN.findall(text, at, passage.span.start)
        inside[len(words)] = passage
        words.append("")
        at = passage.span.end
    words += TOKEN.findall(text, at, end)
    codes = list(map(lexicon.classes.__getitem__, words))
    for index, passage in inside.items():
        codes[index] = _passage_code(text, passage)
    if codes and codes[0] == NAME:
        lowered = lexicon.classes[words[0].lower()]
        codes[0] = lowered if lowered in "VCEKRgA" else NAME
    joined = "".join(codes)
    for match in BENT.finditer(joined):
        index = match.start() + 1
        if codes[index] == "z":
            codes[index] = "B"  # who’s called for, it’s
        elif words[index][-1] == "s" or _is_attributive(words, codes, index):
            codes[index] = NOUN  # the costs
    cues = place_cues(words, codes, lexicon)
    return Unit(text, span, words, "".join(codes), inside, cues)


def _is_attributive(words: Sequence[str], codes: Sequence[str], index: int) -> bool:
    """Tell whether a participle stands as an adjective or a noun: the retired mayor, the injured said."""
    before, participle = words[index - 1].lower(), words[index]
    if participle[-2:] != "ed" or not (codes[index - 1] in "GC" or before in BEFORE_PARTICIPLE):
        return False
    following = codes[index + 1 : index + 2]
    return bool(following) and following[0] in "nNTVCB"


def _passage_code(text: str, passage: Passage) -> str:
    if _reads_as_speech(text, passage):
        return SPEECH_TOKEN
    return PAUSED_PHRASE_TOKEN if text[passage.content.end - 1] == "," else PHRASE_TOKEN


def _reads_as_speech(text: str, passage: Passage) -> bool:
    """Tell whether a marked passage stands as a clause of its own, rather than as a word or two of the writer's sentence."""
    content = text[passage.content.start : passage.content.end]
    if not content or is_title(text, passage):
        return False
    if content[-1] in PAUSES and (content[0].isupper() or content[-1] != "," or content.count(" ") >= LONGEST_PHRASE_WORDS):
        return True
    return content.count(" ") >= (FEWEST_SPACES_BEFORE_PAUSE if content[-1] in PAUSES else LONGEST_PHRASE_WORDS)
