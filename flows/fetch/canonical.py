"""One form for every way in which an address is written, so that one text has one key however it was reached."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import SplitResult, parse_qsl, quote_plus, unquote, urljoin, urlsplit

LONGEST = 2_000
"""Characters; what is longer is no address that a publisher writes."""

# What is added to addresses to follow readers, and changes nothing of the page. A name that a press service may use for its own
# (session, source, id, ref, pk_id, at_date) is none of these.
TRACKING = re.compile(
    r"""
    (?:utm|mtm|piwik|itm|hsa)_\w+
    | pk_(?:campaign|cid|content|cpn|group|keyword|kwd|medium|placement|source)
    | at_(?:campaign|creation|custom|format|general|link|medium|platform|ptr|recipient|send|variant)\w*
    | mc_[cet]id | ml_subscriber\w* | oly_(?:anon|enc)_id | vero_(?:conv|id)
    | (?:fb|g|d|y|ys|tw|tt)clid | msclkid | [wg]braid | igsh(?:id)?
    | _ga | _gl | _hsenc | _hsmi | _openstat | mkt_tok | srsltid | cmpid | s_cid | phpsessid | jsessionid
    """,
    re.IGNORECASE | re.VERBOSE,
)
ESCAPED = re.compile(r"%[0-9a-fA-F]{2}")
# Letters that mean the same escaped or not (RFC 3986, 2.3); a dot is left as it is, since two of them mean more.
UNRESERVED = re.compile(r"[A-Za-z0-9_~-]")
NO_HOST = re.compile(r"""[\s"%<>\\^`{|}]""")
SCHEMES = ("http", "https")
DEFAULT_PORTS = (80, 443, None)
# /kz, /ru/index.html, /main
FRONT_PAGE = re.compile(r"(?:/[a-z]{2}(?:-[a-z]{2})?)?(?:/(?:(?:index|default)\.[a-z]{2,5}|home|main)?)?", re.IGNORECASE)
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

    address = address.strip()
    if len(address) > LONGEST or not address.isprintable():
        return None
    try:
        parts = urlsplit(address)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return None
    if parts.scheme not in SCHEMES or not host or NO_HOST.search(host) or parts.username or parts.password:
        return None
    place = f"[{host}]" if ":" in host else host
    at = "" if port in DEFAULT_PORTS else f":{port}"
    path = ESCAPED.sub(_escape, SESSION_IN_PATH.sub("", parts.path))
    query = _query(parts.query)
    try:
        plain: str = normalize_url(SplitResult("https", place + at, path, "", ""), trailing_slash=False).rstrip("/")
    except ValueError:
        return None
    root = "/" if plain.count("/") == 2 else ""
    return f"{plain}{root}?{query}" if query else plain


def _escape(found: re.Match[str]) -> str:
    letter = unquote(found[0], errors="replace")
    return letter if UNRESERVED.fullmatch(letter) else found[0].upper()


def _query(said: str) -> str:
    """Return the parameters of an address by their names; those of one name stay in their order, and all bytes what they are."""
    pairs = parse_qsl(said, keep_blank_values=True, errors="surrogateescape")
    kept = sorted((pair for pair in pairs if any(pair) and not TRACKING.fullmatch(pair[0])), key=lambda pair: pair[0])
    return "&".join(_quoted(name) + (f"={_quoted(value)}" if value else "") for name, value in kept)


def _quoted(part: str) -> str:
    return quote_plus(part, errors="surrogateescape")


def as_shown(address: str) -> str:
    """Return an address as a reader is shown it: as it was found, without what follows readers and without a fragment.

    >>> as_shown("http://Press.Example/news/1/?utm_source=feed&id=2#top")
    'http://press.example/news/1/?id=2'
    """
    parts = urlsplit(address.strip())
    pairs = [pair for pair in parts.query.split("&") if pair and not TRACKING.fullmatch(pair.partition("=")[0])]
    return parts._replace(netloc=parts.netloc.lower(), query="&".join(pairs), fragment="").geturl()


def joined(base: str, link: str) -> str | None:
    """Return where a link of a page leads; None where that is no http(s) address."""
    try:
        address = urljoin(base, link.strip())
    except ValueError:
        return None
    return address if canonical(address) else None


def site_of(address: str) -> str:
    """Return the site that an address belongs to: its host below the public suffix, or its host where that is none.

    >>> site_of("https://www.press.gov.kz/news/1"), site_of("http://127.0.0.1:8000/")
    ('press.gov.kz', '127.0.0.1')
    """
    return _site_of_host(host_of(address))


@lru_cache(maxsize=4_096)
def _site_of_host(host: str) -> str:
    from tld import get_fld

    return str(get_fld(f"https://{host}", fail_silently=True) or host)


def host_of(address: str) -> str:
    """Return the host of an address in small letters, each in its own script; '' where there is none."""
    try:
        host = (urlsplit(address).hostname or "").rstrip(".")
    except ValueError:
        return ""
    if "xn--" not in host:
        return host
    from courlan.clean import decode_punycode

    return str(decode_punycode(host))


def path_of(address: str) -> str:
    """Return the path of an address without the slash at its end."""
    return urlsplit(address).path.rstrip("/")


def is_front_page(address: str) -> bool:
    """Say whether a canonical address is that of a site's front page, or of its front page in a language.

    >>> is_front_page("https://press.example"), is_front_page("https://press.example/kz"), is_front_page("https://press.example/a/1")
    (True, True, False)
    """
    parts = urlsplit(address)
    return not parts.query and FRONT_PAGE.fullmatch(parts.path) is not None
