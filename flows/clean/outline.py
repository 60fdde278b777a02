"""What a page shows around its article: its titles and headings, what follows them, and the forms and checks that stand on it."""

import re
from functools import cache
from typing import Any, NamedTuple

from flows.languages.lists import word_list

HEADINGS = {f"h{level}": level for level in range(1, 7)}
UNSEEN = frozenset({"script", "style", "template", "svg", "select", "datalist", "head", "iframe", "object", "math"})
BESIDE = frozenset({"nav", "footer", "aside"})
BESIDE_ROLES = frozenset({"navigation", "contentinfo", "complementary", "search"})
WITHIN_LINES = frozenset(
    {"a", "abbr", "b", "bdi", "bdo", "em", "font", "i", "mark", "s", "small", "span", "strong", "sub", "sup", "u", "wbr"}
)
LONGEST_HEADING = 200
MOST_HEADINGS = 40
LONGEST_AFTER = 500
"""Code points that are kept of what follows a heading."""
LONGEST_TEXT = 20_000

# <body class="error404">, <html class="page-404">, <body id="error-page">
ERROR_CLASS = re.compile(r"(?:error|page)[_-]?(?:404|403|500|503|not-?found)|error-page|not-?found|(?:404|403|500|503)[_-](?:page|error)")
# <meta property="article:published_time" …>, "datePublished": "2031-05-04"
DATED = re.compile(r"article:published_time|[\"']datePublished[\"']", re.IGNORECASE)
SPACES = re.compile(r"\s+")


class Heading(NamedTuple):
    """A heading, and the beginning of what follows it."""

    level: int
    text: str
    after: str


class Outline(NamedTuple):
    """What a page shows around its article."""

    title: str
    headings: tuple[Heading, ...]
    text: str
    """What is read on it, but for menus, feet and sidebars; a line a block."""
    asks_password: bool
    checks_reader: bool
    """It holds the machinery of a browser check or a captcha."""
    is_error: bool
    """Its own names for itself (the classes of its body) say that it tells of an error."""
    is_dated: bool
    """Its metadata hold a moment of publication, as an article's do."""


def outline_of(tree: Any, page: str) -> Outline:
    """Return what a page shows, by its parsed tree and its markup."""
    reading = _Reading()
    _walk(tree, reading)
    title = tree.find(".//title")
    names = " ".join(_names(element) for element in (tree, tree.find("body")) if element is not None)
    return Outline(
        title=_line("".join(title.itertext())) if title is not None else "",
        headings=tuple(reading.headings()),
        text="".join(reading.pieces)[:LONGEST_TEXT],
        asks_password=reading.asks_password,
        checks_reader=_checks().search(page) is not None,
        is_error=ERROR_CLASS.search(names) is not None,
        is_dated=DATED.search(page) is not None,
    )


class _Reading:
    """The words of a page as they are met."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.asks_password = False
        self._headings: list[tuple[int, int, int]] = []
        """Level, first piece, piece after the last."""

    def end(self, name: str, start: int) -> None:
        """End an element, which began with the piece `start`; of headings, those beyond the first few matter no more."""
        if name in HEADINGS and len(self._headings) < MOST_HEADINGS:
            self._headings.append((HEADINGS[name], start, len(self.pieces)))
        if name not in WITHIN_LINES:
            self.pieces.append("\n")

    def headings(self) -> list[Heading]:
        """Return the headings with what follows each."""
        return [Heading(level, _line("".join(self.pieces[start:end])), self._after(end)) for level, start, end in self._headings]

    def _after(self, place: int) -> str:
        taken, length = [], 0
        for piece in self.pieces[place:]:
            taken.append(piece)
            length += len(piece)
            if length > LONGEST_AFTER:
                break
        return "".join(taken)[:LONGEST_AFTER]


def _walk(tree: Any, reading: _Reading) -> None:
    """Read an element and all within it, in the order of the page."""
    pieces, open_headings = reading.pieces, [0]
    stack = [(tree, False, True)]
    while stack:
        element, is_end, is_read = stack.pop()
        name = element.tag if isinstance(element.tag, str) else ""
        if is_end:
            reading.end(name, open_headings.pop() if name in HEADINGS else 0)
            pieces += [SPACES.sub(" ", element.tail)] if element.tail and is_read and element is not tree else []
            continue
        stack.append((element, True, is_read))
        pieces += ["\n"] if name not in WITHIN_LINES else []
        if name in HEADINGS:
            open_headings.append(len(pieces))
        is_read = is_read and not _is_aside(element, name)
        reading.asks_password |= is_read and _takes_password(element, name)
        pieces += [SPACES.sub(" ", element.text)] if element.text and is_read else []
        stack.extend((child, False, is_read) for child in reversed(element))


def _is_aside(element: Any, name: str) -> bool:
    """Say whether an element is not seen, or stands beside what is read."""
    return name in UNSEEN or name in BESIDE or element.get("role", "").lower() in BESIDE_ROLES


def _takes_password(element: Any, name: str) -> bool:
    return name == "input" and element.get("type", "").lower() == "password"


def _line(text: str) -> str:
    return " ".join(text[:LONGEST_HEADING].split())


def _names(element: Any) -> str:
    return f"{element.get('class', '')} {element.get('id', '')}".lower()


@cache
def _checks() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, word_list("flows.clean", "checks.txt"))))
