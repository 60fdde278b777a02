"""What agencies leave above a text: its date, its title; each is taken out of the text and kept beside it."""

import re
from functools import cache

from flows.clean.datelines import listed_place
from flows.clean.days import LONGEST_LINE, day_of, day_pattern
from flows.clean.draft import Draft
from flows.clean.head import (
    HeadDay,
    are_one_heading,
    are_person_and_office,
    begins_head,
    day_of_foot,
    day_of_head,
    day_of_line,
    is_dropped,
    is_head_mark,
    names_sender,
)
from flows.clean.writing import AS_WRITTEN, Moment, Writing
from flows.languages.pack import any_of, packs
from schemas.words import TakenFrom

LONGEST_TITLE = 200
MOST_TITLE_WORDS = 30
MOST_TITLE_LINES = 2
MOST_MARKS = 6
"""Lines above a title that are none."""

# A title says "reform", "“Reform”", "Reform (video)"; it does not end as a sentence or a clause does.
ENDS_OTHERWISE = re.compile(r"[.!?…:;,–—-][\"”»’')\]]*$")
# "“We agree,” he said": words of a report, not a title
CLOSES_SPEECH = re.compile(r"[,.!?…][\"”»]")
ENDS_SENTENCE = re.compile(r"[.!?…][\"”»’')\]]*(?:\s|$)")
FIRST_LETTER = re.compile(r"[\"“„«‘'(\[]*[^\W_]")
TEXT_LOOKED_AT = 5_000
"""Code points after a title in which a sentence must end, so that a list of headings gives no title."""


def unmarked(draft: Draft) -> Draft:
    """Take out the page's number and the rubric that stand above everything else.

    >>> unmarked(Draft("PRESS RELEASE\\n\\nThe session opened.")).text
    'The session opened.'
    """
    text = above = draft.text.lstrip("\n")
    for _ in range(MOST_MARKS):
        first, _, rest = text[: 2 * LONGEST_LINE].partition("\n")
        if not rest.strip() or not is_dropped(first):
            break
        text = text[len(first) :].lstrip("\n")
    return draft if text is above else draft._replace(text=text)


def dated(draft: Draft, writing: Writing = AS_WRITTEN) -> Draft:
    """Take out the date that stands above the text: before it on its line, on a line alone, or under the title.

    A day that stands deeper in the head is read and left there.

    >>> dated(Draft("date 2026-02-10 The session opened.")).text
    'The session opened.'
    """
    text = draft.text.lstrip("\n")
    labelled = _labelled_date().match(text[:LONGEST_LINE])
    day = day_of(labelled, writing) if labelled else None
    first, _, rest = text.partition("\n")
    if day_of_line(first, writing) is None and labelled and day:
        return _on(draft, HeadDay(Moment(day)))._replace(text=text[labelled.end() :].lstrip())
    if found := day_of_line(first, writing):
        return _on(draft, found)._replace(text=rest.lstrip("\n"))
    above, text = _marks_above(text)
    first, _, rest = text.partition("\n")
    second, _, after = rest.lstrip("\n").partition("\n")
    found = day_of_line(second, writing) if after or above else None
    if found and (place := listed_place(first)):
        return _on(draft, found)._replace(text=above + after.lstrip("\n")).with_told(TakenFrom.HEAD, place=place)
    if found and looks_like_title(first):
        return _on(draft, found)._replace(text=above + after.lstrip("\n")).with_told(TakenFrom.HEAD, title=first)
    if found := day_of_head(draft.text, writing):
        return _on(draft, found)
    found = day_of_foot(draft.text, writing)
    return _on(draft, found, TakenFrom.FOOT) if found else draft


def _on(draft: Draft, found: HeadDay, place: TakenFrom = TakenFrom.HEAD) -> Draft:
    """Return the draft with the day, the moment and the place that its head names, unless its page says another."""
    moment = found.moment
    offset = moment.offset if draft.published_at is None else None
    return draft.with_told(place, spoken_on=moment.day, published_at=moment.at, published_offset=offset, place=found.place)


def titled(draft: Draft) -> Draft:
    """Take out the title: a short first paragraph without a final stop, or the repetition of a title that is known.

    >>> titled(Draft("The session opens\\n\\nThe session opened today.")).title
    'The session opens'
    """
    above, text = _marks_above(draft.text.lstrip("\n"))
    first, _, rest = text.partition("\n\n")
    rest = rest.lstrip("\n")
    lines = " ".join(first[: LONGEST_TITLE + 1].split("\n", MOST_TITLE_LINES)[:MOST_TITLE_LINES])
    if not rest or first.count("\n") >= MOST_TITLE_LINES:
        return draft
    if any(map(names_sender, first.split("\n"))):
        return draft
    if draft.title is not None:
        return draft._replace(text=above + rest) if lines.casefold() == draft.title.casefold() else draft
    if looks_like_title(lines) and ENDS_SENTENCE.search(rest[:TEXT_LOOKED_AT]) and not begins_head(lines, rest[:TEXT_LOOKED_AT]):
        return draft._replace(text=above + rest).with_told(TakenFrom.HEAD, title=lines)
    return draft


def _marks_above(text: str) -> tuple[str, str]:
    """Divide a text behind the lines that stand above a title and stay: notes on its use, the kind of speech."""
    end, last, is_sender = 0, "", False
    for _ in range(MOST_MARKS):
        first, line_end, rest = text[end : end + 2 * LONGEST_LINE].partition("\n")
        is_more = is_sender and bool(first) and (are_one_heading(last, first) or are_person_and_office(last, first))
        is_person = are_person_and_office(first, rest.partition("\n")[0])
        if not line_end or (first and not (is_head_mark(first) or is_more or is_person)):
            break
        end += len(first) + 1
        last, is_sender = first, is_more or is_person or names_sender(first)
    return (text[:end].rstrip("\n") + "\n\n", text[end:].lstrip("\n")) if end else ("", text)


def looks_like_title(line: str) -> bool:
    """Say whether a line could be a title: short, of letters, begun with a capital or a figure, and without a final stop."""
    opening = FIRST_LETTER.match(line)
    if not opening or len(line) > LONGEST_TITLE or line.count(" ") >= MOST_TITLE_WORDS or opening[0][-1].islower():
        return False
    if ENDS_OTHERWISE.search(line[-8:]) or CLOSES_SPEECH.search(line) or line.isdecimal():
        return False
    return not (is_head_mark(line) or listed_place(line) or day_of_line(line))


@cache
def _labelled_date() -> re.Pattern[str]:
    """Return the pattern of `date 2026-02-10 ` at the very start, before words or alone."""
    labels = any_of(words for one in packs() for kind, words in one.rows("date_labels") if kind in ("said", "published"))
    return re.compile(rf"(?:{labels})\ ?:?\ {day_pattern(needs_year=True)}(?:\s|$)", re.VERBOSE | re.IGNORECASE)
