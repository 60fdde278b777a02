"""What each descriptor says of a release, as plain statements: (of what, what)."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Hashable, Iterator
from pathlib import Path
from typing import Any

from flows.publish.croissant import DATA_TYPES
from flows.publish.data_package import PACKAGE_TYPES
from rostra.verify import read_checksums

Statement = tuple[str, Hashable]

OF_CROISSANT = {name: kind for kind, name in DATA_TYPES.items()}
OF_PACKAGE = {known["type"]: kind for kind, known in PACKAGE_TYPES.items()}
LICENCES = {"https://creativecommons.org/licenses/by/4.0/": "CC-BY-4.0"}

HEADER = re.compile(r"---\n(.*?)\n---\n", re.DOTALL)
# # Rostra: who said what, 1.0.0
TITLE = re.compile(r"^# .*, (?P<version>\S+)$", re.MULTILINE)
RELEASED = re.compile(r"^Released on (?P<day>[\d-]+)", re.MULTILINE)
# | [`speeches`](data/speeches.parquet) | One published text. | 78 |
CARD_ROW = re.compile(r"^\| \[`(?P<table>\w+)`\]\(.*?\) \| .* \| (?P<rows>\d+) \|$", re.MULTILINE)
SECTION = re.compile(r"^## (?P<table>\w+)\n(?P<body>.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
KEY = re.compile(r"^Key: (?P<key>.*)\. Sorted by (?P<order>.*)\.$", re.MULTILINE)
# | `text` | string | no | The text as cleaned. |  | 1954328 |
COLUMN = re.compile(
    r"^\| `(?P<name>\w+)` \| (?P<kind>[^|]+) \| (?P<null>yes|no) \| (?P<meaning>.*?) \| (?P<must>(?:\\\||[^|])*) \| (?P<id>\d+) \|$",
    re.MULTILINE,
)
WORDS = re.compile(r"^Words of `(?P<name>\w+)`:\n\n\| word \| meaning \|\n\| --- \| --- \|\n(?P<rows>(?:\|.*\n)+)", re.MULTILINE)
REFERS = re.compile(r"one of `(?P<column>\w+\.\w+)`")


def manifest_statements(release: Path) -> Iterator[Statement]:
    """Yield what release.json says."""
    found = _json(release / "release.json")
    yield from (("version", found["version"]), ("schema version", found["schema_version"]), ("dataset", found["dataset"]))
    yield from (("licence", found["licence"]), ("released on", found["released_on"]))
    yield "tables", tuple(table["name"] for table in found["tables"])
    yield "names of tables", frozenset(table["name"] for table in found["tables"])
    for file in found["files"]:
        yield f"{file['path']}: sha256", file["sha256"]
        yield f"{file['path']}: bytes", file["bytes"]
    for table in found["tables"]:
        name = table["name"]
        if table["sha256"]:
            yield f"{table['path']}: sha256 as a table", table["sha256"]
        yield f"{table['path']}: bytes", table["bytes"]
        yield from ((f"{name}: rows", table["rows"]), (f"{name}: path", table["path"]), (f"{name}: name", name))
        yield from ((f"{name}: key", tuple(table["key"])), (f"{name}: sorted by", tuple(table["sorted_by"])))


def package_statements(release: Path) -> Iterator[Statement]:
    """Yield what datapackage.json says."""
    found = _json(release / "datapackage.json")
    yield from (("version", found["version"]), ("dataset", found["name"]), ("licence", found["licenses"][0]["name"]))
    yield from (("released on", found["created"].removesuffix("T00:00:00Z")), ("title", found["title"]))
    yield "tables", tuple(resource["name"] for resource in found["resources"])
    for resource in found["resources"]:
        table, schema = resource["name"], resource["schema"]
        paths = resource["path"]
        yield f"{table}: files", frozenset([paths] if isinstance(paths, str) else paths)
        if "hash" in resource:
            yield f"{paths}: sha256 as a table", resource["hash"].removeprefix("sha256:")
        yield f"{table}: key", tuple(schema["primaryKey"])
        yield f"{table}: columns", tuple(field["name"] for field in schema["fields"])
        for field in schema["fields"]:
            yield from _package_field(f"{table}.{field['name']}", field)
        for key in schema.get("foreignKeys", []):
            reference = key["reference"]
            yield f"{table}.{key['fields'][0]}: refers to", f"{reference['resource'] or table}.{reference['fields'][0]}"


def _package_field(about: str, field: dict[str, Any]) -> Iterator[Statement]:
    yield f"{about}: type", OF_PACKAGE.get(field["type"], field["type"])
    yield f"{about}: may be null", not field["constraints"]["required"]
    yield f"{about}: meaning", field["description"]
    if "enum" in field["constraints"]:
        yield f"{about}: words", tuple(field["constraints"]["enum"])


def croissant_statements(release: Path) -> Iterator[Statement]:
    """Yield what croissant.json says."""
    found = _json(release / "croissant.json")
    (licence,) = found["license"]
    yield from (("version", found["version"]), ("dataset", found["name"]), ("licence", LICENCES.get(licence, licence)))
    yield from (("released on", found["datePublished"]), ("title", found["alternateName"]), ("languages", tuple(found["inLanguage"])))
    files = [file for file in found["distribution"] if file["@type"] == "cr:FileObject"]
    lists = {one["@id"]: tuple(row[f"{one['@id']}/word"] for row in one["data"]) for one in found["recordSet"] if "data" in one}
    tables = [one for one in found["recordSet"] if "data" not in one]
    for file in files:
        yield f"{file['contentUrl']}: sha256", file["sha256"]
        yield f"{file['contentUrl']}: bytes", int(file["contentSize"].removesuffix(" B"))
        yield f"{file['contentUrl']}: format", file["encodingFormat"] == "application/x-parquet"
    yield "names of tables", frozenset(one["@id"] for one in tables)
    yield "tables", tuple(one["@id"] for one in tables)
    for one in tables:
        keys = one["key"] if isinstance(one["key"], list) else [one["key"]]
        yield f"{one['@id']}: key", tuple(key["@id"].split("/")[1] for key in keys)
        yield f"{one['@id']}: columns", tuple(field["name"] for field in one["field"])
        for field in one["field"]:
            yield from _croissant_field(f"{one['@id']}.{field['name']}", field, lists)


def _croissant_field(about: str, field: dict[str, Any], lists: dict[str, tuple[str, ...]]) -> Iterator[Statement]:
    yield f"{about}: type", OF_CROISSANT.get(field["dataType"], field["dataType"])
    yield f"{about}: meaning", field["description"]
    reference = field.get("references", {})
    if "field" in reference:
        yield f"{about}: words", lists[reference["field"]["@id"].rpartition("/")[0]]
    elif reference:
        file = reference.get("fileObject") or reference["fileSet"]
        table = re.sub(r"^data/(\w+)[./].*", r"\1", file["@id"])
        yield f"{about}: refers to", f"{table}.{reference['extract']['column']}"


def card_statements(release: Path) -> Iterator[Statement]:
    """Yield what the card says, in its header and in its text."""
    import yaml

    text = (release / "README.md").read_text(encoding="utf-8")
    header = HEADER.match(text)
    title, released = TITLE.search(text), RELEASED.search(text)
    if header is None or title is None or released is None:
        raise ValueError("no header, title or day")
    found = yaml.safe_load(header[1])
    yield from (("version", title["version"]), ("released on", released["day"]), ("title", found["pretty_name"]))
    yield from (("languages", tuple(found["language"])), ("licence", found["license_name"].removesuffix("-for-the-marks").upper()))
    rows = {match["table"]: int(match["rows"]) for match in CARD_ROW.finditer(text)}
    yield "tables", tuple(rows)
    yield "tables with rows", tuple(table for table, number in rows.items() if number)
    yield "tables with rows", tuple(config["config_name"] for config in found["configs"])
    for table, number in rows.items():
        yield f"{table}: rows", number
    for config in found["configs"]:
        (data,) = config["data_files"]
        yield f"{config['config_name']}: path", data["path"]


def dictionary_statements(release: Path) -> Iterator[Statement]:
    """Yield what the data dictionary says."""
    text = (release / "DATA_DICTIONARY.md").read_text(encoding="utf-8")
    sections = {match["table"]: match["body"] for match in SECTION.finditer(text)}
    yield "tables", tuple(sections)
    yield "schema version", re.findall(r"^Schema (\S+)\. ", text, re.MULTILINE)[0]
    for table, body in sections.items():
        head = KEY.search(body)
        if head is None:
            raise ValueError(f"{table}: no key")
        yield f"{table}: key", tuple(re.findall(r"`(\w+)`", head["key"]))
        yield f"{table}: sorted by", tuple(re.findall(r"`(\w+)`", head["order"]))
        columns = list(COLUMN.finditer(body))
        yield f"{table}: columns", tuple(column["name"] for column in columns)
        for column in columns:
            about = f"{table}.{column['name']}"
            yield from ((f"{about}: type", column["kind"]), (f"{about}: may be null", column["null"] == "yes"))
            yield f"{about}: meaning", html.unescape(column["meaning"].replace("\\|", "|").replace("\\\\", "\\"))
            yield f"{about}: field id", int(column["id"])
            if refers := REFERS.search(column["must"]):
                yield f"{about}: refers to", refers["column"]
        for words in WORDS.finditer(body):
            yield f"{table}.{words['name']}: words", tuple(re.findall(r"^\| `(.*?)` \|", words["rows"], re.MULTILINE))


def citation_statements(release: Path) -> Iterator[Statement]:
    """Yield what CITATION.cff says."""
    import yaml

    found = yaml.safe_load((release / "CITATION.cff").read_text(encoding="utf-8"))
    for part in (found, found["preferred-citation"]):
        yield from (("version", part["version"]), ("licence", part["license"]), ("title", part["title"]))
        yield "released on", part["date-released"]


def checksum_statements(release: Path) -> Iterator[Statement]:
    """Yield what SHA256SUMS says."""
    for name, sha256 in read_checksums(release).items():
        yield f"{name}: sha256", sha256
        yield f"{name}: sha256 as a table", sha256


def _json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


DESCRIPTORS: dict[str, Callable[[Path], Iterator[Statement]]] = {
    "release.json": manifest_statements,
    "datapackage.json": package_statements,
    "croissant.json": croissant_statements,
    "README.md": card_statements,
    "DATA_DICTIONARY.md": dictionary_statements,
    "CITATION.cff": citation_statements,
    "SHA256SUMS": checksum_statements,
}
