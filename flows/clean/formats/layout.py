"""From pieces of text at places on printed pages to paragraphs: columns, heads and feet of pages, broken lines, divided words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from flows.clean.furniture import ROMAN, is_page_number, masked
from flows.clean.wrapping import ENDS_SENTENCE, opens_turn


class Piece(NamedTuple):
    """Some characters on one line of a page: where they stand, in points from the page's lower left corner."""

    text: str
    left: float
    right: float
    bottom: float
    top: float


Page = Sequence[Piece]

SAME_LINE = 0.5
"""Pieces whose middles are nearer than this share of their height stand on one line."""
FIRST_LINES = 3
"""So many lines at the top and the foot of a page may be its head and foot."""
LEAST_REPEATED = 0.3
"""The share of the pages on which a head or foot stands; left and right pages may have their own."""
GUTTER_FROM, GUTTER_TO = 0.2, 0.8
"""Where across a text the space between two columns may lie."""
GUTTER_STEPS = 60
LEAST_COLUMN_LINES = 5
MOST_CROSSING = 0.2
"""The share of lines that may cross a gutter: titles above the columns do."""
LEAST_BALANCE = 0.3
"""The lines of the emptier side to those of the fuller one: labels beside paragraphs are no column."""
WIDER_GAP = 1.35
"""Times the usual distance of two lines, and a paragraph ends between them."""
INDENT = 0.8
"""Times a line's height, and a line is indented."""
FULL_LINE = 0.85
"""The share of a column's width that a line takes which its words filled."""
LARGER = 1.15
"""Times the height, and a line is of another size: a heading."""
SAME_SIZE = 1.05

# "govern-"; a soft hyphen, or the mark that PDFium puts in its place
DIVIDED = re.compile(r"(?P<before>[^\W\d_]+)(?P<mark>[-\u2010\u00ad\x02\ufffe])$")
SURE_MARKS = "\u00ad"
WORD_AT_START = re.compile(r"[^\W\d_]+")
WORDS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def paragraphs_of(pages: Sequence[Page]) -> list[str]:
    """Return the paragraphs of printed pages in the order in which a person reads them."""
    with_lines = [_lines(page) for page in pages]
    repeated = _repeated(with_lines)
    kept = [[piece for line in lines if not _is_furniture(line, lines, repeated) for piece in line] for lines in with_lines]
    gutters = _gutters(kept)
    blocks = [block for page, gutter in zip(kept, gutters, strict=True) for block in _blocks(page, gutter)]
    words = Counter(word.lower() for page in kept for piece in page for word in WORDS.findall(piece.text))
    paragraphs: list[list[str]] = []
    before: Paragraph | None = None
    for block in blocks:
        for index, paragraph in enumerate(_paragraphs(block)):
            if index == 0 and before is not None and _goes_on(before, paragraph):
                paragraphs[-1] += paragraph.lines
            else:
                paragraphs.append(list(paragraph.lines))
            before = paragraph
    return [joined(lines, words) for lines in paragraphs]


def _lines(page: Page) -> list[list[Piece]]:
    """Return the pieces of a page line by line from the top, each line from the left."""
    lines: list[list[Piece]] = []
    for piece in sorted(page, key=lambda piece: (-(piece.top + piece.bottom), piece.left)):
        if lines and _is_beside(lines[-1][0], piece):
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return [sorted(line, key=lambda piece: piece.left) for line in lines]


def _is_beside(one: Piece, other: Piece) -> bool:
    height = max(1.0, min(one.top - one.bottom, other.top - other.bottom))
    return abs((one.top + one.bottom) - (other.top + other.bottom)) / 2 < SAME_LINE * height


def _text(line: Iterable[Piece]) -> str:
    return " ".join(piece.text.strip() for piece in line).strip()


def _repeated(pages: Sequence[Sequence[Sequence[Piece]]]) -> frozenset[str]:
    """Return the heads and feet of pages, figures masked: lines at the edge of several pages, with the same words on each."""
    if len(pages) < 2:
        return frozenset()
    counted = Counter(head for lines in pages for head in {masked(_text(line)) for line in (*lines[:FIRST_LINES], *lines[-FIRST_LINES:])})
    least = max(2, LEAST_REPEATED * len(pages))
    return frozenset(head for head, times in counted.items() if times >= least)


def _is_furniture(line: Sequence[Piece], lines: Sequence[Sequence[Piece]], repeated: frozenset[str]) -> bool:
    at_top, at_foot = any(line is one for one in lines[:FIRST_LINES]), any(line is one for one in lines[-FIRST_LINES:])
    if not (at_top or at_foot):
        return False
    is_outermost = line is lines[0] or line is lines[-1]
    words = _text(line)
    return masked(words) in repeated or (is_outermost and (is_page_number(words) or ROMAN.fullmatch(words) is not None))


def _gutters(pages: Sequence[Page]) -> list[float | None]:
    """Return for each page where its two columns part; a page too short to tell takes the place of the others."""
    found = [_gutter(page) for page in pages]
    known = sorted(gutter for gutter in found if gutter is not None)
    if len(known) * 2 < len(pages):
        return found
    usual = median(known)
    return [gutter if gutter is not None or not _may_part(page, usual) else usual for page, gutter in zip(pages, found, strict=True)]


def _gutter(page: Page) -> float | None:
    """Return the place between two columns that fewest pieces cross; None where the text has one column."""
    if len(page) < 2 * LEAST_COLUMN_LINES:
        return None
    left, right = min(piece.left for piece in page), max(piece.right for piece in page)
    places = [left + (right - left) * (GUTTER_FROM + (GUTTER_TO - GUTTER_FROM) * step / GUTTER_STEPS) for step in range(GUTTER_STEPS + 1)]
    parting = [(_crossing(page, place), place) for place in places if _may_part(page, place) and _is_balanced(page, place)]
    if not parting:
        return None
    least = min(parting)[0]
    best = [place for crossing, place in parting if crossing == least]
    return best[len(best) // 2]


def _crossing(page: Page, place: float) -> int:
    return sum(piece.left < place < piece.right for piece in page)


def _may_part(page: Page, place: float) -> bool:
    return bool(page) and _crossing(page, place) <= MOST_CROSSING * len(page)


def _is_balanced(page: Page, place: float) -> bool:
    sides = sorted((len(_lines([p for p in page if p.right <= place])), len(_lines([p for p in page if p.left >= place]))))
    return sides[0] >= LEAST_COLUMN_LINES and sides[0] >= LEAST_BALANCE * sides[1]


def _blocks(page: Page, gutter: float | None) -> list[list[Piece]]:
    """Return the columns of a page in reading order, as lines: what crosses the gutter parts what stands above from what stands below."""
    if gutter is None:
        return [_merged(_lines(page))] if page else []
    blocks: list[list[Piece]] = []
    band: list[Piece] = []
    wide: list[Piece] = []
    for line in _lines(page):
        if any(piece.left < gutter < piece.right for piece in line):
            blocks += _columns(band, gutter)
            band = []
            wide.append(_one(line))
            continue
        if wide:
            blocks.append(wide)
            wide = []
        band += line
    return [block for block in (*blocks, *_columns(band, gutter), wide) if block]


def _columns(band: Sequence[Piece], gutter: float) -> list[list[Piece]]:
    """Return the columns on both sides of a gutter, each side parted again where it has a gutter of its own."""
    sides = ([piece for piece in band if piece.right <= gutter], [piece for piece in band if piece.left >= gutter])
    return [block for side in sides for block in _blocks(side, _gutter(side))]


def _merged(lines: Iterable[Sequence[Piece]]) -> list[Piece]:
    return [_one(line) for line in lines]


def _one(line: Sequence[Piece]) -> Piece:
    return Piece(
        _text(line),
        min(piece.left for piece in line),
        max(piece.right for piece in line),
        min(piece.bottom for piece in line),
        max(piece.top for piece in line),
    )


class Paragraph(NamedTuple):
    """The lines of a paragraph; whether it may go on in the next column."""

    lines: tuple[str, ...]
    is_open: bool
    is_indented: bool
    height: float
    """Of a line, in points."""


def _paragraphs(block: Sequence[Piece]) -> list[Paragraph]:
    """Divide the lines of a column into paragraphs."""
    if not block:
        return []
    left, right = _margin(block), max(line.right for line in block)
    distances = [before.bottom - after.bottom for before, after in pairwise(block)]
    usual, height = _usual(distances), median(line.top - line.bottom for line in block)
    groups = [[block[0]]]
    for before, after, distance in zip(block, block[1:], distances, strict=False):
        is_wide = distance > WIDER_GAP * max(usual, min(before.top - before.bottom, after.top - after.bottom))
        if is_wide or (not _is_heading(before, after, height) and _ends_between(before, after, left, right)):
            groups.append([after])
        else:
            groups[-1].append(after)
    return [_paragraph(group, left, right) for group in groups]


def _margin(block: Sequence[Piece]) -> float:
    """Return where most lines begin."""
    return Counter(round(line.left) for line in block).most_common(1)[0][0]


def _usual(distances: Sequence[float]) -> float:
    """Return the usual distance of two lines of one paragraph: the lower half's middle, since spaces between paragraphs are larger."""
    positive = sorted(distance for distance in distances if distance > 0)
    return median(positive[: max(1, (len(positive) + 1) // 2)]) if positive else 0.0


def _is_heading(before: Piece, after: Piece, usual: float) -> bool:
    """Say whether two lines are of one heading: larger than the text around, and as large as each other."""
    heights = sorted((before.top - before.bottom, after.top - after.bottom))
    return heights[0] > LARGER * usual and heights[1] < SAME_SIZE * heights[0] and not ENDS_SENTENCE.search(before.text)


def _ends_between(before: Piece, after: Piece, left: float, right: float) -> bool:
    """Say whether a paragraph ends between two lines that stand as near each other as lines of one do."""
    heights = sorted((before.top - before.bottom, after.top - after.bottom))
    ends_sentence = ENDS_SENTENCE.search(before.text) is not None
    if heights[1] > LARGER * heights[0] or (ends_sentence and opens_turn(after.text)):
        return True
    indent = INDENT * heights[1]
    is_indented = after.left - left > indent and after.left - before.left > indent
    was_full = before.right - left >= FULL_LINE * (right - left)
    return (is_indented and (ends_sentence or not was_full)) or (not was_full and (ends_sentence or not after.text[:1].islower()))


def _paragraph(group: Sequence[Piece], left: float, right: float) -> Paragraph:
    last = group[-1]
    is_open = ENDS_SENTENCE.search(last.text) is None and last.right - left >= FULL_LINE * (right - left)
    height = group[0].top - group[0].bottom
    return Paragraph(tuple(line.text for line in group), is_open, group[0].left - left > INDENT * height, height)


def _goes_on(before: Paragraph, paragraph: Paragraph) -> bool:
    """Say whether a column's first paragraph goes on from the last one of the column before."""
    is_alike = 1 / LARGER < paragraph.height / max(before.height, 0.1) < LARGER
    return before.is_open and is_alike and (paragraph.lines[0][:1].islower() or not paragraph.is_indented)


def joined(lines: Sequence[str], words: Counter[str]) -> str:
    """Return the lines of a paragraph as one; `words` counts those of the whole text, which tell whether a hyphen divides one.

    >>> joined(["The govern-", "ment met."], Counter())
    'The government met.'
    >>> joined(["A well-", "known case."], Counter({"well-known": 2}))
    'A well-known case.'
    """
    pieces = [lines[0]]
    for line in lines[1:]:
        divided, start = DIVIDED.search(pieces[-1]), WORD_AT_START.match(line)
        if divided is None or start is None:
            pieces.append(f" {line}")
            continue
        whole = (divided["before"] + start[0]).lower()
        hyphened = f"{divided['before']}-{start[0]}".lower()
        is_sure = divided["mark"] in SURE_MARKS
        stays = not is_sure and (start[0][0].isupper() or (words[hyphened] > words[whole]))
        pieces[-1] = pieces[-1][: divided.start("mark")]
        pieces.append(f"-{line}" if stays else line)
    return "".join(pieces)
