"""The pages of the press service that name others: feed, sitemaps and archive, as bytes of a day; and how its HTML looks."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, time
from email.utils import format_datetime
from functools import cache, partial
from html import escape
from typing import NamedTuple

from tests.living_texts import report
from tests.living_world import ARCHIVED, ON_A_PAGE, date_of, latest, published, speeches

SITEMAPS = "http://www.sitemaps.org/schemas/sitemap/0.9"
INTERNAL_FOLDER = "/speeches/internal/"
# Numbers of reports that the archive or a sitemap links to and that are not to be asked for: by robots.txt, and by the source's TOML.
INTERNAL, GALLERIES = range(600, 606), range(620, 624)
OTHER_PAGES = ("/about", "/contact", "/visits/2026")
PAGES_OF_ARCHIVE = ARCHIVED // ON_A_PAGE


@cache
def others_at() -> dict[str, int]:
    """Return page → the number of the report there, of all that are no speeches of the source."""
    return {
        **{f"{INTERNAL_FOLDER}{report(number).slug}": number for number in INTERNAL},
        **{f"/speeches/gallery-{number}": number for number in GALLERIES},
        **{path: 640 + place for place, path in enumerate(OTHER_PAGES)},
    }


class List(NamedTuple):
    """A page that names others: how its bytes follow from the site's address and the day."""

    content_type: str
    make: Callable[[str, int], bytes]


@cache
def lists() -> dict[str, List]:
    """Return page → how it is made, of all that name others."""
    pages = {number: List("text/html; charset=utf-8", partial(_archive, number)) for number in range(1, PAGES_OF_ARCHIVE + 1)}
    return {
        "/feed.xml": List("application/rss+xml; charset=utf-8", lambda base, day: feed(base, day).encode()),
        "/sitemap.xml": List("application/xml", lambda base, day: sitemap_index(base, day).encode()),
        "/sitemaps/old.xml.gz": List(
            "application/gzip", lambda base, day: gzip.compress(sitemap(base, day, is_old=True).encode(), mtime=0)
        ),
        "/sitemaps/new.xml": List("application/xml", lambda base, day: sitemap(base, day, is_old=False).encode()),
        "/archive": pages[1],
        **{f"/archive?page={number}": made for number, made in pages.items()},
    }


def _archive(number: int, base: str, day: int) -> bytes:
    return archive(base, day, number).encode()


def html(title: str, paragraphs: Iterable[str], canonical: str = "", day: int | None = None, footer: str = "Read by many.") -> str:
    """Return a page as press services have them: header, menu, article, and what stands around it."""
    said = f'<time datetime="{date_of(day)}">{date_of(day):%-d %B %Y}</time>' if day is not None else ""
    published = f'<meta property="article:published_time" content="{date_of(day)}T09:00:00+00:00">' if day is not None else ""
    link = f'<link rel="canonical" href="{escape(canonical)}">' if canonical else ""
    body = "\n".join(f"<p>{escape(paragraph, quote=False)}</p>" for paragraph in paragraphs)
    return f"""<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>{escape(title)}</title>{link}{published}</head>
<body>
<header><a href="/">Press service</a></header>
<nav><ul><li><a href="/">Home</a></li><li><a href="/archive">Archive</a></li><li><a href="/about">About us</a></li></ul></nav>
<main><article>
<h1>{escape(title)}</h1>
{said}
{body}
</article></main>
<aside><h2>See also</h2><ul><li><a href="/visits/2026">Visits of this year</a></li></ul></aside>
<footer><p>{footer}</p><p>© Press service. <a href="/contact">Contact</a></p></footer>
</body>
</html>
"""


def home(base: str, day: int) -> str:
    """Return the front page: a greeting, and what is new."""
    links = "".join(
        f'<li><a href="{base}{speech.path_on(day)}">{escape(speech.report_on(day).title)}</a></li>' for speech in latest(day)[:8]
    )
    greeting = "Welcome to the press service. Here you find what our ministers say, on the day on which they say it."
    return html("Press service", (greeting,)).replace("</article>", f"<ul>{links}</ul></article>")


def feed(base: str, day: int) -> str:
    """Return the RSS of the latest speeches, whose links are written otherwise than elsewhere."""
    loud = base.replace("localhost", "LocalHost")
    items = []
    for speech in latest(day):
        found = speech.report_on(day)
        tail = "/#start" if speech.number % 2 else "?utm_source=rss&amp;utm_medium=feed"
        items.append(
            f"<item><title>{escape(found.title)}</title><link>{loud}{speech.path_on(day)}{tail}</link>"
            f'<guid isPermaLink="false">{speech.number}</guid><pubDate>{http_date(midnight(speech.day))}</pubDate>'
            f"<description>{escape(found.paragraphs[0])}</description></item>"
        )
    joined = "\n".join(items)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0"><channel><title>Press service</title>'
        f"<link>{base}/</link><description>News</description>\n{joined}\n</channel></rss>\n"
    )


def sitemap_index(base: str, day: int) -> str:
    """Return the index of both sitemaps."""
    children = "".join(
        f"<sitemap><loc>{base}{path}</loc><lastmod>{date_of(day)}</lastmod></sitemap>\n"
        for path in ("/sitemaps/old.xml.gz", "/sitemaps/new.xml")
    )
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<sitemapindex xmlns="{SITEMAPS}">\n{children}</sitemapindex>\n'


def sitemap(base: str, day: int, *, is_old: bool) -> str:
    """Return the sitemap of the archive, or that of the month, which names pages too that are no speeches."""
    places = [
        (speech.path_on(day), f"{date_of(speech.changed_on(day))}" + ("" if is_old else "T00:00:00Z"))
        for speech in published(day)
        if speech.is_in_a_sitemap_on(day) and (speech.number < ARCHIVED) == is_old
    ]
    if not is_old:
        places += [(path, "2026-01-01") for path in (*OTHER_PAGES, *(path for path, number in others_at().items() if number in GALLERIES))]
    urls = "".join(f"<url><loc>{base}{path}</loc><lastmod>{changed}</lastmod></url>\n" for path, changed in places)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="{SITEMAPS}">\n{urls}</urlset>\n'


def archive(base: str, day: int, number: int) -> str:
    """Return a page of the archive: twenty links, each written in one of five ways, and where the other pages are."""
    links = []
    for speech in speeches()[(number - 1) * ON_A_PAGE : number * ON_A_PAGE]:
        path = speech.path_on(day)
        ways = (path, base + path, f"{base}{path}#top", f"{path}/", f"{path}?utm_campaign=archive")
        places = [] if speech.life.is_linked_as_print_alone else [ways[speech.number % len(ways)]]
        if speech.has_print_link:
            places.append(speech.print_path)
        links += [(place, report(speech.number).title) for place in places]
    if number == 3:
        links += [(path, report(other).title) for path, other in others_at().items() if path.startswith("/speeches/")]
    items = "\n".join(f'<li><a href="{escape(place)}">{escape(title)}</a></li>' for place, title in links)
    pages = "".join(
        f'<a href="/archive?page={other}">{word}</a> '
        for other, word in ((number - 1, "Newer"), (number + 1, "Older"))
        if 1 <= other <= PAGES_OF_ARCHIVE
    )
    return html("Archive", ()).replace("</article>", f"<ul>\n{items}\n</ul>\n<p>{pages}</p></article>")


def midnight(day: int) -> datetime:
    """Return the moment at which a day begins."""
    return datetime.combine(date_of(day), time(), UTC)


def http_date(moment: datetime) -> str:
    """Return a moment as headers and feeds write it."""
    return format_datetime(moment, usegmt=True)
