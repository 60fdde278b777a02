"""What a page carries that nobody says: running heads, page numbers, and what stands after a text's end."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from flows.label.form.evidence import share_after
from flows.label.form.words import WORD, classes
from flows.languages.letters import plain
from flows.languages.pack import Pack
from schemas.columns import Span

LINE = re.compile(r"[^\n]+")
DIGITS = re.compile(r"\d+")
AROUND = " \t.:*-–—_[]()#|/"
ENDS_SENTENCE = frozenset(".!?…:;,»”\"')]’")
FEWEST_REPEATS, LONGEST_RUNNING_HEAD = 3, 90
MOST_PAGE_WORDS, LONGEST_PAGE_NUMBER = 3, 24
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


def spoken_spans(text: str, line: Span, pack: Pack) -> Iterator[Span]:
    """Yield the stretches of a line between running heads and page numbers, if it goes over several printed lines."""
    start, heads = line.start, running_heads(text)
    for printed in LINE.finditer(text, *line):
        if is_page_number(printed.group(), pack) or _key(printed.group()) in heads:
            if start < printed.start():
                yield Span(start, printed.start())
            start = printed.end()
    if start < line.end:
        yield Span(start, line.end)


@lru_cache(maxsize=4)
def running_heads(text: str) -> frozenset[str]:
    """Return the printed lines, with 0 for every number, that come again and again and end no sentence."""
    times = Counter(_key(line) for line in text.split("\n") if len(line) <= LONGEST_RUNNING_HEAD)
    return frozenset(line for line, count in times.items() if count >= FEWEST_REPEATS and line and line[-1] not in ENDS_SENTENCE)


def _key(printed: str) -> str:
    return DIGITS.sub("0", printed.strip())


def is_page_number(printed: str, pack: Pack) -> bool:
    """Tell whether a printed line holds the number of a page and no more: 2 · Page 2 of 7 · - 2 -"""
    if len(printed) > LONGEST_PAGE_NUMBER or not DIGITS.search(printed):
        return False
    words = WORD.findall(plain(printed))
    return len(words) <= MOST_PAGE_WORDS and all(word in classes("announcements", pack)["page"] for word in words)
