"""The Hansards of the United Kingdom: as TheyWorkForYou keeps them, the historic ones, and as the House itself prints them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from flows.clean.draft import Draft, Unreadable
from flows.clean.formats.sitting_pieces import Piece, aside, begins_within, blocks, day_within, heading, sitting_draft, turn
from flows.clean.formats.trees import first, name_of, on_one_line, words_of
from flows.clean.stated import day_written
from schemas.words import Reason

# Where a Hansard writes its day: `<date format="2004-01-05">`, `<Date Date="2004-01-05">`, in words
DAY_KEYS = ("format", "date", "Date")
DATE_LINES = ("hs_6fDate", "date", "Date")
COLUMNS = frozenset({"col", "image"})
LEFT_OUT = frozenset({"Number", "Uin", "hs_columnnumber"})
# `<hs_6bDepartment>`, `<hs_3OralAnswers>`: headings are numbered
HEADING = re.compile(r"hs_[0-9]")
# `. ` that is left of `<Number>1</Number>. `
LEFT_OF_NUMBER = " .:"
BEFORE_WORDS = ":,—–- "
TURNS = ("speech", "ques", "reply")
HEADINGS = ("oral-heading", "major-heading", "minor-heading")


def hansard(root: Any) -> Draft | Unreadable:
    """Return the turns of a Hansard with its title and day; one of another kind is set aside."""
    kind = name_of(root)
    read = READERS.get(kind, _historic)
    pieces = list(read(root))
    if not any(piece.label for piece in pieces):
        return Unreadable(
            Reason.UNREAD_MARKUP,
            f"is XML under <{kind}> in which no member speaks as the Hansards of the United Kingdom write it; "
            "export it as PDF, DOCX or plain text",
        )
    return sitting_draft(pieces, words_of(first(root, "title", "Title")), _day(root, ("id",) if kind == "publicwhip" else DAY_KEYS))


def _day(root: Any, keys: tuple[str, ...]) -> date | None:
    for element in root.iter():
        for key in keys:
            if day := day_within(element.get(key) or ""):
                return day
        if name_of(element) in DATE_LINES and (day := day_written(words_of(element))):
            return day
    return None


def _publicwhip(root: Any) -> Iterator[Piece]:
    for element in blocks(root, (*TURNS, *HEADINGS)):
        if name_of(element) in HEADINGS:
            yield heading(element)
        elif label := on_one_line(element.get("speakername")):
            parts = list(element)
            yield from turn(label, (Piece(words_of(part)) for part in parts) if parts else [Piece(words_of(element))])
        else:
            for part in element:
                yield from aside(part)


def _historic(root: Any) -> Iterator[Piece]:
    """Yield the paragraphs of the historic Hansard: `<p><member>Mr. Hill</member><membercontribution>: I …`"""
    for element in blocks(root, ("title", "p", "division", *COLUMNS)):
        if name_of(element) == "title":
            yield heading(element, COLUMNS)
        elif name_of(element) == "p":
            yield from _paragraph(element)


def _paragraph(element: Any) -> Iterator[Piece]:
    member, contribution = first(element, "member"), first(element, "membercontribution")
    if member is None:
        if element.get("align") == "center" or begins_within(element, "i"):
            yield from aside(element)
        else:
            yield Piece(words_of(element, COLUMNS))
        return
    words = words_of(element if contribution is None else contribution, COLUMNS | {"member"})
    if words[:1].islower():  # 1. Mr. Hill asked the Minister if he would …
        yield Piece(words_of(element, COLUMNS), is_said=False)
        return
    beside = words_of(element, COLUMNS | {"member", "membercontribution"}) if contribution is not None else ""
    role = beside[beside.find("(") :] if "(" in beside else ""
    yield from turn(f"{words_of(member, COLUMNS)} {role}", [Piece(words.lstrip(BEFORE_WORDS))])


def _printed(root: Any) -> Iterator[Piece]:
    """Yield the paragraphs that the House prints: `<hs_Para><Member>The Prime Minister:</Member> I …`"""
    for element in root.iter():
        name = name_of(element)
        if not name.startswith("hs_") or any(name_of(above).startswith("hs_") for above in element.iterancestors()):
            continue
        member = first(element, "Member")
        if HEADING.match(name):
            yield heading(element, LEFT_OUT)
        elif member is not None:
            words = words_of(element, LEFT_OUT | {"Member"}).lstrip(LEFT_OF_NUMBER)
            yield from turn(words_of(member), [Piece(words)])
        elif begins_within(element, "I"):
            yield from aside(element)
        elif words := words_of(element, LEFT_OUT):
            yield Piece(words)


READERS: Mapping[str, Callable[[Any], Iterator[Piece]]] = {
    "publicwhip": _publicwhip,
    "Hansard": _printed,
    "HansardDoc": _printed,
    "Fragment": _printed,
}
