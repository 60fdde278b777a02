"""The head of a text: the lines above its first sentence, which name the day, the place and the kind of the text."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from flows.clean.datelines import listed_place
from flows.clean.days import DayFound, days_in, weekdays
from flows.clean.furniture import is_told_page
from flows.clean.writing import AS_WRITTEN, Moment, Writing
from flows.languages.pack import any_of, packs

MOST_LINES_OF_LEAD = 10
"""So many lines of a text are looked at for a day below its first sentences."""
LONGEST_DAY_ALONE = 80
MOST_LINES = 60
"""Lines with words that a head may have: letterhead, title, speaker, event, place."""
MOST_CHARACTERS = 4_000
MOST_LINES_BEHIND_A_CALL = 6
LINES_BEHIND_AN_ANNOUNCEMENT = 10
"""Where the event and the day of an announced speech stand."""
MOST_HEADINGS_UNDER_A_TITLE = 2
FOOT_CHARACTERS = 1_000
MOST_FOOT_LINES = 5
LONGEST_LINE = 300
"""Code points of a line that are looked at."""
MOST_OTHER_WORDS, MOST_ANNOUNCING_WORDS = 20, 45
"""That may stand on a line beside its date: a place, an event; who speaks and where, too, on a line that announces a speech."""
LEAST_WORDS_OF_PROSE = 8

# "Roads. The", "built.”": a sentence ends behind a word in small letters
SENTENCE_ENDS = re.compile(r"[^\W\d_]{3}[\"”»’)]*[.!?…][\"”»’)]*(?:\s|\Z)")
WORD = re.compile(r"[^\W\d_]+")
SEGMENTS = re.compile(r"[,;|()\[\]·•*–—]+|\s-+\s")
BESIDE = " | "
"""What stands in the place of a day."""
TIME_OF_DAY = r"[0-9]{1,2}[:.][0-9]{2}(?:[:.][0-9]{2})?"
CLOCK_HOURS = ("clock-unit", "TH")
AROUND = " \t,;:|()[]{}·•*.!…–—-_=#"
# "T u e s d a y  3 r d", and what is left of it when the spaces are single
SPACED_OUT = re.compile(r"\S(?: \S){7,}")
# “Leaving no one behind: acting together for peace.”, also over two lines
THEME_WITHIN_MARKS = re.compile(r"[“«„\"][^“”«»„\"]*[”»“\"]\.?")
LONG_WORD_LETTERS = 4
PARTS = (",", ";", "(", "|", "–", "—", ".")
"""What sets a day at the end of a line apart from the words before it."""


class HeadDay(NamedTuple):
    """A day that the head names."""

    moment: Moment
    place: str | None = None
    """A listed place that stands beside the day."""
    is_alone: bool = False
    """Whether the line holds nothing but the day and what belongs to it: a weekday, a label, a listed place, a rubric."""
    is_published: bool = False
    """Whether a label says that it is the day of publication."""


def day_of_line(line: str, writing: Writing = AS_WRITTEN) -> HeadDay | None:
    """Return the day of a line that holds nothing else but what belongs to it; None for any other line.

    >>> day_of_line("Tuesday, 10 February 2026, 14:30").moment.day.isoformat()
    '2026-02-10'
    """
    found = _dated_line(line, writing) if line and len(line) <= LONGEST_LINE else None
    return found if found and found.is_alone else None


def day_of_head(text: str, writing: Writing = AS_WRITTEN) -> HeadDay | None:
    """Return the day that the lines above the first sentence name: one that stands by itself before one within a line."""
    found, last, left = [], "", 0
    for line, is_above in head_lines(text):
        left = LINES_BEHIND_AN_ANNOUNCEMENT if _announcing().search(line.casefold()) else left - 1
        is_broken = not days_in(line) and not days_in(last) and len(last) + len(line) < LONGEST_LINE
        day = _dated_line(f"{last} {line}" if is_broken else line, writing, is_announced=left > 0)
        if day and day.is_alone:
            return day
        found += [day] if day and is_above else []
        last = line
    return found[0] if found else _day_below_lead(text, writing)


def _day_below_lead(text: str, writing: Writing) -> HeadDay | None:
    """Return the day that stands by itself below the first sentences of a head, where one alone does among its lines."""
    lines = [line.strip() for line in text[:MOST_CHARACTERS].split("\n") if line.strip()][:MOST_LINES_OF_LEAD]
    short = (line for line in lines if len(line) <= LONGEST_DAY_ALONE and any(map(str.isdigit, line)))
    days = [day for line in short if (day := day_of_line(line, writing)) and day.is_alone]
    return days[0] if len(days) == 1 else None


def day_of_foot(text: str, writing: Writing = AS_WRITTEN) -> HeadDay | None:
    """Return the day of the last line below a text that holds nothing else."""
    lines = [line for line in text[-FOOT_CHARACTERS:].split("\n")[1:] if line.strip()][-MOST_FOOT_LINES:]
    return next((day for line in reversed(lines) if (day := day_of_line(line.strip(), writing))), None)


def head_lines(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the lines above the first sentence, and whether they stand above the words with which a speaker turns to the hearers.

    What looks like such words may be a speaker's title (`Honourable`), so some lines behind them count.
    """
    lines = (line.strip() for line in text[:MOST_CHARACTERS].split("\n"))
    left, is_above, last = MOST_LINES, True, ""
    for line in filter(None, lines):
        if left == 0:
            return
        left -= 1
        if is_above and _calls(line):
            left, is_above = min(left, MOST_LINES_BEHIND_A_CALL), False
        is_theme = any(map(THEME_WITHIN_MARKS.fullmatch, (line, f"{last} {line}")))
        last = line
        if _is_prose(line) and not is_theme:
            opening = _opening_of(line)
            yield from [(opening, is_above)] if opening else []
            return
        yield from ((part, is_above) for part in _unspaced(line[:LONGEST_LINE]).split(" | "))


def is_head_mark(line: str) -> bool:
    """Say whether a line is a page's number, a note on its use, a contact, a letterhead or a rubric: never a title.

    Letters that are set apart, as in `T h e  M i n i s t e r`, are a letterhead's.
    """
    if SPACED_OUT.fullmatch(" ".join(line.split())) or _names_bearer(line) or bare(line) in _offices():
        return True
    return is_dropped(line) or bare(line) in _marks("announcement", "mark") or _begun_mark().match(line.lstrip(AROUND)) is not None


def _names_bearer(line: str) -> bool:
    """Say whether a line is a name with letters of an honour behind it, and no more: THE HON JANE ROE MP."""
    words = line[:LONGEST_LINE].strip(AROUND).split()
    return len(words) > 2 and words[-1].isupper() and words[-1].casefold() in _post_nominals() and all(word[0].isupper() for word in words)


def names_office(line: str) -> bool:
    """Say whether a line begins with an office and holds no small word but those of its name: SHADOW MINISTER FOR TRADE."""
    words, small = line[:LONGEST_LINE].split(), _small_words()
    return _begun_office().match(line) is not None and all(word[0].isupper() or word in small for word in words)


def names_sender(line: str) -> bool:
    """Say whether a line begins as a letterhead does: Permanent Mission of …"""
    return _begun_letterhead().match(line.lstrip(AROUND)) is not None


def are_person_and_office(line: str, after: str) -> bool:
    """Say whether a line names a person, or an office of theirs, and the next one an office: SENATOR JANE ROE | MINISTER FOR TRADE."""
    return names_office(after) and (_names_bearer(line) or names_office(line))


def are_one_heading(line: str, after: str) -> bool:
    """Say whether a heading goes on in the next line: PERMANENT MISSION OF RIVERLAND | TO THE UNITED NATIONS."""
    return not _small_words().isdisjoint((line.rpartition(" ")[2].casefold(), after.partition(" ")[0].casefold()))


def is_dropped(line: str) -> bool:
    """Say whether a line is a page's number, a rubric or the day of a later change, which is left out of the text."""
    return bare(line) in _marks("rubric") or is_told_page(line) or _is_of_change(line)


def _is_of_change(line: str) -> bool:
    """Say whether a line tells the day on which the text was changed, and nothing else."""
    days = days_in(line) if len(line) <= LONGEST_LINE else []
    if len(days) != 1:
        return False
    rest = "".join(map(_without_labels, SEGMENTS.split(_without(line, days))))
    return not _time_of_day().sub("", rest).strip(AROUND) and _label_before(line[: days[0].start]) == "updated"


def begins_head(line: str, rest: str) -> bool:
    """Say whether a line is the first of a head of many: a letterhead, whose next paragraphs are headings too, or a speaker's address."""
    following = [block for block in rest.split("\n\n") if block.strip()][:MOST_HEADINGS_UNDER_A_TITLE]
    if _calls(line) and following and following[0].rstrip()[-1] in ",;:!":
        return True
    return len(following) == MOST_HEADINGS_UNDER_A_TITLE and all(map(_is_all_capitals, following))


def _is_all_capitals(block: str) -> bool:
    """Say whether all words of a paragraph but the small ones begin with a capital, as in headings, and no sentence ends it."""
    words = [word for word in WORD.findall(block[:LONGEST_LINE]) if len(word) >= LONG_WORD_LETTERS]
    is_short = len(block) <= LONGEST_LINE and bool(words)
    return is_short and all(word[0].isupper() for word in words) and not SENTENCE_ENDS.search(block)


def bare(line: str) -> str:
    """Return a line in small letters, without the marks and spaces around it."""
    return " ".join(line.strip(AROUND).casefold().split())


def _dated_line(line: str, writing: Writing, *, is_announced: bool = False) -> HeadDay | None:
    """Return the day that a line of a head names; None where it names none, or so that another day may be meant."""
    days = days_in(line, writing)
    if not days:
        return None
    labels = [_label_before(line[before.end if before else 0 : day.start]) for before, day in zip([None, *days], days, strict=False)]
    meant = [(label, day) for label, day in zip(labels, days, strict=True) if label != "updated"]
    if not meant:
        return None
    label, day = next((pair for pair in meant if pair[0] in ("said", "published")), meant[0])
    others = _without(line, days)
    is_heading = label == "said" or _is_heading(others, is_announced=is_announced)
    return None if _is_another_weekday(others, day) else _stood(others, label, day, is_heading=is_heading)


def _is_another_weekday(others: str, day: DayFound) -> bool:
    """Say whether the one weekday on a line is not that of its day: one of the two is wrong, and nobody knows which."""
    named = {weekdays()[word] for word in map(str.lower, WORD.findall(others)) if word in weekdays()}
    return len(named) == 1 and day.day.weekday() not in named


def _stood(others: str, label: str | None, day: DayFound, *, is_heading: bool) -> HeadDay | None:
    """Return how a day stands beside the other words of its line, None where these are those of a sentence."""
    segments = [segment for segment in map(_without_labels, SEGMENTS.split(others)) if segment and not _time_of_day().fullmatch(segment)]
    places = [place for segment in segments if (place := listed_place(segment))]
    is_alone = all(listed_place(segment) or segment.casefold() in _marks("rubric", "announcement", "mark") for segment in segments)
    found = HeadDay(day.moment, places[0] if places else None, is_alone, label == "published")
    return found if is_alone or is_heading else None


def _is_heading(words: str, *, is_announced: bool) -> bool:
    """Say whether the words beside a day are those of a heading: with capitals, or announcing a speech; not those of a sentence.

    A small word before the day belongs to it: `the law of 4 May 2031` was made on that day, not spoken of.
    """
    before, _, after = words.partition(BESIDE)
    found, last, behind = WORD.findall(words), WORD.findall(before[-LONG_WORD_LETTERS * 5 :]), WORD.search(after)
    announces = _announcing().search(words.casefold()) is not None
    if SENTENCE_ENDS.search(words.strip(AROUND)[:-1]) or len(found) > (MOST_ANNOUNCING_WORDS if announces else MOST_OTHER_WORDS):
        return False
    is_apart = before.rstrip().endswith(PARTS) and not _time_of_day().sub("", after).strip(AROUND)
    if is_apart or announces or (is_announced and not (behind and behind[0].islower())):
        return True
    if (last and last[-1].islower()) or (behind and behind[0].islower()):
        return False
    return all(word[0].isupper() for word in WORD.findall(before) if len(word) >= LONG_WORD_LETTERS)


def _without(line: str, days: list[DayFound]) -> str:
    pieces, at = [], 0
    for day in days:
        pieces.append(line[at : day.start])
        at = day.end
    return BESIDE.join([*pieces, line[at:]])


def _without_labels(segment: str) -> str:
    """Return a segment of a line without the weekday and the label that belong to the day beside it."""
    words = segment.strip(AROUND)
    while True:
        shorter = _belongs_to_day().sub("", words).strip(AROUND)
        if shorter == words:
            return words
        words = shorter


def _label_before(words: str) -> str | None:
    """Return what day the label announces that ends the words before a day; None where there is no label."""
    segment = words.strip(AROUND).casefold()
    for weekday in weekdays():
        segment = segment.removesuffix(weekday).rstrip(AROUND) if segment.endswith(f" {weekday}") else segment
    tail = max((label for label in _labels() if segment == label or segment.endswith(f" {label}")), key=len, default="")
    return _labels().get(tail)


def _is_prose(line: str) -> bool:
    """Say whether a line holds a sentence: one that ends on it, of which most words are in small letters."""
    words = WORD.findall(line[:LONGEST_LINE])
    small = sum(1 for word in words if word[0].islower())
    return len(words) >= LEAST_WORDS_OF_PROSE and 2 * small >= len(words) and SENTENCE_ENDS.search(line) is not None


def _opening_of(line: str) -> str | None:
    """Return the heading that stands before the sentences of a line, up to its day: `Media Release Tuesday, 16 February 2021 The …`."""
    days = days_in(line[:LONGEST_LINE])
    before = line[: days[0].start] if days else ""
    segment = _without_labels(before)
    return line[: days[0].end] if segment.casefold() in _marks("rubric", "announcement") else None


def _calls(line: str) -> bool:
    return _calling().match(line.lstrip(AROUND).casefold()) is not None


def _unspaced(line: str) -> str:
    """Return a line whose letters were set apart as words of them: `T u e s d a y 3 r d M a r c h` is `Tuesday 3rd March`."""
    if not SPACED_OUT.fullmatch(line):
        return line
    letters = line.replace(" ", "")
    return letters[:1] + "".join(f" {b}" if _begins_word(a, b) else b for a, b in pairwise(letters))


def _begins_word(before: str, letter: str) -> bool:
    return (letter.isupper() and not before.isupper()) or (letter.isdigit() and not before.isdigit()) or before in ",;"


@cache
def _marks(*kinds: str) -> frozenset[str]:
    return frozenset(words.casefold() for one in packs() for kind, words in one.rows("head_marks") if kind in kinds)


@cache
def _time_of_day() -> re.Pattern[str]:
    """Return the pattern of 14:30, 2.30 pm, 10 a.m. and 10 година."""
    rows = [row for one in packs() for row in one.rows("times") if row[0] == "half-day" or row[:2] == CLOCK_HOURS]
    after = any_of(word.rstrip(".") for *_, words in rows for word in words.split())
    return re.compile(rf"{TIME_OF_DAY}(?:\s?(?:{after})\.?)?|[0-9]{{1,2}}\s?(?:{after})\.?", re.IGNORECASE)


@cache
def _labels() -> dict[str, str]:
    return {words.casefold(): kind for one in packs() for kind, words in one.rows("date_labels")}


@cache
def _belongs_to_day() -> re.Pattern[str]:
    """Return the pattern of a weekday or a label at the begin or the end of a segment."""
    words = any_of((*weekdays(), *_labels()))
    return re.compile(rf"\A(?:{words})(?![^\W_])|(?<![^\W_])(?:{words})\Z", re.IGNORECASE)


@cache
def _offices() -> frozenset[str]:
    """Return the words that stand for an office or a part in a talk, and name nobody: prime minister."""
    kinds = ("speaker", "presiding", "asker")
    return frozenset(words.casefold() for one in packs() for kind, *found in one.rows("labels") if kind in kinds for words in found)


@cache
def _begun_office() -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of(_offices())})(?![^\W_])", re.IGNORECASE)


@cache
def _post_nominals() -> frozenset[str]:
    return frozenset(word.casefold() for one in packs() for word in one.words("post_nominals"))


@cache
def _small_words() -> frozenset[str]:
    return frozenset(word.casefold() for one in packs() for kind, *found in one.rows("labels") if kind == "link" for word in found)


@cache
def _begun_mark() -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of(_marks('contact', 'letterhead'))})(?![^\W_])", re.IGNORECASE)


@cache
def _begun_letterhead() -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of(_marks('letterhead'))})(?![^\W_])", re.IGNORECASE)


@cache
def _announcing() -> re.Pattern[str]:
    spoken = (words for one in packs() for words in one.lines("announcements"))
    return re.compile(rf"(?<![^\W_])(?:{any_of((*spoken, *_marks('announcement', 'rubric')))})(?![^\W_])")


@cache
def _calling() -> re.Pattern[str]:
    words = (words for one in packs() for kind, words in one.rows("openings") if kind == "calling")
    return re.compile(rf"(?:{any_of(words)})(?![^\W_])")
