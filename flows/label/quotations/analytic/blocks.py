"""Words that a colon leads to in whole paragraphs of their own, without marks: A spokesperson said: – and the statement follows."""

import re
from collections.abc import Sequence

from flows.label.quotations.marks import Passage
from schemas.columns import Span

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
ENDS_SENTENCE = frozenset(".!?…")
FEWEST_WORDS = 3
MOST_LINES = 50


def block_from(text: str, lines: Sequence[Span], marked: Sequence[Sequence[Passage]], first: int, first_person: frozenset[str]) -> int:
    """Return the index behind the last line of such words, of which the first is given; that of the first where there are none.

    They reach as far as a speaker's own *we* and *our* do, over paragraphs of plain sentences: no heading, no marks.
    """
    end = first
    for at in range(first, min(first + MOST_LINES, len(lines))):
        if marked[at] or text[lines[at].end - 1] not in ENDS_SENTENCE:
            break
        words = WORD.findall(text[lines[at].start : lines[at].end].lower())
        if len(words) < FEWEST_WORDS:
            break
        if at == first or not first_person.isdisjoint(words):
            end = at + 1
    return end
