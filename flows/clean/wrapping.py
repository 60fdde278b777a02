"""Lines that were broken to fit a page: which go on from one to the next, across blank lines, page numbers and running heads too."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from flows.clean.furniture import LONGEST_RUNNING_HEAD, is_page_number, masked, running_heads
from flows.languages.pack import any_of, packs

OPENS_TURN = ("question", "answer")
"""The classes of labels that open an item, whatever the language."""
# Beyond this width (in code points) no program breaks lines to fit a page: such a line ends where its paragraph does.
WIDEST_WRAP = 120
NARROWEST_WRAP = 24
LEAST_BROKEN = 3
BROKEN_FROM = 0.12
"""How many lines must go on in the next one, at least, and which share of them, and lines were broken at a width."""
WIDTH_AT = 0.9
"""The share of the lines that are no longer than the width: a scan has some that are."""
ROOM_FROM = 0.15
"""The share of the width that must be left behind a line and the next one's first word, and it was not broken to fit."""
LONGEST_LABEL = 60
PLENTY = 200_000
"""So many words of a text are looked at to tell whether a hyphen belongs to one."""

# "he said.”"
ENDS_SENTENCE = re.compile(r"[.!?…:;][\"”»’')\]]*$")
# "these roads;", "he said:"
ENDS_CLAUSE = re.compile(r"[:;,][\"”»’')\]]*$")
# "state-", "state¬"
ENDS_IN_HYPHEN = re.compile(r"[^\W\d_]{2}[-¬]$")
LAST_PIECE = re.compile(r"[^\W\d_]+(?=[-¬]$)")
FIRST_PIECE = re.compile(r"[^\W\d_]+")
# “roads; (of stone
FIRST_LETTER = re.compile(r"[\"“„«‘'(\[]{0,2}([^\W\d_])")
BULLET = re.compile(r"[•▪●◦‣*] |\(?(?:\d{1,2}|[a-z])\)")
# MR. SPEAKER.-
LABEL_WITH_DASH = re.compile(r"\.\s?[-–—]")
WORD = re.compile(r"\w+(?:-\w+)*")


class Line(NamedTuple):
    """A line with characters, and whether blank ones stand before it."""

    text: str
    is_apart: bool


def joined_lines(text: str) -> str:
    r"""Return a text whose lines were broken at a width with a line for each paragraph and a blank one between; any other as it is.

    Page numbers and running heads that stand within a sentence are left out.
    """
    lines = list(_lines(text))
    width = wrap_width([line.text for line in lines])
    if width is None:
        return text
    kept = _without_furniture(lines)
    paragraphs: list[list[str]] = [[kept[0].text]]
    for before, after in pairwise(kept):
        if _goes_on(before.text, after, width):
            paragraphs[-1].append(after.text)
        else:
            paragraphs.append([after.text])
    keeps_hyphen = _hyphens(text)
    return "\n\n".join(_joined(pieces, keeps_hyphen) for pieces in paragraphs)


def wrap_width(lines: Sequence[str]) -> int | None:
    """Return the width (code points) at which lines were broken, or None where they were not."""
    broken = sum(not ENDS_SENTENCE.search(before[-8:]) and _begins_small(after) for before, after in pairwise(lines))
    if broken < max(LEAST_BROKEN, BROKEN_FROM * len(lines)):
        return None
    width = sorted(map(len, lines))[int(WIDTH_AT * (len(lines) - 1))]
    return width if NARROWEST_WRAP <= width <= WIDEST_WRAP else None


def _lines(text: str) -> Iterator[Line]:
    is_apart = False
    for line in text.split("\n"):
        if line:
            yield Line(line, is_apart)
        is_apart = not line


def _without_furniture(lines: Sequence[Line]) -> list[Line]:
    """Return the lines without page numbers and running heads that stand between two halves of a sentence."""
    heads = running_heads(line.text for line in lines)
    kept: list[Line] = []
    place = 0
    while place < len(lines):
        after = place
        while after < len(lines) and _is_furniture(lines[after].text, heads):
            after += 1
        is_within = kept and 0 < after < len(lines) and not ENDS_SENTENCE.search(kept[-1].text[-8:]) and _begins_small(lines[after].text)
        if after == place or not is_within:
            kept += lines[place : after + 1]
        else:
            kept.append(lines[after]._replace(is_apart=True))
        place = after + 1
    return kept


def _is_furniture(line: str, heads: frozenset[str]) -> bool:
    return len(line) <= LONGEST_RUNNING_HEAD and (is_page_number(line) or masked(line) in heads)


def _goes_on(before: str, after: Line, width: int) -> bool:
    """Say whether a paragraph goes on from one line to the next."""
    ends = ENDS_SENTENCE.search(before[-8:]) is not None
    if not after.is_apart and _is_open_label(before, after.text):
        return True
    if BULLET.match(after.text) or opens_turn(after.text) or ((ends or after.is_apart) and opens_item().match(after.text)):
        return False
    is_full = len(before) + 1 + len(after.text.split(" ", 1)[0]) > (1 - ROOM_FROM) * width
    if _begins_small(after.text):
        is_listed = ENDS_CLAUSE.search(before[-8:]) is not None and not is_full
        return not ends if after.is_apart else not (ends and is_listed)
    if ends:
        return is_full and not after.is_apart
    return is_full and not before.isupper()


def _is_open_label(before: str, after: str) -> bool:
    """Say whether a label goes on in the next line: `JANE ROE, MINISTER FOR TRADE AND` | `INVESTMENT: Good morning.`"""
    head, colon, _ = after[: LONGEST_LABEL + 1].partition(":")
    if not colon or not head.isupper() or not before.isupper() or "," not in before or ":" in before:
        return False
    return before.endswith((",", "&")) or before.rpartition(" ")[2].lower() in _links()


@cache
def _links() -> frozenset[str]:
    """Return the small words that stand within the names of offices, so that none ends there."""
    return frozenset(word for one in packs() for kind, *words in one.rows("labels") if kind == "link" for word in words)


def _begins_small(line: str) -> bool:
    first = FIRST_LETTER.match(line)
    return first is not None and first[1].islower()


def opens_turn(line: str) -> bool:
    """Say whether a line begins with the label of a turn: `JANE ROE:`, `Deputy Mayor Roe:`, `HON. J. ROE.-`.

    >>> opens_turn("Mr. Smith: The road is open."), opens_turn("Two things: a road and a bridge.")
    (True, False)
    """
    head, colon, _ = line[: LONGEST_LABEL + 1].partition(":")
    words = head.split()
    if colon and words and head[:1].isupper() and not head[-1].isspace():
        return head.isupper() or all(word[0].isupper() or not word[0].isalpha() for word in words)
    dash = LABEL_WITH_DASH.search(line[: LONGEST_LABEL + 1])
    return dash is not None and line[: dash.start()].isupper()


def has_label_in_capitals(line: str) -> bool:
    """Say whether a line begins with words in capitals and a colon: `JANE ROE, HOST: Good morning.`"""
    head, colon, words = line[: LONGEST_LABEL + 1].partition(":")
    return bool(colon) and words[:1] == " " and head.isupper() and len(head) > 1 and head[0].isalpha()


@cache
def opens_item() -> re.Pattern[str]:
    """Return the pattern of what begins a paragraph of its own: `– Yes.`, `• roads`, `2) roads`, `Q: Which roads?`"""
    labels = (label for one in packs() for kind, *labels in one.rows("labels") if kind in OPENS_TURN for label in labels)
    return re.compile(rf"[–—―•▪●*-] |\d{{1,2}}[.)] |(?:{any_of(label[0].upper() + label[1:] for label in labels)})\.?: ")


def _joined(pieces: Sequence[str], keeps_hyphen: Callable[[str, str], bool]) -> str:
    """Return the lines of a paragraph as one, words that were divided at the end of a line whole again."""
    joined = [pieces[0]]
    for before, after in pairwise(pieces):
        if not ENDS_IN_HYPHEN.search(before[-3:]):
            joined += (" ", after)
            continue
        if not keeps_hyphen(before, after):
            joined[-1] = joined[-1][:-1]
        joined.append(after)
    return "".join(joined)


def _hyphens(text: str) -> Callable[[str, str], bool]:
    """Return the rule that says whether a hyphen at the end of a line belongs to the word: as the text writes it elsewhere.

    A word that stands nowhere else is treated as most of those that do.
    """
    known = {word.lower() for word, _ in zip(WORD.findall(text), range(PLENTY), strict=False)} if "-\n" in text else set()
    lines = text.split("\n") if known else []
    told = [_keeps(before, after, known) for before, after in pairwise(filter(None, lines)) if ENDS_IN_HYPHEN.search(before[-3:])]
    keeps_most = told.count(False) <= told.count(True)

    def keeps(before: str, after: str) -> bool:
        if before[-1] != "-":
            return False
        is_kept = _keeps(before, after, known)
        return keeps_most if is_kept is None else is_kept

    return keeps


def _keeps(before: str, after: str, known: set[str]) -> bool | None:
    """Return whether the text writes a divided word with its hyphen elsewhere; None where it does neither, True before a capital."""
    first, second = LAST_PIECE.search(before[-40:]), FIRST_PIECE.match(after)
    if first is None or second is None or not second[0][0].islower():
        return True
    if (first[0] + second[0]).lower() in known:
        return False
    if f"{first[0]}-{second[0]}".lower() in known:
        return True
    return None
