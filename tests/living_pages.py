"""What the press service of a month answers to each request, as a pure function of the moment."""

from __future__ import annotations

import hashlib
from datetime import datetime
from enum import StrEnum, auto
from functools import cache
from typing import NamedTuple
from urllib.parse import urlsplit

from tests.living_lists import INTERNAL_FOLDER, home, html, http_date, lists, midnight, others_at
from tests.living_texts import report
from tests.living_world import MAINTENANCE_DAYS, Speech, Way, busy_at, by_number, day_of, speeches

ROBOTS = f"""\
User-agent: *
Disallow: {INTERNAL_FOLDER}
Allow: {INTERNAL_FOLDER}open/
Crawl-delay: 0

User-agent: GreedyBot
Disallow: /
"""
MAINTENANCE = (
    "Our website is being maintained at the moment. We are sorry for the inconvenience and expect to be back soon.",
    "During this time, news and speeches cannot be shown. Please try again later, or write to the press office in urgent cases.",
)
CONSENT = (
    "We value your privacy. We and our partners store cookies on your device and read them, to measure how the site is used.",
    "By clicking “Accept all” you agree to the use of all cookies. You may reject those that are not necessary, or manage your choices at "
    "any time in the cookie settings. Please read our privacy policy and our cookie policy before you continue to the site.",
)


class Told(StrEnum):
    """What an answer was."""

    TEXT = auto()
    UNCHANGED = auto()
    LIST = auto()
    LIST_UNCHANGED = auto()
    ROBOTS = auto()
    OTHER = auto()
    MAINTENANCE = auto()
    WALL = auto()
    MISSING = auto()
    GONE = auto()
    AWAY = auto()
    MOVED = auto()
    BUSY = auto()


class Answer(NamedTuple):
    """One answer of the server."""

    told: Told
    status: int
    raw: bytes = b""
    content_type: str = "text/html; charset=utf-8"
    headers: tuple[tuple[str, str], ...] = ()
    """Beyond type and length: validators, Location, Retry-After."""

    def header(self, name: str) -> str | None:
        """Return a header's value."""
        return dict(self.headers).get(name)


def page_of(target: str) -> str:
    """Return the one name of what a request is for, whichever way it is written.

    >>> page_of("/speeches/x/?utm_source=rss"), page_of("/archive?page=3")
    ('/speeches/x', '/archive?page=3')
    """
    parts = urlsplit(target)
    kept = "&".join(part for part in parts.query.split("&") if part and not part.startswith("utm_"))
    return (parts.path.rstrip("/") or "/") + (f"?{kept}" if kept else "")


@cache
def speech_at() -> dict[str, Speech]:
    """Return page → the speech that is, or will be, there."""
    found: dict[str, Speech] = {}
    for speech in speeches():
        found |= {speech.path: speech, speech.print_path: speech}
        if speech.life.odd.way is Way.MOVED:
            found[speech.moved_path] = speech
    return found


def answer(base: str, target: str, moment: datetime, request: int) -> Answer:
    """Return what is answered to the request of a number at a moment; `base` is the site's own address."""
    page, day = page_of(target), day_of(moment)
    if busy := busy_at(moment, page):
        after = str(int((busy.until - busy.since).total_seconds())) if busy.is_for_speeches_alone else http_date(busy.until)
        return Answer(Told.BUSY, 429, b"Too many requests.", "text/plain", (("Retry-After", after),))
    if day in MAINTENANCE_DAYS:
        said = (*MAINTENANCE, f"Your request bears the number {hashlib.sha256(str(request).encode()).hexdigest()[:12]}.")
        return Answer(Told.MAINTENANCE, 200, html("We will be back soon", said, footer="").encode())
    if found := _list_at(base, page, day) or _other_at(base, page, day):
        return found
    speech = speech_at().get(page)
    if speech is None or speech.day > day or (page == speech.moved_path and speech.way_on(day) is not Way.MOVED):
        return Answer(Told.MISSING, 404, b"Not found.", "text/plain")
    return _speech(base, page, speech, day, request)


def _other_at(base: str, page: str, day: int) -> Answer | None:
    if page == "/robots.txt":
        return Answer(Told.ROBOTS, 200, ROBOTS.encode(), "text/plain; charset=utf-8")
    if page == "/":
        return Answer(Told.OTHER, 200, home(base, day).encode())
    if page in others_at():
        found = report(others_at()[page])
        return Answer(Told.OTHER, 200, html(found.title, found.paragraphs).encode())
    return None


def _speech(base: str, page: str, speech: Speech, day: int, request: int) -> Answer:
    way = Way.TEXT if page == speech.moved_path else speech.way_on(day)
    if way is Way.TEXT:
        return _text(base, speech, day, request)
    if way is Way.WALL:
        return Answer(Told.WALL, 200, html("Before you continue", CONSENT, footer="").encode())
    if way in (Way.MISSING, Way.GONE):
        told, status = (Told.MISSING, 404) if way is Way.MISSING else (Told.GONE, 410)
        return Answer(told, status, html("Page not found", ("The page that you look for is not here.",)).encode())
    if way is Way.MOVED:
        return Answer(Told.MOVED, 301, headers=(("Location", base + speech.moved_path),))
    place = by_number()[speech.life.odd.to].path if speech.life.odd.to is not None else "/"
    return Answer(Told.AWAY, 302, headers=(("Location", place),))


def _text(base: str, speech: Speech, day: int, request: int) -> Answer:
    found = speech.report_on(day)
    views = f"Read {40 * speech.number + request} times." if speech.life.has_counter else "Read by many."
    raw = html(found.title, found.paragraphs, base + speech.path_on(day), speech.day, views).encode()
    tag = hashlib.sha256(found.text.encode()).hexdigest()[:16]
    changed_day = max([speech.day, *(other for other in speech.life.corrected if other <= day)])
    validators = {
        0: (("ETag", f'W/"{tag}"'),),
        1: (("Last-Modified", http_date(midnight(changed_day))),),
        2: (("ETag", f'"{tag}"'), ("Last-Modified", http_date(midnight(changed_day)))),
        3: (),
    }[3 if speech.life.has_counter else speech.number % 4]
    return Answer(Told.TEXT, 200, raw, headers=validators)


def _list_at(base: str, page: str, day: int) -> Answer | None:
    made = lists().get(page)
    if made is None:
        return None
    raw = made.make(base, day)
    tag = hashlib.sha256(raw).hexdigest()[:16]
    return Answer(Told.LIST, 200, raw, made.content_type, (("ETag", f'"{tag}"'),))
