"""Documents of word processors as text: DOCX and ODT are ZIP archives of XML, RTF is one text."""

from __future__ import annotations

import io
import re
import zipfile
from itertools import islice
from typing import Any

from flows.clean.draft import Draft, Unreadable
from flows.clean.formats.kinds import Kind
from flows.clean.formats.trees import name_of, named, tree_of
from schemas.words import Reason, TakenFrom

LARGEST_PART = 60_000_000
"""Bytes of one unpacked part: the markup of `MOST_CHARACTERS` takes about thirty times its text."""
MOST_READ = 200_000
"""Paragraphs, empty ones included: twice what a text may hold."""
LARGEST_MANIFEST = 1_000_000

# What of a DOCX is no text of its own: what was struck out, marks of notes, the older twin of a text box, a field's code.
UNREAD_IN_DOCX = frozenset({"del", "moveFrom", "Fallback", "footnoteReference", "endnoteReference", "instrText", "delText", "pPr", "rPr"})
# What of an ODT is none: changes that are tracked, remarks, notes, numbers of pages, lists of sequences.
UNREAD_IN_ODT = frozenset(
    {"tracked-changes", "annotation", "annotation-end", "note", "page-number", "page-count", "sequence-decls", "forms"}
)
TITLE_STYLES = frozenset({"Title", "Heading1"})
WIDE = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "line-break": "\n"}
# \cell, \nestcell, \row: each cell is a paragraph
CELL_ENDS = re.compile(r"(?<!\\)\\(?:nest)?(?:cell|row)(?![a-zA-Z0-9]) ?")
# {\rtf1\ansi\ansicpg1251
BROKEN_RTF = re.compile(rb"\\rtf\d?")


def docx(raw: bytes) -> Draft | Unreadable:
    """Return the paragraphs of a Word document; what was deleted from it and not yet accepted, notes and heads of pages are left out."""
    root = _part(raw, "word/document.xml", Kind.DOCX)
    if isinstance(root, Unreadable):
        return root
    paragraphs, title = [], None
    for paragraph in islice(_outermost(root, ("p",), UNREAD_IN_DOCX), MOST_READ):
        words = _run_together(paragraph, UNREAD_IN_DOCX, "t")
        style = next((one.get(f"{_space(one)}val") for one in named(paragraph, "pStyle")), None)
        if title is None and style in TITLE_STYLES and words.strip():
            title = " ".join(words.split())
        paragraphs.append(words)
        paragraphs += [
            _run_together(inner, UNREAD_IN_DOCX, "t") for box in _boxes(paragraph) for inner in _outermost(box, ("p",), UNREAD_IN_DOCX)
        ]
    return Draft(_text_of(paragraphs)).with_told(TakenFrom.PAGE, title=title)


def odt(raw: bytes) -> Draft | Unreadable:
    """Return the paragraphs of an OpenDocument text; changes that are tracked, remarks and notes are left out."""
    root = _part(raw, "content.xml", Kind.ODT)
    if isinstance(root, Unreadable):
        return root
    paragraphs, title = [], None
    for paragraph in islice(_outermost(root, ("p", "h"), UNREAD_IN_ODT), MOST_READ):
        words = _run_together(paragraph, UNREAD_IN_ODT, None)
        style = next((value for key, value in paragraph.attrib.items() if key.endswith("}style-name")), "")
        if title is None and words.strip() and (style in TITLE_STYLES or name_of(paragraph) == "h"):
            title = " ".join(words.split())
        paragraphs.append(words)
    return Draft(_text_of(paragraphs)).with_told(TakenFrom.PAGE, title=title)


def rtf(raw: bytes) -> Draft | Unreadable:
    """Return the paragraphs of an RTF document, without heads and feet of pages and what is hidden."""
    from striprtf.striprtf import rtf_to_text  # late: few texts are RTF

    if not BROKEN_RTF.match(raw, 1):
        return Unreadable(Reason.DAMAGED, f"begins as {Kind.RTF} and goes on as something else; save it again")
    try:
        text = str(rtf_to_text(CELL_ENDS.sub(r"\\par ", raw.decode("latin-1")), errors="replace"))  # type: ignore[no-untyped-call]
    except (ValueError, LookupError, IndexError, KeyError, RecursionError) as error:
        return Unreadable(Reason.DAMAGED, f"begins as {Kind.RTF} and cannot be read ({type(error).__name__}); save it again")
    return Draft(_text_of(text.split("\n")))


def _part(raw: bytes, part: str, kind: Kind) -> Any | Unreadable:
    """Return the root element of a part of a document, or why there is none."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            found = archive.getinfo(part)
            if found.flag_bits & 1 or _is_encrypted(archive):
                return Unreadable(Reason.ENCRYPTED, f"is {kind.value} that needs a password; save it without one")
            with archive.open(found) as member:
                content = member.read(LARGEST_PART + 1)
    except Exception as error:  # zipfile raises what its parts do: zlib.error, struct.error, EOFError, NotImplementedError
        return Unreadable(Reason.DAMAGED, f"is {kind.value} that cannot be unpacked ({type(error).__name__}); save it again")
    if len(content) > LARGEST_PART:
        return Unreadable(Reason.TOO_LARGE, f"is {kind.value} of more than {LARGEST_PART} bytes unpacked")
    return tree_of(content, kind.value)


def _is_encrypted(archive: zipfile.ZipFile) -> bool:
    manifest = "META-INF/manifest.xml"
    if manifest not in archive.namelist():
        return False
    with archive.open(manifest) as member:
        return b"encryption-data" in member.read(LARGEST_MANIFEST)


def _outermost(root: Any, names: tuple[str, ...], without: frozenset[str]) -> Any:
    """Yield the paragraphs of a document in order, and none that lies within another."""
    stack = [root]
    while stack:
        element = stack.pop()
        name = name_of(element)
        if name in names:
            yield element
        elif name not in without:
            stack.extend(reversed(element))


def _boxes(paragraph: Any) -> list[Any]:
    """Return the text boxes that hang on a paragraph, each once: older programs are given a twin of it."""
    return [box for box in named(paragraph, "txbxContent") if not any(name_of(above) in UNREAD_IN_DOCX for above in box.iterancestors())]


def _run_together(paragraph: Any, without: frozenset[str], only: str | None) -> str:
    """Return the characters of a paragraph; `only` names the element that holds them, where not all do."""
    pieces: list[str] = []
    stack: list[Any] = [paragraph]
    while stack:
        element = stack.pop()
        if isinstance(element, str):
            pieces.append(element)
            continue
        name = name_of(element)
        skipped = name in without or name == "txbxContent"
        if not skipped and (only is None or name == only):
            pieces.append(element.text or "")
        pieces.append("" if skipped else " " * _spaces(element) if name == "s" else WIDE.get(name, ""))
        for child in () if skipped else reversed(element):
            if only is None and child.tail:
                stack.append(child.tail)
            stack.append(child)
    return "".join(pieces)


def _spaces(element: Any) -> int:
    count = next((value for key, value in element.attrib.items() if key.endswith("}c")), "1")
    return min(int(count), 100) if count.isdecimal() else 1


def _space(element: Any) -> str:
    return f"{element.tag.rpartition('}')[0]}}}" if "}" in element.tag else ""


def _text_of(paragraphs: list[str]) -> str:
    """Return paragraphs, each on lines of its own, with a blank line between."""
    return "\n\n".join(stripped for paragraph in paragraphs if (stripped := paragraph.strip()))
