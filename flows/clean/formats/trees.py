"""XML as a tree: without entities, without a network, and no larger than a text may be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from flows.clean.draft import Unreadable
from schemas.words import Reason

MANY_SPACES = re.compile(r"\s+")
# <!DOCTYPE publicwhip [<!ENTITY ndash "&#8211;"> …]>: names of single characters, which older Hansards declare for themselves
NAMED_CHARACTERS = re.compile(
    rb"<!DOCTYPE\s+[\w.:-]{1,60}\s*\[(?P<names>(?:\s*<!ENTITY\s+[\w.-]{1,40}\s+(?:\"[^\"&%<]\"|'[^'&%<]'|[\"']&#x?[0-9A-Fa-f]{1,6};[\"'])\s*>){1,600})\s*\]\s*>"
)
NAMED_CHARACTER = re.compile(rb"<!ENTITY\s+(?P<name>[\w.-]+)\s+[\"'](?P<character>[^\"']+)[\"']\s*>")
REFERENCE = re.compile(rb"&([A-Za-z][\w.-]{0,39});")
WITHIN = 100_000
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# What begins a line of its own, or a cell: `<td>Monday</td><td>Roads</td>`
APART = frozenset({"p", "lb", "br", "li", "item", "tr", "td", "th"})


def tree_of(raw: bytes, what: str) -> Any | Unreadable:
    """Return the root element of an XML document (lxml's), or why there is none; `what` names the document in the reason."""
    from lxml import etree  # late: a tenth of a second

    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        remove_blank_text=False,
    )
    try:
        root = etree.fromstring(_with_characters(raw), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        detail = str(error).splitlines()[0] if str(error) else type(error).__name__
        if "entit" in detail.lower() or "amplification" in detail.lower():
            return _with_entities(what)
        return Unreadable(Reason.DAMAGED, f"begins as {what} and cannot be parsed ({detail}); export it again")
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None and any(True for _ in declared.iterentities()):
        return _with_entities(what)
    return root


def _with_characters(raw: bytes) -> bytes:
    """Return a document with the characters themselves for the names that it declares for single ones, and nothing else."""
    declared = NAMED_CHARACTERS.search(raw, 0, WITHIN)
    if declared is None:
        return raw
    named = {found["name"]: found["character"] for found in NAMED_CHARACTER.finditer(declared["names"])}
    body = REFERENCE.sub(lambda match: named.get(match[1], match[0]), raw[declared.end() :])
    return raw[: declared.start()] + body


def _with_entities(what: str) -> Unreadable:
    return Unreadable(Reason.UNSAFE, f"is {what} that declares or uses entities of its own; write their characters out")


def name_of(element: Any) -> str:
    """Return an element's name without its namespace; an empty one for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def named(element: Any, *names: str) -> Iterator[Any]:
    """Yield the elements within, at any depth and in the document's order, that have one of the names."""
    for found in element.iter():
        if name_of(found) in names:
            yield found


def first(element: Any, *names: str) -> Any | None:
    """Return the first element within that has one of the names; None where there is none."""
    return next(named(element, *names), None)


def on_one_line(text: str | None) -> str:
    """Return a text with single spaces and none around it."""
    return MANY_SPACES.sub(" ", text or "").strip()


def words_of(element: Any | None, without: frozenset[str] = frozenset()) -> str:
    """Return all text within an element on one line, that of elements of some names left out."""
    if element is None:
        return ""
    return on_one_line("".join(gathered(element, without)))


def gathered(element: Any, without: frozenset[str] = frozenset()) -> list[str]:
    """Return the pieces of text within an element as they stand there, a space between cells and lines."""
    pieces: list[str] = []
    _gather(element, without, pieces)
    return pieces


def _gather(element: Any, without: frozenset[str], pieces: list[str]) -> None:
    pieces.append(element.text or "")
    for child in element:
        name = name_of(child)
        if name and name not in without:
            around = [" "] if name in APART else []
            pieces += around
            _gather(child, without, pieces)
            pieces += around
        pieces.append(child.tail or "")
