"""A PDF document as text, through PDFium: the pieces of its text layer, which `layout` puts in order."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

from flows.clean.draft import Draft, Unreadable
from flows.clean.formats.kinds import Kind
from flows.clean.formats.layout import Page, Piece, paragraphs_of
from schemas.words import Reason

MOST_PAGES = 3_000
MOST_CHARACTERS = 3_000_000
"""Of a text layer, heads of pages included; more are no one text."""
LEAST_CHARACTERS_A_PAGE = 10
"""A scan has none; what a scanner or a printer's driver stamps on its pages is shorter."""
WIDE_GAP = 1.5
"""Times the height of the letters, and what follows on the line is a piece of its own."""
BACK = 1.5
"""Times the height, and what follows stands before what came: another line or column."""
PASSWORD_ERROR = 4
"""FPDF_ERR_PASSWORD."""
Box = tuple[float, float, float, float]
"""Left, right, bottom and top."""
NOWHERE: Box = (0.0, 0.0, 0.0, 0.0)
LEAST_SPACE = 0.15
"""Times the height, between two letters."""
SPACES = frozenset(" \u00a0\t")
HYPHENS = frozenset("\x02\ufffe")
"""What PDFium gives for a hyphen at the end of a line."""


def pdf(raw: bytes) -> Draft | Unreadable:
    """Return the paragraphs of a PDF document's text layer, or why there are none."""
    import pypdfium2 as pdfium  # late: a tenth of a second

    try:
        document = pdfium.PdfDocument(raw)
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) == PASSWORD_ERROR or "password" in str(error).lower():
            return Unreadable(Reason.ENCRYPTED, f"is {Kind.PDF} that needs a password; save it without one")
        return Unreadable(Reason.DAMAGED, f"begins as {Kind.PDF} and cannot be opened; export it again")
    try:
        return _of_pages(document)
    except pdfium.PdfiumError as error:
        return Unreadable(Reason.DAMAGED, f"is {Kind.PDF} of which a page cannot be read ({error}); export it again")
    finally:
        document.close()


def _of_pages(document: Any) -> Draft | Unreadable:
    number = len(document)
    if number > MOST_PAGES:
        return Unreadable(Reason.TOO_LARGE, f"is {Kind.PDF} of more than {MOST_PAGES} pages")
    pages: list[Page] = []
    characters = 0
    for index in range(number):
        pages.append(list(_pieces(document[index])))
        characters += sum(len(piece.text) for piece in pages[-1])
        if characters > MOST_CHARACTERS:
            return Unreadable(Reason.TOO_LARGE, f"is {Kind.PDF} of more than {MOST_CHARACTERS} characters")
    if characters < LEAST_CHARACTERS_A_PAGE * max(number, 1):
        return Unreadable(
            Reason.NO_TEXT_LAYER, f"is {Kind.PDF} of {number} pages with {characters} characters: a scan; have its text recognised first"
        )
    return Draft("\n\n".join(paragraphs_of(pages)))


def _pieces(page: Any) -> Iterator[Piece]:
    """Yield what stands together on a line of a page."""
    text_page = page.get_textpage()
    try:
        letters: list[str] = []
        whole: Box = NOWHERE
        for letter, box in _characters(text_page):
            if box is None or (letters and not _goes_on(whole, box)):
                yield from _piece(letters, whole)
                letters = []
            if box is not None:
                letters += [" "] if letters and letters[-1] != " " and _is_apart(whole, box) else []
                whole = _around(whole, box) if letters else box
                letters.append(letter)
        yield from _piece(letters, whole)
    finally:
        text_page.close()
        page.close()


def _piece(letters: list[str], box: Box) -> Iterator[Piece]:
    text = "".join(letters)
    if text.strip():
        yield Piece(text, *box)


def _characters(text_page: Any) -> Iterator[tuple[str, Box | None]]:
    """Yield each character with its left, right, bottom and top; no box is the end of a line."""
    from pypdfium2 import raw

    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    handle = text_page.raw
    last: Box | None = None
    for index in range(text_page.count_chars()):
        code = raw.FPDFText_GetUnicode(handle, index)
        character = chr(code) if 0 < code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else ""
        if character in ("\r", "\n"):
            yield "", None
            continue
        if not character:
            continue
        if character in SPACES:
            if last is not None:
                yield " ", (last[1], last[1], last[2], last[3])
            continue
        if not raw.FPDFText_GetLooseCharBox(handle, index, rect := raw.FS_RECTF()):
            raw.FPDFText_GetCharBox(handle, index, left, right, bottom, top)
            last = (left.value, right.value, bottom.value, top.value)
        else:
            last = (rect.left, rect.right, rect.bottom, rect.top)
        yield "-" if character in HYPHENS else character, last


def _goes_on(whole: Box, box: Box) -> bool:
    """Say whether a character stands right after others on their line."""
    height = max(1.0, whole[3] - whole[2])
    is_level = abs((box[2] + box[3]) - (whole[2] + whole[3])) / 2 < height / 2
    return is_level and -BACK * height < box[0] - whole[1] < WIDE_GAP * height


def _is_apart(whole: Box, box: Box) -> bool:
    """Say whether a space stands before a character though none is written: letters are given with all of their own width."""
    return box[0] - whole[1] > LEAST_SPACE * max(1.0, whole[3] - whole[2])


def _around(one: Box, other: Box) -> Box:
    return min(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), max(one[3], other[3])
