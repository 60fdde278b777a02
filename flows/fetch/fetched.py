"""What fetching hands on: one value for each file and address of a source, had or not."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import NamedTuple

from flows.clean.stated import NOTHING_STATED, Stated
from flows.errors import Refused
from flows.fetch.containers.member import Bounds, Said
from schemas.words import Reason


class Limits(NamedTuple):
    """How much one text may cost."""

    text_bytes: int = 20_000_000
    """The most that a file or a page may hold, for a page also after it is unpacked."""
    connect_seconds: float = 10
    read_seconds: float = 20
    """The longest silence of a server."""
    page_seconds: float = 60
    """The longest that one page may take, its redirects included; waiting for a turn does not count."""
    retry_after_seconds: float = 600
    """The longest wait that a server may ask for (Retry-After); who asks for more is left alone until the next run."""
    pause_seconds: float = 30
    """How long a server is left alone that says "too many requests" and not until when."""
    redirects: int = 5
    pages_at_once: int = 8
    """Of one source, on whichever hosts they lie."""
    list_bytes: int = 50_000_000
    """The most that a sitemap, feed or page of links may hold (sitemaps.org's own bound)."""
    reading_seconds: float = 20
    """The longest that a page may take to be read."""
    document_seconds: float = 120
    """The longest that any text may take to be read: several times what a PDF at its bounds needs."""
    container: Bounds = Bounds()
    """How much an archive or a table may hold."""


LIMITS = Limits()


NONE_WITHDRAWN: Mapping[str, str] = MappingProxyType({})


ROW_MARK = "#"
"""Stands between a table's path and what its row is called."""


class Fetched(NamedTuple):
    """One file or address: `sha256` names its snapshot, or `reason` and `detail` say why there is none."""

    source_id: str
    origin: str
    """The file's path within the source's folder, or the page's address."""
    speech_id: str
    url: str | None = None
    sha256: str | None = None
    content_type: str | None = None
    """What the server said of a page; None for files."""
    retrieved_at: datetime | None = None
    """When the page's bytes were first had, in UTC; None for files."""
    reason: Reason | None = None
    detail: str | None = None
    """Why there is no snapshot, or why it is an old one."""
    is_stale: bool = False
    """True where the page could not be had now, and its last snapshot stands for it."""
    last_seen_at: datetime | None = None
    """When the page last answered with its text, in UTC; None for files."""
    is_gone: bool = False
    """True where the page is there no more; what it held stays published."""
    stated: Stated = NOTHING_STATED
    """What the table beside the files says of it."""
    part_of: str | None = None
    """The archive or table that the text came from, by its path within the source's folder; None for a file or page of its own."""
    member: str | None = None
    """Which part of it: a path, an address, or what a row is called."""
    said: Said = ()
    """What the other columns of a table's row say of the text."""
    beside: tuple[str, ...] = ()
    """The SHA-256 of the snapshots of lists that the text is read with."""

    @property
    def name(self) -> str:
        """By what its kind may be told where its bytes leave it open: its path or address; a row of a table has none."""
        return "" if self.member is not None and self.origin == f"{self.part_of}{ROW_MARK}{self.member}" else self.origin


def not_to_be_read(named: Fetched, withdrawn: Mapping[str, str]) -> Fetched | None:
    """Return what stands for a text that was withdrawn, without a look at it; None for any other."""
    why = withdrawn.get(named.speech_id)
    return None if why is None else named._replace(reason=Reason.WITHDRAWN, detail=f"withdrawn: {why}")


class Unavailable(Exception):
    """What could not be had may be there later (no connection, no answer in time, 429, 5xx): worth another try."""

    def __init__(self, message: str, after_seconds: float = 0.0, closes_seconds: float = 0.0, status: int | None = None) -> None:
        super().__init__(message)
        self.after_seconds = after_seconds
        """How long the server asked to be left alone (Retry-After); 0 where it did not."""
        self.closes_seconds = closes_seconds
        """For how long nothing more is asked of the host; 0 where this page alone is meant."""
        self.status = status


class SourceGone(Refused):
    """The folder that a source names is not there."""
