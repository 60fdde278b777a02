"""Sittings in XML as text: TEI as ParlaMint writes it, Akoma Ntoso, and the Hansards of the United Kingdom.

Every turn becomes paragraphs, the first of which begins with its label, `Name: `; what nobody says stands in square brackets.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from flows.clean.draft import Draft, Unreadable
from flows.clean.formats.kinds import Kind
from flows.clean.formats.trees import XML_ID, first, name_of, named, on_one_line, tree_of, words_of
from schemas.words import Reason, TakenFrom

NOBODY: Mapping[str, str] = MappingProxyType({})
"""No person is known by an identifier."""

# What a sitting tells between the words: `<vocal type="shouting"><desc>…`
ASIDES = frozenset({"note", "kinesic", "incident", "vocal", "gap", "stage", "scene", "narrative", "remark", "recordedTime", "noteGrp"})
DAY = re.compile(r"(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)")
# Where a Hansard writes its day: `<date format="2004-01-05">`, `<Date Date="2004-01-05">`
DAY_KEYS = ("format", "date", "Date")
LABEL_END = re.compile(r"[\s:.–—-]+$")
BRACKETED = re.compile(r"[\[(].*[\])]")
JOINED_RIGHT = frozenset({"right", "both"})


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
    known = {**people, **people_of(root)}
    text = "\n\n".join(_tei_paragraphs(body, known))
    setting = first(root, "setting", "settingDesc")
    title = _tei_title(root)
    return Draft(text).with_told(TakenFrom.PAGE, title=title, spoken_on=_tei_day(root), place=_tei_place(setting))


def _tei_title(root: Any) -> str | None:
    statement = first(root, "titleStmt")
    titles = [title for title in statement if name_of(title) == "title"] if statement is not None else []
    main = [title for title in titles if title.get("type") in (None, "main")] or titles
    return words_of(main[0]) or None if main else None


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


def _tei_paragraphs(body: Any, people: Mapping[str, str]) -> Iterator[str]:
    """Yield the paragraphs of a TEI text: utterances and speeches of a play by turn, headings, notes."""
    label = ""
    for element in _blocks(body, ("u", "sp", "head", "note", "p", "kinesic", "incident", "vocal", "gap", "stage", "speaker")):
        name = name_of(element)
        if name == "u":
            yield from _utterance(element, people.get(_identifier(element.get("who"))) or label or _identifier(element.get("who")))
        elif name == "sp":
            speaker = first(element, "speaker")
            spoken = people.get(_identifier(element.get("who"))) or words_of(speaker)
            yield from _turn(spoken, (_spoken(part) for part in named(element, "p", "l", "ab", "stage")))
        elif name == "note" and element.get("type") == "speaker":
            label = words_of(element)
            continue
        elif name in ASIDES:
            yield from _aside(element)
        elif name in ("head", "p"):
            yield words_of(element)
        label = ""


def _blocks(body: Any, names: tuple[str, ...]) -> Iterator[Any]:
    """Yield the outermost elements of these names, in order; what lies between them is looked into."""
    stack = list(reversed(body))
    while stack:
        element = stack.pop()
        if name_of(element) in names:
            yield element
        else:
            stack.extend(reversed(element))


def _utterance(element: Any, label: str) -> Iterator[str]:
    parts = list(element)
    if not any(name_of(part) in ("seg", "p", "ab") for part in parts):
        yield from _turn(label, [_spoken(element)])
        return
    yield from _turn(label, (_spoken(part) for part in parts))


def _spoken(element: Any) -> str:
    """Return the words of a piece of a turn; an aside in brackets, a sentence cut into words put together again."""
    if name_of(element) in ASIDES:
        return next(_aside(element), "")
    if first(element, "w") is not None:
        return _of_words(element)
    return words_of(element, without=ASIDES)


def _of_words(element: Any) -> str:
    pieces = []
    for token in named(element, "w", "pc"):
        pieces += [words_of(token, without=frozenset({"w"})), "" if token.get("join") in JOINED_RIGHT else " "]
    return on_one_line("".join(pieces))


def _turn(label: str, paragraphs: Iterator[str] | list[str]) -> Iterator[str]:
    """Yield the paragraphs of a turn, its label before the first that is said."""
    said = LABEL_END.sub("", on_one_line(label))
    for paragraph in paragraphs:
        if not paragraph:
            continue
        if said and not BRACKETED.fullmatch(paragraph):
            yield f"{said}: {paragraph}"
            said = ""
        else:
            yield paragraph


def _aside(element: Any) -> Iterator[str]:
    words = words_of(element)
    if words:
        yield words if BRACKETED.fullmatch(words) else f"[{words.strip('[]')}]"


def _identifier(pointer: str | None) -> str:
    return (pointer or "").rpartition("#")[2].strip()


def day_within(text: str) -> date | None:
    """Return the first day written as 2026-02-10 within a text; None where there is none, or no such day exists."""
    found = DAY.search(text)
    try:
        return date.fromisoformat(found[0]) if found else None
    except ValueError:
        return None


def _akoma_ntoso(root: Any, people: Mapping[str, str]) -> Draft | Unreadable:
    body = first(root, "debateBody")
    if body is None:
        return Unreadable(Reason.UNREAD_MARKUP, f"is {Kind.AKOMA_NTOSO} and no debate")
    known = {**people, **{str(one.get("eId") or one.get("id")): on_one_line(one.get("showAs")) for one in named(root, "TLCPerson")}}
    title = words_of(first(root, "docTitle")) or next((on_one_line(one.get("value")) for one in named(root, "FRBRalias")), "")
    text = "\n\n".join(_akoma_paragraphs(body, known))
    return Draft(text).with_told(TakenFrom.PAGE, title=title or None, spoken_on=_akoma_day(root))


def _akoma_day(root: Any) -> date | None:
    """Return the day of the document's own date, or of its work: the version that is marked up may be years younger."""
    dates = [one.get("date") or "" for one in named(root, "docDate")]
    work = first(root, "FRBRWork")
    dates += [one.get("date") or "" for one in named(work, "FRBRdate")] if work is not None else []
    return next((day for day in map(day_within, dates) if day), None)


def _akoma_paragraphs(body: Any, people: Mapping[str, str]) -> Iterator[str]:
    turns = ("speech", "question", "answer")
    for element in _blocks(body, (*turns, "heading", "subheading", "num", "p", *ASIDES)):
        name = name_of(element)
        if name in turns:
            label = words_of(first(element, "from")) or people.get(_identifier(element.get("by")), "")
            said = _blocks(element, ("p", "heading", "from", *ASIDES))
            yield from _turn(label, (_spoken(part) for part in said if name_of(part) != "from"))
        elif name in ASIDES:
            yield from _aside(element)
        elif words := words_of(element):
            yield words


def _hansard(root: Any, people: Mapping[str, str]) -> Draft | Unreadable:
    if name_of(root) == "publicwhip":
        paragraphs = list(_publicwhip(root))
    elif name_of(root) == "hansard":
        paragraphs = list(_historic(root))
    else:
        paragraphs = list(_printed(root))
    title = first(root, "title", "Title")
    return Draft("\n\n".join(paragraphs)).with_told(TakenFrom.PAGE, title=words_of(title) or None, spoken_on=_hansard_day(root))


def _hansard_day(root: Any) -> date | None:
    for element in root.iter():
        for key in DAY_KEYS if name_of(root) != "publicwhip" else ("id",):
            if day := day_within(element.get(key) or ""):
                return day
    return None


def _publicwhip(root: Any) -> Iterator[str]:
    """Yield the paragraphs of a sitting as TheyWorkForYou keeps it."""
    for element in _blocks(root, ("speech", "oral-heading", "major-heading", "minor-heading")):
        if name_of(element) != "speech":
            yield words_of(element)
        elif label := on_one_line(element.get("speakername")):
            yield from _turn(label, [words_of(part) for part in element])
        else:
            for part in element:
                yield from _aside(part)


def _historic(root: Any) -> Iterator[str]:
    """Yield the paragraphs of a sitting as the historic Hansard keeps it: `<p><member>Mr. Hill</member><membercontribution>: I …`"""
    columns = frozenset({"col", "image"})
    for element in _blocks(root, ("title", "p", "col", "image", "division")):
        if name_of(element) in columns or name_of(element) == "division":
            continue
        member = first(element, "member")
        if member is None:
            yield words_of(element, without=columns)
        else:
            said = words_of(element, without=columns | {"member"})
            yield from _turn(words_of(member, without=columns), [said.lstrip(": ")])


def _printed(root: Any) -> Iterator[str]:
    """Yield the paragraphs of a sitting as the House prints it: `<hs_Para><Member>The Prime Minister:</Member> I …`"""
    left_out = frozenset({"Number", "Uin", "hs_columnnumber"})
    for element in root.iter():
        if not name_of(element).startswith("hs_"):
            continue
        if any(name_of(above).startswith("hs_") for above in element.iterancestors()):
            continue
        member = first(element, "Member")
        words = words_of(element, without=left_out | ({"Member"} if member is not None else frozenset()))
        yield from _turn(words_of(member), [words]) if member is not None else [words] if words else []


READERS: Mapping[Kind, Callable[[Any, Mapping[str, str]], Draft | Unreadable]] = {
    Kind.TEI: _tei,
    Kind.AKOMA_NTOSO: _akoma_ntoso,
    Kind.HANSARD: _hansard,
}
