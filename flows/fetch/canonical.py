"""One form for every way in which an address is written, so that one text has one key however it was reached."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

LONGEST = 2_000
"""Characters; what is longer is no address that a publisher writes."""

# What is added to addresses to follow readers, and changes nothing of the page. A name that a parliament may use for its own
# (session, source, id, ref) is none of these.
TRACKING = re.compile(
    r"(?:utm|mtm|pk|piwik|itm|mc|ml|oly|vero|hsa|at)_\w+|(?:fb|g|dc|y|ms|tw|tt|wb|gb)r?a?clid|(?:wbra|gbra)id|igsh(?:id)?|"
    r"_ga|_gl|_hsenc|_hsmi|_openstat|yclid|ysclid|msclkid|twclid|mkt_tok|spm|srsltid|cmpid|s_cid|phpsessid|jsessionid",
    re.IGNORECASE,
)
ESCAPED = re.compile(r"%[0-9a-fA-F]{2}")
DEFAULT_PORTS = {"http": 80, "https": 443}
# /news/;jsessionid=1A2B
SESSION_IN_PATH = re.compile(r";jsessionid=[0-9A-Za-z.!_-]*", re.IGNORECASE)


def canonical(address: str) -> str | None:
    """Return an address in its one form; None where it is no http(s) address.

    Scheme, default port, letter case of the host, fragment, parameters that follow readers, the order of the others and a slash at the
    end tell no two pages apart.

    >>> canonical("http://Press.Example:80/news/1/?utm_source=feed#top")
    'https://press.example/news/1'
    """
    from courlan import normalize_url  # late: sources of files need none

    if len(address) > LONGEST or not address.isprintable():
        return None
    try:
        parts = urlsplit(address.strip())
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme not in DEFAULT_PORTS or not host or parts.username or parts.password:
        return None
    place = f"[{host}]" if ":" in host else host.rstrip(".")
    at = f":{port}" if port not in (None, DEFAULT_PORTS[parts.scheme]) else ""
    path = SESSION_IN_PATH.sub("", parts.path)
    try:
        plain: str = normalize_url(f"https://{place}{at}{path}", trailing_slash=False)
    except ValueError:
        return None
    plain = ESCAPED.sub(lambda found: found[0].upper(), plain)
    kept = sorted(pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not TRACKING.fullmatch(pair[0]))
    return plain.rstrip("/") + (f"?{urlencode(kept)}" if kept else "")


def joined(base: str, link: str) -> str | None:
    """Return where a link of a page leads; None where that is no http(s) address."""
    try:
        address = urljoin(base, link.strip())
    except ValueError:
        return None
    return address if canonical(address) else None


@lru_cache(maxsize=4_096)
def site_of(address: str) -> str:
    """Return the site that an address belongs to: its host below the public suffix, or its host where that is none.

    >>> site_of("https://www.press.gov.kz/news/1"), site_of("http://127.0.0.1:8000/")
    ('press.gov.kz', '127.0.0.1')
    """
    from tld import get_fld

    return str(get_fld(address, fail_silently=True) or host_of(address))


def host_of(address: str) -> str:
    """Return the host of an address in small letters; '' where there is none."""
    try:
        return (urlsplit(address).hostname or "").rstrip(".")
    except ValueError:
        return ""


def path_of(address: str) -> str:
    """Return the path of an address without the slash at its end."""
    return urlsplit(address).path.rstrip("/")


def is_front_page(address: str) -> bool:
    """Say whether a canonical address is that of a site's front page, or of its front page in a language.

    >>> is_front_page("https://press.example"), is_front_page("https://press.example/kz"), is_front_page("https://press.example/a/1")
    (True, True, False)
    """
    parts = urlsplit(address)
    return not parts.query and re.fullmatch(r"/?|/[a-z]{2}(?:-[a-z]{2})?|/index\.[a-z]{2,5}|/home", parts.path, re.IGNORECASE) is not None
