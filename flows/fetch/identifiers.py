"""A speech's key, made of its file's name or its page's address alone."""

import hashlib
import re
from collections.abc import Sequence
from typing import Protocol
from urllib.parse import urlsplit

from flows.errors import Refused

LONGEST_SLUG = 120
HASH_DIGITS = 8
PLAIN_SUFFIX = ".txt"

# What a slug can be turned back into: `2026-02-10-reform`, joined by `--` for the `/` between two of them.
PLAIN_PART = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
OTHER_CHARACTERS = re.compile(r"[^a-z0-9]+")


def speech_id_of_file(source_id: str, path: str) -> str:
    """Return the key of the text in a file, `path` being relative to the source's folder with `/` between its parts.

    The suffix `.txt` is dropped; any other stays a part of the slug.

    >>> speech_id_of_file("bundled", "2026-02-10-constitutional-reform.txt")
    'bundled.2026-02-10-constitutional-reform'
    >>> speech_id_of_file("bundled", "2026/opening.txt")
    'bundled.2026--opening'
    """
    return f"{source_id}.{_slug(path.removesuffix(PLAIN_SUFFIX), path)}"


def speech_id_of_address(source_id: str, address: str) -> str:
    """Return the key of the text at an address; the host is the source's, and its path makes the slug.

    >>> speech_id_of_address("akorda", "https://www.example.org/en/opening-of-the-session")
    'akorda.en--opening-of-the-session'
    """
    parts = urlsplit(address)
    path = parts.path.removeprefix("/")
    for mark, more in (("?", parts.query), ("#", parts.fragment)):
        path += mark + more if more else ""
    return f"{source_id}.{_slug(path, address)}"


def _slug(name: str, origin: str) -> str:
    """Return a slug of the name, with 8 hex digits of the origin's SHA-256 where the name could not be had back from it.

    Nothing is lost where every part between slashes is lower-case Latin letters and digits with single hyphens between:
    then `/` becomes `--`, which no such part holds, so that `a/b` and `a-b` differ.
    """
    parts = name.split("/")
    plain = "--".join(parts)
    if len(plain) <= LONGEST_SLUG and all(PLAIN_PART.fullmatch(part) for part in parts):
        return plain
    digits = hashlib.sha256(origin.encode()).hexdigest()[:HASH_DIGITS]
    rest = (OTHER_CHARACTERS.sub("-", part.lower()).strip("-") for part in parts)
    kept = "--".join(part for part in rest if part)[: LONGEST_SLUG - HASH_DIGITS - 1].rstrip("-")
    return f"{kept}-{digits}" if kept else digits


class Keyed(Protocol):
    """What has a key and an origin."""

    @property
    def source_id(self) -> str: ...
    @property
    def origin(self) -> str: ...
    @property
    def speech_id(self) -> str: ...


def refuse_collisions(fetched: Sequence[Keyed]) -> None:
    """Refused where two texts have one key, naming both."""
    seen: dict[str, str] = {}
    for text in fetched:
        where = f"{text.source_id}: {text.origin}"
        if text.speech_id in seen:
            raise Refused(f"{seen[text.speech_id]} and {where} both have the key {text.speech_id!r}; rename or remove one of them")
        seen[text.speech_id] = where
