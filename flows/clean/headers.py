"""What agencies leave above a text: its date, its title; each is taken out of the text and kept beside it."""

import re
from functools import cache

from flows.clean.datelines import listed_place
from flows.clean.days import LONGEST_LINE, day_of, day_of_line, day_pattern, may_stand_before_a_date
from flows.clean.draft import Draft
from flows.languages.pack import any_of, packs

LONGEST_TITLE = 200
MOST_TITLE_WORDS = 30
MOST_TITLE_LINES = 2

# A title says "reform", "“Reform”", "Reform (video)"; it does not end as a sentence or a clause does.
ENDS_OTHERWISE = re.compile(r"[.!?…:;,–—-][\"”»’')\]]*$")
# "“We agree,” he said": words of a report, not a title
CLOSES_SPEECH = re.compile(r"[,.!?…][\"”»]")
ENDS_SENTENCE = re.compile(r"[.!?…][\"”»’')\]]*(?:\s|$)")
FIRST_LETTER = re.compile(r"[\"“„«‘'(\[]*[^\W_]")
TEXT_LOOKED_AT = 5_000
"""Code points after a title in which a sentence must end, so that a list of headings gives no title."""


def dated(draft: Draft) -> Draft:
    """Take out the date that stands above the text: before it on its line, on a line alone, or under the title.

    >>> dated(Draft("date 2026-02-10 The session opened.")).text
    'The session opened.'
    """
    text = draft.text.lstrip("\n")
    labelled = _labelled_date().match(text[:LONGEST_LINE])
    day = day_of(labelled) if labelled else None
    if labelled and day:
        return draft._replace(text=text[labelled.end() :].lstrip(), spoken_on=day)
    first, _, rest = text.partition("\n")
    found = _dated_line(draft, first)
    if found:
        return found._replace(text=rest.lstrip("\n"))
    second, _, after = rest.lstrip("\n").partition("\n")
    found = _dated_line(draft, second) if after and looks_like_title(first) else None
    if found:
        title = draft.title or first
        return found._replace(text=after.lstrip("\n"), title=title)
    return draft


def _dated_line(draft: Draft, line: str) -> Draft | None:
    """Return the draft with the day, and perhaps the place, of a line that holds nothing else; None for any other line."""
    found = day_of_line(line)
    if found is None:
        return None
    place = listed_place(found.before)
    if found.before and not place and not may_stand_before_a_date(found.before):
        return None
    return draft._replace(spoken_on=found.day, place=draft.place or place)


def titled(draft: Draft) -> Draft:
    """Take out the title: a short first paragraph without a final stop, or the repetition of a title that is known.

    >>> titled(Draft("The session opens\\n\\nThe session opened today.")).title
    'The session opens'
    """
    first, _, rest = draft.text.lstrip("\n").partition("\n\n")
    rest = rest.lstrip("\n")
    lines = " ".join(first[: LONGEST_TITLE + 1].split("\n", MOST_TITLE_LINES)[:MOST_TITLE_LINES])
    if not rest or first.count("\n") >= MOST_TITLE_LINES:
        return draft
    if draft.title is not None:
        return draft._replace(text=rest) if lines.casefold() == draft.title.casefold() else draft
    if looks_like_title(lines) and ENDS_SENTENCE.search(rest[:TEXT_LOOKED_AT]):
        return draft._replace(text=rest, title=lines)
    return draft


def looks_like_title(line: str) -> bool:
    """Say whether a line could be a title: short, of letters, begun with a capital or a figure, and without a final stop."""
    opening = FIRST_LETTER.match(line)
    if not opening or len(line) > LONGEST_TITLE or line.count(" ") >= MOST_TITLE_WORDS or opening[0][-1].islower():
        return False
    return not (ENDS_OTHERWISE.search(line[-8:]) or CLOSES_SPEECH.search(line) or day_of_line(line) or line.isdecimal())


@cache
def _labelled_date() -> re.Pattern[str]:
    """Return the pattern of `date 2026-02-10 ` at the very start, before words or alone."""
    labels = any_of(words for one in packs() for words in one.lines("date_labels"))
    return re.compile(rf"(?:{labels})\ ?:?\ {day_pattern(needs_year=True)}(?:\s|$)", re.VERBOSE | re.IGNORECASE)
