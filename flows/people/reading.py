"""A file of persons, whatever its format: told by what it holds, and read within bounds."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flows.clean.draft import Unreadable
from flows.clean.formats.trees import tree_of
from flows.errors import Refused
from flows.fetch.whole import bytes_of, text_of
from flows.people.imported import ReadList
from flows.people.open_sanctions import is_entity, is_simple, read_entities, read_simple
from flows.people.parlamint import is_parlamint, read_parlamint
from flows.people.popolo import is_popolo, read_popolo
from flows.people.wikidata import is_wikidata, read_wikidata

LARGEST_FILE_BYTES = 500_000_000
MOST_ROWS = 2_000_000
LONGEST_CELL = 1_000_000
PERSONS, ORGANISATIONS = "listPerson", "listOrg"
"""What stands in the names of ParlaMint's two files: ParlaMint-XX-listPerson.xml."""
FORMATS = (
    "Popolo JSON (EveryPolitician), OpenSanctions' targets.simple.csv or FollowTheMoney JSON lines, the CSV of a Wikidata query with"
    " `item` and `itemLabel`, or TEI XML with a listPerson (ParlaMint)"
)


def read_list(path: Path) -> ReadList:
    """Return what a file tells of persons; Refused where it is of no known format, or goes beyond all measure."""
    content = bytes_of(path, LARGEST_FILE_BYTES, "divide it into several files")
    opening = content[:1_000].lstrip(b"\xef\xbb\xbf \t\r\n")
    if opening.startswith(b"<"):
        return _of_xml(path, content)
    if opening.startswith((b"{", b"[")):
        return _of_json(path, content)
    return _of_csv(path, content)


def _of_xml(path: Path, content: bytes) -> ReadList:
    root = tree_of(content, "XML")
    if isinstance(root, Unreadable):
        raise Refused(f"{path}: {root.detail}")
    if not is_parlamint(root):
        raise Refused(f"{path}: is XML without a listPerson; what is read is {FORMATS}")
    return read_parlamint(root, _organisations_beside(path))


def _organisations_beside(path: Path) -> Any | None:
    """Return the list of organisations that ParlaMint keeps beside one of persons, by its name; None where there is none."""
    beside = path.with_name(path.name.replace(PERSONS, ORGANISATIONS))
    if beside == path or not beside.is_file():
        return None
    root = tree_of(bytes_of(beside, LARGEST_FILE_BYTES, "divide it into several files"), "XML")
    if isinstance(root, Unreadable):
        raise Refused(f"{beside}: {root.detail}")
    return root


def _of_json(path: Path, content: bytes) -> ReadList:
    text = text_of(path, content)
    first_line = text.lstrip().partition("\n")[0]
    if is_entity(_json(first_line)):
        return read_entities(_entities(path, text))
    try:
        found = json.loads(text)
    except ValueError as error:
        raise Refused(f"{path}: is not JSON ({error}); save the file anew, or one object a line for FollowTheMoney") from error
    except RecursionError:
        raise Refused(f"{path}: is JSON of lists and objects within one another, more than can be read") from None
    if not is_popolo(found):
        raise Refused(f'{path}: is JSON without "persons"; what is read is {FORMATS}')
    return read_popolo(found)


def _json(line: str) -> object:
    """Return what a line of JSON holds; None where it is none."""
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def _entities(path: Path, text: str) -> Iterator[tuple[str, object]]:
    for number, line in enumerate(io.StringIO(text), start=1):
        if number > MOST_ROWS:
            raise Refused(f"{path}: has more than {MOST_ROWS} lines; divide it into several files")
        if line.strip():
            yield f"line {number}", _json(line)


def _of_csv(path: Path, content: bytes) -> ReadList:
    rows = _rows(path, text_of(path, content))
    header: list[str] = list(next(rows, ("", {}))[1])
    if is_simple(header):
        return read_simple(rows)
    if is_wikidata(header):
        return read_wikidata(header, rows)
    raise Refused(f"{path}, line 1: names no columns of a format that is read; what is read is {FORMATS}")


def _rows(path: Path, text: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the header of a CSV file as a row of its own, and then each row by its columns, with its place."""
    before = csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = next(reader, [])
        yield "line 1", dict.fromkeys(header, "")
        for number, cells in enumerate(reader):
            if number >= MOST_ROWS:
                raise Refused(f"{path}: has more than {MOST_ROWS} rows; divide it into several files")
            if any(cells):
                yield f"line {reader.line_num}", dict(zip(header, cells, strict=False))
    except csv.Error as error:
        raise Refused(f"{path}, line {reader.line_num}: is no row of a CSV file ({error})") from error
    finally:
        csv.field_size_limit(before)


def places_of(found: ReadList) -> list[str]:
    """Return what could not be read, a line each."""
    return [f"{one.place}: {one.why}" for one in found.unread]
