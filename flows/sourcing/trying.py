"""What would be read of a source: a few of its texts, fetched and read as a build would, into a folder that goes again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from flows import clock
from flows.fetch.asking import Run, run_deadline
from flows.fetch.declarations import SourceDeclaration
from flows.fetch.discover.search import LeftOut
from flows.fetch.fetched import LIMITS, Fetched, Limits
from flows.fetch.files import fetch_files
from flows.fetch.gates import Gates
from flows.fetch.ledger import read_ledger
from flows.fetch.pages import fetch_pages
from flows.fetch.turn import Progress
from flows.fetch.web import texts_of
from flows.label.speakers.registry import Registry
from flows.shards import ShardInput, read_text
from schemas.sources import SetAside


class ReadText(NamedTuple):
    """A text as a build would publish it."""

    address: str
    title: str | None
    day: date | None
    language: str
    form: str
    words: int
    found_in: str


class Tried(NamedTuple):
    """What came of trying a source."""

    texts: tuple[ReadText, ...]
    set_aside: tuple[SetAside, ...]
    left_out: tuple[LeftOut, ...]
    found: int
    """How many addresses of texts were found; only a few of them were asked for."""
    troubles: tuple[str, ...]


def try_source(
    declaration: SourceDeclaration,
    sources: Path,
    registry: Registry,
    most: int,
    told: Callable[[Progress], None] = lambda progress: None,
    limits: Limits = LIMITS,
) -> Tried:
    """Fetch and read at most so many texts of a source, as politely as a build would; nothing of it stays.

    Raises Refused where its files or lists of addresses cannot be read.
    """
    with TemporaryDirectory(prefix="rostra-try-") as folder:
        store = Path(folder)
        files = fetch_files(declaration, sources, store, limits)[:most] if declaration.files else []
        tried = Tried((), (), (), len(files), ())
        fetched: list[tuple[Fetched, str]] = [(text, "files") for text in files]
        if declaration.has_pages:
            started = clock.now()
            ledger = read_ledger(store, declaration.source_id)
            run = Run(started, run_deadline(declaration.run_seconds), Gates(), limits, told=told, most=most)
            visited = fetch_pages(declaration, sources, ledger, run)
            found_in = {entry.url: entry.found_in for entry in ledger}
            fetched += [(text, found_in.get(text.origin, "")) for text in texts_of(ledger, declaration, started, {})]
            discovery = visited.discovery
            left_out = tuple(discovery.left_out.values())
            tried = tried._replace(left_out=left_out, found=len(files) + len(discovery.found), troubles=tuple(discovery.troubles))
        read = list(_read(store, declaration, registry, fetched))
    texts = tuple(text for text in read if isinstance(text, ReadText))
    return tried._replace(texts=texts, set_aside=tuple(text for text in read if isinstance(text, SetAside)))


def _read(
    store: Path, declaration: SourceDeclaration, registry: Registry, fetched: Sequence[tuple[Fetched, str]]
) -> Iterator[ReadText | SetAside]:
    for text, found_in in fetched:
        read = read_text(store, ShardInput(text, declaration), registry)
        if isinstance(read, SetAside):
            yield read
        else:
            speech = read.speech
            yield ReadText(text.origin, speech.title, speech.spoken_on, str(speech.language), str(speech.form), speech.words, found_in)
