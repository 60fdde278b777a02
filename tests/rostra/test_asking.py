"""Looking into a release: answers in each form, the prompt, the dictionary, the pages."""

import json
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import rostra
from rostra import shapes
from rostra.errors import NotAsAsked, Refused
from rostra.prompt import ask_again_and_again, history_path, queries
from rostra.shapes import AnswerForm, Rows, fitting, print_in_form, print_vertical
from tests.publish.a_release import published
from tests.rostra.a_store import Making, files_of, made
from tests.rostra.servers import Server
from tests.rostra.test_addresses import called

QUERY = "SELECT speech_id, text FROM speeches ORDER BY 1"


@pytest.mark.parametrize(
    ("form", "printed"),
    [
        ("csv", "speech_id,text\na,It rains.\nb,It snows.\n"),
        ("jsonl", '{"speech_id":"a","text":"It rains."}\n{"speech_id":"b","text":"It snows."}\n'),
        ("markdown", "| speech_id | text |\n| --- | --- |\n| a | It rains. |\n| b | It snows. |\n"),
        ("vertical", "— 1 —\nspeech_id  a\ntext       It rains.\n— 2 —\nspeech_id  b\ntext       It snows.\n"),
    ],
)
def test_an_answer_is_printed_in_each_form(form: str, printed: str, store: Path) -> None:
    assert called("sql", QUERY, "--as", form, "--store", str(store)) == (0, printed, "")


def test_an_answer_is_json_with_days_as_text(store: Path) -> None:
    found = called("sql", "SELECT date '2026-02-10' AS day, NULL AS nothing, 1 AS n", "--as", "json", "--store", str(store))[1]
    assert json.loads(found) == [{"day": "2026-02-10", "nothing": None, "n": 1}]


def test_an_answer_is_a_file_of_parquet(store: Path, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["rostra", "sql", QUERY, "--as", "parquet", "--store", str(store)])
    with pytest.raises(SystemExit):
        rostra.cli.main()
    content = capfdbinary.readouterr().out
    assert content[:4] == content[-4:] == b"PAR1"


def test_the_limit_holds_and_is_told(store: Path) -> None:
    assert called("sql", QUERY, "--limit", "1", "--as", "csv", "--store", str(store))[1] == "speech_id,text\na,It rains.\n"


def test_on_a_terminal_forty_rows_are_shown_and_it_is_said_that_there_are_more(capsys: pytest.CaptureFixture[str]) -> None:
    print_in_form(Rows(["n"], [(1,), (2,)], has_more=True), AnswerForm.TABLE)
    assert "(2 rows are shown, and there are more: --limit 0 shows all; --as csv > answer.csv keeps them)" in capsys.readouterr().err


def test_a_wide_row_is_one_value_a_line_within_80_columns(capsys: pytest.CaptureFixture[str]) -> None:
    found = Rows(
        ["speaker_name", "text", "url", "day"], [("Jane Roe", "It is a good day. " * 20, "https://example.org/" * 2, date(2026, 2, 10))]
    )
    assert fitting(found, 80) is AnswerForm.VERTICAL
    print_vertical(found, 80)
    lines = capsys.readouterr().out.splitlines()
    assert lines[1] == "speaker_name  Jane Roe" and lines[-1] == "day           2026-02-10"
    assert all(len(line) <= 80 for line in lines)


def test_what_steers_a_terminal_is_not_printed_to_one(capsys: pytest.CaptureFixture[str]) -> None:
    print_vertical(Rows(["text"], [("red \x1b[31m\nline",)]), 80)
    assert capsys.readouterr().out == "— 1 —\ntext  red [31m line\n"


def test_queries_are_piped_in(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from typer.testing import CliRunner

    from rostra.cli import app

    asked = "SELECT count(*) AS n\nFROM speeches;\n.tables\nSELECT 1 AS one\n"
    found = CliRunner().invoke(app, ["sql", "--store", str(store)], input=asked)
    assert found.stdout == "n\n2\ntable,rows,meaning\nspeeches,2,\nsources,1,\none\n1\n"


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[list[str]]:
    """Return lines that a person types one after the other, the end of the input after them."""
    lines: list[str] = []

    def read(prompt: str) -> str:
        if not lines:
            raise EOFError
        return lines.pop(0)

    monkeypatch.setattr("builtins.input", read)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    yield lines


def test_a_wrong_query_at_the_prompt_is_told_and_the_next_one_asked(typed: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    typed += ["SELEC", "1;", "", ".schema speeches", "SELECT 1;", ".quit", "SELECT 2;"]
    asked: list[str] = []

    def answer(query: str) -> None:
        asked.append(query)
        if query.startswith("SELEC\n"):
            raise Refused("the query cannot be answered")

    ask_again_and_again(answer, ["speeches"])
    assert asked == ["SELEC\n1;", ".schema speeches", "SELECT 1;"]
    assert "the query cannot be answered\n" in capsys.readouterr().err
    assert str(history_path()).endswith("rostra/history")


def test_a_query_goes_on_until_its_semicolon() -> None:
    assert list(queries(["SELECT 1", "", "  + 1;", ".tables"])) == ["SELECT 1\n\n  + 1;", ".tables"]


def test_the_dictionary_tells_tables_columns_types_and_keys(tmp_path: Path) -> None:
    published(tmp_path / "store")
    at = ("--store", str(tmp_path / "store"))
    assert "\nspeeches,1,One published text" in called("schema", *at)[1]
    printed = called("schema", "quotations", *at)[1]
    assert "speaker_id,string?,→ speakers.speaker_id," in printed
    assert "One of: direct, mixed, indirect." in printed
    assert called("schema", "quotes", *at)[2].startswith("no table 'quotes'; there are speeches")


def test_a_copy_of_one_table_has_a_dictionary_without_meanings(tmp_path: Path) -> None:
    published(tmp_path / "store")
    assert called("download", "--table", "sources", "--to", str(tmp_path / "here"), "--store", str(tmp_path / "store"))[0] == 0
    assert "\nsource_id,string,key," in called("schema", "sources", "--store", str(tmp_path / "here"))[1]


def test_the_pages_are_opened_where_they_lie(store: Path, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = made(store, "1.1.0", Making(files={"index.html": b"<p>", "LICENSE": b"Free.\n"}))
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    assert called("ui", "--store", str(store))[1] == (folder / "index.html").as_uri() + "\n"
    assert called("ui", "--store", server.address)[0] == 0
    assert opened == [(folder / "index.html").as_uri(), f"{server.address}/releases/1.1.0/index.html"]
    assert called("ui", "--print", "--version", "1.0.0", "--store", str(store))[2].endswith("1.0.0 was published without pages")


def test_a_copy_without_pages_says_how_to_bring_them(store: Path, tmp_path: Path) -> None:
    made(store, "1.1.0", Making(files={"index.html": b"<p>"}))
    into = str(tmp_path / "here")
    assert called("download", "--to", into, "--store", str(store))[0] == 0
    assert "`rostra download 1.1.0 --only pages --to DIR` brings them" in called("ui", "--store", into)[2]
    assert called("download", "--only", "pages", "--to", into, "--store", str(store))[0] == 0
    assert called("ui", "--print", "--store", into)[1].endswith("/here/1.1.0/index.html\n")
    assert files_of(tmp_path / "here/1.1.0") == files_of(store / "releases/1.1.0")


@pytest.mark.parametrize("as_", ["arrow", "pandas", "polars", "duckdb"])
def test_a_table_is_loaded_in_each_shape(as_: str, tmp_path: Path) -> None:
    if as_ == "polars":
        pytest.importorskip("polars")
    published(tmp_path / "store")
    found = rostra.load("speeches", store=tmp_path / "store", columns=["speech_id", "spoken_on"], where="language = 'en'", as_=as_)
    assert list(found.column_names if as_ == "arrow" else found.columns) == ["speech_id", "spoken_on"]
    if as_ == "pandas":
        assert found["spoken_on"].dt.year.tolist() == [2026]
    if as_ == "polars":
        assert found["spoken_on"].dt.year().to_list() == [2026]
    if as_ == "duckdb":
        assert found.fetchall()[0][1].year == 2026


def test_an_unknown_shape_and_a_missing_package_are_refused(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Refused, match="as_ is 'numpy'; one of arrow, pandas, polars, duckdb"):
        rostra.load("speeches", store=store, as_="numpy")
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(Refused, match=r"pip install 'rostra\[arrow\]'; as_=\"duckdb\" needs nothing more"):
        rostra.load("speeches", store=store)


def test_a_condition_that_names_no_column_is_refused(store: Path) -> None:
    with pytest.raises(Refused, match="cannot be answered"):
        rostra.load("speeches", store=store, where="txt = 1")
    with pytest.raises(NotAsAsked, match="holds no table 'speach'"):
        rostra.load("speach", store=store, where="true", as_="duckdb")


def test_the_module_says_its_version() -> None:
    assert called("--version")[1] == f"rostra {rostra.__version__}\n"
    assert called("-h")[1] == called("--help")[1]
    assert shapes.ROWS_ON_A_TERMINAL == 40
