"""The press service of docs/sources.md, as pages of the small test site: a front page, its news, feeds, sitemaps and pages of links."""

import gzip
import json

from tests.fetch.site import Site

# Number → day and what was opened; the newest is the last.
NEWS = {
    101: ("2026-01-12", "bridge"),
    102: ("2026-01-19", "clinic"),
    103: ("2026-02-02", "harbour"),
    104: ("2026-02-10", "library"),
    105: ("2026-02-17", "museum"),
    106: ("2026-02-24", "school"),
}
OLD = {1: ("1998-05-04", "railway"), 2: ("1998-09-01", "theatre")}
SPEECH = "“We promised this {thing} in spring, and {number} families will use it from today,” the Prime Minister said at the opening."
MORE = "She added that {number} people had worked on the {thing}, and that its doors would stand open on Sundays too."
SITEMAP = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def serve_on(site: Site) -> None:
    """Put the press service on the site."""
    site.pages |= {
        "/": front_page(site.address),
        "/robots.txt": f"User-agent: *\nDisallow: /drafts/\nSitemap: {site.address}/sitemap.xml\n".encode(),
        "/feed.xml": rss(site.address, (106, 105, 104)),
        "/news.atom": atom(site.address, (106, 105)),
        "/news.json": json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": [{"url": f"{site.address}/news/103"}]}).encode(),
        "/sitemap.xml": index(site.address, "/sitemaps/news.xml.gz", "/sitemaps/pages.xml"),
        "/sitemaps/news.xml.gz": gzip.compress(sitemap(site.address, *(f"/news/{number}" for number in NEWS)), mtime=0),
        "/sitemaps/pages.xml": sitemap(site.address, "/about", "/news/gallery-7"),
        "/news": links("News", *(f"/news/{number}" for number in (106, 105)), "/news/gallery-7", "/news?page=2", "/about"),
        "/news?page=2": links("News", *(f"/news/{number}" for number in (104, 103)), "/news?page=1", "/news?page=3"),
        "/news?page=3": links("News", *(f"/news/{number}" for number in (102, 101)), "/news?page=2"),
        "/about": page("About the press service", "", "The press service tells what the government does, on each day of the week."),
        "/news/gallery-7": page("Pictures of the opening", "", "Photo: the press service. Photo: the town of Northport. Photo: a guest."),
        **{f"/news/{number}{tail}": article(number, *said) for number, said in NEWS.items() for tail in ("", "?utm_source=rss")},
        **{f"/archive/1998/{number}.html": article(number, *said) for number, said in OLD.items()},
    }


def text(number: int, thing: str) -> str:
    """Return what is reported of an opening."""
    return "\n\n".join(part.format(number=number + 20, thing=thing) for part in (SPEECH, MORE))


def article(number: int, day: str, thing: str) -> bytes:
    """Return a report's page."""
    return page(f"The {thing} is open", day, *text(number, thing).split("\n\n"))


def page(title: str, day: str, *paragraphs: str) -> bytes:
    """Return a page with a menu and an article."""
    said = f'<time datetime="{day}">{day}</time>' if day else ""
    meta = f'<meta property="article:published_time" content="{day}T09:00:00Z">' if day else ""
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>{meta}</head><body>'
        f'<nav><a href="/">Home</a> <a href="/about">About us</a></nav>'
        f"<main><article><h1>{title}</h1>{said}{body}</article></main></body></html>"
    ).encode()


def front_page(address: str) -> bytes:
    """Return the front page, which names the feed and the news."""
    items = "".join(f'<li><a href="/news/{number}">The {thing} is open</a></li>' for number, (_, thing) in NEWS.items())
    return (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Press service of the government</title>'
        f'<link rel="alternate" type="application/rss+xml" href="{address}/feed.xml"></head>'
        f'<body><a href="/about">About us</a><ul>{items}</ul></body></html>'
    ).encode()


def links(title: str, *addresses: str) -> bytes:
    """Return a page of links."""
    items = "".join(f'<li><a href="{address}">More</a></li>' for address in addresses)
    return f'<!DOCTYPE html><html lang="en"><head><title>{title}</title></head><body><ul>{items}</ul></body></html>'.encode()


def rss(address: str, numbers: tuple[int, ...]) -> bytes:
    """Return RSS 2.0."""
    items = "".join(f"<item><title>News</title><link>{address}/news/{number}?utm_source=rss</link></item>" for number in numbers)
    return f'<rss version="2.0"><channel><title>News</title><link>{address}/</link>{items}</channel></rss>'.encode()


def atom(address: str, numbers: tuple[int, ...]) -> bytes:
    """Return Atom."""
    entries = "".join(f'<entry><title>News</title><id>{number}</id><link href="{address}/news/{number}"/></entry>' for number in numbers)
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>News</title>{entries}</feed>'.encode()


def index(address: str, *paths: str) -> bytes:
    """Return an index of sitemaps."""
    return f"<sitemapindex {SITEMAP}>{''.join(f'<sitemap><loc>{address}{path}</loc></sitemap>' for path in paths)}</sitemapindex>".encode()


def sitemap(address: str, *paths: str) -> bytes:
    """Return a sitemap."""
    named = "".join(f"<url><loc>{address}{path}</loc><lastmod>2026-02-24</lastmod></url>" for path in paths)
    return f"<urlset {SITEMAP}>{named}</urlset>".encode()
