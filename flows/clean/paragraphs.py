"""Where paragraphs end: at blank lines, or at every line where there are none."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from flows.clean.wrapping import ENDS_SENTENCE, WIDEST_WRAP, has_label_in_capitals, opens_item, opens_turn

# a blank line
BLANK_LINES = re.compile(r"\n\n+")
LONGEST_ALONE = 60
FEWEST_SPEAKERS, MOST_NAME_WORDS = 2, 4
LONGEST_NAME, LONG_WORD, MOST_WORDS_ABOVE = 90, 4, 9
# 12. Jane Roe (North) (Greens) 00:12
BESIDE_NAME = re.compile(r"^\d{1,3}\. |\([^()]{1,60}\)|\[[^\[\]]{1,20}\]|(?:\d{1,2}:)?\d{1,2}:\d\d$")
ENDS_OTHERWISE = frozenset('.!?…:;,–—-”»"')
WORD = re.compile(r"[^\W\d_]+")
# Mr. ROE of the North. I rise.
LABEL_WITH_STOP = re.compile(r"(?:[^\W\d_]{2,5}\.? )[^\W\d_](?:\. )?[^\W\d_a-z]{2,}(?:[ '’-][^\W\d_]+){0,4}(?: \([^()]{1,40}\))?\. ")
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
    apart = _capitals_alone(text) | _names_above(blocks) if has_blank_lines else frozenset[str]()
    return "\n\n".join(paragraph for block in blocks for paragraph in _paragraphs(block, apart, has_blank_lines=has_blank_lines))


def _capitals_alone(text: str) -> frozenset[str]:
    """Return the short lines in capitals that come again: who speaks, above what they say, or the head of a page.

    Where several do, so may be one of few words that comes once.
    """
    lines = Counter(line for line in text.split("\n") if len(line) <= LONGEST_ALONE and line.isupper() and line[-1].isalpha())
    again = sum(times > 1 for times in lines.values())
    return frozenset(line for line, times in lines.items() if times > 1 or (again >= FEWEST_SPEAKERS and line.count(" ") < MOST_NAME_WORDS))


def _names_above(blocks: Sequence[str]) -> frozenset[str]:
    """Return the lines that stand above what is said, each a name, where two or more come again: Jane Roe (North)."""
    pairs = [_two_lines(block) for block in blocks if "\n" in block]
    found = frozenset(first for first, after in pairs if _may_be_name(first, after))
    times = Counter(_bare(first) for first, _ in pairs if first in found)
    return found if sum(count > 1 for count in times.values()) >= FEWEST_SPEAKERS else frozenset()


def _two_lines(block: str) -> tuple[str, str]:
    first, _, rest = block.partition("\n")
    return first, rest.partition("\n")[0]


def _may_be_name(line: str, after: str) -> bool:
    """Say whether a line holds words with capitals alone, but for small ones, no sentence, and one begins below it."""
    if not after or len(line) > LONGEST_NAME or line[-1] in ENDS_OTHERWISE or after[0].islower():
        return False
    words = [word for word in WORD.findall(_bare(line)) if len(word) >= LONG_WORD]
    return 0 < len(words) <= MOST_WORDS_ABOVE and all(word[0].isupper() for word in words)


def _bare(line: str) -> str:
    """Return a line without its number, what stands in brackets, and when it was said: `12. Jane Roe (North)` is `Jane Roe`."""
    return BESIDE_NAME.sub("", line).strip()


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
    if has_label_in_capitals(after):
        return False
    return not (ends_sentence and (len(before) > WIDEST_WRAP or _opens_paragraph(after)))


def _opens_paragraph(line: str) -> bool:
    """Say whether a line begins as a turn or an item of a list does."""
    return bool(opens_item().match(line)) or opens_turn(line) or LABEL_WITH_STOP.match(line) is not None
