"""Texts marked by hand: a plain file a text, read into the form in which quotations are scored.

A file has a head, the text, a line of equals signs, and the quotations in the order of their first words:

    date 2026-03-01
    country KZ
    form report
    principal ada-example

    The text, paragraphs divided by blank lines.

    ====

    indirect
    content that the bridge [..] open in May
    cue said
    source the Minister
    speaker ada-example

`country`, `form` (report, where it is not said) and `principal` may be left out, and so may a quotation's cue, source, speaker and
addressee. A second `content` line is a second part; `[..]` stands for words left out between a beginning and an end. `relayed` alone
on a line says that the source only passes the words on. Content is looked for from the quotation before it on; cue, source and
addressee are the nearest such words to the content, outside of it and whole. `head` names the source's head where that is not its
last word. `speaker` is the id of a listed person, or the full name of another. Nothing after the line: a text without quotations.
"""

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

RULE = re.compile(r"\n=+\n")
ELIDED = " [..] "
KINDS = ("direct", "mixed", "indirect")
FIELDS = ("content", "cue", "source", "head", "speaker", "addressee")
HEAD_FIELDS = ("date", "country", "form", "principal")
Found = tuple[int, int]


class NotMarked(Exception):
    """A line of a marked text cannot be read, or its words do not stand in the text."""


def read_marked_text(path: Path) -> dict[str, Any]:
    """Return `{doc_id, lang, date, country, form, principal, text, quotes}` of a marked file; the folder's name is its language.

    A quotation is `{kind, content, cue, source, source_head, addressee, speaker, is_relayed}`, spans in code points, end
    exclusive; NotMarked where a line names no known field or its words are not found.
    """
    return marked_text(path.read_text(encoding="utf-8"), language=path.parent.name, name=path.stem)


def marked_text(marked: str, *, language: str, name: str) -> dict[str, Any]:
    """Return what `read_marked_text` returns, from the characters of a file."""
    parts = RULE.split(marked, maxsplit=1)
    if len(parts) != 2:
        raise NotMarked(f"{name}: no line of equals signs between the text and its quotations")
    head, _, body = parts[0].partition("\n\n")
    known = dict(line.split(" ", 1) for line in head.splitlines())
    if unknown := set(known) - set(HEAD_FIELDS):
        raise NotMarked(f"{name}: unknown line in the head: {sorted(unknown)}")
    text = body.strip("\n")
    quotes: list[dict[str, Any]] = []
    for block in filter(None, re.split(r"\n{2,}", parts[1].strip())):
        after = quotes[-1]["content"][0][0] if quotes else 0
        quotes.append(_quotation(block, text, after, name))
    return {
        "doc_id": f"{language}/{name}",
        "lang": language,
        "date": known.get("date"),
        "country": known.get("country"),
        "form": known.get("form", "report"),
        "principal": known.get("principal"),
        "text": text,
        "quotes": quotes,
    }


def _quotation(block: str, text: str, after: int, name: str) -> dict[str, Any]:
    """Read one block of lines."""
    kind, *lines = [line.strip() for line in block.splitlines()]
    if kind not in KINDS:
        raise NotMarked(f"{name}: a quotation begins with one of {KINDS}, not with {kind!r}")
    fields: dict[str, list[str]] = {field: [] for field in FIELDS}
    is_relayed = False
    for line in lines:
        field, _, words = line.partition(" ")
        if line == "relayed":
            is_relayed = True
        elif field in fields and words:
            fields[field].append(words)
        else:
            raise NotMarked(f"{name}: unknown line {line!r}")
    content: list[Found] = []
    for words in fields["content"]:
        content.append(_from(text, words, content[-1][1] if content else after, name))
    if not content:
        raise NotMarked(f"{name}: a quotation without content: {block!r}")
    cue = [_nearest(text, words, content, name) for words in fields["cue"]]
    around = content + cue
    source = [_nearest(text, words, around, name) for words in fields["source"]]
    return {
        "kind": kind,
        "content": content,
        "cue": cue,
        "source": source,
        "source_head": [_within(text, words, source, name) for words in fields["head"]] or [_last_word(text, span) for span in source[:1]],
        "addressee": [_nearest(text, words, around, name) for words in fields["addressee"]],
        "speaker": fields["speaker"][0] if fields["speaker"] else None,
        "is_relayed": is_relayed,
    }


def _from(text: str, words: str, after: int, name: str) -> Found:
    """Find words, or their beginning and end, from a place on."""
    first, _, last = words.partition(ELIDED)
    start = text.find(first, after)
    end = text.find(last, start + len(first)) + len(last) if last else start + len(first)
    if start < 0 or end < start + len(first):
        raise NotMarked(f"{name}: not found from code point {after} on: {words!r}")
    return start, end


def _nearest(text: str, words: str, places: list[Found], name: str) -> Found:
    """Find the occurrence of whole words nearest to the places and outside of them."""
    before, after = (r"\b" if re.match(r"\w", letter) else "" for letter in (words[0], words[-1]))
    pattern = re.compile(f"{before}{re.escape(words)}{after}")
    spans = [match.span() for match in pattern.finditer(text)]
    free = [(s, e) for s, e in spans if all(e <= start or s >= end for start, end in places)]
    if not free:
        raise NotMarked(f"{name}: not found beside its content: {words!r}")
    return min(free, key=lambda span: min(max(start - span[1], span[0] - end) for start, end in places))


def _within(text: str, words: str, source: list[Found], name: str) -> Found:
    for start, end in source:
        at = text.find(words, start, end)
        if at >= 0:
            return at, at + len(words)
    raise NotMarked(f"{name}: the head {words!r} is not in the source")


def _last_word(text: str, span: Found) -> Found:
    last = list(re.finditer(r"\w+", text[span[0] : span[1]]))[-1]
    return span[0] + last.start(), span[0] + last.end()


def documents(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the objects of a JSON Lines file, packed or plain."""
    packed = path.suffix == ".gz"
    with gzip.open(path, "rt", encoding="utf-8") if packed else path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())
