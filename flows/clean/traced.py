"""A text in which things are replaced, and where each of its characters stood in the text as it came."""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from schemas.columns import Span


class Traced(NamedTuple):
    """A text, and where each of its code points begins and ends in the text as it came."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def place(self, span: Span) -> Span:
        """Return where a span of the text stands in the text as it came."""
        if span.start == span.end:
            start = self.starts[span.start] if span.start < len(self.starts) else self.ends[-1] if self.ends else 0
            return Span(start, start)
        return Span(self.starts[span.start], self.ends[span.end - 1])


def untouched(text: str) -> Traced:
    """Return a text in which nothing is replaced yet."""
    return Traced(text, range(len(text)), range(1, len(text) + 1))


def substituted(pattern: re.Pattern[str], replacement: Callable[[re.Match[str]], str], traced: Traced) -> Traced:
    """Return a text with every match replaced; each character that stands for a match begins and ends where the match did.

    >>> changed = substituted(re.compile("&gt;"), lambda match: ">", untouched("a &gt; b"))
    >>> changed.text, changed.place(Span(2, 3)), changed.place(Span(4, 5))
    ('a > b', Span(start=2, end=6), Span(start=7, end=8))
    """
    text, last = traced.text, 0
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for match in pattern.finditer(text):
        new = replacement(match)
        if new == match[0]:
            continue
        place = traced.place(Span(*match.span()))
        pieces += (text[last : match.start()], new)
        starts += (*traced.starts[last : match.start()], *([place.start] * len(new)))
        ends += (*traced.ends[last : match.start()], *([place.end] * len(new)))
        last = match.end()
    if not last:
        return traced
    return Traced("".join((*pieces, text[last:])), (*starts, *traced.starts[last:]), (*ends, *traced.ends[last:]))


def by_line(rule: Callable[[Traced], Traced], traced: Traced) -> Traced:
    """Return a text with a rule applied to each of its lines."""
    lines: list[Traced] = []
    start = 0
    for line in traced.text.split("\n"):
        end = start + len(line)
        lines.append(rule(Traced(line, traced.starts[start:end], traced.ends[start:end])))
        lines.append(Traced("\n", traced.starts[end : end + 1], traced.ends[end : end + 1]))
        start = end + 1
    lines.pop()
    starts, ends = [place for line in lines for place in line.starts], [place for line in lines for place in line.ends]
    return Traced("".join(line.text for line in lines), starts, ends)
