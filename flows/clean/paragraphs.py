"""Where paragraphs end: at blank lines, or at every line where there are none."""

import re
from collections import Counter
from itertools import pairwise

from flows.clean.wrapping import ENDS_SENTENCE, WIDEST_WRAP, has_label_in_capitals, opens_item

# a blank line
BLANK_LINES = re.compile(r"\n\n+")
LONGEST_ALONE = 60
FEWEST_SPEAKERS, MOST_NAME_WORDS = 2, 4
# "state-"
ENDS_IN_HYPHEN = re.compile(r"\w-$")


def divided_paragraphs(text: str) -> str:
    r"""Give every paragraph one line, with exactly one blank line between two of them and nothing after the last.

    Lines broken to fit a page are joined again.

    >>> divided_paragraphs("One\nparagraph.\n\n\nAnother.\n")
    'One paragraph.\n\nAnother.'
    >>> divided_paragraphs("One paragraph.\nAnother.")
    'One paragraph.\n\nAnother.'
    """
    blocks = BLANK_LINES.split(text.strip("\n"))
    has_blank_lines = len(blocks) > 1
    apart = _capitals_alone(text) if has_blank_lines else frozenset()
    return "\n\n".join(paragraph for block in blocks for paragraph in _paragraphs(block, apart, has_blank_lines=has_blank_lines))


def _capitals_alone(text: str) -> frozenset[str]:
    """Return the short lines in capitals that come again: who speaks, above what they say, or the head of a page.

    Where several do, so may be one of few words that comes once.
    """
    lines = Counter(line for line in text.split("\n") if len(line) <= LONGEST_ALONE and line.isupper() and line[-1].isalpha())
    again = sum(times > 1 for times in lines.values())
    return frozenset(line for line, times in lines.items() if times > 1 or (again >= FEWEST_SPEAKERS and line.count(" ") < MOST_NAME_WORDS))


def _paragraphs(block: str, apart: frozenset[str], *, has_blank_lines: bool) -> list[str]:
    """Divide lines without a blank one between into paragraphs."""
    lines = block.split("\n")
    paragraphs, pieces = [], [lines[0]]
    for before, after in pairwise(lines):
        if before in apart or after in apart or not _is_broken(before, after, has_blank_lines=has_blank_lines):
            paragraphs.append("".join(pieces))
            pieces = [after]
        elif ENDS_IN_HYPHEN.search(before[-2:]):
            pieces.append(after)
        else:
            pieces += (" ", after)
    return [*paragraphs, "".join(pieces)]


def _is_broken(before: str, after: str, *, has_blank_lines: bool) -> bool:
    """Say whether one paragraph goes on from this line to the next."""
    ends_sentence = ENDS_SENTENCE.search(before[-8:]) is not None
    if not has_blank_lines:
        return not ends_sentence and after[:1].islower()
    return not (has_label_in_capitals(after) or (ends_sentence and (len(before) > WIDEST_WRAP or opens_item().match(after))))
