"""The named things of a text, each with its kind."""

import re
from collections.abc import Iterator, Sequence, Set
from functools import cache, lru_cache
from typing import NamedTuple

from flows.label.mentions.entities import entities_of, entity_of
from flows.label.mentions.evidence import Beside, groups_of
from flows.label.mentions.found import FoundMention
from flows.label.mentions.names import MOST_PERSON_WORDS, Name, is_acronym, is_given, names_in
from flows.label.mentions.weights import heaviest, learnt_kinds, weights_of
from flows.label.mentions.words import kind_told, linking, longest_place, place_named
from flows.label.speakers.case_forms import dictionary_forms
from flows.label.speakers.gazetteer import Gazetteer
from flows.label.speakers.name_forms import surname_forms
from flows.label.speakers.names import CAPITAL
from flows.label.speakers.nouns import is_person_name
from flows.label.speakers.role_words import determiners
from flows.label.speakers.scene import MetSpeaker
from flows.languages.pack import Pack, any_of, pack
from flows.segment.document import Document, parts_of
from schemas.columns import Span
from schemas.words import MentionKind

WORD = rf"(?:{CAPITAL}\.(?:[ ]?{CAPITAL}\.)?(?=[ ]{CAPITAL})|(?:{CAPITAL}\.){{2,3}}|[a-z]?{CAPITAL}[^\W_]++(?:[-‑'’](?!s\b)[^\W_]++)*+)"
SMALL = re.compile(r"[^\W_]+(?:[-‑'’][^\W_]+)*")
MARKED = re.compile(rf"[«„]({CAPITAL}[^\W_]*(?:[ -][^\W_]+){{0,5}})[»“]")
OPENING_MARKS, CLOSING_MARKS = frozenset('«“"„'), frozenset('»”"“')
HEADED = frozenset((MentionKind.ORGANISATION, MentionKind.LAW, MentionKind.PROGRAMME))
REACH = 40
SHORTEST_ACRONYM = 2
NOBODY = Gazetteer()


@cache
def _runs(pack: Pack) -> re.Pattern[str]:
    """Return the pattern of marked names, and of words in capitals with the small words that link them."""
    links = any_of(linking(pack))
    return re.compile(rf"(?<![\w.]){WORD}(?:[ ](?:(?:{links})[ ]){{0,2}}{WORD}){{0,10}}")


def find_mentions(document: Document, persons: Sequence[MetSpeaker] = (), gazetteer: Gazetteer = NOBODY) -> list[FoundMention]:
    """Return the named things of a text, in its order and without overlap; `persons` are the speakers whom the text has."""
    return [
        FoundMention(span, kind, entity_of(document.text[slice(*span)], kind, entities))
        for part in parts_of(document)
        if (entities := entities_of(persons, gazetteer, pack(part.language)))
        for span, kind in _of_part(part, pack(part.language))
    ]


class Candidate(NamedTuple):
    """What may be a name, with what is known of it before its kind is told."""

    span: Span
    words: tuple[str, ...]
    name: Name
    beside: Beside


def _of_part(document: Document, pack: Pack) -> list[tuple[Span, MentionKind]]:
    told = [(one, _kind(one, pack)) for one in candidates_of(document, pack)]
    met = {form for one, kind in told if kind is MentionKind.PERSON for form in _parts_of_name(one.words, pack)}
    usual = {one.words: kind for one, kind in told if kind is not None}
    found: list[tuple[Span, MentionKind]] = []
    for one, kind in told:
        settled = MentionKind.PERSON if _is_of_person(one, kind, met, pack) else kind
        if settled is None and not one.beside.opens:
            settled = usual.get(one.words) or _joined(one, found, pack)
        if settled is not None and (not found or one.span.start >= found[-1][0].end):
            found.append((_with_head(document.text, one, settled, pack), settled))
    return found


def _with_head(text: str, one: Candidate, kind: MentionKind, pack: Pack) -> Span:
    """Return the span of a name with its main noun in small letters behind it, where a language ends names so."""
    is_headed = kind in HEADED and "has_cases" in pack.flags and "head_last" in pack.flags and not one.beside.is_marked
    behind = one.beside.behind
    if not is_headed or kind_told(behind, "behind", pack) is not kind or not text.startswith(f" {behind}", one.span.end):
        return one.span
    return Span(one.span.start, one.span.end + 1 + len(behind))


def _joined(one: Candidate, found: Sequence[tuple[Span, MentionKind]], pack: Pack) -> MentionKind | None:
    """Return the kind of the name that a word joins to one of which nothing else is known: eGov and | eOtinish."""
    is_joined = one.beside.before in pack.words("joining") and bool(found)
    return found[-1][1] if is_joined and one.span.start - found[-1][0].end == len(one.beside.before) + 2 else None


def _is_of_person(one: Candidate, kind: MentionKind | None, met: Set[str], pack: Pack) -> bool:
    """Tell whether a single word is a part of a name that the text gives in full, in any case."""
    if len(one.words) > 1 or kind not in (None, MentionKind.PLACE) or _is_told(one.words[0], pack):
        return False
    return not met.isdisjoint(dictionary_forms(one.words[0], pack))


def _parts_of_name(words: tuple[str, ...], pack: Pack) -> Iterator[str]:
    """Yield the forms of the first and the last word of a person's full name that are no places."""
    if len(words) > 1 and (is_given(words[0], pack) or surname_forms(words[-1], pack) or "has_cases" not in pack.flags):
        for word in (words[0], words[-1]):
            if not _is_told(word, pack):
                yield from dictionary_forms(word, pack)


def _is_told(word: str, pack: Pack) -> bool:
    return place_named((word,), pack) is not None or kind_told(word, "within", pack) is not None


def candidates_of(document: Document, pack: Pack) -> Iterator[Candidate]:
    """Yield what may be a name in a document of one language, in order: a marked name before those within it."""
    starts = {sentence.start for sentence in document.sentences}
    for paragraph in document.paragraphs:
        inner = [
            one for run in _runs(pack).finditer(document.text, *paragraph) for one in _of_run(document.text, run, paragraph, starts, pack)
        ]
        marked = _marked(document.text, paragraph, starts) if "has_cases" in pack.flags else []
        yield from sorted((*marked, *inner), key=lambda one: (one.span.start, -one.span.end)) if marked else inner


def _marked(text: str, paragraph: Span, starts: Set[int]) -> list[Candidate]:
    """Return the names within quotation marks of their own."""
    spans = [Span(*found.span(1)) for found in MARKED.finditer(text, *paragraph)]
    return [_candidate(text, span, paragraph, Name(0, text[slice(*span)].count(" ") + 1, None, False), starts) for span in spans]


def _of_run(text: str, run: re.Match[str], paragraph: Span, starts: Set[int], pack: Pack) -> Iterator[Candidate]:
    start, words = run.start(), tuple(run.group().split(" "))
    for name in names_in(words, pack):
        first = start + sum(map(len, words[: name.first])) + name.first
        own = words[name.first : name.end]
        yield _candidate(text, Span(first, first + sum(map(len, own)) + len(own) - 1), paragraph, name, starts)


def _candidate(text: str, span: Span, paragraph: Span, name: Name, starts: Set[int]) -> Candidate:
    return Candidate(span, tuple(text[slice(*span)].split(" ")), name, _beside(text, span, paragraph, starts))


def _beside(text: str, span: Span, paragraph: Span, starts: Set[int]) -> Beside:
    before = text[max(span.start - REACH, paragraph.start) : span.start].rstrip(' «“"„(').rpartition(" ")[2]
    following = SMALL.findall(text[span.end : min(span.end + REACH, paragraph.end)])
    behind, behind_that = (*following, "", "")[:2]
    is_marked = text[span.start - 1 : span.start] in OPENING_MARKS and text[span.end : span.end + 1] in CLOSING_MARKS
    signs = _signs(text[max(span.start - 2, 0) : span.start]), _signs(text[span.end : span.end + 2])
    return Beside(before, behind, behind_that, is_marked, span.start in starts, *signs)


@lru_cache(maxsize=8192)
def _signs(characters: str) -> str:
    return "".join(sign for sign in characters if not sign.isalnum() and not sign.isspace())


def _kind(one: Candidate, pack: Pack) -> MentionKind | None:
    by_rules = kind_by_rules(one, pack)
    if by_rules not in (None, *learnt_kinds(pack.language)) or not weights_of(pack.language):
        return by_rules
    return heaviest(groups_of(one.words, one.name, one.beside, by_rules, pack), pack.language)


def kind_by_rules(one: Candidate, pack: Pack) -> MentionKind | None:
    """Return the kind of a name by its own words, and by those beside it where these leave it open."""
    name, beside, words = one.name, one.beside, one.words
    if name.is_titled and name.kind in (None, MentionKind.PERSON) and not is_acronym(words[0]):
        return MentionKind.PERSON
    behind = _told_behind(beside, pack) if name.kind is not MentionKind.PERSON and not beside.is_marked else None
    return behind or name.kind or kind_told(beside.before, "before", pack) or _by_form(words, beside, pack)


def _told_behind(beside: Beside, pack: Pack) -> MentionKind | None:
    """Return what the word behind a name tells of it; the one behind that too, of something that is used: the eGov | mobile app."""
    further = kind_told(beside.behind_that, "behind", pack)
    return kind_told(beside.behind, "behind", pack) or (further if further is MentionKind.PLATFORM else None)


def _by_form(words: tuple[str, ...], beside: Beside, pack: Pack) -> MentionKind | None:
    if len(words) == 1:
        return MentionKind.ORGANISATION if is_acronym(words[0]) and len(words[0]) > SHORTEST_ACRONYM else None
    if longest_place(words, 0, pack):
        return MentionKind.ORGANISATION  # the Boston Red Sox
    if len(words) < MOST_PERSON_WORDS and "has_cases" not in pack.flags and is_person_name(" ".join(words), pack):
        return MentionKind.ORGANISATION if beside.before.lower() in determiners(pack) else MentionKind.PERSON
    return None
