"""What is mended in a parsed page before its article is taken: quotation marks that a page leaves to the browser, blocks of links."""

import re
from functools import cache
from typing import Any

from flows.languages.pack import any_of, packs

OPENS, CLOSES = "“", "”"
BLOCKS = frozenset({"p", "div", "li", "blockquote", "aside", "section"})
LONGEST_LINK_BLOCK = 300
"""Code points: a block that names another article is a line or two."""


def show_quotation_marks(tree: Any) -> None:
    """Put the marks that a browser shows around every `<q>`, which then is no element of its own."""
    for element in list(tree.iter("q")):
        element.text = OPENS + (element.text or "")
        if len(element):
            element[-1].tail = (element[-1].tail or "") + CLOSES
        else:
            element.text += CLOSES
        element.drop_tag()


def drop_link_blocks(tree: Any) -> None:
    """Take out the blocks that only send the reader to another article: `Read also: …`, with a link."""
    for element in list(tree.iter(*BLOCKS)):
        if element.getparent() is None or element.find(".//a") is None:
            continue
        whole = "".join(element.itertext())
        if len(whole) <= LONGEST_LINK_BLOCK and _sends_elsewhere().fullmatch(_outside_links(element) or whole):
            element.drop_tree()


def _outside_links(element: Any) -> str:
    """Return the words of an element that stand in no link."""
    pieces = [element.text or ""]
    for child in element.iterdescendants():
        is_linked = child.tag == "a" or any(outer.tag == "a" for outer in child.iterancestors())
        pieces.append("" if is_linked else child.text or "")
        pieces.append("" if is_linked and child.tag != "a" else child.tail or "")
    return "".join(pieces).strip()


@cache
def _sends_elsewhere() -> re.Pattern[str]:
    """Return the pattern of such a block: the words alone beside its links, or before a colon or dash."""
    words = any_of(word for one in packs() for word in one.lines("see_also"))
    return re.compile(rf"\W{{0,5}}(?:{words})(?:\W{{0,5}}|\s?[:|–—-].*)", re.IGNORECASE | re.DOTALL)
