"""The texts of a container as a source's: each with its key, its snapshot, and where in the container it was."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from flows.fetch.canonical import canonical
from flows.fetch.containers.member import Member
from flows.fetch.containers.reading import Container, members_of
from flows.fetch.fetched import ROW_MARK, Fetched, Limits, not_to_be_read
from flows.fetch.identifiers import speech_id_of_address, speech_id_of_file
from flows.fetch.snapshots import keep_snapshot
from schemas.words import Reason


class Unpacking(NamedTuple):
    """With what containers are unpacked."""

    store: Path
    limits: Limits
    withdrawn: Mapping[str, str]
    columns: Mapping[str, str]
    """Of the source's tables: meaning → name of the column."""


def unpacked(path: Path, named: Fetched, container: Container, unpacking: Unpacking) -> Iterator[Fetched]:
    """Keep a snapshot of every text in a container, and yield one value for each, in its order."""
    for member in members_of(path, container, unpacking.limits.text_bytes, unpacking.limits.container):
        if not member.name:  # the container itself, cut short
            yield named._replace(reason=member.reason, detail=member.detail)
            continue
        text = _named(named, member)
        gone = not_to_be_read(text, unpacking.withdrawn)
        if gone is not None:
            yield gone
        elif member.raw is None:
            yield text._replace(reason=member.reason, detail=member.detail)
        else:
            yield text._replace(sha256=keep_snapshot(unpacking.store, member.raw, is_forced=False))


def _named(file: Fetched, member: Member) -> Fetched:
    """Return a member's key and place: a capture's is its address, a row's what it is called, a member's its archive and path."""
    name = member.name.encode("utf-8", "backslashreplace").decode()
    place = f"{member.table}{ROW_MARK}{name}" if member.table else name
    origin = f"{file.origin}{ROW_MARK}{place}" if member.is_row else f"{file.origin}/{place}"
    speech_id = speech_id_of_file(file.source_id, name if member.is_row else origin)
    url = canonical(member.url) if member.url else None
    if url and name == member.url:
        speech_id = speech_id_of_address(file.source_id, url)
        origin = origin if member.is_row else url
    return Fetched(
        file.source_id,
        origin,
        speech_id,
        url=url,
        content_type=member.content_type,
        retrieved_at=member.retrieved_at,
        part_of=file.origin,
        member=place,
        said=member.said,
    )


def standing(texts: Iterable[Fetched]) -> list[Fetched]:
    """Return the texts, each key once: of several captures of an address the latest, of others the first; the rest is set aside.

    A file of its own stands before a member. An older capture is no text beside the later one, and is left out.
    """
    kept: dict[str, Fetched] = {}
    set_aside: list[Fetched] = []
    again = 1
    for text in sorted(texts, key=lambda text: text.part_of is not None):
        other = kept.get(text.speech_id)
        if other is None or text.part_of is None:
            if other is not None:  # two files with one key: refused where all texts are together
                set_aside.append(other)
            kept[text.speech_id] = text
        elif _is_capture(text) and _is_capture(other) and text.url == other.url:
            kept[text.speech_id] = max(other, text, key=lambda one: (one.reason is None, str(one.retrieved_at), one.part_of))
        else:
            again += 1
            origin = f"{text.origin} ({again})"
            where = other.origin
            set_aside.append(
                text._replace(
                    origin=origin,
                    speech_id=speech_id_of_file(text.source_id, origin),
                    sha256=None,
                    reason=Reason.REPEATED_KEY,
                    detail=f"has the key {text.speech_id!r} of {where}, which stands; give one of them another id or name",
                )
            )
    return [*kept.values(), *set_aside]


def _is_capture(text: Fetched) -> bool:
    return text.part_of is not None and text.url is not None and text.origin == text.url
