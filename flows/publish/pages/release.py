"""The pages of a release: `index.html`, which is the reader, and all that it needs below `pages/`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from flows.publish.facts import ReleaseFacts
from flows.publish.pages.html import asset, page
from flows.publish.pages.interface import FOLDER, INDEX_PAGE, LANGUAGES, interface, place_of
from flows.publish.pages.keys import as_data
from flows.publish.pages.loading import loading_lines
from flows.publish.pages.numbers import Count, counted, counts, people_quoted, scores, set_aside
from flows.publish.pages.pictures import picture
from flows.publish.pages.reader import ReaderData, write_reader_data
from flows.publish.pages.samples import NUMERIC, write_samples
from flows.publish.pages.tables import number_speeches, open_tables
from flows.publish.pages.taken import MAKING, making_sha256, taken_of
from flows.publish.parts import SmallPart
from flows.publish.sharing import NOTHING_KNOWN, Known
from schemas.columns import Column
from schemas.dataset import DATASET

__all__ = ["FOLDER", "INDEX_PAGE", "constraints", "write_pages"]
VIEWS = ("speaker-view.js", "concordance-view.js", "over-time-view.js", "chart.js")
ASSETS = ("style.css", "page.js", "reader.js", *VIEWS, "tables.js", "icon.svg")


def write_pages(
    release: Path, facts: ReleaseFacts, small: Mapping[str, SmallPart], known: Known = NOTHING_KNOWN, ids: Path | None = None
) -> None:
    """Write the pages of a release whose tables and samples lie in the folder; the same facts and tables give the same bytes.

    Chunks of texts stand in the `small` parts. Those that follow from the same as in the release that `known` tells of are those very
    files, where `ids` lists the rows that differ.
    """
    folder = release / FOLDER
    folder.mkdir()
    with open_tables(release) as connection:
        number_speeches(connection, small)
        data = write_reader_data(connection, release, taken_of(connection, release, known, ids))
        aside = set_aside(connection)
        figures = [("speech", data.speeches), ("quotation", facts.of("quotations").rows)]
        figures += [("person", people_quoted(connection)), ("language", len(facts.languages))]
        numbers = {"aside": aside, "scores": scores(connection), "promises": _promises(facts)}
        found = counted(connection)
    pictured = {language: counts(found, aside, facts.difference.tables, language) for language in LANGUAGES}
    _write(folder / MAKING, f"{making_sha256()}\n")
    for name in ASSETS:
        _write(folder / name, asset(name))
    shown: dict[str, Any] = {"samples": write_samples([table.table for table in facts.tables], release, folder), "numeric": NUMERIC}
    shown["loading"] = lambda table: loading_lines(table, facts.build.version)
    told: dict[str, Any] = {"facts": facts, "build": facts.build, "dataset": DATASET}
    for language in LANGUAGES:
        pictures = _write_pictures(release / place_of("numbers", language), pictured[language])
        checked = {"constraints": partial(constraints, words=interface(language)["tables"])}
        made: dict[str, dict[str, Any]] = {
            "index": {"here": "read", "figures": figures, "about": _about(facts, data, language)},
            "numbers": {"here": "numbers", "pictures": pictures, **numbers},
            "tables": {"here": "tables", **shown, **checked},
        }
        for name, its in made.items():
            place = place_of(name, language)
            _write(release / place, page(f"{name}.html", language, root="../" * place.count("/"), **its, **told))


def _write_pictures(beside: Path, counted: Sequence[Count]) -> list[dict[str, Any]]:
    """Draw counts into the folder `pictures` beside a page, and return what that is to say of each."""
    folder = beside.parent / "pictures"
    folder.mkdir(parents=True)
    said = []
    for count in counted:
        one = picture(count)
        _write(folder / f"{count.name}.svg", one.svg)
        said.append({**count._asdict(), "width": one.width, "height": one.height})
    return said


def constraints(column: Column, words: Mapping[str, str]) -> str:
    """Return what must hold of a column, in words; '' where its type says all."""
    about = column.about
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


def _about(facts: ReleaseFacts, data: ReaderData, language: str) -> dict[str, Any]:
    """Return what the reader's script knows from the start."""
    words = interface(language)
    named = ("kinds", "languages", "forms", "methods", "mistakes", "facets", "speaker_kinds", "mention_kinds", "views")
    sections = {name: words[name] for name in named}
    return {
        "words": {**words["reader"], **sections},
        "title": DATASET.title,
        "citation": _citation(facts),
        "bibtex": _bibtex(facts),
        "keys": as_data(),
        "files": {name: facts.of(name).path for name in ("quotations", "sentences", "mentions")},
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
