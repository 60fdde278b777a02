"""Where paragraphs end: at blank lines, or at every line where there are none."""

import re
from itertools import pairwise

from flows.clean.wrapping import ENDS_SENTENCE, WIDEST_WRAP, has_label_in_capitals, opens_item

# a blank line
BLANK_LINES = re.compile(r"\n\n+")
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
    return "\n\n".join(paragraph for block in blocks for paragraph in _paragraphs(block, has_blank_lines=has_blank_lines))


def _paragraphs(block: str, *, has_blank_lines: bool) -> list[str]:
    """Divide lines without a blank one between into paragraphs."""
    lines = block.split("\n")
    paragraphs, pieces = [], [lines[0]]
    for before, after in pairwise(lines):
        if not _is_broken(before, after, has_blank_lines=has_blank_lines):
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
