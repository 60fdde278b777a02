"""A sentence as the English rules see it: its words, the class of each, and each marked passage as one token.

A sentence that ends within a marked passage is joined with the next, so that a unit never cuts a passage.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from flows.label.quotations.lexicon import BASE, FINITE, GERUND, NAME, PARTICIPLE, Cue, Lexicon
from flows.label.quotations.marks import Passage
from schemas.columns import Span

# Gov. · U.S. · (D-Ohio) · 2,500 · 19.9 · don’t · Kassym-Jomart · ’s · – · ...
TOKEN = re.compile(
    r"""
    (?:Mr|Mrs|Ms|Dr|Gov|Sen|Rep|Reps|Sens|Gen|Col|Lt|Sgt|Capt|Prof|Rev|Hon|Jr|Sr|St|No|vs|Inc|Corp|Co|Ltd
       |Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Mon|Tue|Wed|Thu|Fri|Sat|Sun)\.
    | (?:[^\W\d_]\.)+(?:[^\W\d_]\b(?!\.))?
    | [$€£]?\d[\d.,]*(?<![.,])%?(?:[^\W_]+)?
    | [^\W_]+(?:(?:[-/&.@]|['’](?!s\b))[^\W_]+)*
    | ['’]s\b
    | \([A-Z][A-Za-z.’'-]{0,14}(?:[ -][A-Z][A-Za-z.]{0,14})?\)
    | --+ | \.\.\.+
    | [^\s\w]
    """,
    re.VERBOSE,
)
POSSESSIVE = frozenset(("'s", "’s"))
PUNCTUATION = {
    **dict.fromkeys((".", "?", "!", "…", "..."), "."),
    ",": ",", ":": ":", ";": ";", "(": "(", ")": ")", "[": "(", "]": ")",
    **dict.fromkeys("–—―-", "-"),
}  # fmt: skip
SPEECH_TOKEN, PHRASE_TOKEN, POSSESSIVE_TOKEN, OTHER_TOKEN = "Q", "q", "z", "*"
PAUSES = frozenset(".,?!…")
LONGEST_PHRASE_WORDS = 3
FEWEST_SPACES_BEFORE_PAUSE = 2
LONGEST_TITLE = 60
LONGEST_UNIT_TOKENS = 600
SMALL_WORDS = frozenset(["a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "vs", "with", "–"])
UNMARKED_PLURALS = frozenset(("people", "police", "men", "women", "children", "media"))
PASSIVE_AUXILIARIES = frozenset(
    ["is", "are", "was", "were", "be", "been", "being", "am", "isn't", "aren't", "wasn't", "weren't", "’s", "'s"]
)
NO_CUE = "none"
UNMATCHED = {FINITE: "V", BASE: "V", PARTICIPLE: "V", GERUND: "g"}


class Unit(NamedTuple):
    """One or more sentences; the three lists and `codes` have one place a token."""

    text: str
    span: Span
    starts: list[int]
    ends: list[int]
    words: list[str]
    codes: str
    passages: dict[int, Passage]
    cues: dict[int, Cue]

    def ends_with_pause(self, index: int) -> bool:
        """Tell whether a comma, full stop or the like stands within a marked passage's closing mark, or right behind it."""
        end = self.passages[index].content.end
        return self.text[end - 1] in PAUSES


def units_of(text: str, sentences: Sequence[Span], passages: Sequence[Passage], lexicon: Lexicon) -> Iterator[Unit]:
    """Yield the units of a paragraph in order: those with neither a marked passage nor a word of saying are left out."""
    outer = [passage for passage in passages if passage.depth == 0]
    position = 0
    waiting = iter(sentences)
    for sentence in waiting:
        start, end = sentence
        inside: list[Passage] = []
        while position < len(outer) and outer[position].span.start < end:
            inside.append(outer[position])
            position += 1
            while inside[-1].content.end > end:
                following = next(waiting, None)
                if following is None:
                    break
                end = following.end
        if inside or not lexicon.forms.isdisjoint(TOKEN.findall(text, start, end)):
            yield from _bounded(_unit(text, Span(start, max(end, inside[-1].span.end) if inside else end), inside, lexicon))


def _bounded(unit: Unit) -> Iterator[Unit]:
    """Yield a unit, cut into pieces where it is longer than any sentence: the rules may then look along the whole of it."""
    if len(unit.codes) <= LONGEST_UNIT_TOKENS:
        yield unit
        return
    for first in range(0, len(unit.codes), LONGEST_UNIT_TOKENS):
        end = min(first + LONGEST_UNIT_TOKENS, len(unit.codes))
        yield Unit(
            unit.text,
            Span(unit.starts[first], unit.ends[end - 1]),
            unit.starts[first:end],
            unit.ends[first:end],
            unit.words[first:end],
            unit.codes[first:end],
            {index - first: unit.passages[index] for index in range(first, end) if index in unit.passages},
            {index - first: unit.cues[index] for index in range(first, end) if index in unit.cues},
        )


def _unit(text: str, span: Span, passages: Sequence[Passage], lexicon: Lexicon) -> Unit:
    starts: list[int] = []
    ends: list[int] = []
    words: list[str] = []
    codes: list[str] = []
    held: dict[int, Passage] = {}
    at = span.start
    for passage in [*passages, None]:
        stop = passage.span.start if passage else span.end
        for match in TOKEN.finditer(text, at, stop):
            word = match.group()
            starts.append(match.start())
            ends.append(match.end())
            words.append(word)
            codes.append(_code(word, lexicon))
        if passage:
            held[len(codes)] = passage
            starts.append(passage.span.start)
            ends.append(passage.span.end)
            words.append("")
            codes.append(SPEECH_TOKEN if _reads_as_speech(text, passage) else PHRASE_TOKEN)
            at = passage.span.end
    if words and codes[0] == "N":
        lowered = lexicon.classes[words[0].lower()]
        codes[0] = lowered if lowered in "VCEKRgA" else "N"
    cues = _cues(words, codes, lexicon)
    return Unit(text, span, starts, ends, words, "".join(codes), held, cues)


def _code(word: str, lexicon: Lexicon) -> str:
    if word[0].isalnum():
        return lexicon.classes[word]
    if word in POSSESSIVE:
        return POSSESSIVE_TOKEN
    if word[0] == "(" and len(word) > 1:
        return NAME
    return "-" if word[0] == "-" else PUNCTUATION.get(word, "#" if word[0] in "$€£" else OTHER_TOKEN)


def _reads_as_speech(text: str, passage: Passage) -> bool:
    """Tell whether a marked passage stands as a clause of its own, rather than as a word or two of the writer's sentence."""
    content = text[passage.content.start : passage.content.end]
    if not content or _is_title(text, passage, content):
        return False
    if content[-1] in PAUSES and (content[0].isupper() or content[-1] != "," or content.count(" ") >= LONGEST_PHRASE_WORDS):
        return True
    return content.count(" ") >= (FEWEST_SPACES_BEFORE_PAUSE if content[-1] in PAUSES else LONGEST_PHRASE_WORDS)


def _is_title(text: str, passage: Passage, content: str) -> bool:
    """Tell whether a passage is a name: few words, all in capitals but the small ones, and no pause before it."""
    before = text[max(passage.span.start - 2, 0) : passage.span.start].strip()[-1:]
    if len(content) > LONGEST_TITLE or not before.isalnum() or content[-1] in "!?":
        return False
    words = content.split()
    return len(words) > 1 and all(word[0].isupper() or not word[0].isalpha() or word in SMALL_WORDS for word in words)


def _cues(words: list[str], codes: list[str], lexicon: Lexicon) -> dict[int, Cue]:
    """Find the cue of each form of saying; a form whose further words do not follow is an ordinary verb."""
    found: dict[int, Cue] = {}
    for index, code in enumerate(codes):
        if code not in UNMATCHED:
            continue
        for cue in lexicon.cues.get(words[index].lower(), ()):
            length = len(cue.particles)
            if not length or tuple(words[index + 1 : index + 1 + length]) == cue.particles:
                if cue.kind == NO_CUE:
                    codes[index] = UNMATCHED[code]
                elif _is_noun(words, codes, index):
                    codes[index] = "n"
                elif _is_passive(words, codes, index):
                    codes[index] = "V"
                else:
                    found[index] = cue
                break
        else:
            codes[index] = "n" if words[index][-1] == "s" and codes[index + 1 : index + 2] == ["B"] else UNMATCHED[code]
    return found


def _is_noun(words: list[str], codes: list[str], index: int) -> bool:
    """Tell whether a form stands where a noun would: the report, his claims, a sharp attack."""
    before = codes[index - 1] if index else ""
    if codes[index] == BASE:
        left = index - 1
        while left >= 0 and codes[left] in "AX":
            left -= 1
        if left < 0:
            return True
        if codes[left] in "nN" and (_is_plural(words[left]) or "&" in codes[max(left - 3, 0) : left]):
            return False
        return codes[left] not in "BPYw&b),t"
    after = codes[index + 1] if index + 1 < len(codes) else ""
    if after == "B" and before in ("n", "N") and words[index] != "said":
        return True  # the report was, an appeals court ruling could
    if codes[index] == GERUND:
        return before in ("D", "G", "z", "o") or (after == "i" and words[index + 1] in ("by", "from"))
    if codes[index] == FINITE and words[index].endswith("s"):
        return before in ("D", "G", "H", "z", "o", "i", "#")
    return codes[index] == FINITE and before in ("D", "G", "H", "z") and words[index] not in ("said", "told", "wrote")


def _is_plural(word: str) -> bool:
    return (word.endswith("s") and not word.endswith(("ss", "us", "is"))) or word in UNMARKED_PLURALS


def _is_passive(words: list[str], codes: list[str], index: int) -> bool:
    """Tell whether a past form is a passive one: was praised by, praised by, being called."""
    if codes[index] not in (FINITE, PARTICIPLE):
        return False
    left = index - 1
    while left >= 0 and codes[left] in "AX":
        left -= 1
    if left >= 0 and codes[left] == "B" and words[left].lower() in PASSIVE_AUXILIARIES:
        return True
    return words[index + 1 : index + 2] == ["by"]
