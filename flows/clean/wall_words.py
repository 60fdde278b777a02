"""The words of walls, from the lists `walls.*.txt`: what a heading names, and how much of a text talks as walls do."""

import re
from collections import Counter
from enum import Enum
from functools import cache
from typing import NamedTuple

from flows.languages.letters import plain
from flows.languages.lists import word_list
from flows.languages.pack import packs


class Kind(Enum):
    """The kinds of walls: the word that the lists have for each, and what is said of such a page."""

    NOT_FOUND = "not-found", "is a page that says that there is no such page"
    UNAVAILABLE = "unavailable", "is a page that says that the site is not available now"
    FAILED = "failed", "is a page that tells of a server's error"
    LOGIN = "login", "is a login page"
    CONSENT = "consent", "is a page that asks for consent to cookies or the like"
    SCRIPT = "script", "is a page that checks the browser, or wants its scripts or cookies switched on"
    CAPTCHA = "captcha", "is a page that asks whether a human reads it"
    DENIED = "denied", "is a page that denies access"
    EXPIRED = "expired", "is a page that says that a session or link has ended"
    PARKED = "parked", "is the page of a domain or server that is not in use"
    MOVED = "moved", "is a page that only leads to another one"
    PAID = "paid", "is a page for subscribers alone"
    NOTICE = "notice", "is a page that tells of the site itself"

    def __init__(self, word: str, detail: str) -> None:
        self.word = word
        self.detail = detail


class Way(Enum):
    """How words of the lists stand on a wall."""

    NAMED = "named"
    """As a whole heading that no article bears."""
    HEADED = "headed"
    """As a whole heading that an article may bear too."""
    SAID = "said"
    """Within a sentence of such a page."""
    BESIDE = "beside"
    """Within the sentences around it."""
    AROUND = "around"
    """Around the other words of a heading."""
    MEDIUM = "medium"
    """Words for a site and its parts: a sentence that holds one and addresses the reader is about the site."""
    ADDRESS = "address"
    """Words that address the reader, or point to what lies before him."""
    TOLD = "told"
    """Within a sentence of a report, never of a wall."""


class Named(NamedTuple):
    """The kind of wall that a heading names, and whether no article bears it."""

    kind: Kind
    is_sure: bool


class Talk(NamedTuple):
    """How many words of a text stand in which sentences: of walls, about the site, around those, any other."""

    said: Counter[Kind]
    about: int
    beside: int
    other: int


ANY_KIND = "any"
GAP = "…"
LONGEST_SENTENCE = 60
"""Words; no wall speaks in longer ones."""
WORDS_A_PHRASE = 14
"""So many words of a sentence go with a phrase in it."""
LEAST_OTHER_WORDS = 4
"""A line of fewer words is a button or a label."""
LONGEST_NAME = 14

WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")
SENTENCE_END = re.compile(r"(?<=[.!?…])\s+|\n+|\s[|•·]\s")
# “The page you are looking for does not exist” within an article: four words at least, so that «Войти» alone stays
QUOTED = re.compile(r"[«“„\"](?=(?:[^\s«“„»”\"]{1,40}\s){3}[^\s»”\"])[^«»“”„\"\n]{1,600}[»”“\"]")
QUOTATION = "\ufffc"
"""Stands for each word of a quoted passage."""
STATUS = re.compile(r"4\d\d|5[0-3]\d")
STATUS_KINDS = {
    "401": Kind.LOGIN,
    "403": Kind.DENIED,
    "404": Kind.NOT_FOUND,
    "410": Kind.NOT_FOUND,
    "419": Kind.EXPIRED,
    "429": Kind.DENIED,
    "440": Kind.EXPIRED,
    "451": Kind.DENIED,
    "503": Kind.UNAVAILABLE,
}


def named(heading: str) -> Named | None:
    """Return the kind of wall that a heading names as a whole; None for any other heading.

    >>> named("Error 404: page not found")
    Named(kind=<Kind.NOT_FOUND: ('not-found', 'is a page that says that there is no such page')>, is_sure=True)
    >>> named("Minister opens bridge")
    """
    words = words_of(heading[:200])
    if not words or len(words) > LONGEST_NAME:
        return None
    codes = [word for word in words if STATUS.fullmatch(word)]
    rest = [word for word in words if not STATUS.fullmatch(word)]
    bare = [word for word in rest if word not in _around()]
    if codes and not bare:
        return Named(STATUS_KINDS.get(codes[0], Kind.FAILED), is_sure=len(words) > 1 or codes[0] in STATUS_KINDS)
    return _whole(rest, bare, has_code=bool(codes)) or _spoken(heading, rest, bare, is_sure=bool(codes))


def _whole(rest: list[str], bare: list[str], *, has_code: bool) -> Named | None:
    """Return the kind of wall that the words of a heading name, all of them or those that are not around others; else None."""
    ways = ((way, _kind(way, tried)) for tried in (rest, bare) for way in (Way.NAMED, Way.HEADED))
    return next((Named(kind, is_sure=way is Way.NAMED or has_code) for way, kind in ways if kind), None)


def _spoken(heading: str, rest: list[str], bare: list[str], *, is_sure: bool) -> Named | None:
    """Return the kind of wall that most words of a heading speak of, where nothing else stands in it; else None."""
    spoken = max(_by_kind(Way.SAID).finditer(f" {' '.join(rest)} "), key=lambda match: len(match[0]), default=None)
    is_most = spoken is not None and 5 * len(spoken[0].split()) >= 3 * len(bare) and not talk_of(heading).other
    return Named(Kind[str(spoken.lastgroup)], is_sure=is_sure) if spoken and is_most else None


def talk_of(text: str) -> Talk:
    """Count the words of a text by the sentences that they stand in; quoted passages are never a wall's."""
    said: Counter[Kind] = Counter()
    about = beside = other = 0
    for sentence in SENTENCE_END.split(QUOTED.sub(_quotation, text)):
        words = words_of(sentence)
        count, quoted = len(words), sentence.count(QUOTATION)
        spaced = f" {' '.join(words)} "
        if quoted or count > LONGEST_SENTENCE or _holds(Way.TOLD, spaced):
            other += count + quoted
        elif _holds(Way.SAID, spaced):
            kinds = [Kind[match.lastgroup] for match in _by_kind(Way.SAID).finditer(spaced) if match.lastgroup]
            talked = min(count, len(kinds) * WORDS_A_PHRASE)
            said[kinds[0]] += talked
            other += count - talked
        elif (is_about := _is_about_the_site(spaced)) or _holds(Way.BESIDE, spaced):
            talked = min(count, WORDS_A_PHRASE)
            about, beside, other = about + is_about * talked, beside + (not is_about) * talked, other + count - talked
        elif count >= LEAST_OTHER_WORDS:
            other += count
    return Talk(said, about, beside, other)


def _quotation(passage: re.Match[str]) -> str:
    return QUOTATION * len(passage[0].split())


def words_of(text: str) -> list[str]:
    """Return the words of a text in small letters, each as it is most often written, and ' for ’."""
    return WORD.findall(plain(text.casefold()).replace("’", "'"))


def _kind(way: Way, words: list[str]) -> Kind | None:
    match = _by_kind(way).fullmatch(f" {' '.join(words)} ") if words else None
    return Kind[match.lastgroup] if match and match.lastgroup else None


def _holds(way: Way, spaced: str) -> bool:
    return _anywhere(way).search(spaced) is not None


def _is_about_the_site(spaced: str) -> bool:
    return _holds(Way.MEDIUM, spaced) and _holds(Way.ADDRESS, spaced)


@cache
def _around() -> frozenset[str]:
    return frozenset(phrase for _, way, phrase in _entries() if way is Way.AROUND)


@cache
def _by_kind(way: Way) -> re.Pattern[str]:
    """Return one pattern of all phrases that stand in a way, one named group a kind; it wants words with single spaces around."""
    kinds: dict[Kind, list[str]] = {}
    for kind, entry_way, phrase in _entries():
        if entry_way is way and kind:
            kinds.setdefault(kind, []).append(_phrase_pattern(phrase))
    groups = [f"(?P<{kind.name}>{'|'.join(found)})" for kind, found in kinds.items()]
    return re.compile(f" (?:{'|'.join(groups)})(?= ) ?")


@cache
def _anywhere(way: Way) -> re.Pattern[str]:
    """Return the same without the kinds, and ten times as fast: by the first letter, then by the rest."""
    letters: dict[str, list[str]] = {}
    for _, entry_way, phrase in _entries():
        if entry_way is way:
            letters.setdefault(phrase[0], []).append(_phrase_pattern(phrase)[1:])  # a phrase said begins with a letter
    groups = [f"{letter}(?:{'|'.join(rest)})" for letter, rest in letters.items()]
    return re.compile(f" (?:{'|'.join(groups)})(?= )")


def _phrase_pattern(phrase: str) -> str:
    first, *rest = phrase.split()
    pieces = ["(?:[^ ]+ ){0,6}?" + _word_pattern(rest.pop(0)) if first == GAP else _word_pattern(first)]
    pieces += ["(?: [^ ]+){0,6}?" if word == GAP else " " + _word_pattern(word) for word in rest]
    return "".join(pieces)


def _word_pattern(word: str) -> str:
    return re.escape(word).replace(r"\*", "[^ ]*")


@cache
def _entries() -> tuple[tuple[Kind | None, Way, str], ...]:
    """Return all entries of the lists."""
    kinds: dict[str, Kind | None] = {kind.word: kind for kind in Kind} | {ANY_KIND: None}
    entries = []
    for lines in (*(one.lines("walls") for one in packs()), word_list("flows.languages", "others/walls.txt")):
        for line in lines:
            kind, way, phrase = (part.strip() for part in line.split("|"))
            entries.append((kinds[kind], Way(way), plain(phrase.casefold()).replace("’", "'")))
    return tuple(entries)
