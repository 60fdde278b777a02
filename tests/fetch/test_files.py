"""Files beside a source become snapshots; what cannot be one says why."""

import hashlib
import os
from pathlib import Path

import pytest

from flows.errors import Refused
from flows.fetch.declarations import SourceDeclaration, read_sources
from flows.fetch.fetched import Fetched
from flows.fetch.fetching import fetch_source
from flows.fetch.files import fetch_files
from flows.fetch.snapshots import read_snapshot
from schemas.words import Reason
from tests.fetch.site import QUICK, snapshots


def a_folder_source(files: str) -> SourceDeclaration:
    return SourceDeclaration.model_validate(
        {
            "source_id": "press",
            "publisher": "A press service",
            "languages": ["en"],
            "licence": "None",
            "attribution": "A press service",
            "text_may_be_published": False,
            "least_speeches": 0,
            "files": files,
        }
    )


def write(folder: Path, **texts: str) -> None:
    for name, text in texts.items():
        path = folder / name.replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.with_suffix(".txt").write_text(text, encoding="utf-8")


def fetch(folder: Path, files: str = "press") -> list[Fetched]:
    return fetch_files(a_folder_source(files), folder / "sources", folder / "store", QUICK)


def test_the_bundled_speech_has_the_key_that_it_will_keep(tmp_path: Path) -> None:
    folder = Path(__file__).parents[2] / "sources"
    [bundled] = [source for source in read_sources(folder) if source.source_id == "bundled"]
    [fetched] = fetch_source(bundled, folder, tmp_path).texts
    assert fetched.speech_id == "bundled.2026-02-10-constitutional-reform"
    assert fetched.origin == "2026-02-10-constitutional-reform.txt"
    assert fetched.sha256 == hashlib.sha256((folder / "bundled" / fetched.origin).read_bytes()).hexdigest()
    assert (fetched.url, fetched.retrieved_at, fetched.reason) == (None, None, None)


def test_a_folder_is_read_whole_in_the_order_of_paths(tmp_path: Path) -> None:
    write(tmp_path / "sources/press", b="Two.", a__c="Three.", a="One.")
    fetched = fetch(tmp_path)
    assert [text.origin for text in fetched] == ["a.txt", "a/c.txt", "b.txt"]
    assert [text.speech_id for text in fetched] == ["press.a", "press.a--c", "press.b"]
    assert [read_snapshot(tmp_path / "store", str(text.sha256)) for text in fetched] == [b"One.", b"Three.", b"Two."]


def test_a_folder_with_the_name_of_a_withdrawn_text_is_no_text(tmp_path: Path) -> None:
    write(tmp_path / "sources/press", a__c="Three.", a="One.")
    withdrawn = {"press.a": "asked for"}
    fetched = fetch_files(a_folder_source("press"), tmp_path / "sources", tmp_path / "store", QUICK, withdrawn)
    assert [(text.origin, text.reason) for text in fetched] == [("a.txt", Reason.WITHDRAWN), ("a/c.txt", None)]


@pytest.mark.parametrize(
    ("files", "origins"),
    [
        ("press/*.txt", ["a.txt", "b.txt"]),
        ("press/*/*.txt", ["a/c.txt"]),
        ("press/a.txt", ["a.txt"]),
        ("*/a.txt", ["press/a.txt"]),
        ("press/*.html", []),
    ],
)
def test_a_pattern_chooses_files(tmp_path: Path, files: str, origins: list[str]) -> None:
    write(tmp_path / "sources/press", b="Two.", a__c="Three.", a="One.")
    assert [text.origin for text in fetch(tmp_path, files)] == origins


def test_hidden_files_are_no_texts(tmp_path: Path) -> None:
    write(tmp_path / "sources/press", a="One.")
    (tmp_path / "sources/press/.DS_Store").write_bytes(b"x")
    (tmp_path / "sources/press/.git").mkdir()
    (tmp_path / "sources/press/.git/config").write_bytes(b"x")
    assert [text.origin for text in fetch(tmp_path)] == ["a.txt"]


def test_a_folder_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    (tmp_path / "sources").mkdir()
    with pytest.raises(Refused, match=r"press.toml: files = 'press': there is no folder .*sources/press"):
        fetch(tmp_path)


def test_links_that_lead_out_of_the_folder_are_set_aside(tmp_path: Path) -> None:
    write(tmp_path, outside="Not for publication.", elsewhere__more="Nor this.")
    write(tmp_path / "sources/press", a="One.")
    folder = tmp_path / "sources/press"
    (folder / "out.txt").symlink_to(tmp_path / "outside.txt")
    (folder / "folder").symlink_to(tmp_path / "elsewhere")
    (folder / "broken.txt").symlink_to("nothing.txt")
    (folder / "circle.txt").symlink_to("circle.txt")
    fetched = {text.origin: text for text in fetch(tmp_path)}
    assert {origin for origin, text in fetched.items() if text.sha256} == {"a.txt"}
    assert set(fetched) == {"a.txt", "out.txt", "folder", "broken.txt", "circle.txt"}
    assert fetched["out.txt"].reason is Reason.NOT_FETCHED
    assert "leads out" in str(fetched["out.txt"].detail)
    assert "cannot be read" in str(fetched["broken.txt"].detail)


def test_the_folder_itself_is_no_link_out_of_the_sources(tmp_path: Path) -> None:
    write(tmp_path / "elsewhere", a="One.")
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources/press").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(Refused, match="leads out of"):
        fetch(tmp_path)


def test_a_pipe_is_no_text_and_is_not_waited_for(tmp_path: Path) -> None:
    (tmp_path / "sources/press").mkdir(parents=True)
    os.mkfifo(tmp_path / "sources/press/pipe.txt")
    [fetched] = fetch(tmp_path)
    assert fetched.detail == "is no ordinary file"


def test_a_file_beyond_the_limit_is_too_large(tmp_path: Path) -> None:
    write(tmp_path / "sources/press", a="x" * QUICK.text_bytes, b="x" * (QUICK.text_bytes + 1))
    assert [text.reason for text in fetch(tmp_path)] == [None, Reason.TOO_LARGE]


def test_a_name_that_is_no_utf_8_is_read_and_can_be_printed(tmp_path: Path) -> None:
    (tmp_path / "sources/press").mkdir(parents=True)
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/sources/press/\xef\xf0.txt")).write_bytes(b"One.")
    [fetched] = fetch(tmp_path)
    assert fetched.origin == r"\xef\xf0.txt"
    assert fetched.sha256


def test_a_damaged_snapshot_is_written_again(tmp_path: Path) -> None:
    write(tmp_path / "sources/press", a="One.")
    fetch(tmp_path)
    [path] = snapshots(tmp_path / "store")
    path.write_bytes(b"Own.")
    with pytest.raises(Refused, match="is damaged"):
        read_snapshot(tmp_path / "store", path.name)
    fetch(tmp_path)
    assert read_snapshot(tmp_path / "store", path.name) == b"One."


def test_an_unchanged_file_is_not_written_again(tmp_path: Path) -> None:
    write(tmp_path / "sources/press", a="One.")
    fetch(tmp_path)
    [path] = snapshots(tmp_path / "store")
    before = path.stat()
    fetch(tmp_path)
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_a_list_of_addresses_among_the_files_is_no_text(tmp_path: Path) -> None:
    write(tmp_path / "sources/press", a="One.", lists__old="https://press.example.org/1")
    source = a_folder_source("press").model_copy(update={"address_files": ("press/lists/old.txt",)})
    assert [text.origin for text in fetch_files(source, tmp_path / "sources", tmp_path / "store", QUICK)] == ["a.txt"]
