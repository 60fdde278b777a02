"""The pages of a release: `index.html`, which is the reader, and all that it needs below `pages/`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flows.publish.facts import ReleaseFacts
from flows.publish.pages.html import asset, page
from flows.publish.pages.interface import interface
from flows.publish.pages.loading import loading_lines
from flows.publish.pages.numbers import counts, people_quoted, scores, set_aside
from flows.publish.pages.pictures import picture
from flows.publish.pages.reader import ReaderData, write_reader_data
from flows.publish.pages.samples import NUMERIC, samples
from flows.publish.pages.tables import open_tables
from schemas.columns import Column
from schemas.dataset import DATASET

INDEX_PAGE = "index.html"
FOLDER = "pages"
ASSETS = ("style.css", "page.js", "reader.js", "tables.js", "icon.svg")


def write_pages(release: Path, facts: ReleaseFacts) -> None:
    """Write the pages of a release whose tables and samples lie in the folder; the same facts and tables give the same bytes."""
    folder = release / FOLDER
    (folder / "pictures").mkdir(parents=True)
    known = {"facts": facts, "build": facts.build, "dataset": DATASET}
    with open_tables(release) as connection:
        data = write_reader_data(connection, folder)
        aside = set_aside(connection)
        counted = counts(connection, aside, facts.difference.tables)
        drawn = [picture(count) for count in counted]
        figures = [("speech", "speeches", data.speeches), ("quotation", "quotations", facts.of("quotations").rows)]
        figures += [("person", "quoted", people_quoted(connection)), ("language", "languages", len(facts.languages))]
        numbers = {
            "pictures": [{**count._asdict(), "width": one.width, "height": one.height} for count, one in zip(counted, drawn, strict=True)],
            "aside": aside,
            "scores": scores(connection),
            "promises": _promises(facts),
        }
    for count, one in zip(counted, drawn, strict=True):
        _write(folder / "pictures" / f"{count.name}.svg", one.svg)
    for name in ASSETS:
        _write(folder / name, asset(name))
    _write(release / INDEX_PAGE, page("index.html", root="", here="read", figures=figures, about=_about(facts, data), **known))
    _write(folder / "numbers.html", page("numbers.html", root="../", here="numbers", **numbers, **known))
    shown = {
        "samples": samples([table.table for table in facts.tables], release),
        "loading": lambda table: loading_lines(table, facts.build.version),
        "constraints": constraints,
        "numeric": NUMERIC,
    }
    _write(folder / "tables.html", page("tables.html", root="../", here="tables", **shown, **known))


def constraints(column: Column) -> str:
    """Return what must hold of a column, in words; '' where its type says all."""
    words, about = interface()["tables"], column.about
    parts = []
    if about.unique:
        parts.append(words["unique"])
    if about.refers_to:
        parts.append(f"{words['one_of']} {about.refers_to}")
    if about.minimum is not None and about.maximum is not None:
        parts.append(words["between"].format(low=about.minimum, high=about.maximum))
    elif about.minimum is not None:
        parts.append(f"{words['at_least']} {about.minimum}")
    if about.pattern:
        parts.append(f"{words['pattern']} {about.pattern}")
    return ", ".join(parts)


def _about(facts: ReleaseFacts, data: ReaderData) -> dict[str, Any]:
    """Return what the reader's script knows from the start."""
    words = interface()
    sections = {name: words[name] for name in ("kinds", "languages", "forms", "methods", "mistakes")}
    return {
        "words": {**words["reader"], **sections, "quotations": words["figures"]["quotations"]},
        "title": DATASET.title,
        "citation": _citation(facts),
        "bibtex": _bibtex(facts),
        "files": {name: facts.of(name).path for name in ("quotations", "sentences")},
        **data._asdict(),
    }


def _citation(facts: ReleaseFacts) -> str:
    """Return what CITATION.cff says, as one line."""
    build = facts.build
    where = f" {DATASET.url}." if DATASET.url else ""
    return f"{DATASET.author} ({build.released_on[:4]}). {DATASET.title}, version {build.version} ({build.released_on}) [data set].{where}"


def _bibtex(facts: ReleaseFacts) -> str:
    build = facts.build
    fields = {
        "author": f"{{{DATASET.author}}}",
        "title": f"{{{DATASET.title}}}",
        "year": build.released_on[:4],
        "version": build.version,
        "date": build.released_on,
        **({"url": DATASET.url} if DATASET.url else {}),
        "note": "Data set, version " + build.version + ", row @ROW@",
    }
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
    return f"@misc{{{DATASET.name}-{build.version},\n{lines}\n}}\n"


def _promises(facts: ReleaseFacts) -> list[dict[str, Any]]:
    """Return each table's promises, with how many there are and are met."""
    return [
        {
            "name": name,
            "promises": promises,
            "all": len(promises),
            "met": sum(promise["is_met"] for promise in promises),
        }
        for name, promises in dict(facts.validation["tables"]).items()
    ]


def _write(path: Path, content: str) -> None:
    path.write_text(content, encoding="utf-8", newline="\n")
