"""What changed between two versions: as published, or compared here."""

import json
from pathlib import Path

import pyarrow as pa
import pytest
from typer.testing import CliRunner

from rostra.cli import app
from rostra.comparing import Counts, Row, SchemaChange, ValueChange
from rostra.diff import Question, difference, in_one_sentence
from rostra.errors import NotAsAsked
from tests.rostra.a_store import SOURCES, Making, made, marked
from tests.rostra.servers import Server

LATER = {
    "speeches": pa.table({"speech_id": ["b", "c"], "text": ["It snows!", "It hails."], "words": [2, 2]}),
    "sources": SOURCES,
    "offices": pa.table({"office_id": ["mayor"]}),
}
COUNTS = {"speeches": Counts(1, 1, 1), "sources": Counts(0, 0, 0), "offices": Counts(1, 0, 0)}
REPORT = {
    "from": "1.0.0",
    "to": "2.0.0",
    "level": "major",
    "reasons": ["1 row of speeches removed"],
    "schema": [{"change": "word added", "table": "speeches", "what": "form: song"}],
    "tables": {"speeches": {"added": 7, "removed": 1, "changed": 0, "files": {"removed": "speeches.removed.parquet"}}},
}


@pytest.fixture
def compared(store: Path) -> Path:
    """Return a store whose second version says nothing of the difference."""
    made(store, "2.0.0", Making(LATER, parts={"speeches": 2}))
    return store


@pytest.fixture
def reported(store: Path, tmp_path: Path) -> Path:
    """Return a store whose second version says what differs."""
    import pyarrow.parquet as pq

    pq.write_table(pa.table({"speech_id": ["a"]}), tmp_path / "removed")
    files = {
        "diff/1.0.0-to-2.0.0/report.json": json.dumps(REPORT).encode(),
        "diff/1.0.0-to-2.0.0/speeches.removed.parquet": (tmp_path / "removed").read_bytes(),
    }
    made(store, "2.0.0", Making(LATER, files=files, previous="1.0.0"))
    return store


def test_tables_are_compared_by_their_keys(compared: Path, server: Server) -> None:
    for place in (compared, server.address):
        found = difference(place, Question("1.0.0", "latest", most_rows=5))
        assert not found.is_published and found.after == "2.0.0" and found.tables == COUNTS
        assert set(found.schema) == {SchemaChange("column added", "speeches", "words"), SchemaChange("table added", "offices", "")}
        assert set(found.rows) == {
            Row("speeches", "added", "c"),
            Row("speeches", "removed", "a"),
            Row("speeches", "changed", "b", (ValueChange("text", "It snows.", "It snows!"),)),
            Row("offices", "added", "mayor"),
        }


def test_tables_are_compared_backwards_too(compared: Path) -> None:
    found = difference(compared, Question("2.0.0", "1.0.0"))
    assert found.tables == {"speeches": Counts(1, 1, 1), "sources": Counts(0, 0, 0), "offices": Counts(0, 1, 0)}
    assert set(found.schema) == {SchemaChange("column removed", "speeches", "words"), SchemaChange("table removed", "offices", "")}


def test_a_column_of_another_type_and_a_key_of_another_name(store: Path) -> None:
    made(store, "2.0.0", Making({"speeches": pa.table({"speech_id": ["a", "b"], "text": [1, None]}), "sources": SOURCES}))
    found = difference(store, Question("1.0.0", "2.0.0"))
    assert found.tables["speeches"] == Counts(0, 0, 2)
    assert found.schema == (SchemaChange("column redefined", "speeches", "text"),)
    made(store, "3.0.0", Making({"speeches": pa.table({"id": ["a", "b"]}), "sources": SOURCES}))
    assert difference(store, Question("1.0.0", "3.0.0")).tables["speeches"] == Counts(2, 2, 0)


def test_a_release_that_says_itself_what_differs_is_believed(reported: Path, server: Server) -> None:
    for place in (reported, server.address):
        found = difference(place, Question("1.0.0", "2.0.0", most_rows=3))
        assert found.is_published and found.level == "major" and found.reasons == ("1 row of speeches removed",)
        assert found.tables == {"speeches": Counts(7, 1, 0)}
        assert found.schema == (SchemaChange("word added", "speeches", "form: song"),)
        assert found.rows == (Row("speeches", "removed", "a"),)


def test_what_was_withdrawn_is_still_told_by_what_came_after(reported: Path) -> None:
    marked(reported, "1.0.0", "withdrawn", "a court's order")
    assert difference(reported, Question("1.0.0", "2.0.0")).tables == {"speeches": Counts(7, 1, 0)}
    with pytest.raises(NotAsAsked, match="was withdrawn"):
        difference(reported, Question("2.0.0", "1.0.0"))


def test_a_report_that_was_altered_or_is_none_is_not_believed(reported: Path, store: Path) -> None:
    report = store / "releases/2.0.0/diff/1.0.0-to-2.0.0/report.json"
    report.write_text(report.read_text().replace("7", "8"))
    with pytest.raises(NotAsAsked, match=r"report\.json: altered"):
        difference(store, Question("1.0.0", "2.0.0"))
    made(store, "3.0.0", Making(files={"diff/2.0.0-to-3.0.0/report.json": b'{"tables": []}'}))
    with pytest.raises(NotAsAsked, match="not the report of a difference"):
        difference(store, Question("2.0.0", "3.0.0"))


@pytest.mark.parametrize("which", ["compared", "reported"])
def test_one_table_alone(which: str, request: pytest.FixtureRequest) -> None:
    store = request.getfixturevalue(which)
    assert list(difference(store, Question("1.0.0", "2.0.0", "speeches")).tables) == ["speeches"]
    with pytest.raises(NotAsAsked, match=r"1\.0\.0 to 2\.0\.0: no table 'speach'; there are .*speeches"):
        difference(store, Question("1.0.0", "2.0.0", "speach"))


def test_a_difference_is_printed_in_each_form(compared: Path) -> None:
    def printed(*arguments: str) -> str:
        return CliRunner().invoke(app, ["diff", "1.0.0", "2.0.0", "--store", str(compared), *arguments]).stdout

    assert printed().splitlines() == ["table,added,removed,changed", "offices,1,0,0", "sources,0,0,0", "speeches,1,1,1"]
    assert printed("--rows", "1", "--table", "offices").splitlines() == ["table,change,key,column,before,after", "offices,added,mayor,,,"]
    assert "| speeches | 1 | 1 | 1 |" in printed("--as", "markdown")
    found = json.loads(printed("--as", "json"))
    assert found["tables"]["speeches"] == {"added": 1, "removed": 1, "changed": 1} and found["is_published"] is False
    told = printed("--as", "table")
    sentence = (
        "From 1.0.0 to 2.0.0, 2 rows were added, 1 row was removed, 1 row was changed in offices, speeches and "
        "2 tables, columns or words came, went or changed; 2.0.0 was not numbered from 1.0.0, so their tables were compared here."
    )
    assert told.startswith(sentence) and "column added: speeches words" in told and "sources" not in told
    assert found["sentence"] == sentence and printed("--as", "markdown").startswith(sentence)
    assert "| speeches | changed | b | text | It snows. | It snows! |" in printed("--rows", "3", "--as", "markdown")
    changed = next(row for row in json.loads(printed("--rows", "3", "--as", "json"))["rows"] if row["change"] == "changed")
    assert changed["values"] == [{"column": "text", "before": "It snows.", "after": "It snows!"}]


def test_a_published_difference_shows_before_and_after_while_the_earlier_release_is_there(store: Path, tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    pq.write_table(pa.table({"speech_id": ["b"]}), tmp_path / "changed")
    counts = {"added": 1, "removed": 1, "changed": 1, "files": {"changed": "speeches.changed.parquet"}}
    report = REPORT | {"reasons": ["1 row of speeches changed"], "schema": [], "tables": {"speeches": counts}}
    folder = "diff/1.0.0-to-2.0.0"
    files = {
        f"{folder}/report.json": json.dumps(report).encode(),
        f"{folder}/speeches.changed.parquet": (tmp_path / "changed").read_bytes(),
    }
    made(store, "2.0.0", Making(LATER, files=files, previous="1.0.0"))
    found = difference(store, Question("1.0.0", "2.0.0", most_rows=5))
    assert in_one_sentence(found).endswith("in speeches; it is a MAJOR step because: 1 row of speeches changed.")
    assert found.rows == (Row("speeches", "changed", "b", (ValueChange("text", "It snows.", "It snows!"),)),)
    marked(store, "1.0.0", "withdrawn", "a court's order")
    assert difference(store, Question("1.0.0", "2.0.0", most_rows=5)).rows == (Row("speeches", "changed", "b"),)
