"""The `rostra` command as a person calls it: exit codes, messages, and what a broken call leaves behind."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from flows import cli
from flows.annotate import annotated_lines
from flows.errors import Refused
from flows.publish.on_disk import Published
from tests.clean.formats.made import a_zip

HOUSE = Path(__file__).resolve().parent.parent


def rostra(*arguments: str, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "rostra", *arguments]
    return subprocess.run(command, cwd=HOUSE, capture_output=True, text=True, input=stdin, check=False, timeout=300)


@pytest.mark.parametrize(
    "command",
    [
        "build",
        "list",
        "latest",
        "download",
        "mirror",
        "export",
        "verify",
        "diff",
        "sql",
        "schema",
        "cite",
        "ui",
        "push",
        "yank",
        "withdraw",
        "annotate",
        "measure",
    ],
)
def test_the_help_of_every_command_has_an_example(command: str) -> None:
    found = rostra(command, "--help")
    assert found.returncode == 0
    assert f"rostra {command}" in " ".join(found.stdout.split())


def test_a_build_is_asked_for_what_its_options_say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[bool, bool]] = []
    monkeypatch.setattr(os, "environ", dict(os.environ))
    monkeypatch.setattr(cli, "_notice_interrupts", threading.Event)
    monkeypatch.setattr(
        cli, "_run", lambda sources, store, work, quiet, wanted, workers: asked.append((wanted.with_pages, wanted.full_rebuild))
    )
    monkeypatch.setattr(cli, "_report", lambda outcome, store, quiet: None)
    cli.add_making_commands(app := typer.Typer())
    for options in ([], ["--no-pages"], ["--full-rebuild"]):
        assert CliRunner().invoke(app, ["build", "--store", str(tmp_path), *options]).exit_code == 0
    assert asked == [(True, False), (False, False), (True, True)]


def test_annotate_prints_one_line_a_text_with_offsets_into_it() -> None:
    text = "The bridge opened on Monday. “It is a good day,” Mayor Anna Petrova said."
    found = rostra("annotate", stdin=json.dumps({"doc_id": "d1", "text": text, "lang": "en", "date": "2026-02-10"}) + "\n")
    assert found.returncode == 0, found.stderr
    answer = json.loads(found.stdout)
    assert answer["doc_id"] == "d1" and answer["text"] == text and answer["lang"] == "en"
    assert [text[slice(*span)] for span in answer["sentences"]] == [
        "The bridge opened on Monday.",
        "“It is a good day,” Mayor Anna Petrova said.",
    ]
    quote = answer["quotes"][0]
    assert quote["kind"] == "direct"
    assert [text[slice(*span)] for span in quote["content"]] == ["It is a good day,"]
    assert [text[slice(*span)] for span in quote["cue"]] == ["said"]
    assert quote["speaker"] == "Anna Petrova"


def test_annotate_reads_a_damaged_text_and_gives_places_in_it_as_it_came() -> None:
    text = "The lock is shut. &#8220;It is <i>late</i>,&#8221; Mayor Anna Petrova said."
    quote = json.loads(rostra("annotate", stdin=json.dumps({"doc_id": "d1", "text": text, "lang": "en"}) + "\n").stdout)["quotes"][0]
    assert [text[slice(*span)] for span in quote["content"]] == ["It is <i>late</i>,"]
    assert [text[slice(*span)] for span in quote["source"]] == ["Mayor Anna Petrova"]


def test_annotate_applies_corrections_and_tells_what_came_of_them(tmp_path: Path) -> None:
    (tmp_path / "lake.txt").write_text("“The lake is low,” Ann Petrova said. “It will rain,” Peter Holm said.\n", encoding="utf-8")
    (tmp_path / "wrong.csv").write_text(
        "speech_id,wrong,words,speaker_id,right,corrected_by,corrected_on,reason\n"
        "press.lake,not-a-quotation,It will rain,,,Dana Li,2026-03-01,a sign\n"
        "press.lake,date,,,2026-02-01,Dana Li,2026-03-01,the archive has it\n"
        "press.river,title,,,Low water,Dana Li,2026-03-01,the archive has it\n"
        ",same-person,,ann-petrova,anna-petrova,Tom Oakes,2026-03-02,a slip of the pen\n",
        encoding="utf-8",
    )
    found = rostra("annotate", str(tmp_path / "lake.txt"), "--corrections", str(tmp_path / "wrong.csv"))
    answer = json.loads(found.stdout)
    assert [(one["speaker_id"], one["corrected_by"]) for one in answer["quotes"]] == [("anna-petrova", None)]
    assert (answer["date"], answer["date_from"]) == ("2026-02-01", "correction")
    assert "corrections: 3 applied, 1 no-text" in found.stderr and "wrong.csv: line 4: no text is press.river" in found.stderr


def test_annotate_cleans_a_text_file_and_takes_its_date() -> None:
    answer = json.loads(rostra("annotate", "sources/bundled/2026-02-10-constitutional-reform.txt").stdout)
    assert answer["text"].startswith("The Head of state stressed")
    assert len(answer["paragraphs"]) == 17


def test_annotate_reads_documents_archives_and_tables_and_names_what_is_no_text(tmp_path: Path) -> None:
    document = HOUSE / "tests/clean/formats/files/speech.odt"
    (tmp_path / "press.zip").write_bytes(a_zip({"speech.pdf": document.with_suffix(".pdf").read_bytes(), "data.json": '{"a": 1}'}))
    (tmp_path / "rows.csv").write_text("id,date,text\n7,2031-05-04,The road is open to all of you today.\n", encoding="utf-8")
    found = rostra("annotate", str(document), str(tmp_path / "press.zip"), str(tmp_path / "rows.csv"))
    assert [json.loads(line)["doc_id"] for line in found.stdout.splitlines()] == ["speech", "speech.pdf", "7"]
    assert "press.zip/data.json: unread-markup: is JSON" in found.stderr


def test_annotate_says_where_a_text_is_in_no_language_that_is_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "lake.txt").write_text("Været er fint i dag, og det blir fint i morgen også.\n", encoding="utf-8")
    [line] = annotated_lines([str(tmp_path / "lake.txt")], HOUSE / "sources", None)
    assert json.loads(line)["lang"] is None
    assert capsys.readouterr().err.startswith("lake: in none of en, ru, kk, uk, or too short to tell")


def test_annotate_names_a_table_that_is_damaged(tmp_path: Path) -> None:
    (tmp_path / "rows.parquet").write_bytes(b"no Parquet")
    with pytest.raises(Refused, match=r"rows\.parquet: cannot be read as its name promises \(.*export it again"):
        list(annotated_lines([str(tmp_path / "rows.parquet")], HOUSE / "sources", None))


LOADED_BY_ANNOTATE = """
import sys
from pathlib import Path
from flows.annotate import annotated_lines
list(annotated_lines(["sources/bundled/2026-02-10-constitutional-reform.txt"], Path("sources"), None))
print([name for name in ("prefect", "great_expectations", "pandas", "pyarrow", "duckdb") if name in sys.modules])
"""


def test_annotate_loads_no_engine() -> None:
    found = subprocess.run([sys.executable, "-c", LOADED_BY_ANNOTATE], cwd=HOUSE, capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "standard input, line 1: not JSON"),
        ('{"doc_id": "a"}', 'not an object with the texts "doc_id" and "text"'),
        ('{"doc_id": "a", "text": "b", "lang": "fr"}', "\"lang\" is 'fr'; one of en, ru, kk"),
        ('{"doc_id": "a", "text": "\\ud800"}', "holds half of a surrogate pair"),
        ("[" * 100_000, "standard input, line 1: not JSON"),
        ('{"doc_id": "a", "text": "b", "form": "song"}', "\"form\" is 'song'; one of report, transcript, "),
        ('{"doc_id": "a", "text": "b", "date": "May"}', "\"date\" is 'May'; write it as 2026-02-10"),
    ],
)
def test_a_line_that_cannot_be_annotated_is_named(line: str, message: str) -> None:
    found = rostra("annotate", stdin=line)
    assert found.returncode == 2
    assert message in found.stderr and "Traceback" not in found.stderr


def test_an_option_that_cannot_be_is_refused(tmp_path: Path) -> None:
    for arguments, message in (
        (["annotate", "--country", "kazakhstan"], "give two capital letters"),
        (["annotate", "--sources", str(tmp_path / "nowhere")], "no such folder"),
    ):
        found = rostra(*arguments, stdin="")
        assert found.returncode == 2 and message in found.stderr


def test_a_release_date_that_is_none_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    found = rostra("build", "--store", str(tmp_path))
    assert found.returncode == 2 and "SOURCE_DATE_EPOCH is 'yesterday'" in found.stderr and "Traceback" not in found.stderr


@pytest.mark.slow
def test_a_server_that_is_not_there_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:9/api")
    monkeypatch.setenv("PREFECT_CLIENT_MAX_RETRIES", "0")
    found = rostra("build", "--quiet", "--store", str(tmp_path))
    assert found.returncode == 2, found.stderr
    assert "http://127.0.0.1:9/api: no Prefect server answers there" in found.stderr and "Traceback" not in found.stderr


def test_a_source_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    found = rostra("build", "--sources", str(tmp_path / "nowhere"), "--store", str(tmp_path / "store"))
    assert found.returncode == 2
    assert "nowhere" in found.stderr and "Traceback" not in found.stderr
    assert not (tmp_path / "store").exists()


def test_a_typo_in_a_declaration_names_file_key_and_the_nearest_one(tmp_path: Path) -> None:
    good = (HOUSE / "sources" / "bundled.toml").read_text(encoding="utf-8")
    (tmp_path / "gazette.toml").write_text(good.replace("publisher", "publihser"), encoding="utf-8")
    found = rostra("build", "--sources", str(tmp_path), "--store", str(tmp_path / "store"))
    assert found.returncode == 2
    assert "gazette.toml" in found.stderr and "publihser" in found.stderr and "publisher" in found.stderr
    assert "Traceback" not in found.stderr


def test_asking_an_empty_store_is_refused(tmp_path: Path) -> None:
    for command in (["list"], ["latest"], ["verify"], ["sql", "SELECT 1"]):
        found = rostra(*command, "--store", str(tmp_path))
        assert found.returncode == 2 and "holds no release yet" in found.stderr


@pytest.mark.slow
def test_a_broken_promise_ends_with_exit_1_and_says_which_where_and_how(tmp_path: Path) -> None:
    shutil.copytree(HOUSE / "sources", tmp_path / "sources")
    declaration = tmp_path / "sources" / "bundled.toml"
    declaration.write_text(re.sub(r"least_speeches = \d+", "least_speeches = 3", declaration.read_text(encoding="utf-8")), encoding="utf-8")
    found = rostra("build", "--sources", str(tmp_path / "sources"), "--store", str(tmp_path / "store"))
    assert found.returncode == 1
    assert "nothing is published: promises are broken" in found.stderr and "bundled" in found.stderr
    report = found.stderr.rsplit("The whole report: ", 1)[1].strip()
    assert Path(report).is_file()
    assert "Traceback" not in found.stderr
    assert rostra("latest", "--store", str(tmp_path / "store")).returncode == 2


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Mount a disk of half a megabyte; what needs root is left out where there is none."""
    if os.geteuid() != 0:
        pytest.skip("mounting a small disk needs root")
    place = tmp_path / "disk"
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", str(place)], check=True)
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


def next_build(store: Path) -> Published:
    """Build in this process, on a server that runs: the command's own was tried by what came before."""
    from flows.build_release import run

    return run(HOUSE / "sources", store, lambda stage, done, total: None).published


@pytest.mark.slow
@pytest.mark.usefixtures("prefect_server")
def test_a_full_disk_is_named_and_leaves_nothing_visible(small_disk: Path) -> None:
    (small_disk / "filler").write_bytes(b"\0" * 400_000)
    found = rostra("build", "--store", str(small_disk / "store"))
    assert found.returncode == 2
    assert "No space left on device" in found.stderr and "Traceback" not in found.stderr
    assert not (small_disk / "store" / "releases.json").exists()
    (small_disk / "filler").unlink()
    subprocess.run(["mount", "-o", "remount,size=64m", str(small_disk)], check=True)
    assert next_build(small_disk / "store").version == "1.0.0"


def test_a_read_only_store_is_named(small_disk: Path) -> None:
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    found = rostra("build", "--store", str(small_disk))
    assert found.returncode == 2
    assert "cannot be written to" in found.stderr and "Traceback" not in found.stderr


@pytest.mark.slow
@pytest.mark.usefixtures("prefect_server")
def test_an_interrupted_build_leaves_nothing_visible_and_the_next_one_succeeds(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "rostra", "build", "--store", str(tmp_path)]
    running = subprocess.Popen(command, cwd=HOUSE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)
    deadline = time.monotonic() + 120
    while not (tmp_path / "staging" / "shards").exists() and running.poll() is None and time.monotonic() < deadline:
        time.sleep(0.05)
    os.killpg(running.pid, signal.SIGINT)
    _, errors = running.communicate(timeout=120)
    assert running.returncode == 130, errors
    assert "interrupted; nothing half-made was published" in errors and "Traceback" not in errors
    assert not (tmp_path / "releases.json").exists() and not (tmp_path / "releases").exists()
    assert next_build(tmp_path).version == "1.0.0"
    assert rostra("verify", "--store", str(tmp_path)).returncode == 0
