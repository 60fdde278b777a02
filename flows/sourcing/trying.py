"""What would be read of a source: a few of its texts, fetched and read as a build would, into a folder that goes again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from flows import clock
from flows.corrected import sentences_on
from flows.fetch.asking import Run, run_deadline
from flows.fetch.corrections import by_text, read_corrections
from flows.fetch.declarations import Listing, SourceDeclaration
from flows.fetch.discover.discovery import LeftOut
from flows.fetch.fetched import LIMITS, Fetched, Limits
from flows.fetch.files import fetch_files
from flows.fetch.gates import Gates
from flows.fetch.ledger import Kind, Ledger, read_ledger
from flows.fetch.metadata import described
from flows.fetch.pages import fetch_pages
from flows.fetch.schedule import evenly
from flows.fetch.turn import Progress
from flows.fetch.web import texts_of
from flows.label.speakers.gazetteer import Gazetteer
from flows.shards import ShardInput, read_text
from schemas.corrections import Correction
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
    is_all: bool
    """Whether all places were looked through to their end."""
    troubles: tuple[str, ...]
    corrections: tuple[str, ...] = ()
    """What came of the corrections of these texts."""


def try_source(
    declaration: SourceDeclaration,
    sources: Path,
    gazetteer: Gazetteer,
    most: int,
    told: Callable[[Progress], None] = lambda progress: None,
    limits: Limits = LIMITS,
) -> Tried:
    """Fetch and read at most so many texts of a source, as politely as a build would; nothing of it stays.

    Raises Refused where its files or lists of addresses cannot be read.
    """
    with TemporaryDirectory(prefix="rostra-try-") as folder:
        store = Path(folder)
        files = fetch_files(declaration, sources, store, limits) if declaration.files else []
        tried = Tried((), (), (), len(files), is_all=True, troubles=())
        fetched: list[tuple[Fetched, str]] = [(text, "files") for text in evenly(files, most)]
        if declaration.has_pages:
            started = clock.now()
            ledger = read_ledger(store, declaration.source_id)
            run = Run(started, run_deadline(declaration.run_seconds), Gates(), limits, told=told, most=most)
            visited = fetch_pages(declaration, sources, ledger, run)
            found_in = {entry.url: entry.found_in for entry in ledger}
            fetched += [(text, found_in.get(text.origin, "")) for text in texts_of(ledger, declaration, started, {})]
            discovery = visited.discovery
            looked_at = [_pages_of(ledger, listing) for listing in declaration.listings]
            tried = tried._replace(
                left_out=tuple(discovery.left_out.values()),
                found=len(files) + len(discovery.found),
                is_all=not discovery.is_cut_short and all(pages < most for pages in looked_at),
                troubles=(*discovery.troubles, *_leading_nowhere(declaration.listings, looked_at, most)),
            )
        known = described(declaration, sources, [text for text, _ in fetched])
        tried = tried._replace(troubles=(*tried.troubles, *known.troubles))
        corrections = read_corrections(sources, [declaration])
        found = list(zip(known.texts, (place for _, place in fetched), strict=True))
        of_text = by_text([read.said for read in corrections], [text.speech_id for text in known.texts])
        came: list[Correction] = []
        inputs = ((ShardInput(text, declaration, of_text.get(text.speech_id, ())), place) for text, place in found)
        read = list(_read(store, gazetteer, inputs, came))
        where = {one.said.correction_id: one.where for one in corrections}
        tried = tried._replace(corrections=tuple(sentences_on(came, where)))
    texts = tuple(text for text in read if isinstance(text, ReadText))
    return tried._replace(texts=texts, set_aside=tuple(text for text in read if isinstance(text, SetAside)))


def _pages_of(ledger: Ledger, listing: Listing) -> int:
    """Return how many pages of links of a listing were had."""
    return sum(1 for entry in ledger if entry.kind is Kind.LISTING and entry.found_in == listing.address and entry.standing)


def _leading_nowhere(listings: Sequence[Listing], looked_at: Sequence[int], most: int) -> Iterator[str]:
    """Yield a line for each listing of which further pages are expected, and whose first page leads to none."""
    for listing, pages in zip(listings, looked_at, strict=True):
        if listing.next is not None and pages == 1 < min(most, listing.most_pages):
            yield f"{listing.address} names no further page: no address that `next` matches and `links` does not"


def _read(
    store: Path, gazetteer: Gazetteer, inputs: Iterable[tuple[ShardInput, str]], came: list[Correction]
) -> Iterator[ReadText | SetAside]:
    """Yield what would be published of each text, and add to `came` what comes of its corrections."""
    for text, found_in in inputs:
        read = read_text(store, text, gazetteer)
        if isinstance(read, SetAside):
            yield read
        else:
            came += read.corrections
            speech = read.speech
            yield ReadText(
                text.fetched.origin, speech.title, speech.spoken_on, str(speech.language), str(speech.form), speech.words, found_in
            )
