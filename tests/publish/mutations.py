"""Ways to break a good release, each done to a copy of it. Damage leaves the checksums as they were; a mistake of ours has right ones."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from flows.publish.descriptors import write_checksums
from flows.publish.texts import as_json
from rostra.verify import sha256_of
from schemas.dataset import BY_NAME
from schemas.quotations import Quotation
from tests.expectations.valid_dataset import Rows, valid_rows
from tests.publish.a_release import published


class Mutation(NamedTuple):
    """One way to break a release."""

    name: str
    change: Callable[[Path], None]
    """What is done to the folder of a copy."""
    is_damage: bool


def damage(name: str, change: Callable[[Path], None]) -> Mutation:
    """Return what may happen to a release on its way: nothing else is changed."""
    return Mutation(name, change, is_damage=True)


def mistake(name: str, change: Callable[[Path], None]) -> Mutation:
    """Return what we may do wrong before the release is sealed: sizes, hashes and checksums are those of the changed files."""

    def changed_and_sealed(release: Path) -> None:
        change(release)
        seal(release)

    return Mutation(name, changed_and_sealed, is_damage=False)


def seal(release: Path) -> None:
    """Give the descriptors the sizes and hashes of the files as they are now, where they can be read, and write the checksums anew."""
    new = {path.relative_to(release).as_posix(): path for path in release.rglob("*") if path.is_file()}
    found = loaded(release / "release.json")
    if found is not None:
        for entry in (*found["files"], *(table for table in found["tables"] if table["sha256"])):
            if not isinstance(entry["bytes"], int) or entry["path"] not in new or not entry["path"].endswith(".parquet"):
                continue
            if (sha256 := sha256_of(new[entry["path"]])) != entry["sha256"]:
                _replace_everywhere(release, entry["sha256"], sha256)
                _edit(release, "croissant.json", f"{entry['bytes']} B", f"{new[entry['path']].stat().st_size} B", must=False)
        found = loaded(release / "release.json")
        for entry in (*found["files"], *found["tables"]):
            if isinstance(entry["bytes"], int) and entry["path"] in new:
                entry["bytes"] = new[entry["path"]].stat().st_size
                entry["sha256"] = sha256_of(new[entry["path"]])
        (release / "release.json").write_text(as_json(found), encoding="utf-8")
    write_checksums(release)


def loaded(path: Path) -> Any:
    """Return what a JSON file holds; None where it is none."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        return None


def _replace_everywhere(release: Path, old: str, new: str) -> None:
    for name in ("release.json", "datapackage.json", "croissant.json"):
        _edit(release, name, old, new, must=False)


def _edit(release: Path, name: str, old: str, new: str, *, must: bool = True) -> None:
    path = release / name
    text = path.read_text(encoding="utf-8")
    assert old in text or not must, f"{name} holds no {old!r}"
    path.write_text(text.replace(old, new), encoding="utf-8")


def edited(name: str, old: str, new: str) -> Callable[[Path], None]:
    """Return the change of the first such words of a text file."""

    def change(release: Path) -> None:
        text = (release / name).read_text(encoding="utf-8")
        assert old in text, f"{name} holds no {old!r}"
        (release / name).write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


def json_changed(name: str, change: Callable[[Any], object]) -> Callable[[Path], None]:
    """Return the change of what a JSON file holds."""

    def changed(release: Path) -> None:
        content = json.loads((release / name).read_text(encoding="utf-8"))
        change(content)
        (release / name).write_text(as_json(content), encoding="utf-8")

    return changed


def table_changed(name: str, change: Callable[[pa.Table], pa.Table], **settings: Any) -> Callable[[Path], None]:
    """Return the change of a table's file; its declaration and descriptors stay."""

    def changed(release: Path) -> None:
        path = release / "data" / f"{name}.parquet"
        table = change(pq.read_table(path))
        order = [(column, "ascending") for column in BY_NAME[name].sorted_by if column in table.column_names]
        sorting = pq.SortingColumn.from_ordering(table.schema, order, null_placement="at_end")
        kept = {"compression": "zstd", "write_page_checksum": True, "write_page_index": True, "sorting_columns": sorting}
        pq.write_table(table, path, **{**kept, **settings})

    return changed


def column_changed(table: str, column: str, change: Callable[[pa.ChunkedArray], pa.ChunkedArray]) -> Callable[[Path], None]:
    """Return the change of one column's values or type."""

    def changed(found: pa.Table) -> pa.Table:
        place = found.column_names.index(column)
        values = change(found.column(column))
        return found.set_column(place, found.schema.field(column).with_type(values.type), values)

    return table_changed(table, changed)


def rows_changed(change: Callable[[Rows], object]) -> Callable[[Path], None]:
    """Return the making of a whole release, descriptors and all, from rows that are changed."""

    def made(release: Path) -> None:
        rows = valid_rows()
        change(rows)
        store = release.parent / f"{release.name}-remade"
        store.mkdir()
        shutil.rmtree(release)
        published(store, rows).folder.rename(release)
        for path in release.rglob("*"):
            path.chmod(0o755 if path.is_dir() else 0o644)

    return made


def _row(table: str, number: int, **values: Any) -> Callable[[Rows], object]:
    def change(rows: Rows) -> None:
        rows[table][number] = rows[table][number]._replace(**values)

    return change


def _flipped(release: Path) -> None:
    path = release / "data" / "quotations.parquet"
    content = bytearray(path.read_bytes())
    group = pq.ParquetFile(path).metadata.row_group(0)
    text = group.column(Quotation._fields.index("text"))
    content[text.data_page_offset + text.total_compressed_size - 3] ^= 1
    path.write_bytes(content)


def _truncated(release: Path) -> None:
    path = release / "data" / "speeches.parquet"
    path.write_bytes(path.read_bytes()[:-100])


def _first_hash_is_another(release: Path) -> None:
    text = (release / "SHA256SUMS").read_text()
    (release / "SHA256SUMS").write_text(re.sub(r"[0-9a-f]{64}", "0" * 64, text, count=1))


def _appended(name: str, text: str) -> Callable[[Path], None]:
    def change(release: Path) -> None:
        with (release / name).open("a", encoding="utf-8") as file:
            file.write(text)

    return change


def _removed(name: str) -> Callable[[Path], None]:
    return lambda release: (release / name).unlink()


def _added(name: str) -> Callable[[Path], None]:
    def change(release: Path) -> None:
        (release / name).write_text("mine", encoding="utf-8")

    return change


def _emptied(*tables: str) -> Callable[[Rows], object]:
    def change(rows: Rows) -> None:
        for table in tables:
            rows[table].clear()

    return change


def _footer(**values: str) -> Callable[[pa.Table], pa.Table]:
    def change(table: pa.Table) -> pa.Table:
        return table.replace_schema_metadata({**table.schema.metadata, **{key.encode(): value for key, value in values.items()}})

    return change


def _nullable(table: pa.Table, column: str) -> pa.Table:
    place = table.column_names.index(column)
    field = table.schema.field(column)
    values = table.column(column).to_pylist()
    return table.set_column(place, field.with_nullable(True), pa.array([None, *values[1:]], field.type))


def _resource(package: Any, name: str) -> Any:
    return next(resource for resource in package["resources"] if resource["name"] == name)


def _package_field(package: Any, table: str, column: str) -> Any:
    return next(field for field in _resource(package, table)["schema"]["fields"] if field["name"] == column)


def _record_field(croissant: Any, table: str, column: str) -> Any:
    record_set = next(one for one in croissant["recordSet"] if one["@id"] == table)
    return next(field for field in record_set["field"] if field["name"] == column)


DAMAGE = (
    damage("a byte of a table is flipped", _flipped),
    damage("a table's file is cut short", _truncated),
    damage("a table's file is gone", _removed("data/sentences.parquet")),
    damage("a sample is gone", _removed("sample/sentences.csv")),
    damage("a page is altered", _appended("NOTICE.md", "All rights are yours.\n")),
    damage("a file is added", _added("data/notes.txt")),
    damage("a hash in SHA256SUMS is another", _first_hash_is_another),
    damage("SHA256SUMS is gone", _removed("SHA256SUMS")),
    damage("a line of SHA256SUMS is no checksum", _appended("SHA256SUMS", "see README.md\n")),
    damage("a line of SHA256SUMS leads out of the folder", _appended("SHA256SUMS", f"{'0' * 64}  ../../releases.json\n")),
)
OF_FILES = (
    mistake("a column is dropped", table_changed("quotations", lambda table: table.drop_columns(["cue_lemma"]))),
    mistake("a column is renamed", table_changed("speakers", lambda table: table.rename_columns({"name": "full_name"}))),
    mistake("a column is added", table_changed("speakers", lambda table: table.append_column("age", pa.array([1] * table.num_rows)))),
    mistake("two columns change places", table_changed("offices", lambda table: table.select([1, 0, 2, 3]))),
    mistake(
        "a column is a list",
        column_changed("speeches", "place", lambda values: pa.chunked_array([[[v] for v in values.to_pylist()]], pa.list_(pa.string()))),
    ),
    mistake("a column is of a dictionary type", column_changed("speeches", "language", lambda values: values.dictionary_encode())),
    mistake("a count is of 64 bits", column_changed("sentences", "words", lambda values: values.cast(pa.int64()))),
    mistake("a moment is in nanoseconds", column_changed("sources", "retrieved_at", lambda values: values.cast(pa.timestamp("ns", "UTC")))),
    mistake("a moment has no time zone", column_changed("sources", "retrieved_at", lambda values: values.cast(pa.timestamp("us")))),
    mistake("a null stands where none may", table_changed("sentences", lambda table: _nullable(table, "text"))),
    mistake("a row is lost after it was counted", table_changed("quotation_spans", lambda table: table.slice(1))),
    mistake("rows are not known to be sorted", table_changed("quotations", lambda table: table, sorting_columns=None)),
    mistake("a footer names another licence", table_changed("speeches", _footer(licence="CC0-1.0"))),
    mistake("a footer names another table", table_changed("speeches", _footer(table="paragraphs"))),
)
OF_ROWS = (
    mistake("a key points at no row", rows_changed(_row("quotations", 0, speaker_id="nobody"))),
    mistake("a key points at a row of another speech", rows_changed(_row("quotations", 0, paragraph_id="night-paper.most.p0"))),
    mistake("two rows share a key", rows_changed(lambda rows: rows["speakers"].append(rows["speakers"][0]))),
    mistake("a word is on no list", rows_changed(_row("speeches", 0, form="song"))),
    mistake("a number is out of its range", rows_changed(_row("speeches", 0, language_probability=1.5))),
    mistake("an identifier has another form", rows_changed(_row("speakers", 2, wikidata_id="q42"))),
    mistake("a span is not its text", rows_changed(_row("sentences", 0, text="A library opened by the sea."))),
    mistake("a table that may not be empty is", rows_changed(_emptied("labelers", "labeler_scores"))),
)
OF_DESCRIPTORS = (
    mistake("datapackage.json names no licence", json_changed("datapackage.json", lambda package: package.pop("licenses"))),
    mistake("croissant.json names no licence", json_changed("croissant.json", lambda found: found.pop("license"))),
    mistake("the card names another licence", edited("README.md", "cc-by-4.0-for-the-marks", "cc0-1.0-for-the-marks")),
    mistake("a descriptor holds a clock", json_changed("datapackage.json", lambda package: package.update(created="2026-02-10T11:58:03Z"))),
    mistake("a page holds a clock", _appended("CHANGELOG.md", "\nBuilt at 2026-02-10 11:58:03.\n")),
    mistake("the card counts other rows", edited("README.md", "holds: a person, or another source. | 3 |", "holds: a person, or another source. | 4 |")),
    mistake("release.json counts other rows", json_changed("release.json", lambda found: found["tables"][0].update(rows=7))),
    mistake("datapackage.json has another type", json_changed("datapackage.json", lambda package: _package_field(package, "speeches", "title").update(type="integer"))),
    mistake("datapackage.json lacks a word", json_changed("datapackage.json", lambda package: _package_field(package, "speeches", "language")["constraints"]["enum"].remove("kk"))),
    mistake("datapackage.json has a foreign key at the wrong table", json_changed("datapackage.json", lambda package: _resource(package, "sentences")["schema"]["foreignKeys"][1]["reference"].update(resource="speeches", fields=["speech_id"]))),
    mistake("datapackage.json has another primary key", json_changed("datapackage.json", lambda package: _resource(package, "offices")["schema"].update(primaryKey=["speaker_id"]))),
    mistake("datapackage.json has another hash", json_changed("datapackage.json", lambda package: _resource(package, "offices").update(hash=f"sha256:{'0' * 64}"))),
    mistake("datapackage.json has a path that climbs out", json_changed("datapackage.json", lambda package: _resource(package, "offices").update(path="../../releases.json"))),
    mistake("datapackage.json is not by its profile", json_changed("datapackage.json", lambda package: package.update(resources=[]))),
    mistake("datapackage.json is not JSON", _appended("datapackage.json", "}")),
    mistake("croissant.json has another version", json_changed("croissant.json", lambda found: found.update(version="1.0.1"))),
    mistake("croissant.json has a file without its sha256", json_changed("croissant.json", lambda found: found["distribution"][0].pop("sha256"))),
    mistake("croissant.json has another encoding format", json_changed("croissant.json", lambda found: found["distribution"][0].update(encodingFormat="text/csv"))),
    mistake("croissant.json reads a column that is not there", json_changed("croissant.json", lambda found: _record_field(found, "speakers", "name")["source"]["extract"].update(column="full_name"))),
    mistake("croissant.json refers to the wrong table", json_changed("croissant.json", lambda found: _record_field(found, "speaker_names", "speaker_id")["references"].update(_record_field(found, "quotations", "speech_id")["references"]))),
    mistake("croissant.json lacks a record set", json_changed("croissant.json", lambda found: found["recordSet"].pop())),
    mistake("croissant.json has another type", json_changed("croissant.json", lambda found: _record_field(found, "speeches", "spoken_on").update(dataType="cr:Int32"))),
    mistake("the dictionary calls a column otherwise", edited("DATA_DICTIONARY.md", "| `speech_id` |", "| `text_id` |")),
    mistake("the dictionary tells another meaning", edited("DATA_DICTIONARY.md", "The day the words were said", "The day the words were written")),
    mistake("the card's header is no YAML", edited("README.md", "license: other", "license: [other")),
    mistake("the card's header points at no file", edited("README.md", "path: data/speeches.parquet", "path: data/texts.parquet")),
    mistake("the card's header lacks a table", edited("README.md", "- config_name: speakers\n  data_files:\n  - split: train\n    path: data/speakers.parquet\n", "")),
    mistake("CITATION.cff is no YAML", edited("CITATION.cff", "authors:", "authors: [")),
    mistake("CITATION.cff names no author", edited("CITATION.cff", "authors:\n  - name:", "keepers:\n  - name:")),
    mistake("CITATION.cff has another day", edited("CITATION.cff", "2026-02-10", "2026-02-11")),
    mistake("release.json has a number as text", json_changed("release.json", lambda found: found["tables"][0].update(rows="three"))),
    mistake("release.json lacks a key", json_changed("release.json", lambda found: found["tables"][1].pop("key"))),
    mistake("release.json has a path that climbs out", json_changed("release.json", lambda found: found["files"][0].update(path="../LICENSE"))),
    mistake("release.json has an unknown member", json_changed("release.json", lambda found: found.update(built_at="today"))),
)  # fmt: skip
MUTATIONS = (*DAMAGE, *OF_FILES, *OF_ROWS, *OF_DESCRIPTORS)
