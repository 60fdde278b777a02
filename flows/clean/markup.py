"""What other formats leave in a text: entities and tags of HTML, quotation marks that a CSV table doubled."""

import re
from html import unescape
from html.entities import html5

from flows.clean.traced import Traced, substituted

# &laquo; · &#8220; · &#x201c;
ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
MOST_ESCAPES = 2
"""How often an ampersand is escaped in a row, at most: `&amp;laquo;`"""
# <p>, </p>, <br/>, <a href="…">: elements that stand within articles; whatever else stands in angle brackets is left as it is.
TAG = re.compile(r"</?(?P<name>[a-zA-Z][a-zA-Z0-9]{0,9})(?:\s[^<>]{0,500})?/?>")
BLOCKS = frozenset({"p", "div", "blockquote", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "table", "dt", "dd"})
WITHIN_LINES = frozenset({"a", "b", "strong", "i", "em", "u", "s", "span", "font", "sup", "sub", "small", "td", "th"})
BREAK = "br"
QUOTE = "q"

# "" · """
MARKS = re.compile('"+')


def without_entities(text: str) -> str:
    """Return a text in which the characters stand that HTML's entities name.

    >>> without_entities("&laquo;Дорога&raquo; R&amp;D AT&T;")
    '«Дорога» R&D AT&T;'
    """
    for _ in range(MOST_ESCAPES):
        if "&" not in text or not ENTITY.search(text):
            break
        text = ENTITY.sub(_character, text)
    return text


def traced_markup(traced: Traced) -> Traced:
    """Return a text as `without_entities` and `without_tags` do, and where each of its characters stood before."""
    for _ in range(MOST_ESCAPES if "&" in traced.text else 0):
        traced = substituted(ENTITY, _character, traced)
    return substituted(TAG, _instead_of_tag, traced) if "<" in traced.text else traced


def _character(entity: re.Match[str]) -> str:
    name = entity[0][1:]
    return unescape(entity[0]) if name[0] == "#" or name in html5 else entity[0]


def without_tags(text: str) -> str:
    r"""Return a text without the tags of HTML that stand in it; blocks and breaks end a line, `<q>` is a quotation mark.

    >>> without_tags("<p>We <b>will</b> stay.</p><p>5 < 6</p>")
    '\n\nWe will stay.\n\n\n\n5 < 6\n\n'
    """
    return TAG.sub(_instead_of_tag, text) if "<" in text else text


def _instead_of_tag(tag: re.Match[str]) -> str:
    name = tag["name"].lower()
    if name in BLOCKS:
        return "\n\n"
    if name == QUOTE:
        return "”" if tag[0][1] == "/" else "“"
    return "\n" if name == BREAK else "" if name in WITHIN_LINES else tag[0]


def single_marks(text: str) -> str:
    '''Return a text whose quotation marks a table doubled with each of them once, and without those around the whole field.

    >>> single_marks('"""We stay,"" she said."')
    '"We stay," she said.'
    '''
    if '""' not in text:
        return text
    field = text.strip()
    runs = [match.span() for match in MARKS.finditer(field)]
    inner = field[1:-1] if len(field) > 1 and field[0] == field[-1] == '"' and _odd(runs[0]) and _odd(runs[-1]) else field
    is_doubled = all(len(run) % 2 == 0 for run in MARKS.findall(inner))
    return inner.replace('""', '"') if is_doubled and inner.count('""') > 1 else text


def _odd(run: tuple[int, int]) -> bool:
    return (run[1] - run[0]) % 2 == 1
