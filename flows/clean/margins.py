"""What the left margin of a page tells: lines that are counted, and paragraphs whose first line is set in."""

import re
from collections.abc import Sequence
from itertools import pairwise

# "   7   of the river": the number of a line of a page
COUNTED = re.compile(r"[ \t]*(\d{1,3})(?:[ \t]+(?=\S)|[ \t]*$)")
SECOND, THIRD = (re.compile(rf"\n[ \t]*{number}[ \t]") for number in (2, 3))
LOOKED_AT = 2_000
"""So many code points are looked at for lines that are counted."""
FEWEST_COUNTED, LEAST_COUNTED, LEAST_IN_ORDER = 8, 0.7, 0.9
LEAST_SMALL = 0.15
"""The share of the lines that go on in small letters, at least, where lines are counted and not paragraphs."""

MARGIN = re.compile(r"[ \t]*")
# “roads; (of stone
FIRST_LETTER = re.compile(r"[\"“„«‘'(\[]{0,2}[^\W\d_]")
WIDTH_OF_TAB = 8
FEWEST_SET_IN, LEAST_FLUSH, LEAST_BEGUN, LEAST_CONTINUED = 3, 0.15, 0.9, 0.3


def without_line_numbers(text: str) -> str:
    """Remove the numbers that a page of a court or a committee prints before each of its lines."""
    if not (SECOND.search(text, 0, LOOKED_AT) and THIRD.search(text, 0, LOOKED_AT)):
        return text
    lines = text.split("\n")
    found = [COUNTED.match(line) for line in lines]
    numbers = [int(match[1]) for match in found if match]
    if len(numbers) < FEWEST_COUNTED or len(numbers) < LEAST_COUNTED * sum(bool(line.strip()) for line in lines):
        return text
    in_order = sum(after in (before + 1, 1) for before, after in pairwise(numbers))
    words = [line[match.end() :] if match else line for line, match in zip(lines, found, strict=True)]
    if in_order < LEAST_IN_ORDER * (len(numbers) - 1) or sum(map(_begins_small, words)) < LEAST_SMALL * len(numbers):
        return text
    return "\n".join(words)


def apart_where_set_in(text: str) -> str:
    r"""Put a blank line before each line that is set in, where such lines begin the paragraphs of a text that was broken to fit a page.

    >>> apart_where_set_in("  One road\nis open.\n  Two are\nnot yet.\n  Three are\nto come.").count("\n\n")
    2
    """
    if "\n " not in text and "\n\t" not in text:
        return text
    lines = text.split("\n")
    margins = [_margin(line) if line.strip() else None for line in lines]
    flush = min(margin for margin in margins if margin is not None) if any(margin is not None for margin in margins) else 0
    set_in = [line for line, margin in zip(lines, margins, strict=True) if margin is not None and margin > flush]
    at_margin = [line for line, margin in zip(lines, margins, strict=True) if margin == flush]
    if not _begin_paragraphs(set_in, at_margin):
        return text
    pieces = [lines[0]]
    for line, margin in zip(lines[1:], margins[1:], strict=True):
        is_begun = margin is not None and margin > flush and not _begins_small(line.strip())
        pieces += ["", line] if is_begun else [line]
    return "\n".join(pieces)


def _begin_paragraphs(set_in: Sequence[str], at_margin: Sequence[str]) -> bool:
    """Tell whether the lines that are set in begin what those at the margin go on with."""
    if len(set_in) < FEWEST_SET_IN or len(at_margin) < LEAST_FLUSH * (len(set_in) + len(at_margin)):
        return False
    begun, continued = (sum(map(_begins_small, map(str.strip, lines))) for lines in (set_in, at_margin))
    return begun <= (1 - LEAST_BEGUN) * len(set_in) and continued >= LEAST_CONTINUED * len(at_margin)


def _margin(line: str) -> int:
    found = MARGIN.match(line)
    return len(found[0].expandtabs(WIDTH_OF_TAB)) if found else 0


def _begins_small(line: str) -> bool:
    first = FIRST_LETTER.match(line)
    return first is not None and first[0][-1].islower()
