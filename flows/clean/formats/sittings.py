"""Sittings in XML as text: TEI as ParlaMint writes it, Akoma Ntoso, and the Hansards of the United Kingdom."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from flows.clean.draft import Draft, Unreadable
from flows.clean.formats.hansards import hansard
from flows.clean.formats.kinds import Kind
from flows.clean.formats.sitting_pieces import (
    ASIDES,
    NOBODY,
    Piece,
    aside,
    blocks,
    day_within,
    heading,
    identifier,
    said,
    sitting_draft,
    turn,
)
from flows.clean.formats.trees import XML_ID, XML_LANG, first, name_of, named, on_one_line, tree_of, words_of
from schemas.words import Reason

CHAIR = "#chair"
JOINED_RIGHT = frozenset({"right", "both"})
# What holds the words of a turn of Akoma Ntoso.
HELD = ("p", "li", "item", "listIntroduction", "listConclusion", "td", "th", "caption", "block")


def sitting(kind: Kind, raw: bytes, people: Mapping[str, str] = NOBODY) -> Draft | Unreadable:
    """Return the turns of a sitting as paragraphs, with its title, day and place.

    `people` are names by identifier, from lists elsewhere.
    """
    root = tree_of(raw, kind.value)
    if isinstance(root, Unreadable):
        return root
    return READERS[kind](root, people)


def people_of(root: Any) -> dict[str, str]:
    """Return identifier → name of all persons that a TEI document lists.

    Of several names, the last stands that is not said to have ended.
    """
    found = {}
    for person in named(root, "person"):
        names = [name for name in person if name_of(name) == "persName"]
        standing = [name for name in names if name.get("to") is None] or names
        if standing and person.get(XML_ID):
            found[str(person.get(XML_ID))] = _person_name(standing[-1])
    return {identifier: name for identifier, name in found.items() if name}


def _person_name(element: Any) -> str:
    forenames = [words_of(part) for part in named(element, "forename")]
    surnames = [words_of(part) for part in named(element, "nameLink", "surname")]
    return on_one_line(" ".join([*forenames, *surnames])) if surnames else words_of(element)


def _tei(root: Any, people: Mapping[str, str]) -> Draft | Unreadable:
    body = first(root, "body")
    if body is None:
        held = (
            "a list of persons, read for the names in the sittings beside it" if first(root, "person") is not None else "no text of its own"
        )
        return Unreadable(Reason.UNREAD_MARKUP, f"is {Kind.TEI} that holds {held}")
    pieces = _tei_pieces(body, {**people, **people_of(root)})
    return sitting_draft(pieces, _tei_title(root), _tei_day(root), _tei_place(first(root, "setting", "settingDesc")))


def _tei_title(root: Any) -> str | None:
    """Return the main title, that in the text's own language before others."""
    statement = first(root, "titleStmt")
    titles = [title for title in statement if name_of(title) == "title"] if statement is not None else []
    main = [title for title in titles if title.get("type") in (None, "main")] or titles
    own = [title for title in main if title.get(XML_LANG) == root.get(XML_LANG)] or main
    return words_of(own[0]) or None if own else None


def _tei_day(root: Any) -> date | None:
    """Return the day of the setting; without one, of the source's bibliography."""
    for place in ("settingDesc", "sourceDesc"):
        for found in (day for within in named(root, place) for day in named(within, "date")):
            if day := day_within(found.get("when") or found.get("from") or words_of(found)):
                return day
    return None


def _tei_place(setting: Any | None) -> str | None:
    names = [name for name in named(setting, "name", "placeName") if name.get("type") in ("city", "place")] if setting is not None else []
    return words_of(names[0]) or None if names else None


def _tei_pieces(body: Any, people: Mapping[str, str]) -> Iterator[Piece]:
    """Yield the paragraphs of a TEI text: utterances and speeches of a play by turn, headings, notes."""
    label, printed = "", dict[str, str]()
    for element in blocks(body, ("u", "sp", "head", "note", "p", "kinesic", "incident", "vocal", "gap", "stage", "speaker")):
        name = name_of(element)
        if name == "u":
            yield from _utterance(element, label, people, printed)
        elif name == "sp":
            spoken = people.get(identifier(element.get("who"))) or words_of(first(element, "speaker"))
            yield from turn(spoken, (piece for part in named(element, "p", "l", "ab", "stage") for piece in _said(part)))
        elif _is_label(element):
            label = words_of(element)
            continue
        elif name in ASIDES:
            yield from aside(element)
            continue
        elif name == "head":
            yield heading(element)
        elif name == "p":
            yield Piece(words_of(element))
        label = ""


def _is_label(element: Any) -> bool:
    return name_of(element) == "note" and element.get("type") == "speaker"


def _utterance(element: Any, label: str, people: Mapping[str, str], printed: dict[str, str]) -> Iterator[Piece]:
    """Yield an utterance under the name that a list gives to its speaker; else under what is printed before it, else its pointer.

    `printed` remembers what was printed before the earlier utterances of each speaker.
    """
    pointer = identifier(element.get("who"))
    found = label or next((words_of(part) for part in element if _is_label(part)), "")
    if found and pointer:
        printed.setdefault(pointer, found)
    who = people.get(pointer) or found or printed.get(pointer) or pointer
    is_chair = CHAIR in (element.get("ana") or "").split()
    parts = [part for part in element if not _is_label(part)]
    are_parts = any(name_of(part) in ("seg", "p", "ab") for part in parts)
    pieces = (piece for part in parts for piece in _said(part)) if are_parts else _said(element)
    yield from turn(who, pieces, is_chair=is_chair)


def _said(element: Any) -> Iterator[Piece]:
    """Yield what is said in a piece of a turn; a sentence cut into words is put together again."""
    if name_of(element) not in ASIDES and first(element, "w") is not None:
        yield Piece(_of_words(element))
    else:
        yield from said(element)


def _of_words(element: Any) -> str:
    pieces = []
    for token in named(element, "w", "pc"):
        pieces += [words_of(token, without=frozenset({"w"})), "" if token.get("join") in JOINED_RIGHT else " "]
    return on_one_line("".join(pieces))


def _akoma_ntoso(root: Any, people: Mapping[str, str]) -> Draft | Unreadable:
    body = first(root, "debateBody")
    if body is None:
        return Unreadable(Reason.UNREAD_MARKUP, f"is {Kind.AKOMA_NTOSO} and no debate")
    known = {**people, **{str(one.get("eId") or one.get("id")): on_one_line(one.get("showAs")) for one in named(root, "TLCPerson")}}
    title = words_of(first(root, "docTitle")) or next((on_one_line(one.get("value")) for one in named(root, "FRBRalias")), "")
    return sitting_draft(_akoma_pieces(body, known), title, _akoma_day(root))


def _akoma_day(root: Any) -> date | None:
    """Return the day of the document's own date, or of its work: the version that is marked up may be years younger."""
    dates = [one.get("date") or "" for one in named(root, "docDate")]
    work = first(root, "FRBRWork")
    dates += [one.get("date") or "" for one in named(work, "FRBRdate")] if work is not None else []
    return next((day for day in map(day_within, dates) if day), None)


def _akoma_pieces(body: Any, people: Mapping[str, str]) -> Iterator[Piece]:
    """Yield the paragraphs of a debate: what stands in no turn is nobody's; names of those who voted or are there are left out."""
    turns, times = ("speech", "question", "answer"), frozenset({"recordedTime"})
    for element in blocks(body, (*turns, "heading", "subheading", "num", "rollCall", *HELD, *ASIDES)):
        name = name_of(element)
        if name in turns:
            label = words_of(first(element, "from"), times) or people.get(identifier(element.get("by")), "")
            parts = blocks(element, (*HELD, "heading", "from", *ASIDES))
            yield from turn(label, (piece for part in parts if name_of(part) != "from" for piece in said(part)))
        elif name in ASIDES:
            yield from aside(element)
        elif name != "rollCall" and first(element, "person") is None:
            yield heading(element, times)


READERS: Mapping[Kind, Callable[[Any, Mapping[str, str]], Draft | Unreadable]] = {
    Kind.TEI: _tei,
    Kind.AKOMA_NTOSO: _akoma_ntoso,
    Kind.HANSARD: lambda root, people: hansard(root),
}
