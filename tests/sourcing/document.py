"""docs/sources.md, divided into what the tests try."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tests.fetch.site import Site
from tests.sourcing.press_service import text

PAGE = Path(__file__).resolve().parents[2] / "docs" / "sources.md"
DOCUMENT = PAGE.read_text(encoding="utf-8")
PRESS = "https://press.example.org"
HOSTS = (PRESS, "https://wiki.internal")
FENCE = re.compile(r"^```(?P<kind>\w+)(?: (?P<name>\S+))?\n(?P<content>.*?)^```$", re.MULTILINE | re.DOTALL)
EVERY_FILE = """\
publisher = "Press service of the government"
languages = ["en"]
licence = "All rights reserved"
attribution = "Press service of the government"
text_may_be_published = false
least_speeches = 0
"""
OF_THE_TEST = re.compile(r"^(?:delay_seconds|may_reach_private_addresses) = .*\n", re.MULTILINE)
MAY_ASK = 'may_reach_private_addresses = ["127.0.0.1"]\ndelay_seconds = 0\n'


class Block(NamedTuple):
    """One fenced block."""

    kind: str
    name: str | None
    content: str
    section: str


def blocks(kind: str = "") -> Iterator[Block]:
    """Yield the blocks of a kind, or all of them."""
    for found in FENCE.finditer(DOCUMENT):
        section = re.findall(r"^#+ (.*)$", DOCUMENT[: found.start()], re.MULTILINE)[-1]
        if kind in ("", found["kind"]):
            yield Block(found["kind"], found["name"], found["content"], section)


def examples() -> list[tuple[Block, Block]]:
    """Return each TOML with what is said to come of it."""
    kept = [block for block in blocks() if block.kind in ("toml", "text")]
    return [(block, kept[place + 1]) for place, block in enumerate(kept) if block.kind == "toml"]


def whole(lines: str) -> str:
    """Return a file of the lines and of what every file has."""
    return (EVERY_FILE if "publisher" not in lines else "") + lines


def on_the_site(site: Site, lines: str) -> str:
    """Return a whole file whose hosts are the site of the test."""
    for host in HOSTS:
        lines = lines.replace(host, site.address)
    return MAY_ASK + OF_THE_TEST.sub("", whole(lines))


def put_files(folder: Path, site: Site) -> None:
    """Write what the examples name beside themselves."""
    for number, name in enumerate(("2026/opening.txt", "closing.txt"), start=201):
        path = folder / "press" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text(number, "station"), encoding="utf-8")
    for block in blocks():
        if block.name:
            (folder / block.name).write_text(block.content.replace(PRESS, site.address), encoding="utf-8")
