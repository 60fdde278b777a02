"""What the section on troubles of docs/sources.md quotes is what the commands say."""

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from flows.sourcing.commands import app
from tests.fetch.site import Site
from tests.sourcing.document import DOCUMENT, PRESS, on_the_site
from tests.sourcing.press_service import links, serve_on

B = PRESS
# What a file has that leads to what the section on troubles quotes.
TROUBLES = {
    "is no feed": f'feeds = ["{B}/"]',
    "is no sitemap": f'sitemaps = ["{B}/"]',
    "names no address that `links` matches": f'listings = [{{ address = "{B}/news", links = "/speeches/" }}]',
    "names no further page": f'listings = [{{ address = "{B}/news", links = "/news", next = "[?]page=" }}]',
    "a build looks further": f'listings = [{{ address = "{B}/news", links = "/news/", next = "[?]page=" }}]',
    "matches none of `only`": f'addresses = ["{B}/about"]\nonly = ["/news/"]',
    "matches one of `never`": f'addresses = ["{B}/about"]\nnever = ["/about$"]',
    "lies on another site": f'feeds = ["{B}/elsewhere.xml"]',
    "does not allow": f'addresses = ["{B}/drafts/1"]',
    "answers 403": f'addresses = ["{B}/forbidden"]',
    "answers 429": f'addresses = ["{B}/too-many"]',
    "answers 404": f'addresses = ["{B}/news/999"]',
    "which is no public address": 'addresses = ["http://127.0.0.2/news/1"]',
    "no-article": f'addresses = ["{B}/news"]',
    "too-short": f'addresses = ["{B}/short"]',
    "unexpected-language": f'addresses = ["{B}/russian"]',
    "unknown-language": f'addresses = ["{B}/french"]',
    "copy": f'addresses = ["{B}/news/101", "{B}/news/101/copy"]',
    "unknown": f'addresses = ["{B}/news/gallery-7"]',
}
RUSSIAN = "Премьер-министр открыла новый мост. «Мы обещали это весной», — сказала она на открытии. Работы шли два года.\n"
FRENCH = "Le Premier ministre a inauguré le nouveau pont. « Nous l'avions promis au printemps », a-t-elle déclaré. Les travaux ont duré.\n"


@pytest.mark.slow
@pytest.mark.parametrize("phrase", TROUBLES)
def test_what_goes_wrong_is_said_in_the_words_of_the_document(site: Site, tmp_path: Path, phrase: str) -> None:
    serve_on(site)
    site.failing |= {"/forbidden": 403, "/too-many": 429}
    site.pages |= {
        "/elsewhere.xml": b'<rss version="2.0"><channel><item><link>https://elsewhere.example/1</link></item></channel></rss>',
        "/short": b"Four words, no more.",
        "/russian": RUSSIAN.encode(),
        "/french": FRENCH.encode(),
        "/news/101/copy": site.pages["/news/101"],
        "/news": site.pages["/news"] if "next" in TROUBLES[phrase] else links("News", "/news/101"),
    }
    options = ("--pages", "2") if phrase == "a build looks further" else ()
    (tmp_path / "press.toml").write_text(on_the_site(site, TROUBLES[phrase]), encoding="utf-8")
    found = CliRunner().invoke(app, ["try", str(tmp_path / "press.toml"), *options])
    assert found.exit_code in (0, 1) and phrase in found.output


def test_the_troubles_of_the_document_are_those_that_are_tried() -> None:
    table = DOCUMENT.partition("## When it does not find")[2]
    first_cells = [line.split(" | ")[0] for line in table.splitlines() if line.startswith("| `")]
    quoted = [two.strip() or one for cell in first_cells for two, one in re.findall(r"``(.+?)``|`([^`]+)`", cell)]
    assert sorted(quoted) == sorted(TROUBLES)
