"""What printed pages carry that nobody says: their numbers, and the heads that run over all of them."""

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache

from flows.languages.pack import any_of, packs

LEAST_RUNNING_HEADS = 3
LONGEST_RUNNING_HEAD = 90
LONGEST_PAGE_NUMBER = 40
SENTENCE_ENDS = frozenset(".!?…:;,»”\"')]’")
"""A line that comes again and again and ends so may be what somebody says again."""

DIGITS = re.compile(r"\d+")
# "xii", "[iv]"
ROMAN = re.compile(r"[\W_]{0,5}(?=[ivxlc])(?:x[lc]|l?x{0,3})(?:i[vx]|v?i{0,3})[\W_]{0,5}", re.IGNORECASE)


def masked(line: str) -> str:
    """Return a line by which a running head is known again: in small letters, with # for each number.

    >>> masked("Report 2031, page 7")
    'report #, page #'
    """
    return DIGITS.sub("#", line.strip().casefold())


def running_heads(lines: Iterable[str]) -> frozenset[str]:
    """Return the lines, masked, that come again and again and end no sentence."""
    times = Counter(masked(line) for line in lines if len(line) <= LONGEST_RUNNING_HEAD)
    return frozenset(line for line, count in times.items() if count >= LEAST_RUNNING_HEADS and line and line[-1] not in SENTENCE_ENDS)


def is_page_number(line: str) -> bool:
    """Say whether a line holds the number of a page and no more: `2`, `- 2 -`, `2/7`, `Page 2 of 7`, `7 бет`."""
    return len(line) <= LONGEST_PAGE_NUMBER and _numbered().fullmatch(line) is not None


def is_told_page(line: str) -> bool:
    """Say whether a line holds the number of a page that is told to be one: `Page 2 of 7`, `2/7`, not `2`."""
    return is_page_number(line) and any(character.isalpha() or character == "/" for character in line)


@cache
def _numbered() -> re.Pattern[str]:
    marks = [row for one in packs() for row in one.rows("head_marks")]
    page, of = (any_of(words for kind, words in marks if kind == wanted) for wanted in ("page", "page-of"))
    number = rf"\d{{1,4}}(?:\ ?(?:{of}|[/|])\ ?\d{{1,4}})?"
    return re.compile(rf"[\W_]{{0,5}}(?:(?:{page})\.?\ ?)?{number}(?:\ ?(?:{page})\.?)?[\W_]{{0,5}}", re.IGNORECASE)
