"""Newspapers on a website of the tests' own."""

from pathlib import Path

from tests.fetch.site import Site

DECLARATION = """
publisher = "The {name}"
languages = ["en"]
licence = "All rights reserved."
attribution = "© The {name}"
text_may_be_published = false
least_speeches = {least}
may_reach_private_addresses = ["127.0.0.1"]
delay_seconds = 0
addresses = [{addresses}]
sitemaps = ["{site}/sitemap.xml"]
only = ["/{code}/"]
"""


def article(what: str, count: str = "two") -> bytes:
    return (
        f"The minister opened the new {what}. “Every {what} joins people,” Minister Anna Petrova said. "
        f"She added that {count} more would follow in spring."
    ).encode()


def declare(sources: Path, site: Site, name: str, *paths: str, least: int = 1) -> Path:
    """Declare a newspaper whose pages are at these paths of the site, below its name, and return the sources' folder."""
    sources.mkdir(exist_ok=True)
    addresses = ", ".join(f'"{site.address}{path}"' for path in paths)
    text = DECLARATION.format(name=name.title(), code=name, site=site.address, least=least, addresses=addresses)
    (sources / f"{name}.toml").write_text(text, encoding="utf-8")
    return sources
