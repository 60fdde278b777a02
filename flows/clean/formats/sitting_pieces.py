"""What a sitting in XML is made of: what is said, by whom, and what nobody says; and the text that it makes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, NamedTuple

from flows.clean.characters import composed, plain_hyphens, plain_spaces
from flows.clean.draft import Draft, Sitting
from flows.clean.formats.trees import gathered, name_of, on_one_line, words_of
from schemas.words import Form, TakenFrom

NOBODY: Mapping[str, str] = MappingProxyType({})
"""No person is known by an identifier."""

# What a sitting tells between the words: `<vocal type="shouting"><desc>…`
ASIDES = frozenset(
    {"note", "kinesic", "incident", "vocal", "gap", "stage", "scene", "narrative", "remark", "recordedTime", "noteGrp", "summary"}
)
DAY = re.compile(r"(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)")
# `THE SPEAKER.` ends with a stop, `HILL A.B.` with an initial
LABEL_END = re.compile(r"(?:[\s:–—-]|(?<![\W\d_][^\W\d_])\.)+$")
BRACKETED = re.compile(r"[\[(].*[\])]")
SENTENCE_ENDS = tuple('.!?…:;”»"')


class Piece(NamedTuple):
    """A paragraph of a sitting."""

    words: str
    label: str = ""
    """Who begins to speak with it; empty where somebody goes on, or nobody speaks."""
    is_said: bool = True
    """False for a heading, a note, what happens in the hall."""
    is_chair: bool = False
    """True where the markup says that whoever begins to speak presides."""


def sitting_draft(pieces: Iterable[Piece], title: str | None, day: date | None, place: str | None = None) -> Draft:
    """Return the text of a sitting: a turn's first paragraph begins with its label, `Name: `; without a label it is no debate."""
    held = [piece._replace(words=_as_published(piece.words), label=_as_published(piece.label)) for piece in pieces if piece.words]
    text = "\n\n".join(f"{piece.label}: {piece.words}" if piece.label else piece.words for piece in held)
    labels = frozenset(piece.label for piece in held if piece.label)
    unspoken = frozenset(piece.words for piece in held if not piece.is_said)
    chairs = labels - {piece.label for piece in held if piece.label and not piece.is_chair}
    form = None if not labels else Form.DEBATE if len(labels) > 1 else Form.TRANSCRIPT
    draft = Draft(text, sitting=Sitting(labels, chairs, unspoken) if labels else Sitting())
    return draft.with_told(TakenFrom.PAGE, title=title or None, spoken_on=day, place=place, form=form)


def _as_published(words: str) -> str:
    """Return words with the characters that cleaning would give them, so that they are found again."""
    return on_one_line(plain_hyphens(plain_spaces(composed(words))))


def turn(label: str, pieces: Iterable[Piece], *, is_chair: bool = False) -> Iterator[Piece]:
    """Yield the paragraphs of a turn, its label before the first that is said."""
    said = LABEL_END.sub("", on_one_line(label))
    for piece in pieces:
        if said and piece.words and piece.is_said:
            yield piece._replace(label=said, is_chair=is_chair)
            said = ""
        else:
            yield piece


def heading(element: Any, without: frozenset[str] = frozenset()) -> Piece:
    """Return a heading."""
    return Piece(words_of(element, without), is_said=False)


def aside(element: Any) -> Iterator[Piece]:
    """Yield what nobody says, in brackets; nothing for what has no words."""
    words = words_of(element)
    if words:
        yield Piece(words if BRACKETED.fullmatch(words) else f"[{words.strip('[]')}]", is_said=False)


def said(element: Any) -> Iterator[Piece]:
    """Yield the words of a paragraph; an aside that stands behind a sentence divides it, one within a sentence is left out."""
    if name_of(element) in ASIDES:
        yield from aside(element)
        return
    words = [element.text or ""]
    for part in element:
        if name_of(part) not in ASIDES:
            words += gathered(part, without=ASIDES)
        elif (before := on_one_line("".join(words))) and before.endswith(SENTENCE_ENDS) and words_of(part):
            yield Piece(before)
            yield from aside(part)
            words = []
        words.append(part.tail or "")
    if last := on_one_line("".join(words)):
        yield Piece(last)


def blocks(body: Any, names: Iterable[str]) -> Iterator[Any]:
    """Yield the outermost elements of these names, in order; what lies between them is looked into."""
    wanted = frozenset(names)
    stack = list(reversed(body))
    while stack:
        element = stack.pop()
        if name_of(element) in wanted:
            yield element
        else:
            stack.extend(reversed(element))


def begins_within(element: Any, name: str) -> bool:
    """Tell whether a paragraph begins with an element of a name: `<p><i>Question put</i>, That …` is no member's words."""
    return not (element.text or "").strip() and len(element) > 0 and name_of(element[0]) == name


def identifier(pointer: str | None) -> str:
    """Return what a pointer such as `#HillAnn` names."""
    return (pointer or "").rpartition("#")[2].strip()


def day_within(text: str) -> date | None:
    """Return the first day written as 2026-02-10 within a text; None where there is none, or no such day exists."""
    found = DAY.search(text)
    try:
        return date.fromisoformat(found[0]) if found else None
    except ValueError:
        return None
