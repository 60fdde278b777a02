"""What may be a name in a text: runs of words in capitals, cut into names, and names within quotation marks of their own."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from functools import cache, lru_cache
from typing import NamedTuple

from flows.label.mentions.evidence import Beside, Elsewhere
from flows.label.mentions.names import Name, names_in
from flows.label.mentions.words import kind_told, linking, stem_of
from flows.label.speakers.names import CAPITAL
from flows.label.speakers.role_words import is_person_role
from flows.languages.pack import Pack, any_of
from flows.segment.document import Document
from schemas.columns import Span
from schemas.words import MentionKind

# J. · J. R. – before a name
INITIALS = rf"{CAPITAL}\.(?:[ ]?{CAPITAL}\.)?(?=[ ]{CAPITAL})"
# U.S. · iPhone · O’Neill · Saint-Denis
WORD = rf"(?=[a-z]?{CAPITAL})(?:{INITIALS}|(?:{CAPITAL}\.){{2,3}}|(?:[a-z]|{CAPITAL}['’])?{CAPITAL}[^\W_]++(?:[-‑'’](?!s\b)[^\W_]++)*+)"
SMALL = r"[^\W_]++(?:[-‑'’][^\W_]++)*+"
TWO_BEHIND = re.compile(rf"[\W_]*+({SMALL})?+[\W_]*+({SMALL})?+")
MARKED = re.compile(rf"[«„]({CAPITAL}[^\W_]*(?:[ -][^\W_]+){{0,5}})[»“]")
OPENING_MARKS, CLOSING_MARKS = frozenset('«“"„'), frozenset('»”"“')
NEXT_SMALL = re.compile(r" ([^\W\d_]+(?:-[^\W\d_]+)*)")
LONG_WORDS = re.compile(r"\w{3,}+")
MOST_BEFORE_HEAD = 6
REACH = 40
BULLET = "•"
"""It tells of a list, whatever stands in it."""


class Candidate(NamedTuple):
    """What may be a name, with what is known of it before its kind is told."""

    span: Span
    words: tuple[str, ...]
    name: Name
    beside: Beside


def candidates_of(document: Document, pack: Pack) -> Iterator[Candidate]:
    """Yield what may be a name in a document of one language, in order: a marked name before those within it."""
    starts = {sentence.start for sentence in document.sentences}
    for paragraph in document.paragraphs:
        inner = [
            one for run in _runs(pack).finditer(document.text, *paragraph) for one in _of_run(document.text, run, paragraph, starts, pack)
        ]
        marked = _marked(document.text, paragraph, starts, pack) if "has_cases" in pack.flags else []
        yield from sorted((*marked, *inner), key=lambda one: (one.span.start, -one.span.end)) if marked else inner


@cache
def _runs(pack: Pack) -> re.Pattern[str]:
    """Return the pattern of words in capitals with the small words that link them."""
    links = any_of(linking(pack) | frozenset(pack.words("name_particles")))
    return re.compile(rf"(?<![\w.°]){WORD}(?:[ ](?:(?:{links})[ ]){{0,2}}{WORD}){{0,10}}")


def _marked(text: str, paragraph: Span, starts: Set[int], pack: Pack) -> list[Candidate]:
    """Return the names within quotation marks of their own."""
    spans = [Span(*found.span(1)) for found in MARKED.finditer(text, *paragraph)]
    names = [tuple(text[slice(*span)].split(" ")) for span in spans]
    return [
        Candidate(span, words, Name(0, len(words), None, False), _beside(text, span, paragraph, starts, pack))
        for span, words in zip(spans, names, strict=True)
    ]


def _of_run(text: str, run: re.Match[str], paragraph: Span, starts: Set[int], pack: Pack) -> Iterator[Candidate]:
    start, words = run.start(), tuple(run.group().split(" "))
    for name in names_in(words, pack):
        first = start + sum(map(len, words[: name.first])) + name.first
        own = words[name.first : name.end]
        span = Span(first, first + sum(map(len, own)) + len(own) - 1)
        yield Candidate(span, own, name, _beside(text, span, paragraph, starts, pack))


def _beside(text: str, span: Span, paragraph: Span, starts: Set[int], pack: Pack) -> Beside:
    start, end = span
    before = text[max(start - REACH, paragraph.start) : start].rstrip(' «“"„(').rpartition(" ")[2]
    following = TWO_BEHIND.match(text, end, min(end + REACH, paragraph.end))
    behind, behind_that = following.groups("") if following else ("", "")
    is_marked = text[start - 1 : start] in OPENING_MARKS and text[end : end + 1] in CLOSING_MARKS
    signs = _signs(text[max(start - 2, 0) : start]), _signs(text[end : end + 2])
    return Beside(before, behind, behind_that, is_marked, start in starts, *signs, _head(text, end, pack))


@lru_cache(maxsize=8192)
def _signs(characters: str) -> str:
    return "".join(sign for sign in characters if not sign.isalnum() and not sign.isspace() and sign != BULLET)


def _head(text: str, at: int, pack: Pack) -> str:
    """Return the kind of the first noun that ends the names of a kind, in small letters behind a place with no sign between them."""
    if "head_last" not in pack.flags or "has_cases" not in pack.flags:
        return ""
    for _ in range(MOST_BEFORE_HEAD):
        word = NEXT_SMALL.match(text, at)
        if not word or not word[1].islower() or is_person_role(word[1], pack):
            return ""
        if (kind := kind_told(word[1], "behind", pack)) is not None:
            return str(kind.value)
        at = word.end()
    return ""


def elsewhere_of(candidates: Sequence[Candidate], text: str) -> list[Elsewhere]:
    """Return how the words of each name stand in the rest of its text."""
    small = frozenset(stem_of(word) for word in set(LONG_WORDS.findall(text)) if word.islower())
    stems = [stem_of(one.words[0]) for one in candidates]
    capital = Counter(stem for one, stem in zip(candidates, stems, strict=True) if not one.beside.opens)
    full = {stem_of(one.words[-1]) for one in candidates if len(one.words) > 1 and one.name.kind is MentionKind.PERSON}
    return [
        Elsewhere(stem in small, capital[stem] > (not one.beside.opens), len(one.words) == 1 and stem in full)
        for one, stem in zip(candidates, stems, strict=True)
    ]
