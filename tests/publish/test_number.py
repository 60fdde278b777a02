"""A release's number, from what differs: one small change each, published after a first release."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from flows.errors import Refused
from flows.publish.number import Level, RowCounts, level_of, next_version
from flows.publish.on_disk import Published, acquire, publish
from flows.publish.promised_schema import Change, ColumnSchema, SchemaChange, TableSchema, schema_changes
from flows.publish.registry import names_what_is_there
from flows.publish.steps import Asked
from rostra.store import read_index
from schemas.columns import Table, Word
from schemas.dataset import DATASET, TABLES
from schemas.labelers import Labeler
from schemas.paragraphs import Paragraph
from schemas.sentences import Sentence
from schemas.speeches import SPEECHES
from schemas.words import Language
from tests.publish.a_release import ROWS, SPEECH, published, staged

ANOTHER = SPEECH._replace(speech_id="gazette.on-rivers", text_sha256="2" * 64)
TEXT = SPEECH.text
PARAGRAPH = Paragraph("gazette.on-bridges.p0", "gazette.on-bridges", 0, 0, 38, TEXT, Language.ENGLISH, False, None)
WHOLE = Sentence("gazette.on-bridges.s0", "gazette.on-bridges", PARAGRAPH.paragraph_id, 0, 0, 38, TEXT, 6)
HALVES = [
    WHOLE._replace(span_end=17, text=TEXT[:17], words=3),
    WHOLE._replace(sentence_id="gazette.on-bridges.s18", position=1, span_start=18, text=TEXT[18:], words=3),
]
TITLED = DATASET._replace(title="Rostra: who said what, and to whom")
NOTHING = {"added": 0, "removed": 0, "changed": 0}


def difference_of(release: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((release / "release.json").read_text(encoding="utf-8"))["difference"]
    return found


def rows_of(path: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pq.read_table(path).to_pylist()
    return found


def declare(monkeypatch: pytest.MonkeyPatch, changed: Table) -> None:
    """Have the tables declared as they are, but for one."""
    tables = tuple(changed if table.name == changed.name else table for table in TABLES)
    for module in ("flows.publish.facts", "flows.publish.steps", "tests.publish.a_release"):
        monkeypatch.setattr(f"{module}.TABLES", tables)
    monkeypatch.setattr("flows.publish.steps.SAMPLED", tables[0])


def with_column(table: Table, column: str, **changes: Any) -> Table:
    return replace(table, columns=tuple(replace(known, **changes) if known.name == column else known for known in table.columns))


def published_as(store: Path, version: str, rows: Mapping[str, Sequence[Any]] = ROWS) -> Published:
    with acquire(store, wait_seconds=0):
        return publish(store, *staged(store, rows), Asked(version))


def test_a_speech_added_is_minor(tmp_path: Path) -> None:
    published(tmp_path)
    found = published(tmp_path, {**ROWS, "speeches": [SPEECH, ANOTHER]})
    assert found.version == "1.1.0"
    told = difference_of(found.folder)
    assert told["from"] == "1.0.0" and told["level"] == "minor" and told["reasons"] == ["speeches: 1 row added"]
    assert told["tables"]["speeches"] == {"added": 1, "removed": 0, "changed": 0} and told["tables"]["sources"] == NOTHING
    folder = found.folder / "diff" / "1.0.0-to-1.1.0"
    assert sorted(path.name for path in folder.iterdir()) == ["report.json", "speeches.added.parquet"]
    assert rows_of(folder / "speeches.added.parquet") == [ANOTHER._asdict()]
    assert "1 speeches came, 0 changed, 0 went" in (found.folder / "CHANGELOG.md").read_text()


def test_a_sentence_rule_changed_is_major(tmp_path: Path) -> None:
    published(tmp_path, {**ROWS, "paragraphs": [PARAGRAPH], "sentences": [WHOLE]})
    found = published(tmp_path, {**ROWS, "paragraphs": [PARAGRAPH], "sentences": HALVES})
    assert found.version == "2.0.0"
    assert difference_of(found.folder)["reasons"] == ["sentences: 1 row changed", "sentences: 1 row added"]
    assert rows_of(found.folder / "diff" / "1.0.0-to-2.0.0" / "sentences.changed.parquet") == [
        {"sentence_id": WHOLE.sentence_id, "column": "span_end", "before": "38", "after": "17"},
        {"sentence_id": WHOLE.sentence_id, "column": "text", "before": TEXT, "after": "The minister said"},
        {"sentence_id": WHOLE.sentence_id, "column": "words", "before": "6", "after": "3"},
    ]
    registered = {row["row_id"]: row for row in rows_of(found.folder / "registry.parquet")}
    assert [registered[WHOLE.sentence_id][name] for name in ("first_seen", "last_seen", "last_changed")] == ["1.0.0", None, "2.0.0"]
    assert [registered[PARAGRAPH.paragraph_id][name] for name in ("first_seen", "last_seen", "last_changed")] == ["1.0.0", None, "1.0.0"]


def test_a_speech_removed_is_major_and_stays_in_the_registry(tmp_path: Path) -> None:
    published(tmp_path, {**ROWS, "speeches": [SPEECH, ANOTHER]})
    found = published(tmp_path)
    assert found.version == "2.0.0"
    assert rows_of(found.folder / "diff" / "1.0.0-to-2.0.0" / "speeches.removed.parquet") == [ANOTHER._asdict()]
    registered = {row["row_id"]: row for row in rows_of(found.folder / "registry.parquet") if row["table_name"] == "speeches"}
    assert registered[ANOTHER.speech_id]["last_seen"] == "1.0.0" and registered[SPEECH.speech_id]["last_seen"] is None


def test_a_column_renamed_is_major_and_no_row_of_it_counts_as_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    published(tmp_path)
    declare(monkeypatch, with_column(SPEECHES, "event", name="occasion"))
    found = published(tmp_path)
    assert found.version == "2.0.0"
    told = difference_of(found.folder)
    assert told["reasons"] == ["column removed: speeches.event", "column added: speeches.occasion"]
    assert told["tables"]["speeches"] == NOTHING


def test_a_word_added_is_minor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Song(Word):
        SUNG = "sung", "Sung, not spoken."

    published(tmp_path)
    declare(monkeypatch, with_column(SPEECHES, "form", words=(*SPEECHES.column("form").words, Song.SUNG)))
    found = published(tmp_path)
    assert found.version == "1.1.0"
    assert difference_of(found.folder)["reasons"] == ["word added: speeches.form: sung"]


def test_a_description_in_other_words_is_a_patch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    published(tmp_path)
    monkeypatch.setattr("flows.publish.card.DATASET", TITLED)
    found = published(tmp_path)
    assert found.version == "1.0.1"
    told = difference_of(found.folder)
    assert told["level"] == "patch" and "README.md: differs" in told["reasons"]
    assert all(counts == NOTHING for counts in told["tables"].values())


def test_a_column_described_in_other_words_is_a_patch_though_its_file_has_other_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    published(tmp_path)
    about = replace(SPEECHES.column("event").about, meaning="Where it was said, and why.")
    declare(monkeypatch, with_column(SPEECHES, "event", about=about))
    found = published(tmp_path)
    assert found.version == "1.0.1"
    assert "data/speeches.parquet: differs, its rows do not" in difference_of(found.folder)["reasons"]


def test_nothing_changed_publishes_nothing(tmp_path: Path) -> None:
    published(tmp_path)
    assert not published(tmp_path).is_new
    assert [release.version for release in read_index(tmp_path).releases] == ["1.0.0"]


def test_a_changed_labeler_alone_is_a_patch(tmp_path: Path) -> None:
    published(tmp_path)
    found = published(tmp_path, {**ROWS, "labelers": [Labeler("quotations", "1.0.1", "1" * 64)]})
    assert found.version == "1.0.1"
    assert difference_of(found.folder)["reasons"] == ["labelers: 1 row changed"]


def test_a_lower_number_than_the_difference_demands_is_refused_and_says_why(tmp_path: Path) -> None:
    published(tmp_path)
    more = {**ROWS, "speeches": [SPEECH, ANOTHER]}
    with pytest.raises(Refused, match=r"--version 1\.0\.1 is too low: this release is at least 1\.1\.0, minor \(speeches: 1 row added\)"):
        published_as(tmp_path, "1.0.1", more)
    assert read_index(tmp_path).latest == "1.0.0"
    assert published_as(tmp_path, "3.0.0", more).version == "3.0.0"


def test_the_changes_of_all_releases_stand_in_the_changelog_the_newest_first(tmp_path: Path) -> None:
    published(tmp_path)
    published(tmp_path, {**ROWS, "speeches": [SPEECH, ANOTHER]})
    changes = (published(tmp_path).folder / "CHANGELOG.md").read_text(encoding="utf-8")
    assert [line.split()[1] for line in changes.splitlines() if line.startswith("## ")] == ["2.0.0", "1.1.0", "1.0.0"]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (("a", "string", False, None), ("a", "int32", False, None), "column redefined: t.a: string → int32"),
        (("a", "string", False, None), ("a", "string", True, None), "column may now be null: t.a"),
        (("a", "string", False, ("x", "y")), ("a", "string", False, ("x",)), "word removed: t.a: y"),
        (("a", "string", False, ("x",)), ("a", "string", False, None), "column redefined: t.a: a closed list of words → any text"),
    ],
)
def test_what_a_reader_could_rely_on_is_major_when_it_goes(before: Any, after: Any, expected: str) -> None:
    old, new = ({"t": TableSchema(("a",), (ColumnSchema(*column),))} for column in (before, after))
    changes = schema_changes(old, new)
    assert [change.sentence for change in changes] == [expected]
    assert level_of({}, changes).level is Level.MAJOR


def test_the_greatest_change_decides_and_stands_first() -> None:
    rows = {"speeches": RowCounts(2, 0, 0), "set_aside": RowCounts(0, 3, 0)}
    found = level_of(rows, [SchemaChange(Change.COLUMN_REMOVED, "speeches", "place")])
    assert found.level is Level.MAJOR
    assert found.reasons == ("column removed: speeches.place", "speeches: 2 rows added", "set_aside: 3 rows removed")


@pytest.mark.parametrize(
    ("highest", "level", "expected"),
    [(None, Level.MAJOR, "1.0.0"), ("1.4.2", Level.PATCH, "1.4.3"), ("1.4.2", Level.MINOR, "1.5.0"), ("1.4.2", Level.MAJOR, "2.0.0")],
)
def test_the_next_number(highest: str | None, level: Level, expected: str) -> None:
    assert next_version(highest, level) == expected


def test_the_first_registry_that_does_not_name_the_version_is_major(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    published(tmp_path)
    monkeypatch.setattr("flows.publish.steps.names_what_is_there", lambda release: True)
    found = published(tmp_path, {**ROWS, "speeches": [SPEECH, ANOTHER]})
    assert found.version == "2.0.0"
    assert difference_of(found.folder)["reasons"][0].startswith("column redefined: registry.last_seen")


def test_a_registry_of_the_older_kind_names_its_release(tmp_path: Path) -> None:
    release = tmp_path / "1.0.0"
    release.mkdir()
    for last_seen, is_older in (("1.0.0", True), (None, False)):
        pq.write_table(pa.table({"last_seen": pa.array([last_seen], pa.string())}), release / "registry.parquet")
        assert names_what_is_there(release) is is_older
