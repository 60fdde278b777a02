"""croissant.json: the release in Croissant 1.1 (https://docs.mlcommons.org/croissant/docs/croissant-spec-1.1.html)."""

from __future__ import annotations

from typing import Any

from flows.publish.facts import FileFacts, ReleaseFacts, TableFacts
from schemas.columns import Column, Word
from schemas.dataset import DATASET

FORMAT = "application/x-parquet"
CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "annotation": "cr:annotation",
    "arrayShape": "cr:arrayShape",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "containedIn": "cr:containedIn",
    "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "description": {"@container": "@language"},
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "excludes": "cr:excludes",
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "fileProperty": "cr:fileProperty",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isArray": "cr:isArray",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "name": {"@container": "@language"},
    "parentField": "cr:parentField",
    "path": "cr:path",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "readLines": "cr:readLines",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "sdVersion": "cr:sdVersion",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
    "unArchive": "cr:unArchive",
    "value": "cr:value",
}
DATA_TYPES = {
    "string": "sc:Text",
    "int32": "cr:Int32",
    "float64": "cr:Float64",
    "bool": "sc:Boolean",
    "date32": "sc:Date",
    "timestamp[us, UTC]": "sc:DateTime",
}


def croissant(facts: ReleaseFacts) -> dict[str, Any]:
    """Return the content of croissant.json: each table a file with its hash and a record set, each word list an enumeration."""
    return {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.1",
        "name": DATASET.name,
        "alternateName": DATASET.title,
        "description": DATASET.summary,
        "version": facts.build.version,
        "datePublished": facts.build.released_on,
        "license": [DATASET.licence_url],
        **({"url": DATASET.url} if DATASET.url else {}),
        "creator": {"@type": "sc:Organization", "name": DATASET.author},
        "citeAs": _bibtex(facts),
        "keywords": list(DATASET.keywords),
        "inLanguage": list(facts.languages),
        "distribution": [entry for table in facts.tables for entry in _distribution(table)],
        "recordSet": [*(_enumeration(words) for words in _word_lists(facts)), *(_record_set(table, facts) for table in facts.tables)],
    }


def _bibtex(facts: ReleaseFacts) -> str:
    year = facts.build.released_on[:4]
    fields = f"title = {{{DATASET.title}}}, author = {{{{{DATASET.author}}}}}, year = {{{year}}}, version = {{{facts.build.version}}}"
    return f"@misc{{{DATASET.name}, {fields}}}"


def _distribution(facts: TableFacts) -> list[dict[str, Any]]:
    files = [_file(file) for file in facts.files]
    if facts.is_whole:
        return files
    return [*files, {"@type": "cr:FileSet", "@id": facts.path, "name": facts.path, "encodingFormat": FORMAT, "includes": facts.path}]


def _file(file: FileFacts) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": file.path,
        "name": file.path,
        "contentUrl": file.path,
        "contentSize": f"{file.bytes} B",
        "encodingFormat": FORMAT,
        "sha256": file.sha256,
    }


def _word_lists(facts: ReleaseFacts) -> list[tuple[Word, ...]]:
    """Return each word list that a column uses, once, in the order of their first use."""
    lists = {_list_name(column.words): column.words for table in facts.tables for column in table.table.columns if column.words}
    return list(lists.values())


def _list_name(words: tuple[Word, ...]) -> str:
    return f"words/{type(words[0]).__name__}"


def _enumeration(words: tuple[Word, ...]) -> dict[str, Any]:
    name = _list_name(words)
    fields = {f"{name}/word": "The word.", f"{name}/meaning": "What it means."}
    return {
        "@type": "cr:RecordSet",
        "@id": name,
        "name": name,
        "description": " ".join((type(words[0]).__doc__ or "").split()),
        "dataType": "sc:Enumeration",
        "key": {"@id": f"{name}/word"},
        "field": [
            {"@type": "cr:Field", "@id": field, "name": field, "description": about, "dataType": "sc:Text"}
            for field, about in fields.items()
        ],
        "data": [{f"{name}/word": word.value, f"{name}/meaning": word.meaning} for word in words],
    }


def _record_set(facts: TableFacts, release: ReleaseFacts) -> dict[str, Any]:
    table = facts.table
    keys = [{"@id": f"{table.name}/{name}"} for name in table.key]
    return {
        "@type": "cr:RecordSet",
        "@id": table.name,
        "name": table.name,
        "description": table.meaning,
        "key": keys[0] if len(keys) == 1 else keys,
        "field": [_field(facts, column, release) for column in table.columns],
    }


def _field(facts: TableFacts, column: Column, release: ReleaseFacts) -> dict[str, Any]:
    return {
        "@type": "cr:Field",
        "@id": f"{facts.table.name}/{column.name}",
        "name": column.name,
        "description": column.about.meaning,
        "dataType": DATA_TYPES[column.kind],
        "source": _column_of(facts, column.name),
        **_references(column, release),
    }


def _references(column: Column, release: ReleaseFacts) -> dict[str, Any]:
    if column.words:
        return {"references": {"field": {"@id": f"{_list_name(column.words)}/word"}}}
    if column.about.refers_to:
        # At the column of the file, not at the field: mlcroissant joins along references, and cannot join with what is itself joined.
        table, _, name = column.about.refers_to.partition(".")
        return {"references": _column_of(release.of(table), name)}
    return {}


def _column_of(facts: TableFacts, name: str) -> dict[str, Any]:
    return {"fileObject" if facts.is_whole else "fileSet": {"@id": facts.path}, "extract": {"column": name}}
