"""Names that open the turns of an interview on a page by its looks alone, in bold or in cells: they get the colon that these stand for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

BLOCKS = frozenset({"p", "div", "li", "dd", "td"})
BOLD = frozenset({"b", "strong"})
LONGEST_NAME, MOST_WORDS = 72, 8
FEWEST_NAMES, FEWEST_TIMES = 2, 2
CELLS = frozenset({"td", "th"})
FEWEST_ROWS, LEAST_SENTENCES = 3, 0.8
ENDS_OF_SENTENCES = frozenset('.!?…:”»"’)]')
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


def mark_tables_of_turns(tree: Any) -> None:
    """Turn the tables whose rows hold a name and what was said into paragraphs with a label, in place.

    `<tr><td>Jane Roe</td><td>In May.</td></tr>` becomes `<p><b>Jane Roe:</b> In May.</p>`: tables are no article, and these are.
    """
    for table in list(tree.iter("table")):
        rows = [[cell for cell in row if cell.tag in CELLS] for row in table.iter("tr")]
        if table.getparent() is None or table.find(".//table") is not None or not _are_turns(rows):
            continue
        table.tag = "div"
        for child in list(table):
            table.remove(child)
        for name, said in ((row[0], row[1]) for row in rows if len(row) == 2 and row[0].tag != "th"):
            _add_turn(table, _words(name), said)


def _are_turns(rows: list[list[Any]]) -> bool:
    """Say whether the rows of a table hold a name and words each, and some of the names come again."""
    told = [row for row in rows if len(row) == 2 and row[0].tag != "th"]
    names = Counter(_words(row[0]).rstrip(":") for row in told)
    if len(told) < FEWEST_ROWS or len(told) < len(rows) - 1 or len(names) < FEWEST_NAMES or max(names.values()) < FEWEST_TIMES:
        return False
    sentences = sum(_words(row[1])[-1:] in ENDS_OF_SENTENCES for row in told)
    return all(map(_may_be_name, names)) and sentences >= LEAST_SENTENCES * len(told)


def _add_turn(table: Any, name: str, said: Any) -> None:
    """Add what a cell holds as paragraphs, the first with the name before it."""
    inner = [part for part in said.iter("p") if _words(part)] or [said]
    for number, part in enumerate(inner):
        paragraph = table.makeelement("p", {})
        words = _words(part)
        if number == 0:
            label = table.makeelement("b", {})
            label.text, label.tail = f"{name.rstrip(':')}:", f" {words}"
            paragraph.append(label)
        else:
            paragraph.text = words
        table.append(paragraph)


def _words(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


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
    name = _words(element)
    return name if _may_be_name(name) and name[-1] not in NOT_IN_A_NAME else None


def _may_be_name(name: str) -> bool:
    return 0 < len(name) <= LONGEST_NAME and len(name.split()) <= MOST_WORDS and name[0].isupper()
