"""What of a text nobody says: running heads and page numbers within it, and what stands after its end."""

import re
from collections.abc import Iterator
from functools import lru_cache

from flows.clean.furniture import is_page_number, masked, running_heads
from flows.label.form.evidence import share_after
from flows.label.form.words import classes
from flows.languages.letters import plain
from flows.languages.pack import Pack
from schemas.columns import Span

LINE = re.compile(r"[^\n]+")
AROUND = " \t.:*-–—_[]()#|/"
MOST_OF_TEXT_IN_TAIL = 0.2


def without_tail(text: str, lines: tuple[Span, ...], pack: Pack) -> tuple[Span, ...]:
    """Return the lines up to the one that ends the text: ENDS, MEDIA CONTACT: …"""
    ends = classes("announcements", pack)["end"]
    stop = len(lines)
    for number in range(len(lines) - 1, 0, -1):
        if share_after((lines[0], lines[stop - 1]), lines[number].start) > MOST_OF_TEXT_IN_TAIL:
            break
        first = LINE.search(text, *lines[number])
        words = plain(first.group()).strip(AROUND) if first else ""
        if words in ends or words.partition(":")[0].strip(AROUND) in ends:
            stop = number
    return lines[:stop]


def is_furniture(text: str, line: Span) -> bool:
    """Tell whether a line begins with what pages carry beside the text: a running head, a page's number."""
    printed = LINE.search(text, *line)
    return printed is not None and (is_page_number(printed.group()) or masked(printed.group()) in _running_heads(text))


def spoken_spans(text: str, line: Span) -> Iterator[Span]:
    """Yield the stretches of a line between running heads and page numbers, if it goes over several printed lines."""
    start, heads = line.start, _running_heads(text)
    for printed in LINE.finditer(text, *line):
        if is_page_number(printed.group()) or masked(printed.group()) in heads:
            if start < printed.start():
                yield Span(start, printed.start())
            start = printed.end()
    if start < line.end:
        yield Span(start, line.end)


@lru_cache(maxsize=4)
def _running_heads(text: str) -> frozenset[str]:
    return running_heads(text.split("\n"))
