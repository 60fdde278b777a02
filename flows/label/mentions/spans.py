"""Where a name begins and ends of which some words stand in small letters: its main noun, and what narrows that."""

import re
from functools import lru_cache

from flows.label.expressions.items import term_of
from flows.label.mentions.candidates import NEXT_SMALL, Candidate
from flows.label.mentions.words import is_adjective, kind_told, kind_told_small, place_named
from flows.label.speakers.names import CAPITAL
from flows.languages.pack import Pack
from schemas.columns import Span
from schemas.words import MentionKind

HEADED = frozenset((MentionKind.ORGANISATION, MentionKind.LAW, MentionKind.PROGRAMME, MentionKind.EVENT))
NEXT_CAPITAL = re.compile(rf" ({CAPITAL}[^\W\d_]+)")
MOST_BEFORE_HEAD, MOST_BEHIND_HEAD, MOST_BEFORE_LAST_HEAD = 3, 4, 5
SHORTEST_NARROWING = 3


def whole_span(text: str, one: Candidate, kind: MentionKind, pack: Pack) -> Span:
    """Return the span of a name with the words in small letters behind it that belong to it, where a language has such names."""
    if "has_cases" not in pack.flags or one.beside.is_marked:
        return one.span
    if "head_last" in pack.flags:
        return Span(one.span.start, _end_before_head(text, one, kind, pack)) if kind in HEADED else one.span
    return Span(one.span.start, _end_of_chain(text, one, kind, pack)) if kind in (*HEADED, MentionKind.PLACE) else one.span


def _end_before_head(text: str, one: Candidate, kind: MentionKind, pack: Pack) -> int:
    """Return where a name ends whose last word is its main noun, in small letters with few words before it."""
    if kind_told(one.words[-1], "within", pack) is kind:
        return one.span.end
    behind = _small_words(text, one.span.end)[: MOST_BEFORE_LAST_HEAD + 1]
    return next((stop for word, stop in behind if kind_told(word, "behind", pack) is kind), one.span.end)


def _end_of_chain(text: str, one: Candidate, kind: MentionKind, pack: Pack) -> int:
    """Return where a name ends whose first word is in capitals: Federal | tax service, Ministry | of finance."""
    words, end = _small_words(text, one.span.end), one.span.end
    heads = (place for place, (word, _) in enumerate(words[: MOST_BEFORE_HEAD + 1]) if kind_told_small(word, pack) is kind)
    head = next(heads, None)
    if head is not None and all(is_adjective(word, pack) for word in (one.words[-1], *(word for word, _ in words[:head]))):
        words, end = words[head + 1 :], words[head][1]
    elif kind_told(one.words[-1], "within", pack) is not kind:
        return end
    chained = end
    for word, stop in words[:MOST_BEHIND_HEAD]:
        if not _narrows(word, pack):
            break
        chained = stop
    return _with_place(text, chained, pack) if chained > end else end


def _with_place(text: str, end: int, pack: Pack) -> int:
    """Return the end of a name with the place in capitals right behind it: Federation of trade unions | of Norway."""
    word = NEXT_CAPITAL.match(text, end)
    return word.end() if word and place_named((word[1],), pack) is not None else end


def _small_words(text: str, at: int) -> list[tuple[str, int]]:
    """Return the words in small letters behind a place, with no sign between them, and where each ends."""
    found: list[tuple[str, int]] = []
    while len(found) < MOST_BEFORE_HEAD + MOST_BEHIND_HEAD + 1 and (word := NEXT_SMALL.match(text, at)) and word[1].islower():
        at = word.end()
        found.append((word[1], at))
    return found


@lru_cache(maxsize=16_384)
def _narrows(word: str, pack: Pack) -> bool:
    """Tell whether a word in small letters narrows the noun before it: one in the genitive, no verb, adverb or time."""
    is_one = len(word) >= SHORTEST_NARROWING and pack.patterns["narrowing"].fullmatch(word) is not None
    if not is_one or pack.patterns["closes_role"].fullmatch(word):
        return False
    return word not in pack.of_class["adverb"] and word not in pack.of_class["preposition"] and term_of(word, pack) is None
