"""Datelines: the place, perhaps the day and the agency, that stand before a report's first sentence."""

import re
from functools import cache
from typing import NamedTuple

from flows.clean.days import day_of, day_pattern, months
from flows.clean.draft import Draft
from flows.clean.writing import AS_WRITTEN, Writing
from flows.languages.pack import any_of, packs
from schemas.words import TakenFrom

LONGEST_DATELINE = 160
"""Code points that are looked at."""
LONGEST_PLACE = 40
LEAST_CAPITALS = 3

# ASTANA. KAZINFORM –
# АСТАНА. 10 февраля. КАЗИНФОРМ –
# MOSCOW, February 10 (TASS) –
# ASTANA, Kazakhstan (AP) —
# МОСКВА, 10 фев — РИА Новости.
# Astana, Kazakhstan – February 10, 2026 –
DATELINE = r"""
(?P<place>(?:(?:{before_place})\ )?{word}(?:[-\ ’']{word}){{0,3}})
(?:,\ (?!(?:{months})\b)(?P<region>{word}(?:[\ -]{word}){{0,2}}))?
(?:(?:[.,]?\ |\ ?[–—]\ |\ --?\ )(?P<day>{day})[.,]?)?
(?:[.,]?\ (?P<agency>\([^()\n]{{2,40}}\)|/[^/\n]{{2,40}}/|[«“"]?{word}(?:[\ .-][«“"]?{word}){{0,3}}[»”"]?))?
(?P<end>[.,]?\ ?[–—]{{1,2}}|[.,]?\ --?|[.:])
(?:\ (?P<after>{agencies})(?:\.|\ ?[–—]))?
\ (?=\S)
"""
WORD = r"[^\W\d_]+"
FIRST_WORD = re.compile(rf"{WORD}")


class Dateline(NamedTuple):
    """A dateline that may be one; what it names decides."""

    place: str
    region: str | None
    has_day: bool
    agency: str | None
    is_agency_marked: bool
    """True where the agency stands in brackets or between strokes, or after the dash under a listed name."""
    ends_in_dash: bool
    ends_in_colon: bool = False


def placed(draft: Draft, writing: Writing = AS_WRITTEN) -> Draft:
    """Take the dateline out of the text and keep its place, and its day where it names the year.

    >>> placed(Draft("ASTANA. KAZINFORM – The session opened.")).place
    'Astana'
    """
    match = _dateline().match(draft.text[:LONGEST_DATELINE]) if _may_begin_with_a_place(draft.text) else None
    if match is None:
        return draft
    agency = match["agency"]
    is_marked = bool(match["after"]) or (agency is not None and agency[0] in "(/")
    line = Dateline(
        match["place"], match["region"], bool(match["day"]), agency, is_marked, match["end"].strip()[-1] in "–—-", match["end"] == ":"
    )
    if not is_dateline(line):
        return draft
    place = listed_place(line.place) or (line.place.title() if line.place.isupper() else line.place)
    text = draft.text[match.end() :]
    day = day_of(match, writing) if match["day"] else None
    return draft._replace(text=text).with_told(TakenFrom.HEAD, place=place, spoken_on=day)


def is_dateline(line: Dateline) -> bool:
    """Say whether what stands at the start of a text is a dateline.

    The place is one of our list, or in capitals; one in capitals alone could be an organisation (`NATO – the alliance – …`),
    so it needs a day or an agency beside it. Without a dash at its end it needs an agency.
    """
    is_listed = listed_place(line.place) is not None
    if not is_listed and not (line.place.isupper() and len(line.place) >= LEAST_CAPITALS):
        return False
    has_agency = line.is_agency_marked or _is_agency(line.agency) or _is_agency(line.region)
    if (line.agency and not has_agency and not (is_listed and line.has_day)) or (line.region and not has_agency and not line.has_day):
        return False
    if line.ends_in_colon and not is_listed:  # JANE ROE, MODERATOR: Good evening.
        return False
    if not line.ends_in_dash:
        return has_agency
    return has_agency or line.has_day or (is_listed and line.place.isupper())


def listed_place(words: str) -> str | None:
    """Return a city of our lists as the list writes it, whatever its capitals; None for anything else."""
    return _places().get(words.casefold())


def _may_begin_with_a_place(text: str) -> bool:
    """Say, fast, whether the text begins with a word in capitals or with a city's name."""
    word = FIRST_WORD.match(text)
    return word is not None and (word[0].isupper() or text[:LONGEST_PLACE].casefold().startswith(tuple(_places())))


def _is_agency(words: str | None) -> bool:
    return words is not None and (words.casefold() in _agencies() or (words.isupper() and sum(map(str.isalpha, words)) >= LEAST_CAPITALS))


@cache
def _places() -> dict[str, str]:
    return {name.casefold(): name for one in packs() for name in one.lines("places")}


@cache
def _agencies() -> dict[str, str]:
    return {name.casefold(): name for one in packs() for name in one.lines("agencies")}


@cache
def _dateline() -> re.Pattern[str]:
    before_place = "|".join(one.patterns["before_place"].pattern for one in packs())
    agencies, day = any_of(_agencies().values()), day_pattern(needs_year=False)
    pattern = DATELINE.format(word=WORD, months=any_of(months()), before_place=before_place, day=day, agencies=agencies)
    return re.compile(pattern, re.VERBOSE | re.IGNORECASE)
