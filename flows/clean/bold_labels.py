"""Names in bold that open the turns of an interview on a page: they get the colon that the page's own looks stand for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

BLOCKS = frozenset({"p", "div", "li", "dd", "td"})
BOLD = frozenset({"b", "strong"})
LONGEST_NAME, MOST_WORDS = 72, 8
FEWEST_NAMES, FEWEST_TIMES = 2, 2
NOT_IN_A_NAME = frozenset('.:!?;,…"“”«»–—-')
"""What ends a name in bold: it has its mark already, or is a sentence."""


def mark_bold_labels(tree: Any) -> None:
    """Put a colon behind the names in bold that open blocks again and again, two or more of them in turn, in place.

    `<p><b>Jane Roe</b> In May.</p>` becomes `<p><b>Jane Roe:</b> In May.</p>`: nothing but its looks told the name from the words.
    """
    found = [(element, name) for element in _bold_openings(tree) if (name := _name(element))]
    times = Counter(name for _, name in found)
    names = {name for name, count in times.items() if count >= FEWEST_TIMES}
    if len(names) < FEWEST_NAMES:
        return
    for element, name in found:
        if name in names:
            for child in list(element):
                element.remove(child)
            element.text = f"{name}:"


def _bold_openings(tree: Any) -> Iterator[Any]:
    """Yield the elements in bold that open a block in which words follow them."""
    for block in tree.iter(*BLOCKS):
        first = block[0] if len(block) else None
        if first is not None and first.tag in BOLD and not (block.text or "").strip() and _goes_on(first):
            yield first


def _goes_on(element: Any) -> bool:
    """Tell whether a sentence begins right behind an element in bold."""
    behind = (element.tail or "").lstrip()
    return bool(behind) and (behind[0].isupper() or not behind[0].isalnum()) and behind[0] not in NOT_IN_A_NAME - frozenset('…"“«')


def _name(element: Any) -> str | None:
    name = " ".join("".join(element.itertext()).split())
    is_short = 0 < len(name) <= LONGEST_NAME and len(name.split()) <= MOST_WORDS
    return name if is_short and name[0].isupper() and name[-1] not in NOT_IN_A_NAME else None
