"""Rows and releases as files of other programs: what is in them, what is said of them, and that nothing of others is written over."""

import csv
import json
import sqlite3
from pathlib import Path
from zipfile import ZipFile

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from lxml import etree
from typer.testing import CliRunner

from rostra.cli import app
from rostra.errors import NotAsAsked, Refused
from rostra.export import Rows, export, extract
from rostra.query import tables_of_version
from rostra.tei import NAMESPACE, Said, Words, words_of
from rostra.verify import sha256_of
from rostra.writing import CUT, LETTERS_OF_A_CELL, FileForm
from tests.publish.a_release import published
from tests.rostra.a_store import Making, made
from tests.rostra.servers import Server, nginx
from tests.rostra.test_addresses import called

DEBATE = "MAYOR: The bridge opens.\n\nIt is a good day.\n\n(Applause)\n\nA VOICE: When?"
TABLES = {
    "speeches": pa.table(
        {
            "speech_id": ["hall.debate", "press.report"],
            "title": ["On the \x0bbridge & more", None],
            "spoken_on": pa.array([19_000, 20_000], pa.date32()),
            "language": ["en", "en"],
            "form": ["debate", "report"],
            **{name: [None, None] for name in ("event", "place")},
            "url": ["https://example.org/debate?a=1&b=2", None],
            "source_id": ["hall", "press"],
            "licence": ["CC-BY-4.0", None],
            "text": [DEBATE, "It rains."],
        },
    ),
    "paragraphs": pa.table(
        {
            "paragraph_id": [f"hall.debate.p{start}" for start in (0, 26, 45, 57)],
            "speech_id": ["hall.debate"] * 4,
            "span_start": [0, 26, 45, 57],
            "span_end": [24, 43, 55, 71],
        }
    ),
    "quotations": pa.table(
        {
            "quotation_id": ["hall.debate.q7", "hall.debate.q66"],
            "speech_id": ["hall.debate"] * 2,
            "speaker_id": ["1-mayor", None],
            "nested_in": pa.array([None, None], pa.string()),
            "text": ["The bridge opens. It is a good day.", "When?"],
        }
    ),
    "quotation_spans": pa.table(
        {
            "quotation_id": ["hall.debate.q7", "hall.debate.q7", "hall.debate.q66"],
            "speech_id": ["hall.debate"] * 3,
            "role": ["content"] * 3,
            "span_start": [7, 26, 66],
            "span_end": [24, 43, 71],
        }
    ),
    "speakers": pa.table(
        {
            "speaker_id": ["1-mayor", "2-other"],
            "name": ["Ann Lee Mayor", "Another"],
            "speaker_kind": ["person", "person"],
            "gender": ["female", None],
            "birth_year": pa.array([1970, None], pa.int16()),
            "wikidata_id": ["Q1", None],
        }
    ),
    "memberships": pa.table(
        {
            "speaker_id": ["1-mayor"],
            "position": [0],
            "party": ["Greens"],
            "chamber": pa.array([None], pa.string()),
            "from_on": pa.array([18_000], pa.date32()),
            "until_on": pa.array([None], pa.date32()),
        }
    ),
}
KEYS = {"quotation_spans": ["quotation_id", "role", "span_start"]}
LONG = "=1+1 " + "x" * 40_000


@pytest.fixture
def debate(tmp_path: Path) -> Path:
    """Return a store with one debate and one report."""
    made(tmp_path / "store", "1.0.0", Making(TABLES, keys=KEYS))
    return tmp_path / "store"


@pytest.mark.parametrize("form", FileForm)
def test_rows_that_meet_a_condition_come_in_each_form(form: FileForm, store: Path, tmp_path: Path) -> None:
    code, out, why = called("download", "--table", "speeches", "--where", "text LIKE '%rain%' -- all", "--as", form, *at(store, tmp_path))
    assert code == 0, why
    path = tmp_path / f"here/speeches-1.0.0.{form}"
    assert out.startswith(f"{path}: 1 speeches; ")
    assert rows_in(path, form) == [("a", "It rains.")]
    told = json.loads(path.with_name(path.name + ".provenance.json").read_text())
    assert told["version"] == "1.0.0" and told["rows"] == {"speeches": 1}
    assert told["query"] == "SELECT * FROM \"speeches\" WHERE (text LIKE '%rain%' -- all\n)"
    assert told["made_of"][0]["sha256"] == sha256_of(store / "releases/1.0.0/data/speeches.parquet")
    assert told["files"] == [{"path": path.name, "bytes": path.stat().st_size, "sha256": sha256_of(path)}]


def at(store: Path, tmp_path: Path) -> tuple[str, ...]:
    return "--store", str(store), "--to", str(tmp_path / "here")


def rows_in(path: Path, form: FileForm) -> list[tuple[object, ...]]:
    """Return the rows of the table `speeches` as another program reads them."""
    if form is FileForm.SQLITE:
        return sqlite3.connect(path).execute("SELECT * FROM speeches").fetchall()
    if form is FileForm.DUCKDB:
        with duckdb.connect(str(path)) as connection:
            return connection.execute("FROM speeches").fetchall()
    if form is FileForm.XLSX:
        sheet = ZipFile(path).read("xl/worksheets/sheet1.xml").decode()
        return [("a", "It rains.")] if "<t>a</t>" in sheet and "<t>It rains.</t>" in sheet else []
    if form is FileForm.JSONL:
        return [tuple(json.loads(line).values()) for line in path.read_text().splitlines()]
    if form is FileForm.CSV:
        return [tuple(row) for row in list(csv.reader(path.open()))[1:]]
    return [tuple(row.values()) for row in pq.read_table(path).to_pylist()]


def test_of_a_large_table_elsewhere_little_is_read(tmp_path: Path) -> None:
    numbers = pa.table({"row": list(range(60_000)), "text": [f"{number * 7919 % 60_013:x}" * 9 for number in range(60_000)]})
    made(tmp_path / "store", "1.0.0", Making({"long": numbers}))
    with nginx(tmp_path / "store", tmp_path / "nginx") as server:
        extract(tables_of_version(server.address, None), Rows("long", "row = 7", FileForm.CSV), tmp_path)
        sent = sum(request.sent_bytes for request in server.requests() if ".parquet" in request.path)
    assert (tmp_path / "long-1.0.0.csv").read_text().splitlines()[0] == "row,text"
    assert sent < (tmp_path / "store/releases/1.0.0/data/long.parquet").stat().st_size * 0.7


def test_what_was_made_here_is_replaced_and_what_was_not_is_left(store: Path, tmp_path: Path) -> None:
    release, rows = tables_of_version(store, None), Rows("speeches", None, FileForm.CSV)
    path = extract(release, rows, tmp_path).path
    assert extract(release, rows._replace(where="false"), tmp_path).rows == {"speeches": 0}
    (tmp_path / "speeches-1.0.0.csv.provenance.json").unlink()
    path.write_text("mine")
    with pytest.raises(Refused, match="is there already, and was not made by this command"):
        extract(release, rows, tmp_path)
    assert path.read_text() == "mine" and not list(tmp_path.glob("*.partial"))


def test_a_wrong_condition_or_table_leaves_nothing(store: Path, tmp_path: Path) -> None:
    release = tables_of_version(store, None)
    with pytest.raises(Refused, match="the query cannot be answered"):
        extract(release, Rows("speeches", "txt = 1"), tmp_path / "here")
    with pytest.raises(NotAsAsked, match="holds no table 'speach'"):
        extract(release, Rows("speach"), tmp_path / "here")
    assert not list((tmp_path / "here").glob("*"))


@pytest.mark.parametrize("form", ["csv", "duckdb", "sqlite", "tei", "xlsx"])
def test_a_folder_that_cannot_be_written_to_is_named(form: str, debate: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    with pytest.raises(Refused, match=r"file.*: cannot be written to \(.*irectory\)"):
        export(tables_of_version(debate, "1.0.0"), form, tmp_path / "file" / "into")


def test_sqlite_has_keys_references_and_a_full_text_index(tmp_path: Path) -> None:
    published(tmp_path / "store")
    release = tables_of_version(tmp_path / "store", None)
    found = export(release, "sqlite", tmp_path)
    database = sqlite3.connect(found.path)
    assert found.rows == {table: database.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in release.files}
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    assert ("speeches", "speech_id") in {row[2:4] for row in database.execute("PRAGMA foreign_key_list(quotations)")}
    assert [row[1] for row in database.execute("PRAGMA table_info(quotation_spans)") if row[5]] == ["quotation_id", "role", "position"]
    word = database.execute("SELECT text FROM speeches").fetchone()[0].split()[0]
    search = "SELECT speech_id FROM speeches WHERE rowid IN (SELECT rowid FROM speeches_fts WHERE speeches_fts MATCH ?)"
    assert len(database.execute(search, [f'"{word}"']).fetchall()) == 1


def test_a_key_that_two_rows_have_is_named(tmp_path: Path) -> None:
    made(tmp_path / "store", "1.0.0", Making(TABLES))
    with pytest.raises(NotAsAsked, match="quotation_spans: two rows have the same key"):
        export(tables_of_version(tmp_path / "store", None), "sqlite", tmp_path)
    assert not list(tmp_path.glob("*.sqlite*"))


def test_a_database_of_duckdb_says_what_its_columns_mean(tmp_path: Path) -> None:
    published(tmp_path / "store")
    found = export(tables_of_version(tmp_path / "store", None), "duckdb", tmp_path)
    assert found.path.stem.isidentifier()  # a database's name in `ATTACH` and in Datasette's links
    with duckdb.connect(str(found.path)) as connection:
        told = connection.execute("SELECT comment FROM duckdb_columns() WHERE table_name = 'speeches' AND column_name = 'speech_id'")
        assert told.fetchall()[0][0].startswith("Key: the source's code")
        assert str(connection.table("speeches").types[5]) == "DATE"


@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet"])
def test_a_folder_of_files_has_one_for_each_table(form: str, debate: Path, tmp_path: Path) -> None:
    found = export(tables_of_version(debate, None), form, tmp_path)
    assert sorted(path.name for path in found.path.iterdir()) == sorted(f"{table}.{form}" for table in TABLES)


def test_a_workbook_holds_texts_as_texts_and_says_where_one_is_cut(tmp_path: Path) -> None:
    made(tmp_path / "store", "1.0.0", Making({"speeches": pa.table({"speech_id": ["a"], "text": [LONG]})}))
    found = export(tables_of_version(tmp_path / "store", None), "xlsx", tmp_path)
    sheet = ZipFile(found.path).read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet and LONG[: LETTERS_OF_A_CELL - len(CUT)] + CUT in sheet


def test_a_debate_is_turns_of_its_speakers_in_tei(debate: Path, tmp_path: Path) -> None:
    found = export(tables_of_version(debate, None), "tei", tmp_path)
    assert sorted(path.name for path in found.path.iterdir()) == ["corpus.xml", "hall.debate.xml"]
    text = etree.parse(found.path / "hall.debate.xml").getroot()
    section = text.find(f".//{{{NAMESPACE}}}div")
    assert section is not None
    told = [(child.tag.rpartition("}")[2], child.get("who"), [part.text for part in child] or child.text) for child in section]
    assert told == [
        ("note", None, "MAYOR:"),
        ("u", "#id-1-mayor", ["The bridge opens.", "It is a good day."]),
        ("note", None, "(Applause)"),
        ("note", None, "A VOICE:"),
        ("u", None, ["When?"]),
    ]
    corpus = etree.parse(found.path / "corpus.xml").getroot()
    assert [person.get("{http://www.w3.org/XML/1998/namespace}id") for person in corpus.iter(f"{{{NAMESPACE}}}person")] == ["id-1-mayor"]
    [person] = corpus.iter(f"{{{NAMESPACE}}}person")
    assert [(part.tag.rpartition("}")[2], "".join(part.itertext()).split(), dict(part.attrib)) for part in person] == [
        ("persName", ["Mayor", "Ann", "Lee"], {}),
        ("sex", [], {"value": "F"}),
        ("birth", [], {"when": "1970"}),
        ("affiliation", [], {"ref": "#org.Greens", "role": "member", "from": "2019-04-14"}),
        ("idno", ["https://www.wikidata.org/entity/Q1"], {"type": "URI", "subtype": "wikimedia"}),
    ]
    assert [(org.get("role"), "".join(org.itertext()).strip()) for org in corpus.iter(f"{{{NAMESPACE}}}org")] == [
        ("politicalParty", "Greens")
    ]
    assert [include.get("href") for include in corpus.iter("{http://www.w3.org/2001/XInclude}include")] == ["hall.debate.xml"]


def test_a_paragraph_of_which_little_is_said_is_the_writers() -> None:
    text = "Yes, he said, and left the hall for the day."
    assert [*words_of(text, [("p0", 0, len(text))], [Said(0, 3, "q", "a")])] == [Words(None, "p0", "", text)]


def test_tei_needs_the_tables_that_it_is_made_of(store: Path, tmp_path: Path) -> None:
    with pytest.raises(NotAsAsked, match="holds no table 'paragraphs', of which TEI is made"):
        export(tables_of_version(store, None), "tei", tmp_path)


def test_where_all_texts_are_reports_tei_is_empty_and_says_why(tmp_path: Path) -> None:
    made(tmp_path / "store", "1.0.0", Making(TABLES | {"speeches": TABLES["speeches"].slice(1)}))
    found = CliRunner().invoke(app, ["export", "--as", "tei", *at(tmp_path / "store", tmp_path)])
    assert (found.exit_code, "0 speeches" in found.stdout) == (0, True)
    assert "no text of the release is a transcript" in found.stderr


def test_an_export_from_the_web_is_that_from_the_disk(store: Path, server: Server, tmp_path: Path) -> None:
    for name, place in (("disk", str(store)), ("web", server.address)):
        assert called("export", "--as", "csv", "--to", str(tmp_path / name), "--store", place, "--quiet")[0] == 0
    here, there = ((tmp_path / name / "release-1.0.0-csv/speeches.csv").read_bytes() for name in ("disk", "web"))
    assert here == there
