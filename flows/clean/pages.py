"""From a web page to a draft: the article's paragraphs, its title and its date, through trafilatura."""

import logging
import re
from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple, Protocol

from flows.clean.bold_labels import mark_bold_labels, mark_tables_of_turns
from flows.clean.draft import Draft, Unreadable
from flows.clean.outline import Outline, outline_of
from flows.clean.page_metadata import stated_by_page
from flows.clean.page_size import MOST_PARAGRAPHS_TO_COMPARE, drop_long_data, size_of, too_entangled
from flows.clean.stated import Stated
from flows.clean.walls import wall_of
from flows.clean.within_article import drop_link_blocks, show_quotation_marks
from flows.clean.writing import AS_WRITTEN, Writing
from schemas.words import Reason, TakenFrom

PAGE_TYPES = ("text/html", "application/xhtml+xml")
PAGE_SUFFIXES = (".html", ".htm", ".xhtml")
# <!DOCTYPE html>, <html lang="kk">
PAGE_START = re.compile(r"<!doctype\s+html|<html[\s>]", re.IGNORECASE)
HEAD_CHARACTERS = 1_024

# Fixed bounds, so that what a page says of its date does not depend on the day it is read.
DATES = {"original_date": True, "extensive_search": False, "min_date": "1990-01-01", "max_date": "2099-12-31"}


class Element(Protocol):
    """What is read of an XML element: lxml's are typed nowhere."""

    tag: str
    text: str | None
    tail: str | None

    def __reversed__(self) -> "Iterator[Element]": ...


# "at noon. ", "a century,” … here!” ": at least one stands in every article, and none in a menu
SENTENCE_END = re.compile(r"\w{2}[\"”»’)]*[.!?…][\"”»’)]*(?:\s|$)")

NO_ARTICLE = Unreadable(Reason.NO_ARTICLE, "is a page without an article")

BLOCKS = frozenset({"p", "head", "list", "item", "quote", "table", "row", "cell", "code", "div", "main", "body"})
LINE_BREAK = "lb"
INNER_SPACES = re.compile(r"[ \t\r\n\f]+")


def is_page(text: str, content_type: str | None, name: str) -> bool:
    """Say whether a text is a web page: by what the server said, by the file's name, or by how it begins."""
    said = (content_type or "").partition(";")[0].strip().lower()
    return said in PAGE_TYPES or name.lower().endswith(PAGE_SUFFIXES) or PAGE_START.search(text[:HEAD_CHARACTERS]) is not None


class Read(NamedTuple):
    """What was read of a page: `document` is trafilatura's, None where it finds no article."""

    outline: Outline
    document: Any
    stated: Stated


def page_draft(text: str, writing: Writing = AS_WRITTEN) -> Draft | Unreadable:
    """Return the article of a page: paragraphs divided by blank lines, with the title and the date that the page gives itself."""
    size = size_of(text)
    if isinstance(size, str):
        return Unreadable(Reason.TOO_LARGE, size)
    try:
        read = _read(text, writing, is_long=size.paragraphs > MOST_PARAGRAPHS_TO_COMPARE)
    except Exception as error:  # whatever its parsers raise on a page that is none: one page must not stop the others
        return Unreadable(Reason.NO_ARTICLE, f"cannot be parsed as a page ({type(error).__name__})")
    if isinstance(read, Unreadable):
        return read
    found = read.document
    article = article_text(found.body) if found else ""
    none = _why_no_article(read, article)
    if none:
        return none
    stated = read.stated
    stated = stated._replace(title=_title(found.title), spoken_on=stated.spoken_on or _day(found.date))
    told = {name: value for name, value in stated._asdict().items() if value is not None}
    return Draft(article).with_told(TakenFrom.PAGE, **told)


def _why_no_article(read: Read, article: str) -> Unreadable | None:
    wall = wall_of(read.outline, article)
    if wall is not None:
        return Unreadable(Reason.NO_ARTICLE, wall.detail)
    if not read.document:
        return NO_ARTICLE
    if not SENTENCE_END.search(article):
        return Unreadable(Reason.NO_ARTICLE, "is a page whose text holds no sentence, as menus and lists of links do not")
    return None


def _read(text: str, writing: Writing, *, is_long: bool) -> Read | Unreadable:
    from trafilatura import bare_extraction  # late: it takes a quarter of a second
    from trafilatura.utils import load_html

    for library in ("trafilatura", "htmldate"):  # what they would log is what comes back here as a reason
        logging.getLogger(library).setLevel(logging.CRITICAL)
    tree = load_html(text)
    if tree is None:
        return NO_ARTICLE
    entangled = too_entangled(tree)
    if entangled:
        return Unreadable(Reason.TOO_LARGE, entangled)
    outline, stated = outline_of(tree, text), stated_by_page(tree, text, writing)
    drop_long_data(tree)
    mark_tables_of_turns(tree)
    mark_bold_labels(tree)
    show_quotation_marks(tree)
    drop_link_blocks(tree)
    found = bare_extraction(
        tree,
        fast=is_long,
        include_comments=False,
        include_tables=False,
        output_format="xml",
        with_metadata=True,
        date_extraction_params=dict(DATES),
    )
    return Read(outline, found, stated)


def article_text(body: Element) -> str:
    """Return the text of trafilatura's XML: a blank line between blocks, a line feed for a line break within one."""
    pieces: list[str] = []
    stack: list[tuple[Element, bool]] = [(body, False)]
    while stack:
        element, is_end = stack.pop()
        is_block = element.tag in BLOCKS
        if is_end:
            pieces += ["\n\n"] if is_block else []
            pieces += [INNER_SPACES.sub(" ", element.tail)] if element.tail and element is not body else []
            continue
        pieces += ["\n\n"] if is_block else ["\n"] if element.tag == LINE_BREAK else []
        pieces += [INNER_SPACES.sub(" ", element.text)] if element.text else []
        stack.append((element, True))
        stack.extend((child, False) for child in reversed(element))
    return "".join(pieces)


def _title(title: str | None) -> str | None:
    return " ".join(title.split()) or None if title else None


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None
