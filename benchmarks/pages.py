"""What a reader's browser loads from a large release: `python -m benchmarks.pages [--speeches N]`.

The project's own test texts go through the rules once and are then repeated, each copy under an id and with a word of its own, until
there are enough speeches. Chromium opens the pages from a static server that compresses nothing; each answer's bytes are counted. Prints
one JSON line: bytes and time of the first view, of opening another speech from the list, of a permalink to the last speech and of
a search with its snippets, and of the views of a speaker, of words in context and over time, beside their goals. Asserted: no view
loads more than the goal, and a click on a speech loads one chunk at most.
"""

import argparse
import json
import os
import re
import shutil
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import Any, NamedTuple

import duckdb

from benchmarks.texts_as_tables import FIRST_SPEECH, HOUSE, declare, read_into
from flows.duck import duck
from flows.measure.marked_texts import read_marked_text
from flows.parquet import arrow_schema, files_of, write_batches
from flows.publish.facts import THE_FIRST, BuildFacts, ReleaseFacts, TableFacts, TextCounts, file_facts
from flows.publish.pages.release import write_pages
from flows.publish.parts import small_parts
from flows.publish.sample import write_sample
from rostra.store import INDEX
from schemas.dataset import SAMPLED, TABLES
from schemas.sources import Source

GOAL_FIRST_VIEW = 300_000
QUIET_MILLISECONDS = 1_500
# pages/speeches/00017.js, pages/speeches/2026-02_1.js
CHUNK = re.compile(r"/pages/(speeches|list|words|speakers|names)/[^/]+\.js$")


class View(NamedTuple):
    """What one thing that a reader did came to."""

    bytes: int
    requests: list[str]
    seconds: float


def texts() -> list[tuple[str, str]]:
    """Return name and content of the first speech and of every marked text of the tests."""
    found = [(FIRST_SPEECH.stem, FIRST_SPEECH.read_text(encoding="utf-8"))]
    for path in sorted((HOUSE / "tests" / "gold").glob("??/*.txt")):
        marked = read_marked_text(path)
        found.append((f"{path.parent.name}-{path.stem}", f"date {marked['date']}\n\n{marked['text']}\n"))
    return found


def repeat(once: Path, data: Path, speeches: int) -> int:
    """Write the tables of the folder `once` into `data`, each speech as often as it takes to be `speeches`; return how many there are."""
    data.mkdir(parents=True)
    with duckdb.connect() as connection:
        for table in TABLES:
            connection.read_parquet(str(once / f"{table.name}.parquet")).create_view(table.name)
        [(few,)] = connection.sql("SELECT count(*) FROM speeches").fetchall()
        copies = -(-speeches // few)
        for table in TABLES:
            shown = ", ".join(f"{_copied(table.name, name)} AS {name}" for name in table.names)
            order = ", ".join(f"{name} NULLS LAST" for name in table.sorted_by)
            of_speeches = "speech_id" in table.names
            query = f"SELECT {shown} FROM {table.name}{f', range({copies}) AS c(copy)' if of_speeches else ''} ORDER BY {order}"
            schema = arrow_schema(table)
            batches = connection.sql(query).to_arrow_reader(10_000)
            write_batches((batch.cast(schema) for batch in batches), schema, data / f"{table.name}.parquet")
    return int(few * copies)


INNER = {"speech_id", "paragraph_id", "sentence_id", "first_sentence_id", "quotation_id", "nested_in"}


def _copied(table: str, name: str) -> str:
    """Return SQL for a column of a copy: ids get the copy's number, a speech's text a word that no other has, its day another year."""
    if name in INNER:
        return rf"regexp_replace({name}, '^([^.]+\.[^.]+)', '\1-' || copy)"
    if table == "speeches" and name == "text":
        return "text || ' copy' || copy"
    if table == "speeches" and name == "spoken_on":
        return "(spoken_on - to_years((copy % 30)::INTEGER))::DATE"
    return name


def facts_of(release: Path, speeches: int) -> ReleaseFacts:
    """Return facts of the tables; no rows are hashed, since the pages show no hash of rows."""
    with duckdb.connect() as connection:
        tables = []
        for table in TABLES:
            path = release / "data" / f"{table.name}.parquet"
            [(rows,)] = connection.read_parquet(str(path)).aggregate("count(*)").fetchall()
            tables.append(TableFacts(table, rows, (file_facts(path.relative_to(release).as_posix(), release),), "0" * 64))
        sources = tuple(Source(*row) for row in connection.read_parquet(str(release / "data" / "sources.parquet")).fetchall())
    counts = {source.source_id: TextCounts(speeches, speeches, 0) for source in sources}
    build = BuildFacts("1.0.0", None, "2026-02-10", None, None)
    return ReleaseFacts(build, tuple(tables), counts, sources, (), ("en", "kk", "ru"), {"is_passed": True, "tables": {}}, {}, THE_FIRST)


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder and says nothing."""

    def log_message(self, *given: object) -> None:
        """Say nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Give the address of a static server of the folder."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def views(address: str, last: str) -> dict[str, View]:
    """Return what each thing that a reader does loads, each in a browser that has loaded nothing before."""
    from playwright.sync_api import sync_playwright

    program = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program, args=["--no-sandbox"])

        def fresh() -> Any:
            return browser.new_context().new_page()

        def is_read(page: Any) -> None:
            page.wait_for_selector("#speech[aria-busy=false]")

        def at_home(page: Any) -> None:
            page.goto(address, wait_until="networkidle")
            is_read(page)

        def click(page: Any) -> None:
            page.locator("#list a").nth(90).click()
            _until(page, "() => document.querySelectorAll('#list a')[90].getAttribute('aria-current') === 'true'")

        def follow(page: Any) -> None:
            page.goto(f"{address}#{last}")
            _until(page, "id => document.getElementById('speech-id').textContent === id", arg=last)

        def search(page: Any) -> None:
            page.fill("#search", "copy7")  # words that stand in texts of all years
            _until(page, "document.querySelector('#list .snippet') !== null")

        def concordance(page: Any) -> None:
            page.goto(f"{address}#concordance?q=qurultay")
            _until(page, "document.querySelector('.concordance tbody tr') !== null")

        def speaker(page: Any) -> None:
            page.goto(f"{address}#speaker/kassym-jomart-tokayev")
            _until(page, "document.querySelector('#view .said-list') !== null")

        def over_time(page: Any) -> None:
            page.goto(f"{address}#over-time?q=qurultay")
            _until(page, "document.querySelector('#view svg.chart') !== null")

        seen = {
            "first_view": _seen(fresh(), at_home),
            "another_speech": _seen(fresh(), click, at_home),
            "permalink": _seen(fresh(), follow),
            "search": _seen(fresh(), search, at_home),
            "concordance": _seen(fresh(), concordance, at_home),
            "speaker": _seen(fresh(), speaker, at_home),
            "over_time": _seen(fresh(), over_time, at_home),
        }
        browser.close()
    return seen


def _until(page: Any, expression: str, arg: object = None) -> None:
    """Wait until an expression is true; Playwright's own waiting evaluates strings within the page, which the page forbids."""
    while not page.evaluate(expression, arg):
        page.wait_for_timeout(10)


def _seen(page: Any, act: Callable[[Any], None], before: Callable[[Any], None] = lambda page: None) -> View:
    before(page)
    answers: list[tuple[str, int]] = []
    page.on("response", lambda answer: answers.append((answer.url, int(answer.headers.get("content-length", 0)))) if answer.ok else None)
    started = time.perf_counter()
    act(page)
    seconds = time.perf_counter() - started
    page.wait_for_timeout(QUIET_MILLISECONDS)  # snippets of further results come after the first
    names = [url.partition("/releases/1.0.0/")[2] or url for url, _ in answers]
    return View(sum(size for _, size in answers), names, round(seconds, 3))


def measure(speeches: int) -> dict[str, object]:
    """Return the figures at so many speeches."""
    with TemporaryDirectory(prefix="pages-") as scratch:
        folder = Path(scratch)
        read_into(declare(folder / "sources", texts()), folder / "work", folder / "once")
        release = folder / "store" / "releases" / "1.0.0"
        made = repeat(folder / "once", release / "data", speeches)
        write_sample(TABLES, SAMPLED, release)
        facts = facts_of(release, made)
        started, cpu = time.perf_counter(), time.process_time()
        with duck(folder / "duck") as connection:
            small = small_parts(connection, files_of(SAMPLED, release / "data"))
        write_pages(release, facts, small)
        writing = {"seconds": round(time.perf_counter() - started, 1), "cpu_seconds": round(time.process_time() - cpu, 1)}
        (folder / "store" / INDEX).write_text("{}")
        chunks = {
            kind: [path.stat().st_size for path in sorted((release / "pages" / kind).glob("*.js"))]
            for kind in ("list", "speeches", "words", "speakers", "names")
        }
        order = "spoken_on IS NULL DESC, spoken_on, speech_id DESC"
        with duckdb.connect() as connection:
            query = f"SELECT speech_id FROM '{release}/data/speeches.parquet' ORDER BY {order} LIMIT 1"
            [(last,)] = connection.execute(query).fetchall()
        with served(folder / "store") as address:
            seen = views(f"{address}/releases/1.0.0/index.html", last)
    assert all(view.bytes <= GOAL_FIRST_VIEW for view in seen.values()), seen
    assert sum(CHUNK.search(name) is not None for name in seen["another_speech"].requests) <= 1, seen["another_speech"]
    return {
        "benchmark": "pages",
        "speeches": made,
        "first_view_bytes": seen["first_view"].bytes,
        "goal_bytes": GOAL_FIRST_VIEW,
        "views": {name: {"bytes": view.bytes, "requests": len(view.requests), "seconds": view.seconds} for name, view in seen.items()},
        "chunks": {
            kind: {"files": len(sizes), "median_bytes": int(statistics.median(sizes)), "largest_bytes": max(sizes)}
            for kind, sizes in chunks.items()
        },
        "writing": writing,
        "load": round(os.getloadavg()[0], 2),
        "versions": {name: version(name) for name in ("playwright", "vl-convert-python", "duckdb")},
    }


def main() -> None:
    """Print the figures as one JSON line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--speeches", type=int, default=10_000)
    print(json.dumps(measure(parser.parse_args().speeches)))


if __name__ == "__main__":
    main()
