"""How much a page would cost to read, by one look over its markup: what passes takes seconds at most, whatever it holds.

Measured with trafilatura 2.3.1 and lxml 6.1.3 on pages made to be slow: 1 second for 10,000 elements, 2.5 for 1,000,000 of
`MOST_NESTED`, 3.5 for `MOST_GLUED`, and the square of the attributes of one element, of damaged JSON-LD and of the paragraphs on
which several ways of reading are compared.
"""

import re
from typing import Any, NamedTuple

LARGEST_PAGE = 5_000_000
"""Code points."""
MOST_ELEMENTS = 30_000
MOST_ATTRIBUTES = 2_000
"""Of one element."""
MOST_ATTRIBUTES_IN_ALL = 100_000
MOST_NESTED = 1_000_000
"""Elements, each counted once for every element around it."""
MOST_GLUED = 5_000_000_000
"""Children of an element, times the code points between them: what is left of a child that goes is glued to the one before."""
MOST_PARAGRAPHS_TO_COMPARE = 4_000
"""A page of more is read in one way, and not in several to take the best."""
MOST_DATA = 100_000
"""Code points of JSON-LD; what a page says of itself takes a tenth of it."""
TIMES_READ = 4
"""Tags that never end may overlap so much, in lengths of the page; those of sound pages do not overlap."""

# <p class="a" title='b > c' hidden data-x=1>, as the HTML standard cuts a tag
TAG_START = re.compile(r"<([a-z][^\s/>]*+)", re.IGNORECASE)
ATTRIBUTE = r"""[\s/]*+(?:=[^\s/>=]*+|[^\s/>=]++)(?:\s*+=\s*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|(?=[^\s"'>])[^\s>]++)?)?+"""
ONE_ATTRIBUTE = re.compile(ATTRIBUTE)
ATTRIBUTES = re.compile(f"(?:{ATTRIBUTE})*+")
# Elements that begin a new line.
PARAGRAPH = re.compile(
    r"""address|article|aside|blockquote|br|caption|center|d[dlt]|div|fieldset|fig(?:caption|ure)|footer|form|h[1-6r]|header
    |legend|li|main|nav|ol|option|p|pre|section|table|t[drh]|textarea|ul""",
    re.VERBOSE | re.IGNORECASE,
)


class PageSize(NamedTuple):
    """What a page's markup seems to hold, scripts and comments included, since what ends them is the parser's to say."""

    elements: int
    paragraphs: int


def size_of(page: str) -> PageSize | str:
    """Count the elements of a page's markup, without parsing it; or say what makes it larger than a text's page may be.

    >>> size_of("<p class='a' hidden>One.<br>Two, <b>three</b>.")
    PageSize(elements=3, paragraphs=2)
    """
    if len(page) > LARGEST_PAGE:
        return f"is a page of more than {LARGEST_PAGE} characters"
    elements = paragraphs = attributes = read = 0
    for tag in TAG_START.finditer(page):
        elements += 1
        if elements > MOST_ELEMENTS:
            return f"is a page of more than {MOST_ELEMENTS} elements"
        paragraphs += PARAGRAPH.fullmatch(tag[1]) is not None
        match = ATTRIBUTES.match(page, tag.end())
        found = match[0] if match else ""
        own = len(ONE_ATTRIBUTE.findall(found))
        attributes, read = attributes + own, read + len(found)
        if own > MOST_ATTRIBUTES or attributes > MOST_ATTRIBUTES_IN_ALL:
            return f"is a page of more than {MOST_ATTRIBUTES_IN_ALL} attributes, or {MOST_ATTRIBUTES} of one element"
        if read > TIMES_READ * LARGEST_PAGE:
            return "is a page of tags that do not end"
    return PageSize(elements, paragraphs)


def too_entangled(tree: Any) -> str | None:
    """Return what makes a parsed page slow to read, though it is no larger than others; None where nothing does."""
    nested = glued = 0
    stack = [(tree, 1)]
    while stack:
        element, depth = stack.pop()
        children = list(element)
        nested += depth
        glued += len(children) * sum(len(child.tail) for child in children if child.tail)
        stack += [(child, depth + 1) for child in children]
    if nested > MOST_NESTED:
        return "is a page of too many elements within one another"
    return "is a page of too many elements within one text" if glued > MOST_GLUED else None


def drop_long_data(tree: Any) -> None:
    """Empty the JSON-LD beyond `MOST_DATA` of a parsed page: damaged data take the square of their length."""
    room = MOST_DATA
    for script in tree.iter("script"):
        room -= len(script.text or "") if "json" in script.get("type", "").lower() else 0
        if room < 0:
            script.text = None
